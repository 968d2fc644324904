"""Which paths a glob pattern names, where there are no files to look for: those of another commit."""

from __future__ import annotations

from fnmatch import fnmatchcase

_ANY_FOLDERS = "**"


def matches(path: str, pattern: str) -> bool:
    """Whether ``pathlib.Path.glob(pattern)`` would find a file at *path*; both are relative, with ``/``."""
    names = path.split("/")
    parts = [part for part in pattern.split("/") if part not in ("", ".")]
    reached = {0}  # how many names the parts so far can stand for
    for part in parts:
        if part == _ANY_FOLDERS:
            reached = set(range(min(reached), len(names)))
        else:
            reached = {at + 1 for at in reached if at < len(names) and fnmatchcase(names[at], part)}
        if not reached:
            return False
    return len(names) in reached
