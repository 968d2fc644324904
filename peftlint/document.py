"""The tree of a Markdown file: blocks, and inside them runs of text with their exact places.

HTML inside Markdown is part of the same tree: ``<table>``, ``<li>``, ``<details>``, ``<h2>``, ``<a>`` and
their kin become the blocks, styles and links that they stand for. Nothing here knows about papers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from peftlint.model import Notice, Source, Span

BOLD, ITALIC, CODE, UNDERLINE, STRIKE, RAISED = 1, 2, 4, 8, 16, 32
"""Bits of ``Run.style``; UNDERLINE is ``<u>`` and ``<ins>``, RAISED is ``<sup>`` and ``<sub>``."""


class Hyperlink(NamedTuple):
    """A link as written: ``url`` raw, ``span`` the whole construct, ``url_span`` the address alone.

    ``bare`` tells an address that stands for itself (``https://…`` in the text, ``<https://…>``).
    """

    url: str
    span: Span
    url_span: Span
    bare: bool = False


class Run(NamedTuple):
    """A stretch of text in one style and at one place.

    ``text`` is what a reader sees; character *i* of it stands at offset ``start + i`` of the source
    unless ``end - start`` differs from its length (an entity such as ``&amp;``).
    ``image`` is the address of an image (then ``text`` is its alternative text), else None.
    A line break is a run whose text is a single newline.
    """

    text: str
    start: int
    end: int
    style: int = 0
    link: Hyperlink | None = None
    image: str | None = None


class Block:
    """A node of the tree. ``kind`` is one of

    ``document``, ``heading``, ``paragraph``, ``list``, ``item``, ``table``, ``row``, ``cell``, ``code``,
    ``details``, ``summary``, ``quote``, ``rule``.

    ``start`` and ``end`` are 0-based lines, the end exclusive. ``level`` is a heading's level, or an
    ordered list's first number (0 for bullets). ``marker`` is a list item's marker as written, or a code
    block's info string. ``text`` is the verbatim text of code. ``offset`` is where the block begins in the
    source (its text, for code), ``column`` how far to the right (0-based). ``rows`` and ``columns`` are how many a cell spans.
    ``runs`` are those of the block's own text.
    """

    __slots__ = (
        "children", "column", "columns", "end", "header", "kind", "level", "marker", "offset", "rows", "runs", "start", "text"
    )  # fmt: skip

    def __init__(
        self,
        kind: str,
        start: int,
        end: int,
        level: int = 0,
        marker: str = "",
        text: str = "",
        offset: int = 0,
        column: int = 0,
        header: bool = False,
        rows: int = 1,
        columns: int = 1,
        children: list[Block] | None = None,
        runs: list[Run] | None = None,
    ) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.level = level
        self.marker = marker
        self.text = text
        self.offset = offset
        self.column = column
        self.header = header
        self.rows = rows
        self.columns = columns
        self.children = [] if children is None else children
        self.runs = [] if runs is None else runs

    @property
    def plain(self) -> str:
        """The block's own text as a reader sees it, white space collapsed, images left out."""
        return plain_text(self.runs)

    def walk(self) -> Iterator[Block]:
        """The block and everything below it, in the order of the file."""
        stack = [self]
        while stack:
            block = stack.pop()
            yield block
            stack.extend(reversed(block.children))


class Document(NamedTuple):
    """A parsed file: its source, the root block, and what was broken in its markup.

    ``comments`` are where the comments of the file stand, in order, those in code left out.
    """

    source: Source
    root: Block
    notices: tuple[Notice, ...] = ()
    comments: tuple[Span, ...] = ()


def plain_text(runs: list[Run]) -> str:
    """The visible text of *runs*, white space collapsed, images left out."""
    return " ".join("".join(run.text for run in runs if run.image is None).split())


class Flow:
    """The text of some runs in a row, from whose offsets one comes back to places in the source."""

    __slots__ = ("_starts", "runs", "text")

    def __init__(self, runs: Sequence[Run]) -> None:
        self._starts: list[int] | None = None
        if len(runs) == 1:  # as nearly all have
            self.text = runs[0].text
            self.runs = runs if self.text else ()
        else:
            self.runs = [run for run in runs if run.text]
            self.text = "".join([run.text for run in self.runs])

    @property
    def place(self) -> Span:
        """The place in the source of the whole text; at offset 0 if there is none."""
        return Span(self.runs[0].start, self.runs[-1].end) if self.runs else Span(0, 0)

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The place in the source of ``text[start:end]``, which must not be empty."""
        end = len(self.text) if end is None else end
        if len(self.runs) == 1:
            run = self.runs[0]
            if len(self.text) == run.end - run.start:
                return Span(run.start + start, run.start + end)
        return Span(self._offset(start, False), self._offset(end - 1, True))

    def _offset(self, at: int, behind: bool) -> int:
        if self._starts is None:
            self._starts = [0, *accumulate([len(run.text) for run in self.runs[:-1]])]
        index = bisect_right(self._starts, at) - 1
        run, inside = self.runs[index], at - self._starts[index]
        if len(run.text) == run.end - run.start:
            return run.start + inside + behind
        return run.end if behind else run.start
