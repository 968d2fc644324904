"""Text → :class:`Document`. The only module that imports markdown-it-py.

markdown-it-py tells the lines of blocks but not the places of what is inside them. They are found by
replaying its inline tokens along the source: each token says how many characters it took, but for links
and images, whose rules are wrapped to record where they end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from html import unescape
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from peftlint import html
from peftlint.document import (
    BOLD,
    CODE,
    ITALIC,
    RAISED,
    STRIKE,
    UNDERLINE,
    Block,
    Document,
    Hyperlink,
    Run,
)
from peftlint.model import NEWLINE, Notice, Source, Span

MAX_NESTING = 60
"""Blocks nested deeper are not read (and a notice says so): each level costs Python stack."""

_INLINE_NESTING = 20
"""Brackets and emphasis in one another; each level is looked through again at every opening bracket."""

_CONTAINERS = re.compile(r"(?:[ \t]*>)*[ \t]*(?:(?:\d{1,9}[.)]|[-+*])[ \t]+)*")
_BAR = re.compile(r"(?<!\\)\|")
_BARE_URL = re.compile(r"(?<![^\W_])(?:https?://|www\.)[^\s<>“”‘’，。；：、！？（）【】《》]+", re.IGNORECASE)
_PLAIN_TAIL = re.compile(r"[^\x00-\x20\x7f()<>\\]*\)")
"""The end of most inline links, which needs no parser: an address without escapes, and the bracket."""
_STYLES = {
    "strong": BOLD, "b": BOLD, "em": ITALIC, "i": ITALIC, "cite": ITALIC, "s": STRIKE, "del": STRIKE,
    "strike": STRIKE, "u": UNDERLINE, "ins": UNDERLINE, "code": CODE, "kbd": CODE, "tt": CODE,
    "sup": RAISED, "sub": RAISED,
}  # fmt: skip
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


def parse(source: Source) -> Document:
    """Parse a file. Never raises on text: what cannot be made sense of is text, or a notice."""
    return _Builder(source).build()


@cache
def _parser(nesting: int) -> MarkdownIt:
    """The parser for blocks or inline text *nesting* levels deep; where the two differ, only in that."""
    parser = MarkdownIt("commonmark", {"maxNesting": nesting}).enable(["table", "strikethrough"])
    parser.core.ruler.disable(["inline", "text_join"])
    parser.normalizeLink = _as_written  # type: ignore[method-assign]
    for name in ("link", "image", "autolink"):
        rule = next(r for r in parser.inline.ruler.__rules__ if r.name == name)
        parser.inline.ruler.at(name, partial(_located, rule.fn))
    return parser


def _as_written(url: str) -> str:
    """Leave an address alone: what would be escaped for HTML is told as it stands in the file."""
    return url


def _located(rule: Callable[[StateInline, bool], bool], state: StateInline, silent: bool) -> bool:
    """Run an inline rule and note on the token that it opens where its construct stands."""
    start, first = state.pos, len(state.tokens)
    matched = rule(state, silent)
    if matched and not silent:
        opener = next(token for token in state.tokens[first:] if token.type in ("link_open", "image"))
        opener.meta = {"span": (start, state.pos)}
    return matched


class _Builder:
    """Turns the token stream into the tree, with one stack for Markdown's and HTML's containers."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.lines = NEWLINE.split(source.text)
        self.env: dict[str, Any] = {}
        self.root = Block("document", 0, len(self.lines))
        self.stack: list[tuple[Block, str]] = [(self.root, "")]  # block, the HTML tag that opened it
        self.notices: list[Notice] = []
        self.comments: list[Span] = []
        self.styled: _Styled | None = None

    def build(self) -> Document:
        tokens = _parser(MAX_NESTING).parse("\n".join(self.lines), self.env)
        stream = iter(tokens)
        for token in stream:
            handler = getattr(self, f"_{token.type}", None)
            if handler:
                handler(token, stream)
        self._close_html(0)
        return Document(self.source, self.root, tuple(self.notices), self.comments)

    # -- the stack

    def _push(self, block: Block, tag: str = "") -> Block:
        self.stack[-1][0].children.append(block)
        self.stack.append((block, tag))
        return block

    def _add(self, block: Block) -> Block:
        self.stack[-1][0].children.append(block)
        return block

    def _open(self, kind: str, token: Token, **more: Any) -> None:
        start, end = token.map or (0, 0)
        self._flush()
        self._push(Block(kind, start, end, **more))
        if len(self.stack) == MAX_NESTING:
            self._notice(start, f"nested deeper than {MAX_NESTING} levels: what is deeper is not read")

    def _close(self, *_: object) -> None:
        """Close the innermost Markdown container, and with it the HTML that was left open in it."""
        self._flush()
        while self.stack[-1][1]:
            self.stack.pop()
        self.stack.pop()

    def _close_html(self, depth: int) -> None:
        self._flush()
        del self.stack[max(depth, 1) :]

    def _notice(self, line: int, message: str) -> None:
        self.notices.append(Notice(self.source.path, line + 1, message))

    # -- Markdown blocks

    def _bullet_list_open(self, token: Token, _: Iterator[Token]) -> None:
        self._open("list", token)

    def _ordered_list_open(self, token: Token, _: Iterator[Token]) -> None:
        self._open("list", token, level=int(token.attrs.get("start", 1) or 0) or 1)

    def _list_item_open(self, token: Token, _: Iterator[Token]) -> None:
        self._open("item", token, marker=token.info + token.markup)

    def _blockquote_open(self, token: Token, _: Iterator[Token]) -> None:
        self._open("quote", token)

    _bullet_list_close = _ordered_list_close = _list_item_close = _blockquote_close = _close

    def _heading_open(self, token: Token, stream: Iterator[Token]) -> None:
        self._text_block("heading", token, next(stream), level=int(token.tag[1:]))

    def _paragraph_open(self, token: Token, stream: Iterator[Token]) -> None:
        self._text_block("paragraph", token, next(stream))

    def _text_block(self, kind: str, token: Token, inline: Token, level: int = 0) -> None:
        self._flush()
        start, end = token.map or (0, 0)
        first = self._body_start(start) if token.markup.startswith("#") else None
        load = partial(_inline_runs, self, inline.content, start, first)
        column = (_CONTAINERS.match(self.lines[start]) or _EMPTY).end()
        offset = self.source.line_starts[start] + column
        self._add(Block(kind, start, end, level=level, offset=offset, column=column, load=load))

    def _body_start(self, line: int) -> int:
        """Offset of the text of an ATX heading."""
        text = self.lines[line]
        at = text.index("#")
        body = text[at:].lstrip("#").lstrip(" \t")
        return self.source.line_starts[line] + len(text) - len(body)

    def _hr(self, token: Token, _: Iterator[Token]) -> None:
        self._flush()
        start, end = token.map or (0, 0)
        self._add(Block("rule", start, end))

    def _fence(self, token: Token, _: Iterator[Token]) -> None:
        self._flush()
        start, end = token.map or (0, 0)
        if not self._is_closed(token, start, end) and not any(line.strip() for line in self.lines[end:]):
            self._notice(start, "this code fence is never closed: all that follows is read as code")
        offset = self.source.line_starts[start + 1] if start + 1 < len(self.lines) else len(self.source.text)
        self._add(Block("code", start, end, marker=token.info.strip(), text=token.content, offset=offset))

    def _is_closed(self, token: Token, start: int, end: int) -> bool:
        last = self.lines[end - 1].strip(" \t>") if end - 1 > start else ""
        return last.startswith(token.markup) and not last.strip(token.markup[0])

    def _code_block(self, token: Token, _: Iterator[Token]) -> None:
        self._flush()
        start, end = token.map or (0, 0)
        self._add(Block("code", start, end, text=token.content, offset=self.source.line_starts[start]))

    def _table_open(self, token: Token, stream: Iterator[Token]) -> None:
        self._open("table", token)
        header = True
        for inner in stream:
            if inner.type == "tr_open":
                self._row((inner.map or [0])[0], header)
                header = False
            elif inner.type == "table_close":
                break
        self._close()

    def _row(self, line: int, header: bool) -> None:
        row = self._add(Block("row", line, line + 1, header=header))
        for column, text in _cells(self.lines[line]):
            start = self.source.line_starts[line] + column
            load = partial(_inline_runs, self, text.replace(r"\|", "|"), line, start, _escaped_bars(text))
            row.children.append(Block("cell", line, line + 1, header=header, offset=start, load=load))

    # -- HTML blocks

    def _html_block(self, token: Token, _: Iterator[Token]) -> None:
        first, last = token.map or (0, 0)
        starts = self.source.line_starts
        begin = starts[first] + (_CONTAINERS.match(self.lines[first]) or _EMPTY).end()
        end = starts[last] if last < len(starts) else len(self.source.text)
        text = self.source.text[begin:end]
        self.styled = _Styled()
        for piece in html.scan(text):
            if isinstance(piece, html.Text):
                self._html_text(piece, begin)
            elif isinstance(piece, html.Comment):
                self.comments.append(Span(piece.start + begin, piece.end + begin))
                if not piece.closed:
                    self._notice(first, "this comment is never closed: all that follows is hidden")
            else:
                self._html_tag(html.moved(piece, lambda at: at + begin))
        self._flush()

    def _html_text(self, piece: html.Text, begin: int) -> None:
        block, tag = self.stack[-1]
        start, end = piece.start + begin, piece.end + begin
        if block.kind == "code" and tag:
            block.text += NEWLINE.sub("\n", piece.text)
            return
        assert self.styled
        at = 0
        for newline in NEWLINE.finditer(piece.text):  # no line break in HTML, but a blank
            self.styled.text(piece.text[at : newline.start()], start + at, start + newline.start())
            self.styled.text(" ", start + newline.start(), start + newline.end())
            at = newline.end()
        self.styled.text(piece.text[at:], start + at, end)

    def _html_tag(self, tag: html.Tag) -> None:
        assert self.styled
        if tag.name in _BLOCKS:
            self._html_close(tag) if tag.closes else self._html_open(tag)
        elif tag.name in _BOUNDARIES:
            self._flush()
        else:
            self.styled.tag(tag)

    def _html_open(self, tag: html.Tag) -> None:
        self._flush()
        self._close_implied(tag.name)
        line = self.source.place(tag.start).line - 1
        kind = _BLOCKS[tag.name]
        level = int(tag.name[1]) if kind == "heading" else int(tag.name == "ol")
        block = Block(kind, line, line + 1, level=level, offset=tag.end, header=tag.name == "th")
        block.rows, block.columns = _span(tag, "rowspan"), _span(tag, "colspan")
        if kind == "heading" and self.stack[-1][0].kind == "heading":
            return  # ``### <h3>…</h3>`` is one heading
        if len(self.stack) < MAX_NESTING:
            self._push(block, tag.name)

    def _close_implied(self, name: str) -> None:
        for depth in range(len(self.stack) - 1, 0, -1):
            block, tag = self.stack[depth]
            if not tag or block.kind == _STOP_AT.get(name):
                return
            if tag in _CLOSED_BY.get(name, ()):
                self._close_html(depth)

    def _html_close(self, tag: html.Tag) -> None:
        self._flush()
        for depth in range(len(self.stack) - 1, 0, -1):
            block, opened_by = self.stack[depth]
            if not opened_by:
                return
            if opened_by == tag.name:
                block.end = self.source.place(tag.start).line
                self._close_html(depth)
                return

    def _flush(self) -> None:
        """Give the runs collected from HTML to the block that they stand in."""
        if not self.styled or not self.styled.runs:
            return
        runs, self.styled.runs = self.styled.finish(), []
        if not any(run.text.strip() or run.image is not None for run in runs):
            return
        block = self.stack[-1][0]
        if block.kind not in _LEAVES:
            first = self.source.place(runs[0].start).line - 1
            block = self._add(Block("paragraph", first, first + 1, offset=runs[0].start, loaded=[]))
        block.end = max(block.end, self.source.place(max(runs[-1].end - 1, 0)).line)
        block.loaded = [*(block.loaded or []), *runs]


