"""Which entries are accounts of one work.

Blocking (``blocking.py``) finds the pairs worth comparing, evidence (``evidence.py``) judges each of them, and
clustering (``clusters.py``) joins what is one work without joining what cannot be. The outcome does not
depend on the order of the lists or of their entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from peftlint.model import Cluster, Entry, Evidence

if TYPE_CHECKING:
    from peftlint.identity.clusters import Grouping
    from peftlint.identity.edges import Edge
    from peftlint.identity.judge import Judge
    from peftlint.identity.overrules import Overrules
    from peftlint.identity.profile import Profile
    from peftlint.identity.totals import Known


class Clustering(NamedTuple):
    """All clusters, in the order of their first entries, and what was judged but did not join.

    ``possible`` says of pairs why they may be one work, and what kept them apart (level ``D``, ``M``, or the
    level of an edge that was left out). ``contradictions`` are pairs with one identifier and nothing else in common
    (level ``X``): one of the two links is wrong.
    """

    clusters: tuple[Cluster, ...]
    possible: tuple[Evidence, ...]
    contradictions: tuple[Evidence, ...]


def join(entries: Iterable[Entry], overrules: Overrules | None = None, processes: int = 1) -> Clustering:
    """Find the entries that are one work; every entry comes out in exactly one cluster.

    The outcome is the same for any number of *processes*; ``processes.processes_for`` says how many pay.
    """
    from peftlint.identity.edges import edges_among
    from peftlint.identity.judge import Judge
    from peftlint.identity.profile import profile_of
    from peftlint.identity.totals import known_of, totals_of

    profiles = [profile_of(entry) for entry in _in_reading_order(entries)]
    known = known_of(totals_of(profiles))
    judge = Judge(profiles.__getitem__, known)
    return united(profiles, edges_among(profiles, known, judge, processes), judge, overrules)


def united(
    profiles: Sequence[Profile],
    edges: Sequence[Edge],
    judge: Judge,
    overrules: Overrules | None = None,
) -> Clustering:
    """The clusters that the edges between the entries make; *profiles* are in reading order."""
    from peftlint.identity.clusters import evidence_of, group
    from peftlint.identity.overrules import decisions_of

    grouping = group(edges, judge)
    if overrules and any(overrules):
        homes = _homes(grouping, len(profiles))
        decisions = decisions_of(overrules, [profile.entry for profile in profiles], homes)
        grouping = group(edges, judge, decisions)
    return Clustering(
        _clusters(grouping, profiles),
        tuple([evidence_of(edge, profiles) for edge in grouping.possible]),
        tuple([evidence_of(edge, profiles) for edge in grouping.contradictions]),
    )


def _clusters(grouping: Grouping, profiles: Sequence[Profile]) -> tuple[Cluster, ...]:
    from peftlint.identity.clusters import evidence_of
    from peftlint.identity.overrules import MAINTAINER

    homes = _homes(grouping, len(profiles)) if grouping.possible else ()
    possible: dict[int, set[int]] = {}
    parted: dict[int, list[Edge]] = {}
    for edge in grouping.possible:
        left, right = homes[edge.left], homes[edge.right]
        possible.setdefault(left, set()).add(right)
        possible.setdefault(right, set()).add(left)
        if edge.verdict.level == MAINTAINER:
            for place in (left, right):
                parted.setdefault(place, []).append(edge)
    groups = {some.members[0]: some for some in grouping.groups}
    followers = {index for some in grouping.groups for index in some.members[1:]}
    clusters: list[Cluster] = []
    for index, profile in enumerate(profiles):
        if index in followers:
            continue
        some, place = groups.get(index), len(clusters)
        entries = tuple([profiles[member].entry for member in some.members]) if some else (profile.entry,)
        edges = [*(some.edges if some else ()), *parted.get(place, ())]
        evidence = tuple([evidence_of(edge, profiles) for edge in edges])
        clusters.append(Cluster(place, entries, evidence, tuple(sorted(possible.get(place, ())))))
    return tuple(clusters)


def _homes(grouping: Grouping, count: int) -> list[int]:
    """For each of *count* entries the place of its work among all."""
    firsts = {index: some.members[0] for some in grouping.groups for index in some.members[1:]}
    homes: list[int] = []
    works = 0
    for index in range(count):
        first = firsts.get(index)
        homes.append(works if first is None else homes[first])
        works += first is None
    return homes


def explain(left: Entry, right: Entry, known: Known | None = None) -> tuple[Evidence, ...]:
    """What joins or parts two entries, one sentence each; empty if they have nothing in common.

    Evidence for one work has the level of the judgement as a whole, evidence against it level ``X``. *known*
    is what all entries of the run say of words and titles.
    """
    from peftlint.identity.evidence import compare
    from peftlint.identity.profile import profile_of
    from peftlint.identity.totals import NOTHING_KNOWN

    verdict = compare(profile_of(left), profile_of(right), known or NOTHING_KNOWN)
    return (
        *(Evidence(verdict.level, reason, left.id, right.id) for reason in verdict.reasons),
        *(Evidence("X", reason, left.id, right.id) for reason in verdict.against),
    )


def _in_reading_order(entries: Iterable[Entry]) -> list[Entry]:
    """By :func:`reading_order`, all of which is looked at only if two entries are at one place."""
    ordered = sorted(entries, key=lambda entry: (entry.list, entry.line, entry.span))
    for one, other in pairwise(ordered):
        if one.line == other.line and one.span == other.span and one.list == other.list:
            return sorted(ordered, key=reading_order)
    return ordered


def reading_order(entry: Entry) -> tuple[object, ...]:
    """List and place; for entries at one place everything that can tell them apart."""
    links = tuple((link.kind, link.url, link.label) for link in entry.links)
    told = (entry.title, entry.authors, entry.year or 0, entry.venue or "", entry.identifiers, entry.tags)
    return (entry.list, entry.line, entry.span, *told, links)
