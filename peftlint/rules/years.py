"""Where an entry's year comes from, and so what it is the year of."""

from __future__ import annotations

import re
from functools import lru_cache

from peftlint.fields.patterns import late
from peftlint.model import Entry, Source, Span
from peftlint.rules.naming import venue_place

_BEFORE, _BEHIND = 12, 24
"""Characters before and behind a venue in which its year stands (``2022 IEEE/CVF CVPR``, ``CVPR (Oral), 2022``)."""
_ALONE = late(r"\W*(?:(?:19|20)\d\d|\d\d)年?\W*")


def origin_of_year(entry: Entry, source: Source) -> str:
    """Where the year of an entry comes from.

    ``venue`` (printed with it), ``beside`` (printed on its own), ``date`` (part of a date, which is that of the
    preprint more often than of the venue), ``bibtex``, ``heading``, or ``""`` for an entry without year.
    """
    if entry.year is None:
        return ""
    if entry.spans.year:
        printed = source.slice(entry.spans.year)
        return "beside" if printed == str(entry.year) or _ALONE.fullmatch(printed) else "date"
    if _beside_venue(entry, source):
        return "venue"
    if entry.bibtex and entry.bibtex.get("year") == str(entry.year):
        return "bibtex"
    return "venue" if _find(entry.year, source, entry.span) else "heading"


def is_year_of_venue(entry: Entry, source: Source) -> bool:
    """Whether the entry states the year as that of its venue."""
    origin = origin_of_year(entry, source)
    return origin in ("venue", "beside") or (origin == "bibtex" and entry.spans.venue is None)


def year_place(entry: Entry, source: Source) -> Span:
    """Where an entry's year is printed, or else its venue, or else its title."""
    return entry.spans.year or _beside_venue(entry, source) or venue_place(entry)


def _beside_venue(entry: Entry, source: Source) -> Span | None:
    """The place of the year that is printed with the venue."""
    if entry.year is None or entry.spans.venue is None:
        return None
    start, end = entry.spans.venue
    behind, before = Span(start, end + _BEHIND), Span(max(0, start - _BEFORE), start)
    return _find(entry.year, source, behind) or _find(entry.year, source, before)


def _find(year: int, source: Source, within: Span) -> Span | None:
    found = _printed(year).search(source.text, *within)
    return Span(*found.span()) if found else None


@lru_cache(maxsize=256)
def _printed(year: int) -> re.Pattern[str]:
    return re.compile(rf"(?<!\d)(?:{year}|{year % 100:02d})(?!\d)")
