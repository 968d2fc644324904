from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from peftlint.fields.identifier import arxiv_month
from peftlint.model import Entry, Finding, Library
from peftlint.published import venue_of
from peftlint.rules import Surroundings, library_rule
from peftlint.rules.naming import called, in_run_order, key, related, run_order, shortened
from peftlint.rules.years import is_year_of_venue, year_place


@library_rule("VEN007")
def year_conflict(library: Library, _: Surroundings) -> Iterator[Finding]:
    """Entries of one work give different years for the same venue.

    One of the years is wrong: a conference has one edition a year, and a preprint appears once. Look it
    up, and mend the entry that is wrong.

    Bad:
        a.md:
            - **LoraHub: Efficient Cross-Task Generalization via Dynamic LoRA Composition**, COLM 2024. [[PDF](https://arxiv.org/abs/2307.13269)]
        b.md:
            - **LoraHub: Efficient Cross-Task Generalization via Dynamic LoRA Composition**, COLM 2025. [[PDF](https://arxiv.org/abs/2307.13269)]

    Good:
        a.md:
            - **LoRA: Low-Rank Adaptation of Large Language Models**, arXiv 2021. [[PDF](https://arxiv.org/abs/2106.09685)]
        b.md:
            - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[PDF](https://arxiv.org/abs/2106.09685)]

    Fix: none.
    """
    stray = {
        key(one.entries[number]) for one in library.lists if one.found for number in one.found.facts.strays
    }
    sources = {paper_list.path: paper_list.source for paper_list in library.lists}
    order = run_order(library)
    for work in (work for work in library.clusters if len(work.entries) > 1):
        if len({entry.year for entry in work.entries} - {None}) < 2:
            continue
        accounts: dict[str, list[Entry]] = {}
        for entry in in_run_order(work.entries, order):
            venue = venue_of(entry)
            if venue and key(entry) not in stray and is_year_of_venue(entry, sources[entry.list]):
                accounts.setdefault(venue.name, []).append(entry)
        for name, entries in accounts.items():
            right = _likeliest(entries)
            for entry in entries:
                if entry.year != right.year:
                    message = f"{name} {entry.year} here, but {name} {right.year} in {called(right)}"
                    also = (related(right, f"{right.year} here"),)
                    subject = f"{shortened(entry.title)} {name} {entry.year}"
                    yield Finding(
                        "VEN007",
                        entry.list,
                        year_place(entry, sources[entry.list]),
                        message,
                        subject,
                        entry.id,
                        also,
                    )


def _likeliest(entries: Sequence[Entry]) -> Entry:
    """The first entry with the year that fits its venue and identifiers; of several, with the one that most give."""
    counts = Counter(entry.year for entry in entries)
    return max(entries, key=lambda entry: (_fits(entry), counts[entry.year]))


def _fits(entry: Entry) -> bool:
    """Whether a preprint is of its arXiv identifier's year, and anything else neither before it nor of no edition."""
    venue, month = venue_of(entry), arxiv_month(entry.identifier("arxiv") or "")
    if venue is None or entry.year is None:
        return False
    if venue.kind == "preprint":
        return month is None or entry.year == month[0]
    return venue.held_in(entry.year) is not False and (month is None or entry.year >= month[0])