_EMPTY: re.Match[str] = re.match("", "")  # type: ignore[assignment]


def _span(tag: html.Tag, name: str) -> int:
    value = tag.attributes[name].value if name in tag.attributes else ""
    return max(1, min(int(value), 10_000)) if value.isdecimal() and len(value) < 6 else 1


def _cells(row: str) -> list[tuple[int, str]]:
    """(0-based column, text) of each cell: the row is split at every ``|`` that no backslash precedes."""
    containers = _CONTAINERS.match(row)
    begin = containers.end() if containers else 0
    bars = [begin - 1, *(bar.start() for bar in _BAR.finditer(row, begin)), len(row)]
    parts = [(a + 1, row[a + 1 : b]) for a, b in pairwise(bars)]
    parts = parts[not parts[0][1].strip() : len(parts) - (len(parts) > 1 and not parts[-1][1].strip())]
    return [(at + len(part) - len(part.lstrip()), part.strip()) for at, part in parts]


def _escaped_bars(text: str) -> list[int]:
    """Offsets, in the cell's text without the backslashes, from which on one more was dropped."""
    return [found.start() - dropped for dropped, found in enumerate(re.finditer(r"\\\|", text))]


class _Offsets:
    """From offsets in an inline token's content to offsets in the source."""

    def __init__(self, starts: list[int], deltas: list[int]) -> None:
        self.starts, self.deltas = starts, deltas

    def __call__(self, at: int) -> int:
        return at + self.deltas[bisect_right(self.starts, at) - 1]


