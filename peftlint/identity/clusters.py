"""Judged pairs → groups of entries that are one work, never with two entries in a group that cannot be one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from sys import intern
from typing import NamedTuple

from peftlint.identity.edges import Edge
from peftlint.identity.evidence import Verdict
from peftlint.identity.judge import Judge
from peftlint.identity.overrules import MAINTAINER, NO_DECISIONS, Decision, Decisions, On, sides_of
from peftlint.identity.profile import Profile
from peftlint.model import Evidence

MOST_FACES = 16
"""Different accounts of one work that another entry is checked against; more would make big groups quadratic."""


class Group(NamedTuple):
    """Entries of one work, by index in ascending order, and the edges that hold them together."""

    members: tuple[int, ...]
    edges: tuple[Edge, ...]


class _Tree:
    """A group in the making.

    ``faces`` are members that differ in what a judgement rests on, at most :data:`MOST_FACES`. ``sides`` are those
    of the maintainer's decisions that it is on.
    """

    __slots__ = ("edges", "faces", "members", "sides")

    def __init__(self, index: int, sides: frozenset[On] = frozenset()) -> None:
        self.members = [index]
        self.faces = [index]
        self.edges: list[Edge] = []
        self.sides = sides


class Grouping(NamedTuple):
    """The outcome: the groups of two or more entries, in order of first members; and the judged pairs across works."""

    groups: tuple[Group, ...]
    possible: tuple[Edge, ...]
    contradictions: tuple[Edge, ...]


def group(edges: Iterable[Edge], judge: Judge, decisions: Decisions = NO_DECISIONS) -> Grouping:
    """Join what is one work, strongest evidence first. *edges* are those between the entries, each once.

    This is Kruskal's algorithm with constraints: an edge whose two groups hold a pair with evidence against it is
    left out, so that a chain of resemblances breaks at its weakest link. The edges left out join the merely
    possible ones. What the maintainer parts is evidence against it too; what the maintainer joins comes last,
    and is joined whatever else speaks against it.
    """
    by_level: dict[str, list[Edge]] = {}
    for edge in sorted(edges):
        by_level.setdefault("" if edge.verdict.joins else edge.verdict.level, []).append(edge)
    forest = _Forest(judge, sides_of(decisions))
    joining = sorted(by_level.get("", ()), key=lambda edge: (-edge.verdict.strength, edge.left, edge.right))
    left_out = [edge for edge in joining if not forest.join(edge)]
    for decision in decisions.same:
        forest.obey(decision)
    parted = _parted_edges(forest, decisions.different)
    told = {edge[:2] for edge in parted}
    across = [edge for edge in [*left_out, *by_level.get("D", ())] if edge[:2] not in told]
    possible = sorted([*parted, *(edge for edge in across if not forest.together(edge))])
    contradictions = [edge for edge in by_level.get("X", ()) if not forest.together(edge)]
    return Grouping(forest.groups(), tuple(possible), tuple(contradictions))


def _parted_edges(forest: _Forest, different: Sequence[Decision]) -> list[Edge]:
    """One edge for each pair of works that the maintainer parted, with what would join them."""
    return [
        forest.judged(decision.left[0], decision.right[0], "the configuration parts them")
        for decision in different
    ]


class _Forest:
    """Groups of entries, at first one each, that refuse to hold two entries that cannot be one work."""

    def __init__(self, judge: Judge, sides: Mapping[int, frozenset[On]]) -> None:
        self._judge = judge
        self._grown = {index: _Tree(index, on) for index, on in sides.items()}
        self._kinds: dict[int, object] = {}

    def groups(self) -> tuple[Group, ...]:
        """The groups of two or more entries, in the order of their first members."""
        trees = {id(tree): tree for tree in self._grown.values() if len(tree.members) > 1}
        return tuple(
            sorted([Group(tuple(sorted(tree.members)), tuple(tree.edges)) for tree in trees.values()])
        )

    def together(self, edge: Edge) -> bool:
        one = self._grown.get(edge.left)
        return one is not None and one is self._grown.get(edge.right)

    def join(self, edge: Edge) -> bool:
        """Make one group of the two that the edge connects; False if something speaks against that."""
        if self.together(edge):
            return True
        one, other = self._tree(edge.left), self._tree(edge.right)
        if _kept_apart(one, other) or self._told_apart(one, other, edge) or self._parted(one, other, edge):
            return False
        self._unite(one, other, edge)
        return True

    def obey(self, decision: Decision) -> None:
        """Make one group of all entries that a decision names, but for those that another decision parts."""
        first, *others = sorted({*decision.left, *decision.right})
        for index in others:
            edge = self.judged(first, index, "the configuration joins them")
            one, other = self._tree(first), self._tree(index)
            if one is not other and not _kept_apart(one, other):
                self._unite(one, other, edge)

    def judged(self, one: int, other: int, decided: str) -> Edge:
        """An edge that the maintainer decided on, with what speaks for and against it."""
        left, right = sorted((one, other))
        verdict = self._judge(left, right)
        return Edge(left, right, Verdict(MAINTAINER, 0.0, (decided, *verdict.reasons), verdict.against))

    def _tree(self, index: int) -> _Tree:
        return self._grown.get(index) or _Tree(index)

    def _unite(self, one: _Tree, other: _Tree, edge: Edge) -> None:
        if len(one.members) < len(other.members):
            one, other = other, one
        for index in [*one.members, *other.members] if len(one.members) == 1 else other.members:
            self._grown[index] = one
        one.members += other.members
        one.edges += [*other.edges, edge]
        one.sides |= other.sides
        self._add_faces(one, other)

    def _told_apart(self, one: _Tree, other: _Tree, edge: Edge) -> bool:
        """Two lists that each hold both works know why: mere probability does not outweigh them."""
        if edge.verdict.level != "C" or len(one.members) + len(other.members) < 4:
            return False
        ours, theirs = ({self._list_of(index) for index in some.members} for some in (one, other))
        return len(ours & theirs) > 1

    def _parted(self, one: _Tree, other: _Tree, edge: Edge) -> bool:
        parts = self._judge.parts
        return any(
            parts(left, right) and {left, right} != {edge.left, edge.right}
            for left in one.faces
            for right in other.faces
        )

    def _add_faces(self, one: _Tree, other: _Tree) -> None:
        if len(one.faces) < MOST_FACES:
            known = set(map(self._face, one.faces))
            new = [index for index in other.faces if self._face(index) not in known]
            one.faces += new[: MOST_FACES - len(one.faces)]

    def _list_of(self, index: int) -> str:
        return self._judge.profile_at(index).entry.list

    def _face(self, index: int) -> tuple[str, object]:
        """What the judgement of an entry rests on."""
        number = self._judge.face(index)
        kind = self._kinds.get(number)
        if kind is None:
            profile = self._judge.profile_at(number)
            told = (profile.title, profile.people, profile.identifiers, profile.entry.year, profile.series)
            kind = self._kinds[number] = told
        return self._list_of(index), kind


def _kept_apart(one: _Tree, other: _Tree) -> bool:
    """Whether the maintainer said that they are two works."""
    return any((number, 1 - side) in other.sides for number, side in one.sides)


def evidence_of(edge: Edge, profiles: Sequence[Profile]) -> Evidence:
    """An edge in words, with the names of its entries."""
    reasons = [*edge.verdict.reasons, *(f"but {reason}" for reason in edge.verdict.against)]
    left, right = profiles[edge.left].entry, profiles[edge.right].entry
    return Evidence(edge.verdict.level, intern("; ".join(reasons)), left.id, right.id)
