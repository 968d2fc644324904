"""The shape of tables, Markdown's and HTML's: each body row is a record whose parts know their header."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from peftlint.document import Block
from peftlint.readers.headers import title_column
from peftlint.readers.records import Part, Record

if TYPE_CHECKING:
    from peftlint.readers.collect import Walk


def read(block: Block, walk: Walk) -> list[Record]:
    """One record a row below the header, or one for all the rows that a title spans.

    Another cell that spans rows (a category) belongs to the first of them.
    """
    rows = [child for child in block.children if child.kind == "row"]
    headers = _headers(rows)
    titles = title_column(headers)
    records: list[Record] = []
    spans: dict[int, int] = {}
    for row in rows:
        goes_on = bool(records) and titles is not None and headers.index(titles) in spans
        columns = _columns(row, spans)
        if _is_header(row) or not row.children:
            continue
        if len(columns) == len(row.children) < len(headers) and not spans and not goes_on:
            columns = _realign(row, headers)
        content = list(_content(row, columns, headers, titles, walk))
        if goes_on:
            records[-1].content.extend(content)
            records[-1].end = row.end
        else:
            siblings = ("table", tuple(headers), walk.depth)
            records.append(Record("table", siblings, row.start, row.end, content, row.children[0].offset))
    return records


def _content(
    row: Block, columns: list[int], headers: list[str], titles: str | None, walk: Walk
) -> Iterator[Part | Block | Record]:
    """What the cells of a row hold; *titles* is the header of the column that holds the titles."""
    for column, cell in zip(columns, row.children, strict=True):
        header = headers[column] if column < len(headers) else ""
        place = "group" if cell.rows > 1 and header != titles else "cell"
        yield from _parts(cell, place, header, walk)


def _headers(rows: list[Block]) -> list[str]:
    for row in rows:
        if _is_header(row):
            return [cell.plain for cell in row.children for _ in range(min(cell.columns, 100))]
    return []


def _is_header(row: Block) -> bool:
    return row.header or (bool(row.children) and all(cell.header for cell in row.children))


def _columns(row: Block, spans: dict[int, int]) -> list[int]:
    """The column of each cell, past those that cells from rows above still span; updates *spans*."""
    columns, column = [], 0
    opened = []
    for cell in row.children:
        while spans.get(column, 0) > 0:
            column += 1
        columns.append(column)
        opened += [
            (column + extra, cell.rows - 1) for extra in range(min(cell.columns, 100)) if cell.rows > 1
        ]
        column += min(cell.columns, 100)
    for spanned in list(spans):
        spans[spanned] -= 1
        if spans[spanned] <= 0:
            del spans[spanned]
    spans.update(opened)
    return columns


def _realign(row: Block, headers: list[str]) -> list[int]:
    """Columns for a row that lacks cells: those behind the gap keep their distance to the row's end.

    Where the gap is, the links of the cells tell: it stands where the cells before agree with their
    headers' places and those behind with theirs. Without such a sign the row is taken from the left.
    """
    missing = len(headers) - len(row.children)
    filled = [bool(cell.plain) for cell in row.children]
    if len(row.children) < 3 or not all(filled):
        return list(range(len(row.children)))
    first_links = next(
        (at for at, cell in enumerate(row.children) if any(run.link for run in cell.runs)), None
    )
    if first_links is None:
        return list(range(len(row.children)))
    return [at if at <= first_links else at + missing for at in range(len(row.children))]


def _parts(cell: Block, place: str, header: str, walk: Walk) -> list[Part | Block | Record]:
    parts: list[Part | Block | Record] = [Part(place, cell.runs, header)]
    for item in walk.inside(cell.children):
        if isinstance(item, Part):
            item.place, item.header = place, header
        parts.append(item)
    return parts
