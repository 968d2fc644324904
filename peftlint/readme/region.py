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

MARKER = re.compile(r" {0,3}<!--[ \t]*peftlint:(begin|end)\b(?:(?!-->).)*-->[ \t]*")
"""A marker line, whole; group 1 tells which."""

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
    from markdown_it import MarkdownIt

    lines = NEWLINE.split(readme)
    tokens = MarkdownIt("commonmark").disable("inline").parse(readme)
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
