"""Where findings lie, as reports say it: offsets into a text become lines and columns."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from peftlint.model import Related, Source, Span
from peftlint.reports.model import Report


class Region(NamedTuple):
    """A half-open range: 1-based lines, 1-based columns in characters; the end is the place after it.

    A range that takes in a line's end stops at column 1 of the next line.
    """

    line: int
    column: int
    end_line: int
    end_column: int


def region(source: Source, span: Span) -> Region:
    """Where *span* of *source* lies."""
    start, end = span
    starts = source.line_starts
    line = bisect_right(starts, start)
    end_line = bisect_right(starts, end, line)
    return Region(line, start - starts[line - 1] + 1, end_line, end - starts[end_line - 1] + 1)


def see_also(report: Report, related: Related) -> str:
    """A line of text that names a related place, for formats that have no field for it."""
    place = f"see also {related.path}:{report.sources[related.path].place(related.span.start).line}"
    return f"{place}: {related.message}" if related.message else place
