"""Is a work listed already, where, how sure is that, and why? What is asked is a title, an identifier or an address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from peftlint.fields.identifier import WORK_KINDS, identifiers_in_text, identifiers_of_url
from peftlint.fields.link import link_identity
from peftlint.fields.normal import normal_value
from peftlint.fields.registries import ARXIV
from peftlint.identity.evidence import KIND_NAMES, TITLES
from peftlint.identity.titles import (
    LIKE,
    Title,
    different_names,
    informative_words,
    likeness,
    read_title,
    shared_words,
    squash,
)
from peftlint.model import Entry, Identifier, Work

CERTAIN, LIKELY, POSSIBLY = "certain", "likely", "possibly"
LEVELS = (CERTAIN, LIKELY, POSSIBLY)
"""How sure a hit is, surest first."""

LONGEST = 2000
"""Characters of a question that are looked at; no title or address is longer."""
SHORTEST_VALUE = 5
"""Characters of a registry's own name for a work (``nZeVKeeFYf9``) that is recognized without its address."""
SHARED_WORDS = 0.8
"""The share of telling words that make two titles similar that are not alike letter by letter."""

_BARE_ARXIV = re.compile(rf"(?:arxiv:)?\s*({ARXIV})(?:v\d+)?", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]{1,20}:)?//\S+|[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)
_NAMED = re.compile(r"([a-z0-9-]{2,20}):(\S+)", re.IGNORECASE)
_LIKELY_KINDS = frozenset({"form", "name", "cut", "part", "slip"})


class Question(NamedTuple):
    """What is looked for, taken apart once.

    ``address`` is the key of the resource that a whole address leads to ("" if none was asked for), ``value`` the
    question in small letters, which may be a registry's own name for a work.
    """

    identifiers: frozenset[Identifier]
    address: str
    value: str
    title: Title


class Hit(NamedTuple):
    """An entry that answers the question: how sure (one of LEVELS), why, and how near its title is (0 to 100)."""

    entry: Entry
    level: str
    reason: str
    score: float


class Listed(NamedTuple):
    """A work that answers the question, as sure as the surest of its entries; the entries surest first.

    Entries that only belong to the same work as a hit come last, with the evidence for that.
    """

    work: Work
    hits: tuple[Hit, ...]

    @property
    def level(self) -> str:
        return self.hits[0].level


def ask(text: str) -> Question:
    """Take a question apart: a title, a nickname, an address, or an identifier in any form. Any text will do."""
    text = " ".join(text[:LONGEST].split())
    is_address = _ADDRESS.fullmatch(text) is not None
    title = read_title("" if is_address else text)
    return Question(
        frozenset(_identifiers(text, is_address)),
        link_identity(text) if is_address else "",
        text.lower(),
        title,
    )


def _identifiers(text: str, is_address: bool) -> Iterator[Identifier]:
    if is_address:
        yield from identifiers_of_url(text)
    yield from (identifier for identifier, _, _ in identifiers_in_text(text))
    if (bare := _BARE_ARXIV.fullmatch(text)) and (value := normal_value("arxiv", bare[1])):
        yield Identifier("arxiv", value)
    if named := _NAMED.fullmatch(text):
        yield Identifier(named[1].lower(), named[2])


def find(question: Question, works: Iterable[Work]) -> tuple[Listed, ...]:
    """The works that answer *question*, surest first, then nearest by title, then by list and line.

    A label that only one work bears is its nickname; one that several bear may be their topic.
    """
    works = tuple(works)
    sole = sum(any(squash(tag) == question.title.squashed for tag in work.tags) for work in works) == 1
    found = [listed for work in works if (listed := _listed(question, work, sole))]
    return tuple(sorted(found, key=lambda listed: (*_rank(listed.hits[0]), listed.work.entries[0].span)))


def is_listed(found: Sequence[Listed]) -> bool:
    """Whether the first of *found* (as :func:`find` gives them) is more than similar."""
    return bool(found) and found[0].level != POSSIBLY


