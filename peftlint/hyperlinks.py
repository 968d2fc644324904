"""Document → the links that it shows, wherever they stand: in entries, in running text, in headings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from peftlint.document import Block, Document, Hyperlink, Run, plain_text
from peftlint.model import Source


class Shown(NamedTuple):
    """A link as a reader meets it: its visible text, or else the alternative text of its image."""

    link: Hyperlink
    label: str
    block: Block


def hyperlinks(document: Document) -> Iterator[Shown]:
    """Every link of a document once, in the order of the tree; none in code, comments or BibTeX blocks."""
    for block in document.root.walk():
        for link, runs in groupby(block.runs, lambda run: run.link):
            if link is not None:
                yield Shown(link, _label(list(runs)), block)


def _label(runs: list[Run]) -> str:
    return plain_text(runs) or " ".join(run.text for run in runs if run.image is not None)


def is_written(link: Hyperlink, source: Source) -> bool:
    """Whether the address stands at ``url_span``: that of ``[a][b]`` stands elsewhere, and cannot be edited there."""
    return source.slice(link.url_span) == link.url
