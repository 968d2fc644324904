"""Where a new entry goes: its section, its place in the order that the list uses, and its number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

from peftlint.errors import Problem
from peftlint.fields.year import read_year
from peftlint.model import Edit, PaperList, Span
from peftlint.writing.templates import Template
from peftlint.writing.wanted import Wanted

Value = TypeVar("Value")

BETWEEN = " / "
"""What parts the headings of a path, as it is shown and may be given."""
FEWEST_YEARS, FEWEST_TITLES = 3, 4
"""Entries that it takes to show an order by year, and by title."""
MOSTLY = 0.9
"""The share of neighbours that have to stand in an order for it to be the order of a section."""


class PlaceProblem(Problem):
    """A new entry has no place; the message says which sections there are."""


class Place(NamedTuple):
    """Between which entries of a section a new one goes; None where there is none on that side.

    ``number`` is what it is to be numbered with, None in a list without numbers; ``renumbered`` gives
    numbers of later entries anew.
    """

    section: tuple[str, ...]
    before: Template | None
    after: Template | None
    number: int | None
    renumbered: tuple[Edit, ...]


def choose_section(paper_list: PaperList, heading: str | None, wanted: Wanted) -> tuple[str, ...]:
    """The path of the section that *heading* names: its text, or its path with `` / `` between the headings.

    Without a heading: that of all entries, or else the one that is headed by the year. Raises PlaceProblem.
    """
    with_entries = list(dict.fromkeys(entry.section for entry in paper_list.entries))
    if heading is None:
        return _only_section(paper_list, with_entries, wanted)
    paths = list(dict.fromkeys([*with_entries, *(section.path for section in paper_list.outline.sections)]))
    paths = [path for path in paths if path]
    for fits in _fitting(heading, paths):
        if len(fits) == 1 or len([path for path in fits if path in with_entries]) == 1:
            return next((path for path in fits if path in with_entries), fits[0])
        if fits:
            raise PlaceProblem(
                f"{paper_list.path} has several sections {heading!r}; name one of: {_told(fits)}"
            )
    raise PlaceProblem(
        f"{paper_list.path} has no section {heading!r}; {_suggested(heading, paths, with_entries)}"
    )


def _fitting(heading: str, paths: Sequence[tuple[str, ...]]) -> list[list[tuple[str, ...]]]:
    """The paths that *heading* names, by ever weaker likeness."""
    folded = " ".join(heading.casefold().split())
    names: list[Callable[[tuple[str, ...]], str]] = [lambda path: BETWEEN.join(path), lambda path: path[-1]]
    return [[path for path in paths if " ".join(name(path).casefold().split()) == folded] for name in names]


def _only_section(
    paper_list: PaperList, with_entries: list[tuple[str, ...]], wanted: Wanted
) -> tuple[str, ...]:
    if len(with_entries) == 1:
        return with_entries[0]
    of_year = [path for path in with_entries if path and wanted.year and read_year(path[-1]) == wanted.year]
    if len(of_year) == 1:
        return of_year[0]
    raise PlaceProblem(
        f"{paper_list.path} has several sections; choose one with --section: {_told(with_entries)}"
    )


def _suggested(heading: str, paths: list[tuple[str, ...]], with_entries: list[tuple[str, ...]]) -> str:
    from difflib import get_close_matches

    names = {name: path for path in paths for name in (path[-1], BETWEEN.join(path))}
    close = get_close_matches(heading[:200], list(names), n=1, cutoff=0.5)
    meant = f"did you mean {BETWEEN.join(names[close[0]])!r}? " if close else ""
    return f"{meant}its sections with entries are: {_told(with_entries)}"


def _told(paths: Sequence[tuple[str, ...]]) -> str:
    return "; ".join(BETWEEN.join(path) or "(no heading)" for path in paths) or "none"


def place_in(found: Sequence[Template], section: tuple[str, ...], wanted: Wanted) -> Place:
    """The place of a new entry in *section* of the list whose entries are *found*."""
    siblings = [template for template in found if template.unit.entry.section == section]
    at = _index(siblings, wanted)
    before = siblings[at - 1] if at else None
    after = siblings[at] if at < len(siblings) else None
    number, renumbered = _numbered(found, siblings, at)
    return Place(section, before, after, number, renumbered)


def _index(siblings: Sequence[Template], wanted: Wanted) -> int:
    """Before which sibling the new entry stands: by year, else by title, else behind the last one."""
    entries = [template.unit.entry for template in siblings]
    years = [entry.year or 0 for entry in entries]
    if wanted.year and len(years) >= FEWEST_YEARS and len(set(years)) > 1 and 0 not in years:
        if _mostly(years, lambda left, right: left >= right):
            return next((at for at, year in enumerate(years) if year <= wanted.year), len(years))
        if _mostly(years, lambda left, right: left <= right):
            return next((at + 1 for at in reversed(range(len(years))) if years[at] <= wanted.year), 0)
    titles = [entry.title.casefold() for entry in entries]
    if len(titles) >= FEWEST_TITLES and _mostly(titles, lambda left, right: left <= right):
        title = wanted.title.casefold()
        return next((at for at, other in enumerate(titles) if other > title), len(titles))
    return len(siblings)


def _mostly(values: Sequence[Value], ordered: Callable[[Value, Value], bool]) -> bool:
    pairs = list(pairwise(values))
    return sum(ordered(left, right) for left, right in pairs) >= MOSTLY * len(pairs)


def _numbered(
    found: Sequence[Template], siblings: Sequence[Template], at: int
) -> tuple[int | None, tuple[Edit, ...]]:
    """The number of the new entry, and what the numbers of later entries of an unbroken run become."""
    numbers = [_number(template) for template in siblings]
    if not numbers:
        return (1 if any(template.number for template in found) else None), ()
    known = [number for number in numbers if number is not None]
    if 2 * len(known) <= len(numbers):
        return None, ()
    if len(set(known)) == 1 and len(known) > 1:
        return known[0], ()
    step = -1 if _mostly(known, lambda left, right: left > right) and len(known) > 1 else 1
    before, after = (numbers[at - 1] if at else None), (numbers[at] if at < len(numbers) else None)
    if step > 0:
        number = before + 1 if before is not None else (after if after is not None else 1)
        later = siblings[at:]
    else:
        number = after + 1 if after is not None else (before - 1 if before else 1)
        later = siblings[:at][::-1]
    return number, tuple(_moved_on(later, number))


def _moved_on(later: Sequence[Template], number: int) -> list[Edit]:
    """One more for each number that is taken, as far as the run goes on without a gap."""
    edits: list[Edit] = []
    for template in later:
        if template.number is None or _number(template) != number + len(edits):
            break
        start = template.unit.span.start
        place = Span(start + template.number.start, start + template.number.end)
        edits.append(Edit(place, str(number + len(edits) + 1)))
    return edits


def _number(template: Template) -> int | None:
    return int(template.unit.text[slice(*template.number)]) if template.number else None
