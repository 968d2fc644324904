"""Where and when a work appeared, by what its entries say and what its identifiers confirm."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from peftlint.fields.identifier import arxiv_month
from peftlint.fields.patterns import late
from peftlint.fields.venue import Venue, resolve
from peftlint.model import Entry, Identifier
from peftlint.published import is_doubtful, says_preprint

NOWHERE, PREPRINT, UNKNOWN, WORKSHOP, PUBLISHED = range(5)
"""The standing of what an entry says of a venue: nothing of use, preprint, a name that the registry does not
have, a workshop, another venue."""

OLD_ANTHOLOGY = {
    "C": "COLING",
    "D": "EMNLP",
    "E": "EACL",
    "J": "Computational Linguistics",
    "K": "CoNLL",
    "N": "NAACL",
    "P": "ACL",
    "Q": "TACL",
}
"""First letters of ACL Anthology ids until 2019 that stand for one venue; the two digits after them are the year."""
ONLY_VENUE = {
    "iclr": "ICLR",
    "ijcai": "IJCAI",
    "jmlr": "JMLR",
    "mlsys": "MLSys",
    "neurips": "NeurIPS",
    "nips": "NeurIPS",
    "ojs-aaai": "AAAI",
}
"""Kinds of identifiers that one venue alone gives."""
PATTERNS = {
    "acl": late(r"\d{4}\.((?:findings-)?[a-z]+)"),
    "cvf": late(r"_([A-Za-z]+)_\d{4}(?:_|$)"),
    "doi": late(r"10\.\d+/([a-z]{3,})\d*\."),
    "usenix": late(r"([a-z]+)\d\d/"),
}
"""Where the name of the venue stands in identifiers: ``10.1109/cvpr52688.2022.00123``, ``osdi22/yu``."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def standing(entry: Entry) -> int:
    """How much an entry says of where its work appeared: :data:`NOWHERE` to :data:`PUBLISHED`."""
    if not entry.venue and not entry.venue_name:
        return NOWHERE
    if is_doubtful(entry) or says_preprint(entry):
        return PREPRINT if says_preprint(entry) else NOWHERE
    venue = _registered(entry)
    if not venue:
        return UNKNOWN
    return WORKSHOP if venue.kind == "workshop" else PUBLISHED


def venue_name(entry: Entry) -> str | None:
    """The registry's name of the entry's venue if there is one, else the name as printed."""
    venue = _registered(entry)
    return venue.name if venue else entry.venue


def choose_venue(entries: Sequence[Entry]) -> str | None:
    """The venue of highest standing; None if no entry names one."""
    if len({venue_name(entry) for entry in entries}) == 1:
        return venue_name(entries[0])
    named = [(standing(entry), entry) for entry in entries if venue_name(entry)]
    highest = max(rank for rank, _ in named)
    claims = [entry for rank, entry in named if rank == highest]
    counts = Counter(venue_name(entry) for entry in claims)
    confirmed = _confirmed_venues(entries)

    def worth(entry: Entry) -> tuple[object, ...]:
        venue, name = _registered(entry), venue_name(entry)
        is_confirmed = venue is not None and venue.id in confirmed
        possible = not (venue and entry.year and venue.held_in(entry.year) is False)
        return (is_confirmed, possible, counts[name], venue is not None and venue.parent is not None)

    return venue_name(max(claims, key=worth))


def choose_year(entries: Sequence[Entry], venue: str | None) -> int | None:
    """The year of the venue chosen; without one the earliest year that an entry prints."""
    if len({entry.year for entry in entries}) == 1:
        return entries[0].year
    at_venue = [entry for entry in entries if entry.year and venue_name(entry) == venue]
    counts = Counter(entry.year for entry in at_venue if entry.year)
    if venue is None or not counts:
        return min((entry.year for entry in entries if entry.year), default=None)
    confirmed = {year for identifier in _identifiers(entries) for year in _years_in(identifier)}
    is_preprint = all(standing(entry) == PREPRINT for entry in at_venue)
    earliest = _preprint_year(entries)

    def worth(year: int) -> tuple[object, ...]:
        return (counts[year], year in confirmed, year >= earliest, -year if is_preprint else year)

    return max(counts, key=worth)


def _registered(entry: Entry) -> Venue | None:
    name = entry.venue_name or entry.venue
    return resolve(name) if name else None


def _identifiers(entries: Sequence[Entry]) -> Iterator[Identifier]:
    return (identifier for entry in entries for identifier in entry.identifiers)


def _confirmed_venues(entries: Sequence[Entry]) -> frozenset[str]:
    """The registry ids of the venues that identifiers of the entries say."""
    names = {name for identifier in _identifiers(entries) if (name := _venue_said_by(identifier))}
    return frozenset(venue.id for name in names if (venue := resolve(name)))


def _venue_said_by(identifier: Identifier) -> str | None:
    kind, value = identifier
    if kind in ONLY_VENUE:
        return ONLY_VENUE[kind]
    if kind == "acl" and value[:1].isupper():
        return OLD_ANTHOLOGY.get(value[0])
    found = PATTERNS[kind].search(value) if kind in PATTERNS else None
    if not found:
        return None
    track, hyphen, venue = found[1].partition("-")
    return f"Findings of {venue.upper()}" if hyphen else track.upper()


def _years_in(identifier: Identifier) -> Iterator[int]:
    """The years that an identifier says a work appeared in; an arXiv id says when it was written."""
    kind, value = identifier
    if kind == "acl" and value[:1].isupper() and value[1:3].isdigit():
        yield (1900 if value[1:3] > "50" else 2000) + int(value[1:3])
    elif kind in PATTERNS or kind in ONLY_VENUE:
        yield from map(int, _YEAR.findall(value))


def _preprint_year(entries: Sequence[Entry]) -> int:
    """The year of the earliest arXiv id; 0 if there is none."""
    months = (arxiv_month(name.value) for name in _identifiers(entries) if name.kind == "arxiv")
    return min((month[0] for month in months if month), default=0)
