"""LNK101: what `peftlint links` finds to be gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from peftlint.model import Finding
from peftlint.rules import special_rule

if TYPE_CHECKING:
    from peftlint.online.listed import Listed
    from peftlint.online.model import Verdict


@special_rule("LNK101", severity="error", command="links")
def dead_link(listed: Listed, verdict: Verdict) -> Iterator[Finding]:
    """What a link leads to is gone.

    The server says that there is no such page (404, 410), there is no such host, or nobody listens there; a
    second try by another method said so too. An identifier that no registry can have given is dead as well: there
    is no 13th month on arXiv. Find out where the page went (search for the title, ask a web archive), and write
    the new address or leave the link out.

    This is looked for by `peftlint links`. Dead links are the only ones that make it fail.

    Bad:
        - **LoRA**, ICLR 2022. [[Paper](https://arxiv.org/abs/2113.09685)]

    Good:
        - **LoRA**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]

    Fix: none.
    """
    message = f"'{listed.url}' is dead: {verdict.answered}"
    yield Finding("LNK101", listed.path, listed.span, message, listed.url, verdict=verdict)
