"""The shape of ``<details>``: the summary may be a title, and what it hides the rest of the entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peftlint.document import Block
from peftlint.readers.records import Record

if TYPE_CHECKING:
    from peftlint.readers.collect import Walk


def read(block: Block, walk: Walk) -> list[Record]:
    """One record for the whole element."""
    content = walk.inside(block.children)
    start = next((child.start for child in block.children if child.kind == "summary"), block.start)
    return [Record("details", ("details", walk.depth), start, block.end, content, block.offset)]