def _listed(question: Question, work: Work, sole: bool) -> Listed | None:
    hits = [hit for entry in work.entries if (hit := judge(question, entry, sole_label=sole))]
    if not hits:
        return None
    hits.sort(key=_rank)
    direct = {id(hit.entry) for hit in hits}
    others = (entry for entry in work.entries if id(entry) not in direct)
    return Listed(work, (*hits, *(_related(entry, hits[0], work) for entry in others)))


def _rank(hit: Hit) -> tuple[object, ...]:
    return LEVELS.index(hit.level), -hit.score, hit.entry.list, hit.entry.line


def _related(entry: Entry, hit: Hit, work: Work) -> Hit:
    """An entry that is found by way of another one of its work."""
    evidence = next((one for one in work.evidence if entry.id in (one.left, one.right)), None)
    told = f"the same work as {hit.entry.id}" + (f" ({evidence.reason})" if evidence else "")
    return Hit(entry, hit.level, told, hit.score)


def judge(question: Question, entry: Entry, *, sole_label: bool = False) -> Hit | None:
    """How one entry answers *question*; None if it does not. *sole_label*: a label asked for names one work."""
    return (
        _by_identifier(question, entry)
        or _by_address(question, entry)
        or _by_title(question, entry, LIKELY if sole_label else POSSIBLY)
    )


def _by_identifier(question: Question, entry: Entry) -> Hit | None:
    shown = (*entry.identifiers, *(one for link in entry.links for one in identifiers_of_url(link.url)))
    for identifier in shown:
        if identifier in question.identifiers or _is_value(question, identifier):
            level = CERTAIN if identifier.kind in WORK_KINDS and identifier in entry.identifiers else LIKELY
            named = KIND_NAMES.get(identifier.kind, identifier.kind)
            return Hit(entry, level, f"same {named} {identifier.value}", 100.0)
    return None


def _is_value(question: Question, identifier: Identifier) -> bool:
    """Whether the question is nothing but the value of *identifier* (``owner/name`` of a repository, too)."""
    return len(question.value) >= SHORTEST_VALUE and identifier.value.lower() == question.value


def _by_address(question: Question, entry: Entry) -> Hit | None:
    if not question.address:
        return None
    for link in entry.links:
        if link.url and link_identity(link.url) == question.address:
            level = CERTAIN if link.kind == "paper" else LIKELY
            return Hit(entry, level, f"links to it ({link.kind})", 100.0)
    return None


def _by_title(question: Question, entry: Entry, label_level: str) -> Hit | None:
    """By the title or another title of the entry, by its short name, or by a label that is put on it."""
    if not question.title.squashed:
        return None
    hits = [_compared(question.title, title, entry) for title in (entry.title, *entry.aliases)]
    hits.append(_by_tag(question.title, entry, label_level))
    return min((hit for hit in hits if hit), key=_rank, default=None)


def _compared(asked: Title, text: str, entry: Entry) -> Hit | None:
    title = read_title(text)
    likely = likeness(asked, title)
    if likely.kind == "same":
        return Hit(entry, CERTAIN, TITLES["same"], 100.0)
    if asked.squashed == title.name:
        return Hit(entry, LIKELY, "its short name", 99.0)
    parted = different_names(asked, title)
    if likely.kind in _LIKELY_KINDS and not parted:
        return Hit(entry, LIKELY, TITLES[likely.kind], likely.score)
    if likely.score >= LIKE:
        told = f"titles alike to {likely.score:.0f} %" + (", another short name" if parted else "")
        return Hit(entry, POSSIBLY, told, likely.score)
    return _by_words(asked, title, entry)


def _by_words(asked: Title, title: Title, entry: Entry) -> Hit | None:
    """By the words that both titles have: those asked for must nearly all be there."""
    words, share = shared_words(asked, title)
    if words and words >= SHARED_WORDS * informative_words(asked):
        return Hit(entry, POSSIBLY, f"{words} of its words" if words > 1 else "its word", 50.0 * share)
    return None


def _by_tag(asked: Title, entry: Entry, level: str) -> Hit | None:
    named = next((tag for tag in entry.tags if squash(tag) == asked.squashed), None)
    return None if named is None else Hit(entry, level, f"labelled {named}", 40.0)
