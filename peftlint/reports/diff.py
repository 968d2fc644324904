"""What a change does to a file, as a patch: the text that ``git apply -p0`` and ``patch`` read."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff

from peftlint.cells import visible
from peftlint.model import Source
from peftlint.reports.view import View

_NO_NEWLINE = "\\ No newline at end of file"


def diff(old: Source, new: Source) -> str:
    """The patch from *old* to *new*, ``""`` if they are equal. Lines end at ``\\n``; a ``\\r`` before it is text."""
    lines = unified_diff(_lines(old), _lines(new), old.path, new.path, lineterm="\n")
    return "".join(_ended(lines))


def _lines(source: Source) -> list[str]:
    text = "\ufeff" + source.text if source.bom else source.text
    return [f"{line}\n" for line in text.split("\n")[:-1]] + [last for last in text.split("\n")[-1:] if last]


def _ended(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}\n"


def for_terminal(patch: str, view: View) -> str:
    """*patch* in colour, and with nothing in it that commands the terminal."""
    lines = patch.split("\n")[:-1]
    return "".join(view.style(visible(line.rstrip("\r")), **_style(line)) + "\n" for line in lines)


def _style(line: str) -> dict[str, str | bool]:
    if line.startswith(("--- ", "+++ ")):
        return {"bold": True}
    colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
    return {"fg": colour} if colour else {}
