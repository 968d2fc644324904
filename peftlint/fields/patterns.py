"""Patterns that are compiled when they are first used.

Compiling all patterns of the package takes longer than reading a list, and most lists need few of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, cast


class _Late:
    """Stands for a compiled pattern; a method of it, once asked for, is kept as an attribute."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        method = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, method)
        return method


_TAKEN_FOR_LATIN = frozenset("\u0130\u0131\u017f\u212a")
"""What a pattern that ignores case takes for ``i``, ``s`` and ``k``: İ, ı, ſ and the sign of kelvin."""


def may_hold(text: str, words: Iterable[str]) -> bool:
    """Whether a pattern that ignores case and wants one of *words* (in small letters) may find it in *text*.

    To be asked first: where no text holds one of them, the pattern need not be compiled.
    """
    if any(map(text.lower().__contains__, words)):
        return True
    return not (text.isascii() or _TAKEN_FOR_LATIN.isdisjoint(text))


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern as ``re.compile`` gives it, but for the time when it is compiled."""
    return cast("re.Pattern[str]", _Late(pattern, flags))
