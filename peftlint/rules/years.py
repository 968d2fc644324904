"""Where an entry's year comes from, and so what it is the year of."""

from __future__ import annotations

import re

from peftlint.model import Entry, Source

_BEFORE, _BEHIND = 12, 24
"""Characters before and behind a venue in which its year stands (``2022 IEEE/CVF CVPR``, ``CVPR (Oral), 2022``)."""
_ALONE = re.compile(r"\W*(?:(?:19|20)\d\d|\d\d)年?\W*")


def origin_of_year(entry: Entry, source: Source) -> str:
    """Where the year of an entry comes from.

    ``venue`` (printed with it), ``beside`` (printed on its own), ``date`` (part of a date, which is that of the
    preprint more often than of the venue), ``bibtex``, ``heading``, or ``""`` for an entry without year.
    """
    if entry.year is None:
        return ""
    if entry.spans.year:
        return "beside" if _ALONE.fullmatch(source.slice(entry.spans.year)) else "date"
    if entry.spans.venue:
        start, end = entry.spans.venue
        if _stands_in(entry.year, source.text[max(0, start - _BEFORE) : end + _BEHIND]):
            return "venue"
    if entry.bibtex and entry.bibtex.get("year") == str(entry.year):
        return "bibtex"
    return "venue" if _stands_in(entry.year, source.slice(entry.span)) else "heading"


def is_year_of_venue(entry: Entry, source: Source) -> bool:
    """Whether the entry states the year as that of its venue."""
    origin = origin_of_year(entry, source)
    return origin in ("venue", "beside") or (origin == "bibtex" and entry.spans.venue is None)


def _stands_in(year: int, text: str) -> bool:
    return re.search(rf"(?<!\d)(?:{year}|{year % 100:02d})(?!\d)", text) is not None
