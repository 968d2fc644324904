"""The part of a README that peftlint writes, between two marker lines. All else is kept to the byte.

A marker counts where Markdown sees an HTML comment on a line of its own, outside code.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from peftlint.errors import Problem
from peftlint.model import NEWLINE, Source

BEGIN = "<!-- peftlint:begin v1: written by `peftlint merge`; edit the lists instead -->"
END = "<!-- peftlint:end -->"

_COMMENT_END = "-->"

MARKER = re.compile(r" {0,3}<!--[ \t]*peftlint:(begin|end)\b(?:(?!-->).)*-->[ \t]*")
"""A marker line, whole; group 1 tells which."""

_TELLING = re.compile(
    r"\n(?P<indent> {0,3})(?:(?P<fence>`{3,}(?=[^`\n]*(?:\n|\Z))|~{3,})"
    r"|<(?:(?P<comment>!--)|(?P<other>[!?]|(?i:pre|script|style|textarea))|(?P<tag>/?[A-Za-z])))"
)
"""The beginnings of lines that tell what is code or HTML."""

_FENCE_END = re.compile(r"\n {0,3}(`{3,}|~{3,})[ \t]*(?=\n|\Z)")
_BLANK_LINE = re.compile(r"\n[ \t]*(?=\n|\Z)")

_HOW_TO_ADD = f"put these two lines where the list is to go:\n{BEGIN}\n{END}"


class RegionError(Problem):
    """The markers of a README are missing or do not make a pair; the message says what to do."""


class Region(NamedTuple):
    """Where the written part lies: 0-based offsets of what is between the marker lines, and its first line.

    ``line`` is the 1-based line after the begin marker.
    """

    start: int
    end: int
    line: int


def find(readme: str) -> Region:
    """The region of a README. Raises RegionError."""
    markers = _markers(readme)
    names = [name for name, _ in markers]
    if names != ["begin", "end"]:
        raise RegionError(_fault(markers))
    (_, begin), (_, end) = markers
    starts = Source("", readme).line_starts
    return Region(starts[begin + 1], starts[end], begin + 2)


def replace(readme: str, body: str) -> str:
    """Put *body* (lines end with ``\\n``) between the markers, with the line ends of the README.

    Raises RegionError.
    """
    region = find(readme)
    newline = _newline(readme)
    written = f"\n{body}\n".replace("\n", newline)
    return readme[: region.start] + written + readme[region.end :]


def add_markers(readme: str) -> str:
    """*readme* with an empty region at its end; unchanged if it has one.

    Raises RegionError if it has half a pair, or ends where Markdown sees no comment.
    """
    if _markers(readme):
        find(readme)
        return readme
    newline = _newline(readme)
    ends = len(NEWLINE.findall(readme[len(readme.rstrip("\r\n")) :]))
    gap = newline * max(0, 2 - ends) if readme else ""
    marked = f"{readme}{gap}{BEGIN}{newline}{END}{newline}"
    if not _markers(marked):
        raise RegionError("the README ends inside a code block or comment that is not closed; close it first")
    return marked


def new_readme(title: str) -> str:
    """A README with nothing but a title and an empty region."""
    from peftlint.readme.escape import clean, text

    return add_markers(f"# {text(clean(title))}\n")


def _newline(readme: str) -> str:
    first = NEWLINE.search(readme)
    return first[0] if first else "\n"


def _markers(readme: str) -> list[tuple[str, int]]:
    """(``begin`` or ``end``, 0-based line) of each marker."""
    if "peftlint:" not in readme:
        return []
    text = NEWLINE.sub("\n", readme) if "\r" in readme else readme
    found = _markers_told_by_lines("\n" + text)
    return _markers_told_by_parser(text) if found is None else found


def _markers_told_by_lines(text: str) -> list[tuple[str, int]] | None:
    """The markers, without parsing; None where that cannot be told. Before each line of *text* is a newline.

    Fences and comments that are not indented begin wherever they stand but in code and HTML, and nothing around them
    (lists, quotations, paragraphs) goes on beside them. A tag may begin HTML that ends with the next blank line;
    what that could swallow is left to the parser, and so is what is indented, as it may be part of a list.
    """
    found = []
    settled = end_of_html = line = counted = 0
    while match := _TELLING.search(text, settled):
        start, kind = match.start(), match.lastgroup
        if kind == "tag":
            if start >= end_of_html:
                blank = _BLANK_LINE.search(text, match.end())
                end_of_html = blank.start() if blank else len(text)
            settled = match.end()
            continue
        is_doubtful = bool(match["indent"]) or start < end_of_html
        if kind == "comment":
            end = text.find(_COMMENT_END, start)
            last = text.rfind("\n", 0, end) if end >= 0 else start
            settled = _end_of_line(text, end if end >= 0 else len(text))
            marker = MARKER.fullmatch(text, last + 1, settled)
            if (marker and match["indent"]) or (is_doubtful and last != start):
                return None
            if marker:
                line += text.count("\n", counted, last)
                counted = last
                found.append((marker[1], line))
        elif is_doubtful or kind == "other":
            return None
        else:
            settled = _end_of_code(text, match)
    return found


def _end_of_code(text: str, fence: re.Match[str]) -> int:
    opening = fence["fence"]
    for match in _FENCE_END.finditer(text, fence.end()):
        if match[1].startswith(opening):
            return match.end()
    return len(text)


def _end_of_line(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return end if end >= 0 else len(text)


def _markers_told_by_parser(text: str) -> list[tuple[str, int]]:
    from markdown_it import MarkdownIt

    lines = text.split("\n")
    tokens = MarkdownIt("commonmark").disable("inline").parse(text)
    blocks = [token.map for token in tokens if token.type == "html_block" and token.level == 0 and token.map]
    inside = (number for start, end in blocks for number in range(start, end))
    return [(match[1], number) for number in inside if (match := MARKER.fullmatch(lines[number]))]


def _fault(markers: list[tuple[str, int]]) -> str:
    """What is wrong with *markers*, which are not one pair, and what to do."""
    places = " and ".join(f"{name} on line {line + 1}" for name, line in markers)
    match [name for name, _ in markers]:
        case []:
            return f"the README has no peftlint markers; {_HOW_TO_ADD}"
        case ["begin"]:
            return f"the README has a marker {places} but no end; below the list add:\n{END}"
        case ["end"]:
            return f"the README has a marker {places} but no begin; above the list add:\n{BEGIN}"
        case ["end", "begin"]:
            return f"the README has its markers in the wrong order, {places}; exchange them"
    return f"expected one pair of markers, found {places}; keep one begin and, below it, one end"
