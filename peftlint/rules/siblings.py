"""Entries that a list writes in one manner: what most of them show, the others lack."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from peftlint.blocks import blocks_of
from peftlint.document import Block, Document
from peftlint.fields.patterns import late
from peftlint.model import Entry, PaperList, Span
from peftlint.readers.headers import header_role

FEWEST = 4
"""Siblings that make a habit. A section with fewer goes by the habit of the whole list."""

MOST_COLUMNS = 100
"""Columns that one header cell is taken to span at most."""

_PAPERS = late(r"title|paper|publication|article|works?\b|reference|论文|题目|标题|文章", re.IGNORECASE)

Manner = tuple[object, ...]


def lacking(paper_list: PaperList, has: Callable[[Entry], bool], share: float) -> Iterator[Entry]:
    """The entries that lack what their siblings have, in order.

    Siblings are the other entries of the same section and shape, for tables also of the same columns; in a small
    section those of the whole list. *has* says whether an entry has it, *share* how many of its siblings must.
    """
    having = [has(entry) for entry in paper_list.entries]
    if all(having) or not any(having):
        return
    manners = _manners(paper_list)
    sections = [(entry.section, manner) for entry, manner in zip(paper_list.entries, manners, strict=True)]
    everywhere, in_section = _count(manners, having), _count(sections, having)
    for entry, manner, section, yes in zip(paper_list.entries, manners, sections, having, strict=True):
        near = in_section[section]
        with_it, without = near if sum(near) > FEWEST else everywhere[manner]
        others = with_it + without - 1
        if not yes and others >= FEWEST and with_it >= share * others:
            yield entry


def _count(groups: Sequence[Manner], having: Sequence[bool]) -> dict[Manner, tuple[int, int]]:
    """How many of each group have it, and how many have not."""
    counts = Counter(zip(groups, having, strict=True))
    return {group: (counts[group, True], counts[group, False]) for group in groups}


def _manners(paper_list: PaperList) -> list[Manner]:
    """How each entry is written: its shape, and the columns of its table."""
    rows = rows_of(paper_list)
    if not rows:
        return [(entry.shape,) for entry in paper_list.entries]
    places = (rows.get(entry.line) for entry in paper_list.entries)
    return [
        (entry.shape, *headers(place[0])) if place else (entry.shape,)
        for entry, place in zip(paper_list.entries, places, strict=True)
    ]


def rows_of(paper_list: PaperList) -> dict[int, tuple[Block, Block]]:
    """For each line (1-based) on which an entry of a table begins, the table and the row, if the line has only one."""
    lines = {entry.line for entry in paper_list.entries if entry.shape == "table"}
    return _rows_at(paper_list.document, tuple(sorted(lines))) if lines else {}


@lru_cache(maxsize=1)
def _rows_at(document: Document, lines: tuple[int, ...]) -> dict[int, tuple[Block, Block]]:
    """For each of the *lines* that is on just one row, the table and that row; several rules ask in turn."""
    found: dict[int, tuple[Block, Block]] = {}
    several = set()
    for table in blocks_of(document, "table"):
        for row in table.children:
            for line in lines[bisect_left(lines, row.start + 1) : bisect_left(lines, row.end + 1)]:
                if line in found:
                    several.add(line)
                found[line] = table, row
    return {line: place for line, place in found.items() if line not in several} if several else found


@lru_cache(maxsize=4)
def headers(table: Block) -> tuple[str, ...]:
    """The texts of a table's header cells, one for each column."""
    rows = (row for row in table.children if row.kind == "row" and row.children)
    header = next((row for row in rows if row.header or all(cell.header for cell in row.children)), None)
    cells = header.children if header else ()
    return tuple(cell.plain for cell in cells for _ in range(min(cell.columns, MOST_COLUMNS)))


def named_things(paper_list: PaperList) -> frozenset[int]:
    """The entries, by number, of tables that list models, data sets or the like by name, each with a paper to cite.

    The column that names them says so: it is not headed ``Title`` or ``Paper``.
    """
    columns = _columns(paper_list, lambda entry: entry.spans.title)
    return frozenset(number for number, header in columns.items() if not _PAPERS.search(header))


def with_stray_year(paper_list: PaperList) -> frozenset[int]:
    """The entries, by number, of tables whose year stands in a column of something else, such as counts."""
    columns = _columns(paper_list, lambda entry: entry.spans.year)
    roles = ("year", "venue", "title", "authors")
    return frozenset(number for number, header in columns.items() if header_role(header) not in roles)


def _columns(paper_list: PaperList, part: Callable[[Entry], Span | None]) -> dict[int, str]:
    """For the entries in complete rows of tables, the header of the column in which a part of them stands."""
    rows = rows_of(paper_list)
    if not rows:
        return {}
    found: dict[int, str] = {}
    for number, entry in enumerate(paper_list.entries):
        span, place = part(entry), rows.get(entry.line)
        header = _header_at(span.start, *place) if span and place else ""
        if header:
            found[number] = header
    return found


def _header_at(offset: int, table: Block, row: Block) -> str:
    """The header of the cell that holds an offset of the source; ``""`` if it has none or the row is incomplete."""
    columns, cells = headers(table), row.children
    if len(columns) == len(cells):
        for cell, header in zip(cells, columns, strict=True):
            for run in cell.runs:
                if run.start <= offset < run.end:
                    return header
    return ""
