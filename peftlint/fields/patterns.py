"""Patterns that are compiled when they are first used.

Compiling all patterns of the package takes longer than reading a list, and most lists need few of them.
"""

from __future__ import annotations

import re
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


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern as ``re.compile`` gives it, but for the time when it is compiled."""
    return cast("re.Pattern[str]", _Late(pattern, flags))
