from __future__ import annotations

import posixpath
from collections.abc import Iterator

from peftlint.fields.address import with_scheme
from peftlint.hyperlinks import hyperlinks, is_written
from peftlint.model import Edit, Finding, Fix, PaperList, Span
from peftlint.rules import Surroundings, list_rule


@list_rule("LNK002", severity="error")
def missing_scheme(paper_list: PaperList, surroundings: Surroundings) -> Iterator[Finding]:
    """A web address lacks its `https://`.

    Without a scheme, `github.com/…` is the name of a file beside the list, and the link is dead.
    Names of files (`docs/readme.md`, `train.py`), and what exists beside the list, are not meant.

    Bad:
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Code](github.com/microsoft/LoRA)]

    Good:
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Code](https://github.com/microsoft/LoRA)]

    Fix: safe, `https://` is put before the address.
    """
    for shown in hyperlinks(paper_list.document):
        link = shown.link
        if link.bare or link.url.startswith(("https://", "http://")):
            continue
        if with_scheme(link.url) and not surroundings.exists(
            posixpath.join(posixpath.dirname(paper_list.path), link.url)
        ):
            message = f"'{link.url}' lacks https://, so it is read as the name of a file"
            start = link.url_span.start
            edits = (Edit(Span(start, start), "https://"),)
            fix = (
                Fix(edits, safe=True, message="add https://") if is_written(link, paper_list.source) else None
            )
            yield Finding("LNK002", paper_list.path, link.url_span, message, link.url, fix=fix)
