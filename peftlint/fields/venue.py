"""Venues: from a printed name to the venue it means, from text to the mentions in it.

``venue_registry`` holds what is known of venues, ``venue_name`` resolves a name (with ``venue_parts`` for a
name among other words and ``venue_spelling`` for slips), ``venue_text`` reads a short run of text,
``venue_search`` looks through a long one.
"""

from peftlint.fields.venue_name import resolve, resolve_name
from peftlint.fields.venue_registry import Resolution, Venue
from peftlint.fields.venue_search import FoundVenue, find_venue
from peftlint.fields.venue_text import VenueText, is_award, read_venue

__all__ = [
    "FoundVenue",
    "Resolution",
    "Venue",
    "VenueText",
    "find_venue",
    "is_award",
    "read_venue",
    "resolve",
    "resolve_name",
]
