"""Which of its entries' accounts a work is shown with, field by field; the other accounts are kept.

title
    What most entries give (case and signs aside), no mere nickname; else the published one; else the longest.
    Of its spellings the one without line-break hyphens and with the most telling capitals: LoRA over Lora,
    title case over sentence case.
authors
    Of the lists that most entries agree with the longest; a closed one before an open one, names in full
    before initials.
venue
    Published before preprint before none, a workshop after other venues. Between two: what an identifier
    says (``2021.findings-emnlp.12``), the year allows, most entries say, is narrower.
year
    What most entries print with that venue; else what an identifier says; else, of those not before the
    preprint, the later one (a wrong year is mostly that of the preprint), for a preprint the earlier one.
    Without a venue the earliest.
links
    All of them, each resource once, at its canonical address; papers first (arXiv before others), then code.
the rest
    Identifiers and tags of all entries; all other titles as aliases; the BibTeX entry with the most fields.

What remains equal is decided by list and line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from peftlint.accounts.authors import choose_authors, written
from peftlint.accounts.keys import assign_keys
from peftlint.accounts.links import identifiers_of, links_of
from peftlint.accounts.titles import StandingWords, choose_title
from peftlint.accounts.venues import choose_venue, choose_year, venue_name
from peftlint.identity.titles import squash
from peftlint.model import Account, Bibtex, Cluster, Entry, Evidence, Identifier, Work

NO_OTHERS: Mapping[str, tuple[Account, ...]] = {}


class Chosen(NamedTuple):
    """The entries of a work, and the accounts that were chosen for it."""

    entries: tuple[Entry, ...]
    title: str
    authors: tuple[str, ...]
    et_al: bool
    venue: str | None
    year: int | None
    identifiers: tuple[Identifier, ...]


def choose(
    entries: Sequence[Entry],
    key: str = "",
    evidence: Sequence[Evidence] = (),
    vocabulary: Collection[str] = frozenset(),
) -> Work:
    """Make one work of its entries, at least one.

    ``vocabulary`` are words in lower case that are known to be whole, by which a line-break hyphen is told
    from one that belongs there.
    """
    in_order = sorted(entries, key=lambda entry: (entry.list, entry.line, entry.span))
    return _work(_chosen(tuple(in_order), vocabulary), key, tuple(evidence), ())


def choose_all(clusters: Sequence[Cluster]) -> tuple[Work, ...]:
    """Make a work of each cluster, in their order, with keys that are theirs alone."""
    vocabulary = StandingWords([entry for cluster in clusters for entry in cluster.entries])
    chosen = [_chosen(cluster.entries, vocabulary) for cluster in clusters]
    keys = assign_keys(chosen)
    return tuple(
        [
            _work(told, key, cluster.evidence, tuple([keys[place] for place in cluster.possible]))
            for told, key, cluster in zip(chosen, keys, clusters, strict=True)
        ]
    )


def _chosen(entries: tuple[Entry, ...], vocabulary: Collection[str]) -> Chosen:
    """Choose among entries in the order of list and line; most works have but one, which leaves nothing to choose."""
    if len(entries) == 1:
        (entry,) = entries
        et_al = entry.et_al and bool(entry.authors)
        identifiers = identifiers_of(entries)
        return Chosen(entries, entry.title, entry.authors, et_al, venue_name(entry), entry.year, identifiers)
    authors, et_al = choose_authors(entries)
    venue = choose_venue(entries)
    return Chosen(
        entries,
        choose_title(entries, vocabulary),
        authors,
        et_al,
        venue,
        choose_year(entries, venue),
        identifiers_of(entries),
    )


def _work(chosen: Chosen, key: str, evidence: tuple[Evidence, ...], possible: tuple[str, ...]) -> Work:
    entries, title, authors, et_al, venue, year, identifiers = chosen
    alone = entries[0] if len(entries) == 1 else None
    return Work(
        key,
        title,
        entries,
        authors,
        et_al,
        venue,
        year,
        links_of(entries, identifiers),
        identifiers,
        () if alone and not alone.tags else _tags(entries),
        () if alone and not alone.aliases else _aliases(entries, title),
        alone.bibtex if alone else _bibtex(entries),
        NO_OTHERS if alone else _others(chosen),
        evidence,
        possible,
    )


def _tags(entries: Iterable[Entry]) -> tuple[str, ...]:
    tags: dict[str, str] = {}
    for entry in entries:
        for tag in entry.tags:
            tags.setdefault(tag.casefold(), tag)
    return tuple(tags.values())


def _aliases(entries: Sequence[Entry], title: str) -> tuple[str, ...]:
    """The other titles, most frequent first; of spellings that differ in case and signs alone the first."""
    titles = [entry.title for entry in entries] + [alias for entry in entries for alias in entry.aliases]
    if all(other == title for other in titles):
        return ()
    spellings: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for other in titles:
        form = squash(other)
        spellings.setdefault(form, other)
        counts[form] += 1
    for known in (squash(title), ""):
        spellings.pop(known, None)
    return tuple(spellings[form] for form in sorted(spellings, key=lambda form: -counts[form]))


def _bibtex(entries: Iterable[Entry]) -> Bibtex | None:
    blocks = [entry.bibtex for entry in entries if entry.bibtex]
    return max(blocks, key=lambda block: len(block.fields), default=None)


def _others(chosen: Chosen) -> dict[str, tuple[Account, ...]]:
    """The accounts that were not chosen, by field; a venue in another spelling is the same account."""
    told: dict[str, list[tuple[str, str]]] = {}
    for entry in chosen.entries:
        if entry.title and entry.title != chosen.title:
            told.setdefault("title", []).append((entry.title, entry.id))
        if entry.authors and (entry.authors, entry.et_al) != (chosen.authors, chosen.et_al):
            told.setdefault("authors", []).append((written(entry), entry.id))
        if entry.venue and venue_name(entry) != chosen.venue:
            told.setdefault("venue", []).append((entry.venue, entry.id))
        if entry.year and entry.year != chosen.year:
            told.setdefault("year", []).append((str(entry.year), entry.id))
    return {field: _accounts(values) for field, values in told.items()}


def _accounts(told: Iterable[tuple[str, str]]) -> tuple[Account, ...]:
    by_value: dict[str, list[str]] = {}
    for value, entry in told:
        by_value.setdefault(value, []).append(entry)
    accounts = [Account(value, tuple(entries)) for value, entries in by_value.items()]
    return tuple(sorted(accounts, key=lambda account: -len(account.entries)))
