"""The lines that an entry takes up in its list, from which another one can be written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from peftlint.document import Block
from peftlint.model import Entry, PaperList, Span

_WHOLE = frozenset({"item", "row", "details"})
"""Blocks that are whole entries; of headings and paragraphs the entry goes on below."""


class Unit(NamedTuple):
    """Whole lines of a list that hold one entry: ``span`` without the last line end, ``start`` and ``end`` 0-based.

    ``end`` is exclusive. ``text`` is what stands there, ``html`` tells that it is HTML, ``row`` a table's row.
    """

    entry: Entry
    span: Span
    start: int
    end: int
    text: str
    html: bool
    row: bool

    def relative(self, span: Span) -> Span:
        """A span of the list as one of ``text``."""
        return Span(span.start - self.span.start, span.end - self.span.start)


def units(paper_list: PaperList) -> tuple[Unit, ...]:
    """The unit of each entry that has lines of its own, in the order of the list."""
    blocks = _blocks(paper_list)
    found = [_unit(entry, paper_list, blocks.get(entry.line - 1, ())) for entry in paper_list.entries]
    starts = [entry.line - 1 for entry in paper_list.entries]
    return tuple(unit for unit in found if sum(unit.start <= start < unit.end for start in starts) == 1)


def _blocks(paper_list: PaperList) -> dict[int, list[Block]]:
    """For each line that an entry starts on, the blocks around it, outermost first."""
    lines = sorted({entry.line - 1 for entry in paper_list.entries})
    found: dict[int, list[Block]] = {line: [] for line in lines}
    from bisect import bisect_left

    for block in paper_list.document.root.walk():
        if block.kind in _WHOLE or block.kind in ("heading", "paragraph"):
            for line in lines[bisect_left(lines, block.start) : bisect_left(lines, block.end)]:
                found[line].append(block)
    return found


def _unit(entry: Entry, paper_list: PaperList, around: Sequence[Block]) -> Unit:
    source = paper_list.source
    whole = next((block for block in reversed(around) if block.kind in _WHOLE), None)
    if entry.shape in ("heading", "paragraph"):
        whole = None
    nested = next((block for block in around if block.kind in ("heading", "paragraph")), None)
    start = whole.start if whole else min(nested.start if nested else entry.line - 1, entry.line - 1)
    end = max(whole.end, entry.end_line) if whole else entry.end_line
    if whole and _entries_within(paper_list, whole) > 1:
        end = entry.end_line
    starts = [*source.line_starts, len(source.text) + 1]
    first, last = starts[start], starts[min(end, len(starts) - 1)] - 1
    text = source.text[first:last]
    kept = text.rstrip()
    end -= text[len(kept) :].count("\n")
    opening = kept.lstrip()
    row = entry.shape == "table" and not opening.startswith("<")
    return Unit(entry, Span(first, first + len(kept)), start, end, kept, opening.startswith("<"), row)


def _entries_within(paper_list: PaperList, block: Block) -> int:
    return sum(block.start <= entry.line - 1 < block.end for entry in paper_list.entries)
