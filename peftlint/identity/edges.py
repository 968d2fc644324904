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


def edges_among(profiles: Sequence[Profile], known: Known, judge: Judge) -> list[Edge]:
    """All edges between entries."""
    order = by_length(profiles)
    pairs = _promising([profiles[index] for index in order], known)
    numbered = [(min(pair), max(pair)) for pair in [(order[one], order[other]) for one, other in pairs]]
    return edges_of(numbered, judge)


def _promising(profiles: Sequence[Profile], known: Known, share: Share = ALL) -> Iterator[tuple[int, int]]:
    sieve = Sieve(profiles)
    for index, others in candidates(profiles, known, share):
        for other in sieve.passed(index, others):
            yield index, other


def edges_of(pairs: Iterable[tuple[int, int]], judge: Judge) -> list[Edge]:
    """Judge pairs of entries; those that have something to do with each other."""
    edges = []
    for left, right in pairs:
        verdict = judge(left, right)
        if verdict.level:
            edges.append(Edge(left, right, verdict))
    return edges
