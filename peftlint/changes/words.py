"""What a change means, in words: one line, a text, JSON, or Markdown for the summary of a job."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from peftlint.cells import visible
from peftlint.changes import meaning
from peftlint.changes.meaning import Difference
from peftlint.reports.escaping import clipped, json_text, markdown_code, markdown_text
from peftlint.reports.text import counted

ROWS = 200
"""Rows of the table in Markdown; what is more is counted."""
_LONGEST = 300
"""Characters of a cell: 200 rows of them stay far below the 1 MiB that GitHub takes for a step's summary."""

_SIGNS = {
    **dict.fromkeys((meaning.PAPER_ADDED, meaning.ENTRY_ADDED, meaning.LIST_ADDED), "+"),
    **dict.fromkeys((meaning.PAPER_REMOVED, meaning.ENTRY_REMOVED, meaning.LIST_REMOVED), "-"),
    meaning.MOVED: ">",
    meaning.DUPLICATE: "!",
}
_ENTRIES = {
    meaning.ENTRY_ADDED: "more {} of listed papers",
    meaning.ENTRY_REMOVED: "{} of listed papers removed",
}
_FIRST = (meaning.PAPER_ADDED, meaning.ENTRY_ADDED, meaning.DUPLICATE, meaning.MOVED)
_WITH_VALUES = ("venue", "year")
"""Fields whose values the verdict names, if they are the same in all entries."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What is to be told of a change: the differences, the lists whose text changed, and the README.

    ``stale`` is the path of the README if it is not what the lists say now, else empty.
    """

    differences: tuple[Difference, ...]
    rewritten: tuple[str, ...] = ()
    stale: str = ""

    @property
    def verdict(self) -> str:
        """One line: ``+2 papers, 1 venue arXiv → ICLR, 1 link changed, 0 removed``."""
        parts = self._parts() or [self._nothing()]
        return ", ".join([*parts, *([f"{self.stale} out of date"] if self.stale else [])])

    def _parts(self) -> list[str]:
        if not self.differences:
            return []
        counts = Counter(_group(one.kind) for one in self.differences)
        removed = counts.pop(meaning.PAPER_REMOVED, 0)
        groups = sorted(counts, key=lambda one: (_FIRST.index(one) if one in _FIRST else len(_FIRST), one))
        return [*(self._part(group, counts[group]) for group in groups), f"{removed} removed"]

    def _part(self, group: str, number: int) -> str:
        if group == meaning.PAPER_ADDED:
            return f"+{counted(number, 'paper')}"
        if group in _ENTRIES:
            return f"{number} {_ENTRIES[group].format(counted(number, 'entry').partition(' ')[2])}"
        noun, _, verb = group.partition(" ") if group in _WITH_VERBS else (group, "", "")
        if group == meaning.MOVED:
            return f"{number} moved"
        values = {(one.before, one.after) for one in self.differences if one.kind == group}
        if group in _WITH_VALUES and len(values) == 1:
            ((before, after),) = values
            return f"{counted(number, group)} {before or 'none'} → {after or 'none'}"
        return (
            f"{counted(number, noun)} {verb or 'changed'}"
            if group != meaning.DUPLICATE
            else counted(number, noun)
        )

    def _nothing(self) -> str:
        if self.rewritten:
            return f"nothing changes in meaning: only the form of {counted(len(self.rewritten), 'list')}"
        return "nothing changes"


_WITH_VERBS = (meaning.LIST_ADDED, meaning.LIST_REMOVED, meaning.LIST_RENAMED, meaning.SECTION_RENAMED)


def _group(kind: str) -> str:
    if kind.endswith(" link"):
        return "link"
    return "BibTeX field" if kind.startswith("BibTeX") else kind


def text(summary: Summary) -> str:
    """The verdict, and a line for each difference; what lists say is without what commands a terminal."""
    return "".join(f"{visible(line)}\n" for line in (summary.verdict, *map(_line, summary.differences)))


def _line(one: Difference) -> str:
    values = _values(one)
    told = ": ".join(part for part in (one.kind, one.title, values) if part)
    return f"{_SIGNS.get(one.kind, '~')} {one.place}: {told}"


def _values(one: Difference) -> str:
    """What was before and after, as far as both make sense."""
    if one.kind in (meaning.PAPER_ADDED, meaning.DUPLICATE):
        return one.after
    if one.kind == meaning.PAPER_REMOVED:
        return one.before
    if one.kind == meaning.ENTRY_ADDED:
        return f"{one.after} (also {one.before})" if one.before else one.after
    if one.kind == meaning.ENTRY_REMOVED:
        return f"{one.before} (still {one.after})" if one.after else one.before
    return f"{one.before or 'none'} → {one.after or 'none'}"


def json(summary: Summary) -> str:
    """One object: ``verdict``, ``changes`` (each a :class:`Difference`), ``rewritten`` and ``stale_readme``."""
    return json_text(
        {
            "verdict": summary.verdict,
            "changes": [one._asdict() for one in summary.differences],
            "rewritten": list(summary.rewritten),
            "stale_readme": summary.stale or None,
        }
    )


def markdown(summary: Summary) -> str:
    """A heading with the verdict, and a table; nothing that lists say is more than text in it."""
    heading = f"### {markdown_text(clipped(summary.verdict, _LONGEST))}\n"
    if not summary.differences:
        return heading
    shown, left = summary.differences[:ROWS], summary.differences[ROWS:]
    table = "".join(["| change | paper | | place |\n", "|-|-|-|-|\n", *map(_row, shown)])
    counts = Counter(one.kind for one in left)
    rest = ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items()))
    more = f"\n{counted(len(left), 'more change')}: {markdown_text(rest)}.\n" if left else ""
    return f"{heading}\n{table}{more}"


def _row(one: Difference) -> str:
    cells = [markdown_text(clipped(cell, _LONGEST)) for cell in (one.kind, one.title, _values(one))]
    return f"| {' | '.join([*cells, markdown_code(clipped(one.place, _LONGEST))])} |\n"
