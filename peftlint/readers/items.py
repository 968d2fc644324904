"""The shape of bullets and numbers: each list item is a record, with the lists nested in it inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peftlint.document import Block
from peftlint.readers.records import Part, Record
from peftlint.readers.several import bullets_in, papers_in

if TYPE_CHECKING:
    from peftlint.readers.collect import Walk


def read(block: Block, walk: Walk) -> list[Record]:
    """A record an item, or one for each paper in it; what an HTML list holds beside items is part of the one before."""
    shape = "numbered" if block.level else "bulleted"
    records: list[Record] = []
    for child in block.children:
        if child.kind == "item":
            items = _records(child, shape, walk)
            for record in items:
                record.list_start = block.start
            records.extend(items)
        else:
            stray = walk.inside([child])
            inner = [item for item in stray if isinstance(item, Record)]
            if inner:
                records.extend(inner)
            elif records:
                records[-1].content.extend(item for item in stray if isinstance(item, Part))
    return records


def _records(item: Block, shape: str, walk: Walk) -> list[Record]:
    """The record that an item is, or those of the papers that it lists on its only paragraph."""
    content = walk.inside(item.children)
    siblings, offset = (shape, walk.depth), _first_offset(item)
    only = content[0] if len(content) == 1 and isinstance(content[0], Part) else None
    parts = (
        [paper for line in bullets_in(only) for paper in papers_in(line)]
        if only and len(only.runs) > 1
        else []
    )
    if len(parts) < 2:
        return [Record(shape, siblings, item.start, item.end, content, offset)]
    return [Record(shape, siblings, item.start, item.end, [part], part.runs[0].start) for part in parts]


def _first_offset(item: Block) -> int:
    if not item.offset and item.children and (first := item.children[0].offset):
        return first  # as nearly always
    return next((block.offset for block in item.walk() if block.offset), item.offset)
