"""What the maintainer of the lists decided: which works are one, which are not, whatever the evidence says.

A side of such a decision is the name of a work, as ``sides.py`` reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from peftlint.identity.sides import entries_named
from peftlint.model import Cluster, Entry

Pair = tuple[str, str]
MOST_TOLD = 3
"""Entries that a message names."""


On = tuple[int, int]
"""A side of what is ``different``: the number of the decision, and 0 or 1."""


class Overrules(NamedTuple):
    """Pairs of names of works that are one (``same``) or two (``different``)."""

    same: tuple[Pair, ...] = ()
    different: tuple[Pair, ...] = ()


class Decision(NamedTuple):
    """The entries that the two sides of a pair name, by index, ascending; at least one each, none on both."""

    left: tuple[int, ...]
    right: tuple[int, ...]


class Decisions(NamedTuple):
    """The overrules that can be heeded, in the order of the configuration."""

    same: tuple[Decision, ...] = ()
    different: tuple[Decision, ...] = ()


MAINTAINER = "M"
"""The level of the evidence that the maintainer decided."""
NO_DECISIONS = Decisions()


def decisions_of(overrules: Overrules, entries: Sequence[Entry], homes: Sequence[int]) -> Decisions:
    """Find the entries that each overrule names.

    *homes* says in which work each entry is by evidence alone. What names nothing, or entries of several groups,
    is left out: ``unheeded`` tells of it.
    """
    named = entries_named(_names(overrules), entries)

    def decided(pairs: Sequence[Pair]) -> tuple[Decision, ...]:
        decisions = (Decision(named[one], named[other]) for one, other in pairs)
        return tuple(decision for decision in decisions if _is_clear(decision, homes))

    return Decisions(decided(overrules.same), decided(overrules.different))


def unheeded(overrules: Overrules, clusters: Sequence[Cluster]) -> tuple[str, ...]:
    """A sentence for each overrule that *clusters*, which it should have shaped, do not follow, and why."""
    if not overrules.same and not overrules.different:
        return ()
    homes = [cluster.number for cluster in clusters for _ in cluster.entries]
    entries = [entry for cluster in clusters for entry in cluster.entries]
    named = entries_named(_names(overrules), entries)
    return tuple(
        f'{key} = [["{pair[0]}", "{pair[1]}"]] is not heeded: {why}'
        for key, pairs in (("same", overrules.same), ("different", overrules.different))
        for pair in pairs
        for why in _why_unheeded(key, pair, named, entries, homes)
    )


def _why_unheeded(
    key: str,
    pair: Pair,
    named: Mapping[str, Sequence[int]],
    entries: Sequence[Entry],
    homes: Sequence[int],
) -> Iterator[str]:
    for name in pair:
        if not named[name]:
            yield f"no entry is named by {name!r}; write an identifier, an address or a title that a list has"
            return
    left, right = ({homes[index] for index in named[name]} for name in pair)
    if len(left | right) == 1 if key == "same" else left.isdisjoint(right):
        return
    both = sorted(set(named[pair[0]]).intersection(named[pair[1]]))
    for name, works in zip(pair, (left, right), strict=True):
        if len(works) > 1 and not both:
            places = ", ".join(entries[index].id for index in named[name][:MOST_TOLD])
            yield f"{name!r} names entries of {len(works)} works ({places}); bind it to a list: list.md#{name}"
            return
    if both:
        yield f"both name {entries[both[0]].id}"
    else:
        yield "it contradicts another of the overrules"


def _names(overrules: Overrules) -> list[str]:
    return [name for pair in (*overrules.same, *overrules.different) for name in pair]


def sides_of(decisions: Decisions) -> dict[int, frozenset[On]]:
    """The sides that each entry is on which one of ``different`` names, or that is one work with such an entry."""
    on: dict[int, frozenset[On]] = {}
    for number, decision in enumerate(decisions.different):
        for side, named in enumerate(decision):
            for index in named:
                on[index] = on.get(index, frozenset()) | {(number, side)}
    for some in _joined(decisions.same) if on else ():
        all_sides = frozenset[On]().union(*(on.get(index, ()) for index in some))
        if not any((number, 1 - side) in all_sides for number, side in all_sides):
            on.update((index, all_sides) for index in some if all_sides)
    return on


def _joined(same: Sequence[Decision]) -> list[set[int]]:
    """The sets of entries that decisions make one work, be it one through the other."""
    found: list[set[int]] = []
    for decision in same:
        some = {*decision.left, *decision.right}
        apart = [other for other in found if some.isdisjoint(other)]
        found = [*apart, some.union(*(other for other in found if not some.isdisjoint(other)))]
    return found


def _is_clear(decision: Decision, homes: Sequence[int]) -> bool:
    one_work_each = all(len({homes[index] for index in side}) == 1 for side in decision)
    return one_work_each and set(decision.left).isdisjoint(decision.right)
