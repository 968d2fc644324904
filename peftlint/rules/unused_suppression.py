from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from peftlint.model import Finding, Span
from peftlint.rules import all_rules, special_rule

if TYPE_CHECKING:
    from peftlint.suppressions import Suppression


@special_rule("SUP001")
def unused_suppression(
    path: str, suppression: Suppression, silenced: Collection[str], runs: Callable[[str], bool]
) -> Iterator[Finding]:
    """A comment is meant to silence a finding, but there is none.

    What it was written for has been mended, or it names no rule. Left in place, it would hide the next
    real finding there. Rules that are not looked for in this run are not judged.
    Delete the comment, or the name in it that silences nothing.

    Bad:
        <!-- peftlint: ignore LNK001 -->
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]

    Bad:
        <!-- peftlint: ignore emptylink -->
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)] [[Code]()]

    Good:
        <!-- peftlint: ignore empty-link: the code is announced for May -->
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)] [[Code]()]

    Fix: none.
    """  # noqa: E501
    for span, message, subject in _faults(suppression, silenced, runs):
        yield Finding("SUP001", path, span, message, subject)


def _faults(
    suppression: Suppression, silenced: Collection[str], runs: Callable[[str], bool]
) -> Iterator[tuple[Span, str, str]]:
    """Where, what is wrong, and the subject of the finding."""
    from peftlint.config import suggestion
    from peftlint.selection import no_rule
    from peftlint.suppressions import SCOPES

    scope = suppression.scope
    if scope not in SCOPES:
        hint = suggestion(scope, SCOPES)
        yield suppression.span, f"'peftlint: {scope}' is no instruction{hint}", scope
    elif not suppression.words:
        yield suppression.span, f"the comment names no rule; write for example: {scope} DUP001", scope
    else:
        for word in suppression.words:
            if word.code is None:
                yield word.span, no_rule(word.text, all_rules().values()), f"{scope} {word.text}"
            elif word.code not in silenced and runs(word.code):
                yield word.span, f"{word.text} silences nothing here; delete it", f"{scope} {word.text}"
