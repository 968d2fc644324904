"""What an entry says of where its work appeared."""

from __future__ import annotations

from functools import lru_cache

from peftlint.fields.patterns import late
from peftlint.fields.venue import Venue, resolve
from peftlint.fields.venue_registry import name_key
from peftlint.model import Entry

_UNPUBLISHED = late(
    r"\b(?:preprints?|under (?:double blind )?(?:review|submission)|in (?:review|submission)|submitted)\b|预印本|在审"
)
"""What says, in the key of a venue's name, that a work has not been published yet."""
_PARTS_UNPUBLISHED = ("preprint", "review", "submi", "预印本", "在审")
"""What ``_UNPUBLISHED`` wants one of."""
_UNRELIABLE = {"aminer": frozenset({"compsci-cn", "isafm"})}
"""Venues, by registry id, that an aggregator gives to preprints by mistake, by the kind of its identifiers.

Seen on AMiner's pages of arXiv papers on natural language processing, of which neither journal ever printed one.
"""
_MEETINGS = ("conference", "journal", "workshop")


def venue_of(entry: Entry) -> Venue | None:
    """The venue of the registry that an entry names, or None."""
    name = entry.venue_name or entry.venue
    return resolve(name) if name else None


def is_doubtful(entry: Entry) -> bool:
    """Whether the venue is one that the aggregator, to which the entry links, gives to preprints by mistake."""
    for kind, value in entry.identifiers:
        if kind in _UNRELIABLE and value:
            venue = venue_of(entry)
            if venue is not None and venue.id in _UNRELIABLE[kind]:
                return True
    return False


def published_in(entry: Entry) -> Venue | None:
    """The conference, journal or workshop that an entry names as the work's venue; None for a doubtful one."""
    venue = venue_of(entry)
    return venue if venue and venue.kind in _MEETINGS and not is_doubtful(entry) else None


def says_preprint(entry: Entry) -> bool:
    """Whether an entry names a preprint server, or no more than that the work is a preprint or under review."""
    venue = venue_of(entry)
    if venue:
        return venue.kind == "preprint"
    return bool(entry.venue) and _says_unpublished(entry.venue or "")


@lru_cache(maxsize=1024)
def _says_unpublished(printed: str) -> bool:
    key = name_key(printed)
    return any(map(key.__contains__, _PARTS_UNPUBLISHED)) and _UNPUBLISHED.search(key) is not None
