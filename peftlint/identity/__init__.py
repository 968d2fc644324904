"""Which entries are accounts of one work.

Blocking (``blocking.py``) finds the pairs worth comparing, evidence (``evidence.py``) judges each of them, and
clustering (``clusters.py``) joins what is one work without joining what cannot be. The outcome does not
depend on the order of the lists or of their entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from peftlint.model import Entry, Evidence, Work

if TYPE_CHECKING:
    from peftlint.identity.clusters import Edge, Grouping
    from peftlint.identity.overrules import Overrules
    from peftlint.identity.profile import Profile
    from peftlint.identity.totals import Known


class Cluster(NamedTuple):
    """Entries of one work in the order of list and line, and why they were joined.

    ``possible`` are the indices of the clusters, among those of the clustering, that may be the same work. What the
    maintainer joined or parted is evidence of level ``M``; an entry in it that is not of this work was parted.
    """

    entries: tuple[Entry, ...]
    evidence: tuple[Evidence, ...]
    possible: tuple[int, ...]


class Clustering(NamedTuple):
    """All clusters, in the order of their first entries, and what was judged but did not join.

    ``possible`` says of pairs why they may be one work, and what kept them apart (level ``D``, ``M``, or the
    level of an edge that was left out). ``contradictions`` are pairs with one identifier and nothing else in common
    (level ``X``): one of the two links is wrong.
    """

    clusters: tuple[Cluster, ...]
    possible: tuple[Evidence, ...]
    contradictions: tuple[Evidence, ...]


def join(entries: Iterable[Entry], overrules: Overrules | None = None) -> Clustering:
    """Find the entries that are one work; every entry comes out in exactly one cluster."""
    from peftlint.identity.blocking import candidate_pairs
    from peftlint.identity.clusters import edges_of
    from peftlint.identity.profile import profile_of
    from peftlint.identity.totals import known_of, totals_of

    profiles = [profile_of(entry) for entry in sorted(entries, key=reading_order)]
    known = known_of(totals_of(profiles))
    pairs = candidate_pairs(profiles, known)
    return united(profiles, edges_of(pairs, profiles.__getitem__, known), known, overrules)


def united(
    profiles: Sequence[Profile],
    edges: Sequence[Edge],
    known: Known,
    overrules: Overrules | None = None,
) -> Clustering:
    """The clusters that the edges between the entries make; *profiles* are in reading order."""
    from peftlint.identity.clusters import evidence_of, group
    from peftlint.identity.overrules import decisions_of

    grouping = group(profiles, edges, known)
    if overrules and any(overrules):
        home = _homes(grouping)
        decisions = decisions_of(overrules, [profile.entry for profile in profiles], home)
        grouping = group(profiles, edges, known, decisions)
    return Clustering(
        _clusters(grouping, profiles),
        tuple(evidence_of(edge, profiles) for edge in grouping.possible),
        tuple(evidence_of(edge, profiles) for edge in grouping.contradictions),
    )


def _clusters(grouping: Grouping, profiles: Sequence[Profile]) -> tuple[Cluster, ...]:
    from peftlint.identity.clusters import evidence_of
    from peftlint.identity.overrules import MAINTAINER

    home = _homes(grouping)
    possible: dict[int, set[int]] = {}
    parted: dict[int, list[Edge]] = {}
    for edge in grouping.possible:
        left, right = home[edge.left], home[edge.right]
        possible.setdefault(left, set()).add(right)
        possible.setdefault(right, set()).add(left)
        if edge.verdict.level == MAINTAINER:
            for place in (left, right):
                parted.setdefault(place, []).append(edge)
    return tuple(
        Cluster(
            tuple(profiles[index].entry for index in some.members),
            tuple(evidence_of(edge, profiles) for edge in (*some.edges, *parted.get(place, ()))),
            tuple(sorted(possible.get(place, ()))),
        )
        for place, some in enumerate(grouping.groups)
    )


def _homes(grouping: Grouping) -> dict[int, int]:
    """For each entry the place of its group."""
    return {index: place for place, some in enumerate(grouping.groups) for index in some.members}


def works_of(entries: Iterable[Entry], overrules: Overrules | None = None) -> tuple[Work, ...]:
    """The works that the entries are accounts of, sorted by list and line of their first entries.

    *overrules* are the maintainer's; ``overrules.unheeded`` says which of them could not be followed.
    """
    from peftlint.accounts import choose_all

    return choose_all(join(entries, overrules).clusters)


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


def reading_order(entry: Entry) -> tuple[object, ...]:
    """List and place; for entries at one place everything that can tell them apart."""
    links = tuple((link.kind, link.url, link.label) for link in entry.links)
    told = (entry.title, entry.authors, entry.year or 0, entry.venue or "", entry.identifiers, entry.tags)
    return (entry.list, entry.line, entry.span, *told, links)
