"""LNK103: what `peftlint links` could not judge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from peftlint.model import Finding
from peftlint.rules import special_rule

if TYPE_CHECKING:
    from peftlint.online.listed import Listed
    from peftlint.online.model import Verdict


@special_rule("LNK103", severity="info", command="links")
def unverified_link(listed: Listed, verdict: Verdict) -> Iterator[Finding]:
    """Nobody could say whether a link works.

    The server turned the program away (401, 403, 429, a page that asks for proof of being human), was out of
    order (5xx) or too slow, or the time of the run was over. Such a link is most likely fine. Look at it once; if
    the site never answers programs, silence it with a comment.

    This is looked for by `peftlint links` and is information only.

    Bad:
        - **LoRA**, ICLR 2022. [[Slides](https://www.linkedin.com/in/edwardjhu/)]

    Good:
        - **LoRA**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]

    Fix: none.
    """
    message = f"'{listed.url}' could not be judged: {verdict.answered}"
    yield Finding("LNK103", listed.path, listed.span, message, listed.url, verdict=verdict)
