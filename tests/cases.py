"""Cases written as Markdown files: a name, then parts between lines that hold only a dot."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Case(NamedTuple):
    """One case: its name, the list to read, and what is expected, line by line."""

    name: str
    text: str
    expected: list[str]


def read_cases(path: Path) -> list[Case]:
    """The cases of a file; what stands between them and starts with ``#`` is a comment."""
    cases: list[Case] = []
    part = 0
    name = ""
    text: list[str] = []
    expected: list[str] = []
    for line in path.read_text("utf-8").split("\n"):
        if line == ".":
            part += 1
            if part == 3:
                cases.append(Case(name, "\n".join(text) + "\n", expected))
                part, text, expected = 0, [], []
        elif part == 0 and line.strip() and not line.startswith("#"):
            name = line.strip()
        elif part == 1:
            text.append(line)
        elif part == 2 and line:
            expected.append(line)
    assert part == 0, f"{path}: the last case is not closed by a dot"
    return cases
