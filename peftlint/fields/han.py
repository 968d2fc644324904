"""Chinese characters in text, told without patterns: a range of so many characters takes long to compile."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby


def is_han(text: str) -> bool:
    """Whether a text is made of common Chinese characters alone (U+4E00 to U+9FFF); False for an empty one."""
    return text > "" and min(text) >= "\u4e00" and max(text) <= "\u9fff"


def runs_of_han(text: str) -> Iterator[tuple[bool, int, int]]:
    """The runs of common Chinese characters and those of others, in order: which of them, start and end."""
    start = 0
    for han, run in groupby(text, is_han):
        end = start + sum(1 for _ in run)
        yield han, start, end
        start = end


def may_hold_han(text: str) -> bool:
    """Let through every text that holds Chinese characters, and few others (with emoji)."""
    return not text.isascii() and max(text) >= "\u4e00"


def count_between(text: str, first: str, last: str) -> int:
    """How many characters of a text are from *first* to *last*, which are no ASCII."""
    return 0 if text.isascii() else sum(first <= character <= last for character in text)
