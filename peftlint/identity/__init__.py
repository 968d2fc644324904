"""Which entries are accounts of one work.

Blocking (``blocking.py``) finds the pairs worth comparing, evidence (``evidence.py``) judges each of them, and
clustering (``clusters.py``) joins what is one work without joining what cannot be. The outcome does not
depend on the order of the lists or of their entries.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from peftlint.model import Entry, Evidence, Work

if TYPE_CHECKING:
    from peftlint.identity.clusters import Grouping


class Cluster(NamedTuple):
    """Entries of one work in the order of list and line, and why they were joined.

    ``possible`` are the indices of the clusters, among those of the clustering, that may be the same work.
    """

    entries: tuple[Entry, ...]
    evidence: tuple[Evidence, ...]
    possible: tuple[int, ...]


class Clustering(NamedTuple):
    """All clusters, in the order of their first entries, and what was judged but did not join.

    ``possible`` says of pairs why they may be one work, and what kept them apart (level ``D``, or the level
    of an edge that was left out). ``contradictions`` are pairs with one identifier and nothing else in common
    (level ``X``): one of the two links is wrong.
    """

    clusters: tuple[Cluster, ...]
    possible: tuple[Evidence, ...]
    contradictions: tuple[Evidence, ...]


def join(entries: Iterable[Entry]) -> Clustering:
    """Find the entries that are one work; every entry comes out in exactly one cluster."""
    from peftlint.identity.clusters import evidence_of, group
    from peftlint.identity.profile import profile_of

    profiles = [profile_of(entry) for entry in sorted(entries, key=_reading_order)]
    grouping = group(profiles)
    possible = _neighbours(grouping)
    return Clustering(
        tuple(
            Cluster(
                tuple(profiles[index].entry for index in some.members),
                tuple(evidence_of(edge, profiles) for edge in some.edges),
                tuple(sorted(possible.get(place, ()))),
            )
            for place, some in enumerate(grouping.groups)
        ),
        tuple(evidence_of(edge, profiles) for edge in grouping.possible),
        tuple(evidence_of(edge, profiles) for edge in grouping.contradictions),
    )


def _neighbours(grouping: Grouping) -> dict[int, set[int]]:
    """For each group that may be the same work as others, their places among the groups."""
    home = {index: place for place, some in enumerate(grouping.groups) for index in some.members}
    found: dict[int, set[int]] = {}
    for edge in grouping.possible:
        left, right = home[edge.left], home[edge.right]
        found.setdefault(left, set()).add(right)
        found.setdefault(right, set()).add(left)
    return found


def works_of(entries: Iterable[Entry]) -> tuple[Work, ...]:
    """The works that the entries are accounts of, sorted by list and line of their first entries."""
    from peftlint.accounts import choose_all

    return choose_all(join(entries).clusters)


def explain(left: Entry, right: Entry, among: Iterable[Entry] = ()) -> tuple[Evidence, ...]:
    """What joins or parts two entries, one sentence each; empty if they have nothing in common.

    Evidence for one work has the level of the judgement as a whole, evidence against it level ``X``. ``among``
    are the entries of the run, from which titles are known that recur for different works.
    """
    from peftlint.identity.evidence import compare
    from peftlint.identity.profile import profile_of, recurring_titles

    recurring = recurring_titles([profile_of(entry) for entry in among])
    verdict = compare(profile_of(left), profile_of(right), recurring)
    return (
        *(Evidence(verdict.level, reason, left.id, right.id) for reason in verdict.reasons),
        *(Evidence("X", reason, left.id, right.id) for reason in verdict.against),
    )


def _reading_order(entry: Entry) -> tuple[object, ...]:
    """List and place; for entries at one place everything that can tell them apart."""
    links = tuple((link.kind, link.url, link.label) for link in entry.links)
    told = (entry.title, entry.authors, entry.year or 0, entry.venue or "", entry.identifiers, entry.tags)
    return (entry.list, entry.line, entry.span, *told, links)