def _offsets(
    builder: _Builder, content: str, line: int, first: int | None, dropped: Sequence[int]
) -> _Offsets:
    """Map content to source: each line of a paragraph is a suffix of its source line, but for blanks."""
    if first is not None:
        return _Offsets([0, *dropped], [first + extra for extra in range(len(dropped) + 1)])
    starts, deltas, at = [], [], 0
    for number, text in enumerate(content.split("\n"), line):
        source = builder.lines[number].rstrip()
        body = text.strip()
        starts.append(at)
        indent = len(text) - len(text.lstrip())
        deltas.append(builder.source.line_starts[number] + len(source) - len(body) - at - indent)
        at += len(text) + 1
    starts[0] = 0
    return _Offsets(starts, deltas)


def _inline_runs(
    builder: _Builder, content: str, line: int, first: int | None, dropped: Sequence[int] = ()
) -> list[Run]:
    """Parse inline content (a paragraph's, heading's or cell's) into runs placed in the source."""
    if not content:
        return []
    parser = _parser(_INLINE_NESTING)
    tokens: list[Token] = []
    parser.inline.parse(content, parser, builder.env, tokens)
    replay = _Replay(builder, content, _offsets(builder, content, line, first, dropped))
    for token in tokens:
        getattr(replay, f"_{token.type}", replay.other)(token)
    return replay.styled.finish()


