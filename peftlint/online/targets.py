"""Whether what a service says of an identifier is the work that an entry names.

Titles are compared as identity compares them, and only a contradiction counts: other titles of the work, those it had
before and the names that lists give it for short are the same work, and one author in common is enough. Without
authors to compare, or with no more than a family name in common, two titles have to have nothing in common at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from peftlint.fields.han import may_hold_han
from peftlint.fields.identifier import WORK_KINDS, identifiers_of_url
from peftlint.identity.evidence import compare
from peftlint.identity.people import agreement, read_people
from peftlint.identity.profile import profile_of
from peftlint.identity.titles import informative_words, read_title, shared_words
from peftlint.model import Entry, Identifier, Library, Link, Work
from peftlint.online.model import Record
from peftlint.rules.naming import cites_several, is_short_name, key
from peftlint.rules.siblings import named_things

TELLING_WORDS = 3
"""Informative words that both titles must have where only they are compared."""


class Cited(NamedTuple):
    """A link of an entry that names one work, by what it identifies, and the titles that lists give that work.

    ``titles`` begin with the entry's own; those of works that may be the same one are among them.
    """

    entry: Entry
    titles: tuple[str, ...]
    link: Link
    identifiers: tuple[Identifier, ...]


def citations(library: Library) -> Iterator[Cited]:
    """The links to papers by which entries say which work they are about, the first of each identifier.

    Left out are entries whose title is the name of a model or data set, and those that cite several works.
    """
    things = {key(one.entries[number]) for one in library.lists for number in named_things(one)}
    works = {work.key: work for work in library.works}
    for work in library.works:
        listed = tuple(title for one in (work.key, *work.possible) for title in _titles(works[one]))
        for entry in work.entries:
            if key(entry) not in things and not is_short_name(entry.title) and not cites_several(entry):
                yield from _cited(entry, listed)


def _cited(entry: Entry, listed: Iterable[str]) -> Iterator[Cited]:
    titles = tuple(dict.fromkeys((entry.title, *entry.aliases, *listed)))
    seen: set[Identifier] = set()
    for link in entry.links if entry.title else ():
        names = [name for name in identifiers_of_url(link.url) if name.kind in WORK_KINDS]
        if link.kind == "paper" and names and seen.isdisjoint(names):
            seen.update(names)
            yield Cited(entry, titles, link, tuple(names))


def is_another_work(cited: Cited, record: Record) -> bool:
    """Whether a record of a cited identifier is surely not of the work that the entry names."""
    if not record.title:
        return False
    pairs = [(ours, theirs) for ours in cited.titles for theirs in (record.title, *record.aliases)]
    if any(may_hold_han(ours) != may_hold_han(theirs) for ours, theirs in pairs):
        return False  # a translation
    if not all(_contradict(cited, ours, theirs) for ours, theirs in pairs):
        return False
    unrelated = all(_have_nothing_in_common(ours, theirs) for ours, theirs in pairs)
    people, authors = read_people(cited.entry.authors), read_people(record.authors)
    if people and authors and not any(map(may_hold_han, cited.entry.authors)):
        agreed = agreement(people, authors)
        return agreed.apart or (unrelated and not agreed.shared)
    return unrelated


def _titles(work: Work) -> Iterable[str]:
    block = (entry.bibtex.get("title") for entry in work.entries if entry.bibtex)
    return (*work.aliases, *(entry.title for entry in work.entries), *(title for title in block if title))


def _contradict(cited: Cited, ours: str, theirs: str) -> bool:
    """Whether identity would not believe that an identifier belongs to both titles, whatever the authors say."""
    entry = cited.entry._replace(title=ours, aliases=(), identifiers=cited.identifiers, authors=())
    other = entry._replace(list="", title=theirs)
    return compare(profile_of(entry), profile_of(other)).level == "X"


def _have_nothing_in_common(ours: str, theirs: str) -> bool:
    left, right = read_title(ours), read_title(theirs)
    telling = min(informative_words(left), informative_words(right)) >= TELLING_WORDS
    return telling and shared_words(left, right)[0] == 0
