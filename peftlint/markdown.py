"""Text → :class:`Document`. The only module that imports pyromark.

pyromark (pulldown-cmark: CommonMark 0.31, with GitHub's tables and strikethrough) tells events, each with its
place in UTF-8 bytes. One pass over them makes the blocks and their runs.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

import pyromark

from peftlint import html
from peftlint.document import BOLD, CODE, ITALIC, STRIKE, Block, Document, Hyperlink, Run
from peftlint.fields.patterns import late
from peftlint.model import NEWLINE, Source, Span
from peftlint.runs import Styled, with_bare_links
from peftlint.tree import Tree

_PARSER = pyromark.Markdown(
    options=pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH,
)
_STYLES = {"Strong": BOLD, "Emphasis": ITALIC, "Strikethrough": STRIKE}

_WIDE = late(r"[^\x00-\x7f]+")
_STRETCH = 128
"""So many characters at a time are looked at for others than ASCII."""

_CARRIAGE_RETURN = late(r"\r(?!\n)")
_MARKER = late(r"[ \t]*(\d{1,9}[.)]|[-+*])")
_FENCE = late(r"`+|~+")
_BLANK_TO_THE_END = late(r"\s*\Z")
_DELIMITER_ROW = late(r"\n {0,3}([|:-][ \t|:-]*\r?)(?=\n|\Z)")
_COLUMN = late(r"[ \t]*:?-+:?[ \t]*")
_BAR = late(r"(?<!\\)\|")
_CONTINUED = late(r"\r?\n[ \t>]*")
_DESTINATION = late(r"[ \t]*(?:\r?\n[ \t>]*)?(?:<((?:[^<>\\\r\n]|\\.)*)>|([^ \t\r\n]*))")
"""What follows ``](`` in an inline link: group 1 or 2 is the address as written."""

_Events = Iterator[tuple[Any, Any]]


def parse(source: Source) -> Document:
    """Parse a file. Never raises on text: what cannot be made sense of is text, or a notice."""
    tree = Tree(source)
    text = _readable(source.text)
    _read(text, 0, text, tree, _late_tables(text) if "|" in text else ())
    return Document(source, tree.root, tuple(tree.notices), tuple(sorted(set(tree.comments))))


def _readable(text: str) -> str:
    """The text, as long as it was, without what pulldown-cmark cannot read as CommonMark 0.31 says (§2.1, §2.3)."""
    text = text.replace("\0", "\ufffd")
    if "\r" in text:
        text = _CARRIAGE_RETURN.sub("\n", text)
    try:
        text.encode()
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", "\ufffd", text)
    return text


class _Characters:
    """From offsets in the UTF-8 form of a text to offsets in the text, most of which is ASCII."""

    def __init__(self, text: str) -> None:
        self.begins: list[int] = []  # of what is not ASCII, in bytes
        self.ends: list[int] = []
        self.surplus = [0]  # bytes beyond characters up to each of the ends
        self.text = text
        if text.isascii():
            return
        surplus = 0
        for start in range(0, len(text), _STRETCH):
            if text[start : start + _STRETCH].isascii():
                continue
            for wide in _WIDE.finditer(text, start, start + _STRETCH):
                self.begins.append(wide.start() + surplus)
                surplus += len(wide[0].encode()) - len(wide[0])
                self.ends.append(wide.end() + surplus)
                self.surplus.append(surplus)

    def around(self, offset: int) -> tuple[int, int, int]:
        """(first, last, surplus): from *first* to *last*, with *offset* among them, characters stand so much lower."""
        index = bisect_right(self.ends, offset)
        first, surplus = self.ends[index - 1] if index else 0, self.surplus[index]
        last = self.begins[index] if index < len(self.begins) else sys.maxsize
        if offset <= last:
            return first, last, surplus
        begin, size = last - surplus, offset - last
        inside = self.text[begin : begin + size].encode()[:size].decode()
        return offset, offset, surplus + size - len(inside)


def _read(markdown: str, base: int, text: str, tree: Tree, late_tables: Sequence[int]) -> None:
    """Put the blocks of *markdown*, which stands at *base* in *text*, into the tree.

    One flat loop, as it is where the time goes. Runs are made by ``tuple.__new__``: calling a NamedTuple
    takes several times as long.
    """
    starts, add = tree.source.line_starts, tree.add
    around = _Characters(markdown).around
    first, last, shift = around(0)  # what the places of the text differ by, and from where to where they do
    shift -= base
    new = tuple.__new__

    block: Block | None = None  # the block whose text comes
    runs: list[Run] = []  # its runs
    implied = False  # whether it is a paragraph of a tight list, which no event opens or closes
    markup = style = 0  # the style by Markdown; with what HTML tags add to it
    marks: list[int] = []  # the markup around each emphasis that is open
    link: Hyperlink | None = None  # the link that is open
    link_runs = -1  # how many runs precede it, if its address is yet to be found
    around_link: list[tuple[Hyperlink | None, int]] = []  # the two, where <…> stands in […](…)
    styled: Styled | None = None  # keeps track of HTML tags, once there is one
    has_addresses = False
    text_start = text_end = -1  # text that is no run yet, as it may go on
    behind = 0  # the end of the last inline event
    row = tree.root
    row_end = cells_end = 0
    line = next_line = 0  # the line of the last block, and the offset of the one below

    events: _Events = _PARSER.events_with_range(markdown)
    for event, place in events:
        start, end = place["start"], place["end"]
        if not first <= start <= last:
            first, last, shift = around(start)
            shift -= base
        start -= shift
        end = end - shift if end <= last else end + base - around(end)[2]

        is_text = "Text" in event
        if is_text and block is not None and len(event["Text"]) == end - start:
            if text_end < 0:
                text_start = start
                text_end = behind = end
                continue
            if text_end == start:
                text_end = behind = end
                continue
        if text_end >= 0:
            piece = text[text_start:text_end]
            runs.append(new(Run, (piece, text_start, text_end, style, link, None)))
            if link is None and ("://" in piece or "www." in piece):
                has_addresses = True
            text_end = -1

        # -- what ends inside a text; of what sort the event is

        name: Any = ""
        is_end = False
        if is_text:
            is_inline = True
        elif "End" in event:
            name = event["End"]
            if name == "Strong" or name == "Emphasis" or name == "Strikethrough":
                style = markup = marks.pop()
                if styled is not None:
                    styled.markup = markup
                    style = styled.style
                behind = end
                continue
            if name == "Link":
                if link_runs >= 0:
                    assert link is not None
                    assert block is not None
                    _find_address(link, text, behind, block, link_runs)
                link, link_runs = around_link.pop()
                behind = end
                continue
            is_end, is_inline = True, False
        elif "Start" in event:
            name = event["Start"]
            if name.__class__ is str:
                is_inline = name == "Strong" or name == "Emphasis" or name == "Strikethrough"
            else:
                is_inline = "Link" in name or "Image" in name
        else:
            is_inline = event != "Rule"

        # -- blocks

        if not is_inline:
            if block is not None:
                if implied:
                    if behind > next_line:
                        block.end = bisect_left(starts, behind, line)
                    implied = False
                if styled is not None:
                    styled.finish()
                    styled = None
                    style = 0
                if has_addresses:
                    runs[:] = with_bare_links(runs)
                    has_addresses = False
                if block.level and block.end == block.start + 1 and runs and runs[-1].end == behind:
                    _trim_heading(runs)
                elif late_tables and block.kind == "paragraph":
                    _read_late_table(late_tables, behind, block, text, tree)
                block = None
            if is_end:
                if name == "TableRow":
                    _read_surplus(text, cells_end, end, row, tree)
                elif name == "Item" or name == "Table" or (name.__class__ is dict and "Heading" not in name):
                    tree.close()
                continue
            if name == "TableCell":
                cells_end = end
                written = text[start:end]
                start += len(written) - len(written.lstrip())
                if start < row_end:  # else nothing is written there: the row is filled up
                    runs = []
                    block = Block("cell", row.start, row.end, 0, "", "", start, 0, row.header, 1, 1, [], runs)
                    row.children.append(block)
                continue
            if start >= next_line:
                line = bisect_right(starts, start, line) - 1
                next_line = starts[line + 1] if line + 1 < len(starts) else sys.maxsize
            if name == "TableRow" or name == "TableHead":
                row = Block("row", line, line + 1, header=name == "TableHead")
                row_end = end
                add(row)
                continue
            stop = line + 1 if end <= next_line else bisect_left(starts, end, line)
            if name == "Paragraph":
                runs = []
                column = start - starts[line]
                block = Block("paragraph", line, stop, 0, "", "", start, column, False, 1, 1, [], runs)
                add(block)
            elif name == "HtmlBlock":
                for _ in _inside(events):
                    pass
                tree.read_html(text, start, end)
            elif event == "Rule":
                add(Block("rule", line, stop))
            elif "Heading" in name:
                level = int(name["Heading"]["level"][1])
                block = Block("heading", line, stop, level, offset=start, column=start - starts[line])
                runs = block.runs
                add(block)
            elif "CodeBlock" in name:
                content = "".join([inner["Text"] for inner, _ in _inside(events) if "Text" in inner])
                block_of_code = Block("code", line, stop, text=content)
                add(block_of_code)
                if name["CodeBlock"] == "Indented":
                    block_of_code.offset = starts[line]
                else:
                    _fenced(block_of_code, name["CodeBlock"]["Fenced"], text, start, end, tree)
            else:
                container = Block("table", line, stop)
                if name == "Item":
                    container.kind = "item"
                    if (bullet := text[start]) in "-*+":
                        container.marker = bullet
                    elif marker := _MARKER.match(text, start):
                        container.marker = marker[1]
                elif "List" in name:
                    container.kind, container.level = "list", 0 if name["List"] is None else name["List"] or 1
                elif "BlockQuote" in name:
                    container.kind = "quote"
                if not tree.open(container):
                    for _ in _inside(events):
                        pass
                    tree.close()
            continue

        # -- inside a text

        if block is None:
            begin = start - (text[start - 1 : start] == "\\")  # the first character may be escaped
            if begin >= next_line:
                line = bisect_right(starts, begin, line) - 1
                next_line = starts[line + 1] if line + 1 < len(starts) else sys.maxsize
            runs = []
            column = begin - starts[line]
            block = Block("paragraph", line, line + 1, 0, "", "", begin, column, False, 1, 1, [], runs)
            add(block)
            implied = True
        behind = end
        if is_text:
            if len(event["Text"]) == end - start:
                text_start, text_end = start, end
            else:  # an entity
                runs.append(new(Run, (event["Text"], start, end, style, link, None)))
        elif name:
            if name.__class__ is str:
                marks.append(markup)
                markup |= _STYLES[name]
                style |= markup
                if styled is not None:
                    styled.markup = markup
            elif "Link" in name:
                around_link.append((link, link_runs))
                detail = name["Link"]
                url = detail["dest_url"]
                at = end - 1 - len(url)
                if _is_plain(detail, text, at):
                    link = new(Hyperlink, (url, new(Span, (start, end)), new(Span, (at, end - 1)), False))
                    link_runs = -1
                else:
                    link = _link(detail, text, start, end)
                    link_runs = len(runs) if detail["link_type"] == "Inline" else -1
                behind = start + 1
            else:
                inner = -1
                for inside, where in _inside(events):
                    if "Start" not in inside:
                        inner = where["end"]
                label_end = start + 2 if inner < 0 else inner + base - around(inner)[2]
                alternative, image = _image(name["Image"], text, start, end, label_end)
                runs.append(new(Run, (alternative, start, end, style, link, image)))
        elif "Code" in event:
            value = event["Code"]
            if len(value) == end - start - 2 and "  " not in value:
                runs.append(new(Run, (value, start + 1, end - 1, style | CODE, link, None)))
            else:
                runs.append(_code_span(value, text, start, end, style, link))
        elif "InlineHtml" in event:
            value = event["InlineHtml"]
            if value.startswith("<!--"):
                tree.comments.append(Span(start, end))
            elif tag := (
                html.tag_at(text, start, end)
                if len(value) == end - start
                else _tag_on_lines(value, text, start, end)
            ):
                if styled is None:
                    styled = Styled(runs)
                styled.markup, styled.link = markup, link
                styled.tag(tag)
                style = styled.style
        else:  # a soft or hard line break
            newline = end - 2 if text.startswith("\r\n", end - 2) else end - 1
            runs.append(new(Run, ("\n", newline, newline + 1, style, link, None)))


def _inside(events: _Events) -> _Events:
    """The events up to the end of what has just been opened, which is taken too but not given."""
    depth = 1
    for event, place in events:
        if "Start" in event:
            depth += 1
        elif "End" in event:
            depth -= 1
            if not depth:
                return
        yield event, place


# -- blocks


def _late_tables(text: str) -> list[int]:
    """Where a table could follow a line of text at once, its first row without a bar in front.

    GitHub sees a table there, pulldown-cmark goes on with the text.
    """
    found = []
    for row in _DELIMITER_ROW.finditer(text):
        columns = row[1].strip(" \t\r|").split("|")
        begin = text.rfind("\n", 0, row.start()) + 1
        header = text[begin : row.start()].strip()
        if (
            "|" in row[1]
            and "|" in header
            and not header.startswith(("|", ">"))
            and len(_BAR.findall(header.removesuffix("|"))) + 1 == len(columns)
            and all(_COLUMN.fullmatch(column) for column in columns)
        ):
            found.append(text.index(header, begin))
    return found


def _read_late_table(tables: Sequence[int], end: int, block: Block, text: str, tree: Tree) -> None:
    """End a paragraph before the table that follows at once, if one does, and read the table."""
    index = bisect_right(tables, block.offset)
    if index == len(tables) or text.find("\n", tables[index], end) < 0:
        return
    begin = tables[index]
    while block.runs and block.runs[-1].start >= begin:
        block.runs.pop()
    if block.runs and block.runs[-1].text == "\n":
        block.runs.pop()
    block.end = bisect_right(tree.source.line_starts, begin) - 1
    _read(text[begin:end], begin, text, tree, ())


def _trim_heading(runs: list[Run]) -> None:
    """Drop from the end of a heading what pulldown-cmark leaves there: tabs, and ``#`` beside a tab."""
    last = runs[-1]
    if not last.text.endswith(("\t", "#")):
        return
    text = last.text.rstrip(" \t")
    title = text.rstrip("#")
    if title != text and title.endswith((" ", "\t")):
        text = title.rstrip(" \t")
    runs[-1:] = [last._replace(text=text, end=last.start + len(text))] if text else []


def _fenced(block: Block, info: str, text: str, start: int, end: int, tree: Tree) -> None:
    """Say what fenced code is, and whether it is closed."""
    starts = tree.source.line_starts
    block.marker = info.strip()
    block.offset = starts[block.start + 1] if block.start + 1 < len(starts) else len(text)
    fence = _FENCE.match(text, start)
    last = text[starts[block.end - 1] : end].strip(" \t>\r\n") if block.end - 1 > block.start else ""
    closed = fence and last.startswith(fence[0]) and not last.strip(fence[0][0])
    if not closed and _BLANK_TO_THE_END.match(text, end):
        tree.notice(block.start, "this code fence is never closed: all that follows is read as code")


def _read_surplus(text: str, start: int, end: int, row: Block, tree: Tree) -> None:
    """Add the cells of a row that stand behind the last column: each is read as a table of its own."""
    end = start + len(text[start:end].rstrip())
    if end - start < 2:
        return
    bars = [bar.start() for bar in _BAR.finditer(text, start, end)]
    ends = bars[1:] if bars[-1] == end - 1 else [*bars[1:], end]
    for begin, stop in zip(bars, ends, strict=False):
        cell = Block("cell", row.start, row.end, offset=stop)
        written = text[begin + 1 : stop]
        if written.strip():
            alone = Tree(tree.source)
            _read(f"|{written} |\n|-|\n", begin, text, alone, ())
            cell = next((block for block in alone.root.walk() if block.kind == "cell"), cell)
            cell.header = False
            tree.comments += alone.comments
        row.children.append(cell)


# -- what stands in a text


def _code_span(value: str, text: str, start: int, end: int, style: int, link: Hyperlink | None) -> Run:
    """Code that is not, character by character, what stands between two backticks."""
    written = text[start:end]
    fence = len(written) - len(written.lstrip("`"))
    begin, stop = start + fence, end - fence
    if "\r\n" in written:  # which is told as two blanks
        on_a_line = _CONTINUED.sub(" ", text[begin:stop])
        if on_a_line.replace(" ", "") == value.replace(" ", ""):
            padded = on_a_line[0] == on_a_line[-1] == " " and on_a_line.strip(" ")
            value = on_a_line[1:-1] if padded else on_a_line
    begin += max(0, text[begin:stop].find(value))
    return Run(value, begin, stop, style | CODE, link)


def _is_plain(detail: dict[str, str], text: str, at: int) -> bool:
    """Whether an inline link or image is written ``[…](address)``, the address without escapes at *at*."""
    url = detail["dest_url"]
    return (
        text.startswith("](", at - 2)
        and text.startswith(url, at)
        and detail["link_type"] == "Inline"
        and not detail["title"]
        and "&" not in url
        and "\\" not in url
    )


def _address(text: str, label_end: int, end: int) -> tuple[str, int]:
    """The address of an inline link or image as written, and where it stands."""
    found = _DESTINATION.match(text, min(text.find("](", label_end) + 2, end - 1), end - 1)
    assert found is not None  # as it may be empty
    group = 2 if found[1] is None else 1
    return found[group], found.start(group)


def _link(detail: dict[str, str], text: str, start: int, end: int) -> Hyperlink:
    """A link that is not plain; the address of an inline one is found when its label is known."""
    url, whole = detail["dest_url"], Span(start, end)
    if detail["link_type"] in ("Autolink", "Email"):
        return Hyperlink(text[start + 1 : end - 1], whole, Span(start + 1, end - 1), bare=True)
    return Hyperlink(url, whole, Span(end, end + len(url)))


def _find_address(link: Hyperlink, text: str, label_end: int, block: Block, first: int) -> None:
    """Give the runs of *link*, which are among those from *first* on, its address as written."""
    url, at = _address(text, label_end, link.span.end)
    if block.kind == "cell":
        url = url.replace(r"\|", "|")
    found = Hyperlink(url, link.span, Span(at, at + len(url)))
    block.runs[first:] = [run._replace(link=found) if run.link is link else run for run in block.runs[first:]]


def _image(detail: dict[str, str], text: str, start: int, end: int, label_end: int) -> tuple[str, str]:
    """The alternative text of an image as written, and its address."""
    url = detail["dest_url"]
    if _is_plain(detail, text, end - 1 - len(url)):
        label_end = end - 3 - len(url)
    elif detail["link_type"] == "Inline":
        label_end = text.find("](", label_end)
        url, _ = _address(text, label_end, end)
    else:
        label_end = text.find("]", label_end)
    return _CONTINUED.sub("\n", text[start + 2 : label_end]), html.decoded(url)


def _tag_on_lines(written: str, text: str, start: int, end: int) -> html.Tag | None:
    """The tag that stands there, over several lines, without what containers put before each line."""
    tag = html.tag_at(written)
    lines = [0, *(newline.end() for newline in NEWLINE.finditer(written))]
    ends = [newline.start() for newline in NEWLINE.finditer(written)] + [len(written)]
    there = [newline.start() for newline in NEWLINE.finditer(text, start, end)] + [end]
    moves = [after - before for before, after in zip(ends, there, strict=True)]
    return tag and html.moved(tag, lambda at: at + moves[bisect_right(lines, at) - 1])
