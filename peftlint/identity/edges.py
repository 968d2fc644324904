"""Entries → pairs of them that have something to do with each other, each with its judgement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from peftlint.identity.blocking import ALL, Share, candidates
from peftlint.identity.evidence import Verdict
from peftlint.identity.judge import Judge
from peftlint.identity.profile import Profile
from peftlint.identity.sieve import Sieve, by_length
from peftlint.identity.totals import Known


class Edge(NamedTuple):
    """A judged pair, by the indices of its entries, smaller first."""

    left: int
    right: int
    verdict: Verdict


class Search:
    """Entries made ready for finding the edges among them, share by share: *shares* may be looked at anywhere."""

    def __init__(self, profiles: Sequence[Profile], known: Known) -> None:
        self._order = by_length(profiles)
        self._profiles = [profiles[index] for index in self._order]
        self._known = known
        self._sieve = Sieve(self._profiles)

    def edges(self, judge: Judge, share: Share = ALL) -> list[Edge]:
        """The edges that the keys of a share lead to; *judge* knows the entries by their indices."""
        return edges_of(self._pairs(share), judge)

    def _pairs(self, share: Share) -> Iterator[tuple[int, int]]:
        """The pairs worth judging, smaller index first, each once."""
        order, passed = self._order, self._sieve.passed
        for place, others in candidates(self._profiles, self._known, share):
            index = order[place]
            for other in map(order.__getitem__, passed(place, others)):
                yield (index, other) if index < other else (other, index)


def edges_among(profiles: Sequence[Profile], known: Known, judge: Judge, processes: int = 1) -> list[Edge]:
    """All edges among entries, each once, found by so many processes."""
    search = Search(profiles, known)
    if processes == 1:
        return search.edges(judge)
    from peftlint.identity.processes import edges_by_processes

    return edges_by_processes(search, judge, processes)


def edges_of(pairs: Iterable[tuple[int, int]], judge: Judge) -> list[Edge]:
    """Judge pairs of entries; those that have something to do with each other."""
    edges = []
    for left, right in pairs:
        verdict = judge(left, right)
        if verdict.level:
            edges.append(Edge(left, right, verdict))
    return edges
