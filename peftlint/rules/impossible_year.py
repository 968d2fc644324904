from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from peftlint.fields.identifier import WORK_KINDS, arxiv_month
from peftlint.fields.venue import Venue
from peftlint.model import Entry, Finding, PaperList, Source
from peftlint.published import is_doubtful, published_in, venue_of
from peftlint.rules import Surroundings, list_rule
from peftlint.rules.naming import cites_several, shortened
from peftlint.rules.siblings import with_stray_year
from peftlint.rules.years import is_year_of_venue, year_place

_LAST_MONTH_AFTER = 2
"""Papers of a meeting at the year's end are put on arXiv until February."""


@list_rule("VEN006")
def impossible_year(paper_list: PaperList, surroundings: Surroundings) -> Iterator[Finding]:
    """A year that the venue, the arXiv identifier or the calendar rules out.

    It is before the year that the arXiv identifier names, before the venue's first edition, one in
    which the venue was not held, or in the future. Look the year up, and mend it.
    A paper that was put on arXiv soon after the meeting where it appeared is fine.

    Bad:
        - **LoraHub: Efficient Cross-Task Generalization via Dynamic LoRA Composition**, COLM 2023. [[PDF](https://arxiv.org/abs/2307.13269)]

    Bad:
        - **DoRA: Enhancing Fine-Tuning with Dynamic Rank Distribution**, arXiv 2023. [[PDF](https://arxiv.org/abs/2405.17357)]

    Good:
        - **DoRA: Enhancing Fine-Tuning with Dynamic Rank Distribution**, arXiv 2024. [[PDF](https://arxiv.org/abs/2405.17357)]
        - **The Lottery Ticket Hypothesis**, ICLR 2019. [[PDF](https://arxiv.org/abs/1803.03635)]

    Fix: none.
    """
    source, today = paper_list.source, surroundings.today
    faulty = [
        (number, entry, fault)
        for number, entry in enumerate(paper_list.entries)
        if entry.year and (fault := _fault(entry, entry.year, source, today))
    ]
    stray = with_stray_year(paper_list) if faulty else ()
    for number, entry, fault in faulty:
        if number not in stray:
            subject = f"{shortened(entry.title)} {entry.year}"
            yield Finding("VEN006", entry.list, year_place(entry, source), fault, subject, entry.id)


def _fault(entry: Entry, year: int, source: Source, today: date) -> str | None:
    venue = venue_of(entry)
    meeting = venue is not None and venue.kind != "preprint"
    if year > today.year + meeting:
        return f"{year} is in the future"
    if venue and _was_not_held(venue, year) and not is_doubtful(entry) and is_year_of_venue(entry, source):
        return _not_held(venue, year)
    month = arxiv_month(entry.identifier("arxiv") or "")
    if month and year < month[0] and _is_too_early(entry, year, month) and not cites_several(entry):
        return f"{year} is before arXiv:{entry.identifier('arxiv')}, which is of {month[0]}-{month[1]:02d}"
    return None


def _was_not_held(venue: Venue, year: int) -> bool:
    """Whether the registry rules the year out; a journal's first volume may be dated a year off."""
    return venue.held_in(year) is False and not (venue.kind == "journal" and venue.held_in(year + 1))


def _not_held(venue: Venue, year: int) -> str:
    if venue.first and year < venue.first:
        return f"there was no {venue.name} in {year}; the first was in {venue.first}"
    return f"there was no {venue.name} in {year}"


def _is_too_early(entry: Entry, year: int, month: tuple[int, int]) -> bool:
    """Whether the year cannot be that of a work that arXiv first had in that month of a later year."""
    if published_in(entry) is None:
        return True
    return (year + 1, _LAST_MONTH_AFTER) < month and not _is_confirmed(entry, year)


def _is_confirmed(entry: Entry, year: int) -> bool:
    """Whether another identifier of the work names the year (``neurips:2013/…``, ``acl:P13-1001``)."""
    return any(
        str(year) in identifier.value
        or (identifier.kind == "acl" and identifier.value[1:3] == f"{year % 100:02d}")
        for identifier in entry.identifiers
        if identifier.kind in WORK_KINDS - {"arxiv"}
    )
