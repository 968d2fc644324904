"""Which findings a change brings.

A finding is known by its rule, its entry and its subject, never by its line. It is an old one if there was, on what
its entry was before (whatever list that stood in), a finding of the same rule with the same subject; of several
equal ones as many are old as there were. A subject that only repeats the entry's title is the same after the title
was changed, and while an entry says what it said, findings of one rule on it are the same whatever their subjects.
Where a finding names several entries it is old if two of them were named before, in whatever order they stood.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from peftlint.changes.entries import Place, place_of
from peftlint.changes.places import Places, about
from peftlint.changes.states import Change
from peftlint.model import Finding


@dataclass(frozen=True, slots=True)
class _Told:
    """A finding with what it is known by, all of it in the words of the old state.

    ``entry`` is its entry and ``named`` are the related ones, those left out that the change has added; ``fresh``
    tells that its own entry was added, ``same`` that the entry says what it said. ``line`` is None for an added
    line. ``roads`` are the old lists from which entries came into the finding's list.
    """

    finding: Finding
    path: str
    line: int | None
    about: str
    entry: Place | None
    named: tuple[Place, ...]
    fresh: bool = False
    same: bool = True
    roads: tuple[str, ...] = ()


Keys = Callable[[_Told], Iterable[Hashable]]


def brought(change: Change, old: Sequence[Finding], new: Sequence[Finding]) -> tuple[Finding, ...]:
    """Those findings of *new*, in their order, that were not among *old*."""
    old_left, left = _told_before(change, old), _told_after(change, new)
    for keys in _WAYS:
        old_left, left = _without_old(old_left, left, keys)
    ids = {id(one.finding) for one in left}
    return tuple(finding for finding in new if id(finding) in ids)


def _without_old(old: Sequence[_Told], new: Sequence[_Told], keys: Keys) -> tuple[list[_Told], list[_Told]]:
    """What is left of both sides when each of *new* has taken one of *old* that has a key in common with it."""
    waiting: dict[Hashable, list[int]] = {}
    for index in range(len(old) - 1, -1, -1):
        for key in keys(old[index]):
            waiting.setdefault(key, []).append(index)
    taken: set[int] = set()
    left: list[_Told] = []
    for one in new:
        found = _first_free((waiting.get(key, []) for key in keys(one)), taken)
        if found is None:
            left.append(one)
        else:
            taken.add(found)
    return [one for index, one in enumerate(old) if index not in taken], left


def _first_free(waiting: Iterable[list[int]], taken: set[int]) -> int | None:
    for indices in waiting:
        while indices and indices[-1] in taken:
            indices.pop()
        if indices:
            return indices.pop()
    return None


# -- by what findings are the same, the surest first


def _by_line(one: _Told) -> Iterable[Hashable]:
    """On a line that was not touched."""
    if one.line is not None and not one.fresh:
        yield one.finding.code, one.path, one.line, one.entry, one.about


def _by_subject(one: _Told) -> Iterable[Hashable]:
    if one.entry:
        yield one.finding.code, one.entry, one.about
    elif not one.fresh:
        yield one.finding.code, one.path, one.about


def _by_entry(one: _Told) -> Iterable[Hashable]:
    if one.entry and one.same:
        yield one.finding.code, one.entry


def _by_pair(one: _Told) -> Iterable[Hashable]:
    """By the entry and one that it is named with, whichever of the two came first."""
    if one.entry:
        yield from ((one.finding.code, frozenset((one.entry, other))) for other in one.named)


def _by_road(one: _Told) -> Iterable[Hashable]:
    """Of no entry, in a list from which entries came into this one: what stood with them came with them."""
    if not one.entry and not one.fresh:
        yield from ((one.finding.code, path, one.about) for path in one.roads)


_WAYS: tuple[Keys, ...] = (_by_line, _by_subject, _by_entry, _by_pair, _by_road)


# -- what findings are known by


def _told_before(change: Change, findings: Iterable[Finding]) -> list[_Told]:
    places = Places(change.old.lists)
    told = []
    for finding in findings:
        entry = places.entry_of(finding)
        named = [place_of(other) for other in places.related_to(finding)]
        line = change.old.sources[finding.path].place(finding.span.start).line
        place = place_of(entry) if entry else None
        told.append(
            _Told(
                finding,
                finding.path,
                line,
                about(finding.subject, entry.title if entry else ""),
                place,
                tuple(named),
                roads=(finding.path,),
            )
        )
    return told


def _told_after(change: Change, findings: Iterable[Finding]) -> list[_Told]:
    places, entries = Places(change.new.lists), change.entries
    told = []
    for finding in findings:
        entry = places.entry_of(finding)
        pair = entries.pairs.get(place_of(entry)) if entry else None
        others = (entries.pairs.get(place_of(other)) for other in places.related_to(finding))
        line = change.new.sources[finding.path].place(finding.span.start).line
        told.append(
            _Told(
                finding,
                change.files.get(finding.path, finding.path),
                change.lines[finding.path][line - 1],
                about(finding.subject, entry.title if entry else ""),
                pair.old.place if pair else None,
                tuple(other.old.place for other in others if other),
                fresh=entry is not None and pair is None,
                same=pair is None or pair.old.said == pair.new.said,
                roads=entries.roads.get(finding.path, ()),
            )
        )
    return told