class _Replay:
    """Walks the inline tokens along the content they came from and hands them on with their places."""

    def __init__(self, builder: _Builder, content: str, offsets: _Offsets) -> None:
        self.builder, self.content, self.offset = builder, content, offsets
        self.at = 0
        self.styled = _Styled()
        self.links: list[int] = []  # where the links that are open end, in the content

    def _text(self, token: Token) -> None:
        text = token.content
        if not text:
            return
        found = self.content.find(text, self.at)
        start = found if found >= 0 else self.at
        self.at = start + len(text)
        self.styled.text(text, self.offset(start), self.offset(self.at - 1) + 1)

    def _text_special(self, token: Token) -> None:
        start, self.at = self.at, self.at + len(token.markup)
        if token.info == "escape":  # the backslash is no text: keep one to one with the character
            start = self.at - 1
        self.styled.text(token.content, self.offset(start), self.offset(self.at - 1) + 1)

    def _code_inline(self, token: Token) -> None:
        begin = self.at + len(token.markup)
        end = self.content.find(token.markup, begin + len(token.content.strip()))
        end = end if end >= 0 else len(self.content)
        inside = self.content[begin:end]
        lead = inside.find(token.content) if token.content else 0
        start = begin + max(lead, 0)
        self.at = end + len(token.markup)
        self.styled.styles.append(CODE)
        self.styled.text(token.content, self.offset(start), self.offset(max(start, end - 1)) + (end > start))
        self.styled.styles.pop()

    def _softbreak(self, token: Token) -> None:
        end = self.content.find("\n", self.at)
        self.styled.text("\n", self.offset(end), self.offset(end) + 1)
        self.at = end + 1
        while self.at < len(self.content) and self.content[self.at] in " \t":
            self.at += 1

    _hardbreak = _softbreak

    def _em_open(self, token: Token) -> None:
        self.at += len(token.markup)
        self.styled.styles.append({"em_open": ITALIC, "strong_open": BOLD, "s_open": STRIKE}[token.type])

    _strong_open = _s_open = _em_open

    def _em_close(self, token: Token) -> None:
        self.at += len(token.markup)
        self.styled.styles.pop()

    _strong_close = _s_close = _em_close

    def _link_open(self, token: Token) -> None:
        start, end = token.meta["span"]
        self.links.append(end)
        self.at = start + 1
        whole = Span(self.offset(start), self.offset(end - 1) + 1)
        if token.markup == "autolink":
            address = Span(whole.start + 1, whole.end - 1)
            self.styled.link = Hyperlink(self.content[start + 1 : end - 1], whole, address, bare=True)
        else:
            url, url_start = self._destination(token, start, end)
            at = self.offset(url_start) if url_start < len(self.content) else whole.end
            self.styled.link = Hyperlink(url, whole, Span(at, at + len(url)))

    def _link_close(self, token: Token) -> None:
        self.at = self.links.pop()
        self.styled.link = None

    def _image(self, token: Token) -> None:
        start, end = token.meta["span"]
        self.at = end
        url, _ = self._destination(token, start, end)
        span = self.offset(start), self.offset(end - 1) + 1
        self.styled.image(token.content, unescape(url), *span)

    def _html_inline(self, token: Token) -> None:
        start, self.at = self.at, self.at + len(token.content)
        tag = html.tag_at(token.content)
        if tag:
            self.styled.tag(html.moved(tag, lambda at: self.offset(start + at)))
        elif token.content.startswith("<!--"):
            self.builder.comments.append(Span(self.offset(start), self.offset(self.at - 1) + 1))

    def other(self, token: Token) -> None:
        raise AssertionError(f"markdown-it-py made a token that the replay does not know: {token.type}")

    def _destination(self, token: Token, start: int, end: int) -> tuple[str, int]:
        """The address of a link or image as written, and its place in the content.

        The text before it is skipped from behind: what follows the address is a title and ``)``, which
        hold no ``](``. A reference's address stands elsewhere: then it is taken from the token, and its
        place is the end of the construct.
        """
        close = _label_end(self.content, start, end)
        if close is None:
            href = token.attrs.get("href") or token.attrs.get("src") or ""
            return str(href), len(self.content)
        at = close + 2
        if _PLAIN_TAIL.match(self.content, at, end):
            return self.content[at : end - 1], at
        while at < end and self.content[at] in " \t\n":
            at += 1
        found = parseLinkDestination(self.content, at, end)
        stop = found.pos if found.ok else at
        if self.content[at:stop].startswith("<"):
            return self.content[at + 1 : stop - 1], at + 1
        return self.content[at:stop], at


