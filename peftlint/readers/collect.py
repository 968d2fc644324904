"""Document → records: each kind of block is handed to the reader of its shape.

A shape is one module with ``read(block, walk) -> list of records``; add it to ``SHAPES`` below.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from peftlint.document import Block
from peftlint.readers import details, items, paragraphs, tables
from peftlint.readers.records import Part, Record


class Walk:
    """What a reader knows of where it is: how deep in lists and tables, and how to read what is inside."""

    def __init__(self, depth: int = 0) -> None:
        self.depth = depth

    def inside(self, children: Sequence[Block]) -> list[Part | Block | Record]:
        """The content of a record that holds *children*: its paragraphs are parts of it."""
        deeper = Walk(self.depth + 1)
        content: list[Part | Block | Record] = []
        for child in children:
            if child.kind in SHAPES:
                content.extend(SHAPES[child.kind](child, deeper))
            elif child.kind in ("paragraph", "summary", "heading"):
                content.append(Part("heading" if child.kind != "paragraph" else "line", child.runs))
            elif child.kind == "code":
                content.append(child)
            elif child.kind == "quote":
                content.extend(self.inside(child.children))
        return content


SHAPES: dict[str, Callable[[Block, Walk], list[Record]]] = {
    "list": items.read,
    "table": tables.read,
    "details": details.read,
}


def collect(root: Block, headings: int) -> list[Record]:
    """All records of a document, in order, nested as they stand in one another; *headings* is how many it has."""
    walk = Walk()
    result: list[Record] = []
    at_top = sum([block.kind == "heading" for block in root.children])
    for heading, body in _sections(_spread(root.children) if at_top < headings else root.children):
        content = paragraphs.group(body, walk, SHAPES)
        if heading is None:
            result.extend(item for item in content if isinstance(item, Record))
            continue
        end = max([heading.end, *(block.end for block in body)])
        title = Part("heading", heading.runs)
        section = Record("heading", ("heading", heading.level), heading.start, end, [title, *content])
        section.offset = heading.offset
        result.append(section)
    return result


def _spread(children: Sequence[Block]) -> list[Block]:
    """The blocks of the top level; a quote or list that holds headings is opened up, as they end sections."""
    result: list[Block] = []
    for block in children:
        if block.kind in ("quote", "item", "list", "details") and _holds_heading(block):
            result.extend(_spread(block.children))
        else:
            result.append(block)
    return result


def _holds_heading(block: Block) -> bool:
    return any(inner.kind == "heading" for inner in block.walk())


def _sections(blocks: Sequence[Block]) -> list[tuple[Block | None, list[Block]]]:
    """Headings (None before the first) with the blocks up to the next one."""
    result: list[tuple[Block | None, list[Block]]] = [(None, [])]
    for block in blocks:
        if block.kind == "heading":
            result.append((block, []))
        else:
            result[-1][1].append(block)
    return result
