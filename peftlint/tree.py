"""The tree of a document while it is built: one stack for the containers of Markdown and of HTML."""

from __future__ import annotations

from peftlint import html
from peftlint.document import Block
from peftlint.model import Notice, Source, Span
from peftlint.runs import Styled, may_hold_addresses, with_bare_links

MAX_NESTING = 60
"""Blocks nested deeper are not read (and a notice says so): each level costs Python stack."""

_BLOCKS = {
    "table": "table", "tr": "row", "td": "cell", "th": "cell", "ul": "list", "ol": "list", "li": "item",
    "details": "details", "summary": "summary", "blockquote": "quote", "pre": "code",
    **{f"h{level}": "heading" for level in range(1, 7)},
}  # fmt: skip
_BOUNDARIES = frozenset(
    {"p", "div", "center", "section", "article", "tbody", "thead", "hr", "dl", "dt", "dd"}
)
_LEAVES = frozenset({"cell", "heading", "summary"})
# An element that opens where one of these is open closes it first (HTML Living Standard §13.1.2.4).
_CLOSED_BY = {"td": {"td", "th"}, "th": {"td", "th"}, "tr": {"tr", "td", "th"}, "li": {"li"}}
_STOP_AT = {"td": "table", "th": "table", "tr": "table", "li": "list"}


class Tree:
    """The blocks so far, and those that are open."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root = Block("document", 0, len(source.line_starts))
        self.notices: list[Notice] = []
        self.comments: list[Span] = []
        self._stack: list[tuple[Block, str]] = [(self.root, "")]  # block, the HTML tag that opened it

    # -- Markdown

    def add(self, block: Block) -> None:
        """Put a block without blocks inside into the innermost container."""
        self._stack[-1][0].children.append(block)

    def open(self, block: Block) -> bool:
        """Put a container into the innermost one; False if what is inside is nested too deeply to be read."""
        self._stack[-1][0].children.append(block)
        self._stack.append((block, ""))
        if len(self._stack) < MAX_NESTING:
            return True
        self.notice(block.start, f"nested deeper than {MAX_NESTING} levels: what is deeper is not read")
        return False

    def close(self) -> None:
        """Close the innermost Markdown container, and with it the HTML that was left open in it."""
        while True:
            block, tag = self._stack.pop()
            if not tag:
                break
        if block.kind == "list" and block.children:
            block.end = block.children[-1].end

    def notice(self, line: int, message: str) -> None:
        """Tell what is broken in a line (0-based)."""
        self.notices.append(Notice(self.source.path, line + 1, message))

    # -- HTML

    def read_html(self, text: str, start: int, end: int) -> None:
        """Read ``text[start:end]``, an HTML block of Markdown; *text* is the source's, offset by offset."""
        styled = Styled([])
        for piece in html.scan(text, start, end):
            if isinstance(piece, html.Text):
                self._text(piece, styled)
            elif isinstance(piece, html.Tag):
                self._tag(piece, styled)
            else:
                self.comments.append(Span(piece.start, piece.end))
                if not piece.closed:
                    line = self.source.place(start).line - 1
                    self.notice(line, "this comment is never closed: all that follows is hidden")
        self._flush(styled)

    def _text(self, piece: html.Text, styled: Styled) -> None:
        """Take text; a line break in it is but a blank, one that takes two characters a run of its own."""
        block, tag = self._stack[-1]
        lines = piece.text.split("\r\n")
        if block.kind == "code" and tag:
            block.text += "\n".join(lines).replace("\r", "\n")
            return
        at = piece.start
        for number, line in enumerate(lines):
            if number:
                styled.text(" ", at - 2, at)
            stop = piece.end if len(lines) == 1 else at + len(line)
            styled.text(line.replace("\n", " ").replace("\r", " "), at, stop)
            at = stop + 2

    def _tag(self, tag: html.Tag, styled: Styled) -> None:
        if tag.name in _BLOCKS:
            self._flush(styled)
            self._close_tag(tag) if tag.closes else self._open_tag(tag)
        elif tag.name in _BOUNDARIES:
            self._flush(styled)
        else:
            styled.tag(tag)

    def _open_tag(self, tag: html.Tag) -> None:
        self._close_implied(tag.name)
        line = self.source.place(tag.start).line - 1
        kind = _BLOCKS[tag.name]
        level = int(tag.name[1]) if kind == "heading" else int(tag.name == "ol")
        block = Block(kind, line, line + 1, level=level, offset=tag.end, header=tag.name == "th")
        block.rows, block.columns = _span(tag, "rowspan"), _span(tag, "colspan")
        if kind == "heading" and self._stack[-1][0].kind == "heading":
            return  # ``<h2><h3>…</h3></h2>`` is one heading
        if len(self._stack) < MAX_NESTING:
            self._stack[-1][0].children.append(block)
            self._stack.append((block, tag.name))

    def _close_implied(self, name: str) -> None:
        for depth in range(len(self._stack) - 1, 0, -1):
            block, tag = self._stack[depth]
            if not tag or block.kind == _STOP_AT.get(name):
                return
            if tag in _CLOSED_BY.get(name, ()):
                del self._stack[depth:]

    def _close_tag(self, tag: html.Tag) -> None:
        for depth in range(len(self._stack) - 1, 0, -1):
            block, opened_by = self._stack[depth]
            if not opened_by:
                return
            if opened_by == tag.name:
                block.end = self.source.place(tag.start).line
                del self._stack[depth:]
                return

    def _flush(self, styled: Styled) -> None:
        """Give the runs collected to the block that they stand in."""
        if not styled.runs:
            return
        styled.finish()
        runs, styled.runs = styled.runs, []
        if not any(run.text.strip() or run.image is not None for run in runs):
            return
        if any(may_hold_addresses(run.text) for run in runs):
            runs = with_bare_links(runs)
        block = self._stack[-1][0]
        if block.kind not in _LEAVES:
            first = self.source.place(runs[0].start).line - 1
            block = Block("paragraph", first, first + 1, offset=runs[0].start)
            self._stack[-1][0].children.append(block)
        block.end = max(block.end, self.source.place(max(runs[-1].end - 1, 0)).line)
        block.runs.extend(runs)


def _span(tag: html.Tag, name: str) -> int:
    value = tag.attributes[name].value if name in tag.attributes else ""
    return max(1, min(int(value), 10_000)) if value.isdecimal() and len(value) < 6 else 1