def _label_end(content: str, start: int, end: int) -> int | None:
    """Where ``](`` closes the label of an inline link: the first place from which all reads as its tail."""
    if not content.endswith(")", start, end):
        return None
    close = content.find("](", start, end)
    while close >= 0:
        plain = _PLAIN_TAIL.match(content, close + 2, end)
        if plain.end() == end if plain else _is_tail(content, close + 2, end):
            return close
        close = content.find("](", close + 1, end)
    return None


def _is_tail(content: str, at: int, end: int) -> bool:
    """Whether ``content[at:end]`` is an address, maybe a title, and ``)``."""

    def skip(position: int) -> int:
        while position < end and content[position] in " \t\n":
            position += 1
        return position

    at = skip(at)
    destination = parseLinkDestination(content, at, end)
    at = skip(destination.pos if destination.ok else at)
    if content.startswith(")", at):
        return at + 1 == end
    title = parseLinkTitle(content, at, end)
    return title.ok and skip(title.pos) + 1 == end


class _Styled:
    """Collects runs under the styles and the link that are open."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.styles: list[int] = []
        self.tags: list[str] = []
        self.link: Hyperlink | None = None
        self.anchor: tuple[int, html.Tag] | None = None  # the first run inside it, the tag

    def text(self, text: str, start: int, end: int) -> None:
        if text:
            self.runs.append(Run(text, start, end, self._style(), self.link))

    def image(self, alternative: str, url: str, start: int, end: int) -> None:
        self.runs.append(Run(alternative, start, end, self._style(), self.link, url))

    def _style(self) -> int:
        bits = 0
        for style in self.styles:
            bits |= style
        for tag in self.tags:
            bits |= _STYLES[tag]
        return bits

    def tag(self, tag: html.Tag) -> None:
        """Take an inline tag whose places are offsets in the source."""
        if tag.name == "br":
            self.text("\n", tag.start, tag.end)
        elif tag.name == "img":
            source, alternative = (
                tag.attributes[name].value if name in tag.attributes else "" for name in ("src", "alt")
            )
            self.image(alternative, source, tag.start, tag.end)
        elif tag.name == "a":
            self._close_anchor(tag.end if tag.closes else tag.start)
            if not tag.closes and "href" in tag.attributes and self.link is None:
                self.anchor = (len(self.runs), tag)
        elif tag.name in _STYLES:
            self._style_tag(tag)

    def _style_tag(self, tag: html.Tag) -> None:
        if not tag.closes:
            self.tags.append(tag.name)
        elif tag.name in self.tags:
            del self.tags[len(self.tags) - 1 - self.tags[::-1].index(tag.name)]

    def _close_anchor(self, end: int) -> None:
        """Make the runs since ``<a href>`` a link; one without any text keeps an empty run."""
        if self.anchor is None:
            return
        (first, tag), self.anchor = self.anchor, None
        href = tag.attributes["href"]
        link = Hyperlink(href.raw, Span(tag.start, end), Span(href.start, href.end))
        inside = [run._replace(link=link) for run in self.runs[first:]]
        self.runs[first:] = inside or [Run("", tag.start, end, 0, link)]

    def finish(self) -> list[Run]:
        """The runs, with neighbours of one style joined and bare addresses made links."""
        if self.anchor:
            self._close_anchor(max(self.anchor[1].end, self.runs[-1].end if self.runs else 0))
        return [piece for run in _joined(self.runs) for piece in _with_bare_links(run)]


def _joined(runs: list[Run]) -> Iterator[Run]:
    last: Run | None = None
    for run in runs:
        if (
            last
            and last.end == run.start
            and last.style == run.style
            and last.link is run.link
            and last.image is None is run.image
            and len(last.text) == last.end - last.start
            and len(run.text) == run.end - run.start
            and "\n" not in (last.text, run.text)
        ):
            last = last._replace(text=last.text + run.text, end=run.end)
            continue
        if last:
            yield last
        last = run
    if last:
        yield last


def _with_bare_links(run: Run) -> Iterator[Run]:
    """Cut a plain run at the addresses that GitHub shows as links (GFM 0.29 §6.9)."""
    if (
        run.link
        or run.image is not None
        or run.style & CODE
        or ("://" not in run.text and "www." not in run.text)
    ):
        yield run
        return
    at = 0
    exact = len(run.text) == run.end - run.start
    for found in _BARE_URL.finditer(run.text) if exact else ():
        url = _without_tail(found[0])
        start, end = found.start(), found.start() + len(url)
        if start > at:
            yield run._replace(text=run.text[at:start], start=run.start + at, end=run.start + start)
        span = Span(run.start + start, run.start + end)
        link = Hyperlink(url, span, span, bare=True)
        yield Run(url, span.start, span.end, run.style, link)
        at = end
    if at < len(run.text):
        yield run._replace(text=run.text[at:], start=run.start + at if exact else run.start)


def _without_tail(url: str) -> str:
    """Drop the punctuation that ends a sentence rather than the address, and closing brackets too many."""
    while url:
        last = url[-1]
        if last in "?!.,:;*_~'\"`|" or (
            last in ")]}" and url.count(last) > url.count("([{"[")]}".index(last)])
        ):
            url = url[:-1]
        else:
            break
    return url
