"""The shape of bullets and numbers: each list item is a record, with the lists nested in it inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peftlint.document import Block
from peftlint.readers.records import Part, Record

if TYPE_CHECKING:
    from peftlint.readers.collect import Walk


def read(block: Block, walk: Walk) -> list[Record]:
    """One record an item. What stands in an HTML list outside of any item is part of the item before it."""
    shape = "numbered" if block.level else "bulleted"
    records: list[Record] = []
    for child in block.children:
        if child.kind == "item":
            content = walk.inside(child.children)
            offset = _first_offset(child)
            records.append(Record(shape, (shape, walk.depth), child.start, child.end, content, offset))
        else:
            stray = walk.inside([child])
            inner = [item for item in stray if isinstance(item, Record)]
            if inner:
                records.extend(inner)
            elif records:
                records[-1].content.extend(item for item in stray if isinstance(item, Part))
    return records


def _first_offset(item: Block) -> int:
    return next((block.offset for block in item.walk() if block.offset), item.offset)
