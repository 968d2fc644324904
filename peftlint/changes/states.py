"""Two states of the lists, and what lies between them line by line and entry by entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from peftlint.changes.alignment import aligned_lines
from peftlint.changes.entries import Matching, match
from peftlint.model import PaperList, Source


@dataclass(frozen=True)
class State:
    """The lists at one time, and the README that is written from them (None where it does not matter)."""

    lists: tuple[PaperList, ...]
    readme: Source | None = None

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Every file by its path."""
        sources = {paper_list.path: paper_list.source for paper_list in self.lists}
        return {**sources, self.readme.path: self.readme} if self.readme else sources


@dataclass(frozen=True)
class Change:
    """What leads from one state to another. ``files`` maps the path of each file that was there before, to its
    path then."""

    old: State
    new: State
    files: Mapping[str, str]

    @cached_property
    def entries(self) -> Matching:
        """Which entry is which."""
        return match(self.old.lists, self.new.lists, self.files)

    @cached_property
    def lines(self) -> dict[str, tuple[int | None, ...]]:
        """For each file now, by line (index 0 for line 1), its line before: 1-based, None for an added line."""
        return {path: self._lines(path, source) for path, source in self.new.sources.items()}

    @cached_property
    def added(self) -> dict[str, frozenset[int]]:
        """The 1-based lines of each file that were added or changed."""
        return {
            path: frozenset(number for number, line in enumerate(lines, 1) if line is None)
            for path, lines in self.lines.items()
        }

    def _lines(self, path: str, source: Source) -> tuple[int | None, ...]:
        before = self.old.sources.get(self.files.get(path, ""))
        return aligned_lines(before.text if before else None, source.text)


def follow(old: Sequence[str], new: Sequence[str], renamed: Mapping[str, str]) -> dict[str, str]:
    """Which of the *new* paths were which of the *old*: the same one, else what it was *renamed* from."""
    kept = set(old)
    return {path: path if path in kept else renamed[path] for path in new if path in kept or path in renamed}
