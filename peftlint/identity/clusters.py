"""Judged pairs → groups of entries that are one work, never with two entries in a group that cannot be one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from peftlint.identity.blocking import candidate_pairs
from peftlint.identity.evidence import Verdict, compare
from peftlint.identity.profile import Profile, recurring_titles
from peftlint.model import Evidence

MOST_FACES = 48
"""Different accounts of one work that another entry is checked against; more would make big groups quadratic."""


class Edge(NamedTuple):
    """A judged pair, by the indices of its entries, smaller first."""

    left: int
    right: int
    verdict: Verdict


class Group(NamedTuple):
    """Entries of one work, by index in ascending order, and the edges that hold them together."""

    members: tuple[int, ...]
    edges: tuple[Edge, ...] = ()


@dataclass(slots=True)
class _Tree:
    """A group in the making.

    ``faces`` are members that differ in what a judgement rests on, at most :data:`MOST_FACES`.
    """

    members: list[int]
    faces: list[int]
    edges: list[Edge] = field(default_factory=list)


class Grouping(NamedTuple):
    """The outcome: every entry in one group, in order of first members; and the judged pairs across groups."""

    groups: tuple[Group, ...]
    possible: tuple[Edge, ...]
    contradictions: tuple[Edge, ...]


def group(profiles: Sequence[Profile]) -> Grouping:
    """Judge the candidate pairs and join what is one work, strongest evidence first.

    This is Kruskal's algorithm with constraints: an edge whose two groups hold a pair with evidence against it is
    left out, so that a chain of resemblances breaks at its weakest link. The edges left out join the merely
    possible ones.
    """
    recurring = recurring_titles(profiles)
    joining, possible, contradictions = _judge(profiles, recurring)
    forest = _Forest(profiles, recurring)
    left_out = [edge for edge in joining if not forest.join(edge)]
    across = [edge for edge in sorted([*left_out, *possible]) if not forest.together(edge)]
    return Grouping(forest.groups(), tuple(across), tuple(contradictions))


def _judge(
    profiles: Sequence[Profile], recurring: frozenset[str]
) -> tuple[list[Edge], list[Edge], list[Edge]]:
    joining: list[Edge] = []
    kept: dict[str, list[Edge]] = {"": [], "D": [], "X": []}
    for left, right in candidate_pairs(profiles):
        verdict = compare(profiles[left], profiles[right], recurring)
        if verdict.joins:
            joining.append(Edge(left, right, verdict))
        elif verdict.level:
            kept[verdict.level].append(Edge(left, right, verdict))
    joining.sort(key=lambda edge: (-edge.verdict.strength, edge.left, edge.right))
    return joining, kept["D"], kept["X"]


class _Forest:
    """Groups of entries, at first one each, that refuse to hold two entries that cannot be one work."""

    def __init__(self, profiles: Sequence[Profile], recurring: frozenset[str]) -> None:
        self._profiles = profiles
        self._recurring = recurring
        self._grown: dict[int, _Tree] = {}

    def groups(self) -> tuple[Group, ...]:
        """The groups, in the order of their first members."""
        grown = {min(tree.members): tree for tree in self._grown.values()}
        return tuple(
            Group(tuple(sorted(grown[index].members)), tuple(grown[index].edges))
            if index in grown
            else Group((index,))
            for index in range(len(self._profiles))
            if index in grown or index not in self._grown
        )

    def together(self, edge: Edge) -> bool:
        one = self._grown.get(edge.left)
        return one is not None and one is self._grown.get(edge.right)

    def join(self, edge: Edge) -> bool:
        """Make one group of the two that the edge connects; False if something speaks against that."""
        if self.together(edge):
            return True
        one, other = (self._grown.get(index) or _Tree([index], [index]) for index in edge[:2])
        if self._told_apart(one, other, edge) or self._parted(one, other, edge):
            return False
        if len(one.members) < len(other.members):
            one, other = other, one
        for index in [*one.members, *other.members] if len(one.members) == 1 else other.members:
            self._grown[index] = one
        one.members += other.members
        one.edges += [*other.edges, edge]
        self._add_faces(one, other)
        return True

    def _told_apart(self, one: _Tree, other: _Tree, edge: Edge) -> bool:
        """Two lists that each hold both works know why: mere probability does not outweigh them."""
        if edge.verdict.level != "C" or len(one.members) + len(other.members) < 4:
            return False
        ours, theirs = ({self._profiles[index].entry.list for index in some.members} for some in (one, other))
        return len(ours & theirs) > 1

    def _parted(self, one: _Tree, other: _Tree, edge: Edge) -> bool:
        return any(
            compare(self._profiles[left], self._profiles[right], self._recurring).against
            for left in one.faces
            for right in other.faces
            if {left, right} != {edge.left, edge.right}
        )

    def _add_faces(self, one: _Tree, other: _Tree) -> None:
        known = {_face(self._profiles[index]) for index in one.faces}
        new = [index for index in other.faces if _face(self._profiles[index]) not in known]
        one.faces += new[: MOST_FACES - len(one.faces)]


def _face(profile: Profile) -> object:
    """What the judgement of an entry rests on."""
    entry = profile.entry
    return entry.list, profile.title, profile.people, profile.identifiers, entry.year, profile.series


def evidence_of(edge: Edge, profiles: Sequence[Profile]) -> Evidence:
    """An edge in words, with the names of its entries."""
    reasons = [*edge.verdict.reasons, *(f"but {reason}" for reason in edge.verdict.against)]
    left, right = profiles[edge.left].entry, profiles[edge.right].entry
    return Evidence(edge.verdict.level, "; ".join(reasons), left.id, right.id)
