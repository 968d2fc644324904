"""Document → the links and images that it shows, wherever they stand: in entries, in running text, in headings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from peftlint.document import Document, Hyperlink, Run, plain_text
from peftlint.model import Source


class Shown(NamedTuple):
    """A link as a reader meets it, with the runs that are linked."""

    link: Hyperlink
    runs: list[Run]

    @property
    def label(self) -> str:
        """Its visible text, or else the alternative text of its image."""
        return plain_text(self.runs) or " ".join(run.text for run in self.runs if run.image is not None)


def hyperlinks(document: Document) -> Sequence[Shown]:
    """Every link of a document once, in the order of the tree; none in code, comments or BibTeX blocks."""
    return _links_and_images(document)[0]


def images(document: Document) -> Sequence[Run]:
    """Every image of a document, in the order of the tree."""
    return _links_and_images(document)[1]


@lru_cache(maxsize=1)
def _links_and_images(document: Document) -> tuple[list[Shown], list[Run]]:
    """Both in one walk, and that once: several rules ask in turn of one document."""
    links: list[Shown] = []
    images: list[Run] = []
    for block in document.root.walk():
        last: Hyperlink | None = None
        for run in block.runs:
            link = run.link
            if link is not None:
                if link is last or link == last:
                    links[-1].runs.append(run)
                else:
                    links.append(Shown(link, [run]))
            last = link
            if run.image is not None:
                images.append(run)
    return links, images


def is_written(link: Hyperlink, source: Source) -> bool:
    """Whether the address stands at ``url_span``: that of ``[a][b]`` stands elsewhere, and cannot be edited there."""
    return source.slice(link.url_span) == link.url
