"""Text as a terminal shows it: how many cells it takes, and nothing in it that commands the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import category, east_asian_width

from peftlint.fields.patterns import late
from peftlint.reports.escaping import UNPRINTABLE

ELLIPSIS = "…"
TAB = 4
"""A tab is shown as blanks up to the next multiple of so many cells, wherever the line is printed."""

_JOINER, _EMOJI_STYLE = "\u200d", "\ufe0f"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_JAMO_INSIDE = range(0x1160, 0x1200)
_BREAKS = late(r"[\t\r\n]+")


class Cell(NamedTuple):
    """One character of a text: what is printed for it, and how many cells that takes (0 to combine)."""

    text: str
    width: int


def visible(text: str) -> str:
    """*text* on one line, each control character (also those that turn the direction of text) spelled out."""
    if text.isprintable():
        return text
    return UNPRINTABLE.sub(lambda found: _spelled(found[0]), _BREAKS.sub(" ", text))


def _is_plain(text: str) -> bool:
    """Whether each character is printed as it is and takes one cell."""
    return text.isascii() and text.isprintable()


def _spelled(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def cells(text: str) -> list[Cell]:
    """What is printed for each character of *text*.

    Wide characters are those of Unicode Standard Annex 11, read as a terminal does outside of East Asia;
    a sequence that makes one emoji (Unicode Technical Standard 51) takes two cells.
    """
    result: list[Cell] = []
    column, before = 0, ""
    for character in text:
        cell = _cell(character, before, result[-1].width if result else 0, column)
        result.append(cell)
        column, before = column + cell.width, character
    return result


def _cell(character: str, before: str, width_before: int, column: int) -> Cell:
    if character == "\t":
        return Cell(" " * (TAB - column % TAB), TAB - column % TAB)
    if character in "\r\n":
        return Cell(" ", 1)
    if UNPRINTABLE.match(character):
        return Cell(_spelled(character), len(_spelled(character)))
    return Cell(character, _width(character, before, width_before))


def _width(character: str, before: str, width_before: int) -> int:
    if character.isascii():
        return 1
    if character == _EMOJI_STYLE:
        return int(width_before == 1)  # it makes a narrow sign a picture, which is wide
    if before == _JOINER or (ord(character) in _SKIN_TONES and width_before == 2):
        return 0
    if ord(character) in _JAMO_INSIDE or category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def width(text: str) -> int:
    """How many cells *text* takes."""
    return len(text) if _is_plain(text) else sum(cell.width for cell in cells(text))


class Excerpt(NamedTuple):
    """A stretch of a line; what matters stands ``before`` cells to the right and is ``marked`` cells wide."""

    text: str
    before: int
    marked: int


def excerpt(line: str, start: int, end: int, columns: int) -> Excerpt:
    """As much of *line* as fits into *columns* cells, around the characters *start* to *end*."""
    if _is_plain(line):
        first, last = _plain_window(len(line), start, columns)
        shown, before, marked = line[first:last], start - first, min(end, last) - start
    else:
        printed = cells(line)
        widths = [cell.width for cell in printed]
        first, last = _window(widths, start, columns)
        shown = "".join([cell.text for cell in printed[first:last]])
        before, marked = sum(widths[first:start]), sum(widths[start : min(end, last)])
    head = ELLIPSIS if first else ""
    tail = ELLIPSIS if last < len(line) else ""
    return Excerpt(head + shown + tail, len(head) + before, max(marked, 1))


def _plain_window(length: int, start: int, columns: int) -> tuple[int, int]:
    """As ``_window``, where every character takes one cell."""
    if length <= columns:
        return 0, length
    room = columns - 2 * len(ELLIPSIS)
    first = max(0, start - room // 3)
    last = min(length, first + room)
    return (max(0, min(first, last - room)), last) if last == length else (first, last)


def _window(widths: list[int], start: int, columns: int) -> tuple[int, int]:
    """Which characters to show: all if they fit, else a third of the room before *start* and the rest behind."""
    if sum(widths) <= columns:
        return 0, len(widths)
    room = columns - 2 * len(ELLIPSIS)
    first = start
    used = 0
    while first and used + widths[first - 1] <= room // 3:
        first -= 1
        used += widths[first]
    last = start
    while last < len(widths) and used + widths[last] <= room:
        used += widths[last]
        last += 1
    while first and last == len(widths) and used + widths[first - 1] <= room:
        first -= 1
        used += widths[first]
    return first, last


def wrapped(text: str, columns: int) -> list[str]:
    """*text* (on one line) broken at blanks into lines of at most *columns* cells; long words are broken too."""
    lines, line, used = [], "", 0
    for word in _pieces(text.split(" "), max(columns, 2)):
        size = width(word)
        if line and used + 1 + size > columns:
            lines.append(line)
            line, used = word, size
        else:
            line, used = (f"{line} {word}", used + 1 + size) if line else (word, size)
    return [*lines, line]


def _pieces(words: list[str], columns: int) -> Iterator[str]:
    for word in words:
        if _is_plain(word) and len(word) <= columns:
            yield word
            continue
        piece, used = "", 0
        for cell in cells(word):
            if used + cell.width > columns:
                yield piece
                piece, used = "", 0
            piece, used = piece + cell.text, used + cell.width
        yield piece
