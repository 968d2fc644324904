"""Why two entries came to be one work, or two; and what to write to have it otherwise."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from peftlint.errors import Problem
from peftlint.identity import explain
from peftlint.identity.overrules import MAINTAINER
from peftlint.identity.profile import profile_of
from peftlint.identity.sides import entries_named
from peftlint.identity.totals import Known, known_of, totals_of
from peftlint.model import Entry, Evidence, Work

MOST_COMPARED = 16
"""Entries of each side that are compared with those of the other one."""
_LEVELS = "MABCDX"


class Explanation(NamedTuple):
    """Two entries and what decided about them.

    ``direct`` is what the two have to say themselves (level ``X``: against one work). ``path`` leads from one to the
    other in their work, empty if they are in two. ``obstacles`` are what keeps the works of the two apart, as pairs of
    entries that cannot be one work, and what the maintainer parted. ``overrule`` is the line of configuration
    that would turn it.
    """

    left: Entry
    right: Entry
    works: tuple[Work, Work]
    direct: tuple[Evidence, ...]
    path: tuple[Evidence, ...]
    obstacles: tuple[Evidence, ...]
    overrule: str

    @property
    def together(self) -> bool:
        return self.works[0] is self.works[1]


def explain_names(one: str, other: str, works: Sequence[Work]) -> Explanation:
    """Explain the nearest two of the entries that two names mean (``sides.py``).

    Raises Problem if a name means no entry, or both mean but the same one.
    """
    entries = [entry for work in works for entry in work.entries]
    named = entries_named((one, other), entries)
    for name in (one, other):
        if not named[name]:
            raise Problem(
                f"{name!r} names no entry; expected an identifier, an address, a title or a place (list.md:12)"
            )
    sides = (named[one][:MOST_COMPARED], named[other][:MOST_COMPARED])
    pairs = [(entries[left], entries[right]) for left, right in product(*sides) if left != right]
    if not pairs:
        raise Problem(f"{one!r} and {other!r} both name {entries[named[one][0]].id}; name two entries")
    known = known_of(totals_of([profile_of(entry) for entry in entries]))
    told = [(explain(left, right, known), left, right) for left, right in pairs]
    direct, left, right = min(told, key=lambda item: _rank(item[0]))
    return _explanation(left, right, direct, works, known)


def _rank(evidence: Sequence[Evidence]) -> int:
    return min((_LEVELS.index(one.level) for one in evidence), default=len(_LEVELS))


def _explanation(
    left: Entry,
    right: Entry,
    direct: tuple[Evidence, ...],
    works: Sequence[Work],
    known: Known,
) -> Explanation:
    home = {id(entry): work for work in works for entry in work.entries}
    ours, theirs = home[id(left)], home[id(right)]
    together = ours is theirs
    path = _path(left.id, right.id, ours.evidence) if together else ()
    obstacles = () if together else tuple(_obstacles(ours, theirs, known))
    names = [_lasting_name(entry, but, works) for entry, but in ((left, right), (right, left))]
    key = "different" if together else "same"
    return Explanation(
        left,
        right,
        (ours, theirs),
        direct,
        path,
        tuple(one for one in obstacles if one not in direct),
        f"{key} = [{json.dumps(names, ensure_ascii=False)}]",
    )


def _path(start: str, end: str, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The shortest way from entry to entry over what joined them."""
    steps: dict[str, list[tuple[str, Evidence]]] = {}
    for one in evidence:
        steps.setdefault(one.left, []).append((one.right, one))
        steps.setdefault(one.right, []).append((one.left, one))
    came: dict[str, tuple[str, Evidence] | None] = {start: None}
    queue = deque([start])
    while queue and end not in came:
        place = queue.popleft()
        for after, one in steps.get(place, ()):
            if after not in came:
                came[after] = (place, one)
                queue.append(after)
    path: list[Evidence] = []
    while step := came.get(end):
        end, one = step
        path.append(one)
    return tuple(reversed(path))


def _obstacles(ours: Work, theirs: Work, known: Known) -> Iterator[Evidence]:
    """What the maintainer parted, and the pairs of their entries that speak against one work."""
    ids = {entry.id for entry in theirs.entries}
    yield from (one for one in ours.evidence if one.level == MAINTAINER and not ids.isdisjoint(one[2:]))
    for left, right in product(ours.entries[:MOST_COMPARED], theirs.entries[:MOST_COMPARED]):
        yield from (one for one in explain(left, right, known) if one.level == "X")


def _lasting_name(entry: Entry, other: Entry, works: Sequence[Work]) -> str:
    """A name that means this entry, not the other one, and no other work; one that lines may move under, if any does."""
    entries = [one for work in works for one in work.entries]
    homes = [number for number, work in enumerate(works) for _ in work.entries]
    ways = [*map(str, entry.identifiers), entry.title, f"{entry.list}#{entry.title}"] if entry.title else []
    named = entries_named(ways, entries)
    for way in ways:
        meant = named[way]
        if any(entries[index] is other for index in meant) or len({homes[index] for index in meant}) != 1:
            continue
        if any(entries[index] is entry for index in meant):
            return way
    return entry.id
