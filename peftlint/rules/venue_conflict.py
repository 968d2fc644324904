from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from peftlint.fields.venue import Venue
from peftlint.model import Cluster, Entry, Finding, Library
from peftlint.published import published_in, says_preprint
from peftlint.rules import Surroundings, library_rule
from peftlint.rules.naming import called, in_run_order, related, run_order, shortened, venue_place

Account = tuple[Entry, Venue]


@library_rule("VEN002")
def venue_conflict(library: Library, _: Surroundings) -> Iterator[Finding]:
    """Entries of one work name different published venues.

    One of them is wrong, often a conference in place of its Findings. Look it up, and mend the entry
    that is wrong. A preprint beside a venue is no conflict but superseded (VEN003), and a workshop paper
    that later appeared at another venue did both.

    Bad:
        a.md:
            - **Counter-Interference Adapter for Multilingual Machine Translation**, EMNLP 2021. [[PDF](https://arxiv.org/abs/2104.08154)]
        b.md:
            - **Counter-Interference Adapter for Multilingual Machine Translation**, Findings of EMNLP 2021. [[PDF](https://arxiv.org/abs/2104.08154)]

    Good:
        a.md:
            - **Revealing the Dark Secrets of BERT**, EMNLP 2019. [[PDF](https://arxiv.org/abs/1908.08593)]
        b.md:
            - **Revealing the Dark Secrets of BERT**, EMNLP-IJCNLP 2019. [[PDF](https://arxiv.org/abs/1908.08593)]

    Fix: none.
    """
    for _work, accounts in _published(library):
        entry, venue = _most_named(accounts)
        for other, named in accounts:
            if _are_in_conflict((entry, venue), (other, named)):
                message = f"'{named.name}' here, but '{_with_year(entry, venue)}' in {called(entry)}"
                also = (related(entry, f"'{venue.name}' here"),)
                subject = f"{shortened(other.title)} {named.name}"
                yield Finding("VEN002", other.list, venue_place(other), message, subject, other.id, also)


@library_rule("VEN003")
def superseded_preprint(library: Library, _: Surroundings) -> Iterator[Finding]:
    """An entry says preprint where another account of the same work names where it was published.

    The work has been published since the entry was written. Name the venue, which readers look for and cite.

    Bad:
        a.md:
            - **LoRA: Low-Rank Adaptation of Large Language Models**, arXiv 2021. [[PDF](https://arxiv.org/abs/2106.09685)]
        b.md:
            - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[PDF](https://arxiv.org/abs/2106.09685)]

    Good:
        a.md:
            - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[PDF](https://arxiv.org/abs/2106.09685)]
        b.md:
            - **LoRA: Low-Rank Adaptation of Large Language Models**. [[PDF](https://arxiv.org/abs/2106.09685)]

    Fix: none.
    """
    order = run_order(library)
    for work, accounts in _published(library):
        entry, venue = _most_named(accounts)
        for other in in_run_order(work.entries, order):
            if says_preprint(other):
                message = f"'{other.venue}', but published: {_with_year(entry, venue)} in {called(entry)}"
                also = (related(entry, f"'{venue.name}' here"),)
                span, subject = venue_place(other), shortened(other.title)
                yield Finding("VEN003", other.list, span, message, subject, other.id, also)


def _published(library: Library) -> Iterator[tuple[Cluster, list[Account]]]:
    """The works whose entries name several venues, with the entries that name a published one, in the run's order."""
    order = run_order(library)
    for work in (work for work in library.clusters if len(work.entries) > 1):
        if len({entry.venue_name or entry.venue for entry in work.entries} - {None}) < 2:
            continue
        accounts = [
            (entry, venue) for entry in in_run_order(work.entries, order) if (venue := published_in(entry))
        ]
        if accounts:
            yield work, accounts


def _most_named(accounts: Sequence[Account]) -> Account:
    """The first account of the venue that most entries name; of equally many, that of the first."""
    counts = Counter(venue.id for _, venue in accounts)
    return max(accounts, key=lambda account: counts[account[1].id])


def _are_in_conflict(left: Account, right: Account) -> bool:
    """Whether a work that appeared at the one cannot well have appeared at the other."""
    (entry, venue), (other, named) = left, right
    if venue.id == named.id or venue.id in named.joint or named.id in venue.joint:
        return False
    if "workshop" in (venue.kind, named.kind):
        return _are_of_one_meeting(venue, named) and entry.year == other.year
    if "journal" in (venue.kind, named.kind) and venue.kind != named.kind:
        return not _is_extended(left, right)
    if _are_of_one_meeting(venue, named):
        return _is_findings(venue) != _is_findings(named)
    return True


def _are_of_one_meeting(left: Venue, right: Venue) -> bool:
    """Whether one is a track or workshop of the other."""
    return left.parent == right.id or right.parent == left.id


def _is_findings(venue: Venue) -> bool:
    """Whether it is a track of papers that were not accepted to the conference itself."""
    return venue.id.startswith("findings")


def _is_extended(left: Account, right: Account) -> bool:
    """Whether the journal's account is of a later year, as that of an extended version is."""
    (journal, _), (conference, _) = (left, right) if left[1].kind == "journal" else (right, left)
    return journal.year is not None and conference.year is not None and journal.year > conference.year


def _with_year(entry: Entry, venue: Venue) -> str:
    return f"{venue.name} {entry.year}" if entry.year else venue.name
