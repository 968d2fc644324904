"""The venues that are known, and their names.

The facts lie in ``data/venues.json``, one venue a line, its ``id`` first; what follows from the names alone in
``data/venue_names.txt`` (see :mod:`peftlint.fields.venue_names`). Both are read once, when first asked for, and of the
facts only those of the venues that occur.

Names are compared by :func:`name_key`. A few of them say a venue only when they stand alone and are
spelt as they are: short acronyms and words that mean something else too (``DATE``, ``Nature``,
``SP``), the ``ordinary`` ones of :class:`Name`; and names that are a field of study (``Machine Learning``,
``Robot Learning``), its ``topical`` ones.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from peftlint.data import read_data
from peftlint.fields.patterns import late


class Venue(NamedTuple):
    """One conference, journal, workshop series or preprint server.

    ``name`` is the canonical short name, ``full`` the name without year and ordinal, ``aliases`` other
    names in use. ``kind`` is ``conference``, ``journal``, ``workshop`` or ``preprint``. ``dblp`` is the key
    of its stream there. ``first`` is the year of its first edition or volume, ``until`` of the last one.
    It takes place in every ``year``, ``odd`` year or ``even`` year (``every``) from ``since`` on.
    ``editions`` are the years of an irregular calendar, all of them from the first one named there.
    ``renamed`` holds earlier names with the last year of each. ``parent`` is the venue of which it is a
    track or workshop, ``joint`` the ones that it is a joint meeting of (both by ``id``).
    None and empty mean unknown or none.
    """

    id: str
    name: str
    full: str
    kind: str
    aliases: tuple[str, ...] = ()
    dblp: str | None = None
    first: int | None = None
    every: str | None = None
    since: int | None = None
    until: int | None = None
    editions: tuple[int, ...] = ()
    renamed: tuple[tuple[str, int], ...] = ()
    parent: str | None = None
    joint: tuple[str, ...] = ()

    def held_in(self, year: int) -> bool | None:
        """Tell whether there was an edition or volume in ``year``; None if the registry does not know."""
        if (self.first and year < self.first) or (self.until and year > self.until):
            return False
        if year in self.editions or self.kind in ("journal", "preprint"):
            return True
        if self.since and year >= self.since:
            return self.every == "year" or year % 2 == (self.every == "odd")
        if self.editions and self.editions[0] < year < (self.since or self.editions[-1]):
            return False
        return None

    def was_called(self, name: str, year: int) -> bool:
        """Tell whether ``name`` was its name in ``year`` (NIPS: until 2017), in any case of letters."""
        key = name_key(name)
        return any(name_key(former) == key and year <= last for former, last in self.renamed)


class Name(NamedTuple):
    """One name of one venue: as it is spelt, whose it is, and what kind of name.

    ``how`` is ``name`` (the canonical one), ``full`` or ``alias``. ``ordinary`` and ``topical``: see
    the module.
    """

    spelled: str
    venue: str
    how: str
    ordinary: bool
    topical: bool


VENUES, VENUE_NAMES = "venues.json", "venue_names.txt"

_SEPARATORS = late(r"[\W_]+")
_ASCII_KEY = bytes(ord(chr(code).lower()) if chr(code).isalnum() else 32 for code in range(128)) + bytes(128)

TELLING_WORDS = 5
"""A name that is a field of study has fewer words, unless it tells a venue."""

SMALL_WORDS = frozenset({"a", "an", "and", "at", "for", "in", "of", "on", "the", "to"})

_KIND_WORDS = """
annals annual archive association bulletin chapter colloquium conf conference congress endow endowment findings j
joint journal letters magazine meeting preprint preprints proc proceedings quarterly symposium summit track
trans transactions workshop
"""
KIND_WORDS = frozenset(_KIND_WORDS.split())
"""Words that tell a venue wherever they stand in a name."""

_FIRST_WORDS = """
acm bmc cell frontiers ieee informs jama lancet nat nature nejm npj plos pnas siam science usenix
"""
_TELLING_STARTS = (*(word + " " for word in _FIRST_WORDS.split()), "the lancet", "advances in ")
STARTING_WORDS = frozenset((*_FIRST_WORDS.split(), "lancet", "advances"))
"""Words of which a name that opens with them says that it is a venue's."""


@lru_cache(maxsize=64)
def name_key(text: str) -> str:
    """Reduce a name to what counts in comparing: lower-case words, one blank between, ``&`` as ``and``."""
    if text.isascii():  # ten times faster, and nearly all names are
        if "&" in text:
            text = text.replace("&", " and ")
        return " ".join(text.encode().translate(_ASCII_KEY).decode().split())
    text = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    return _SEPARATORS.sub(" ", text).strip()


def content_words(key: str) -> list[str]:
    """The words of a name's key without ``of``, ``the`` and their like."""
    return [word for word in key.split() if word not in SMALL_WORDS]


def says_venue(key: str) -> bool:
    """Tell whether a name's key holds a word that venues have: conference, journal, transactions, ieee …"""
    return key.startswith(_TELLING_STARTS) or not KIND_WORDS.isdisjoint(key.split())


def is_acronym(word: str) -> bool:
    """Tell whether a word has the look of an acronym: a capital inside, as in ``ICLR``, ``arXiv``, ``NeurIPS``."""
    return any(map(str.isupper, word[1:]))


class Resolution(NamedTuple):
    """The venue that a printed name means, and how the name says it.

    ``how`` is ``name`` (its canonical name, whatever the case of letters), ``full`` (its full name),
    ``alias`` (another name or an abbreviation), ``part`` (a name among other words, as in
    ``ACL Short``) or ``misspelt``. ``clear`` is False if the name is also a common word or a field of
    study, ``complete`` is False if words are left over that say nothing of a venue (a city, a date).
    """

    venue: Venue
    how: str
    clear: bool = True
    complete: bool = True


class Registry:
    """All venues, by identifier and by name.

    ``keys`` are the keys of all names. ``longest`` leads from the first word of names to the number of words in the
    longest of them. ``openings`` are the first two words of the names of several words, ``telling_openings`` those of
    names that are no field of study. ``single_words`` are the keys of names that are one word, ordinary words left out.
    """

    def __init__(self, venues: str, names: str) -> None:
        """*venues* and *names* are the texts of the two files."""
        by_name, by_initials, longest, openings, telling_openings, single_words, acronyms = (
            part.split("\n") for part in names.rstrip("\n").split("\n\n")
        )
        self._lines = venues.split("\n")
        self._venues: dict[str, Venue] = {}
        self._rows = dict(zip(by_name[::2], by_name[1::2], strict=True))
        self._names: dict[str, Name] = {}
        self.keys = self._rows.keys()
        self._initials = dict(zip(by_initials[::2], by_initials[1::2], strict=True))
        self._acronyms = acronyms[0].split()
        self.longest = dict(zip(longest[0].split(), map(int, longest[1].split()), strict=True))
        self.openings = frozenset(zip(openings[0].split(), openings[1].split(), strict=True))
        self.telling_openings = frozenset(
            zip(telling_openings[0].split(), telling_openings[1].split(), strict=True)
        )
        self.single_words = frozenset(single_words[0].split())

    def __iter__(self) -> Iterator[Venue]:
        return map(self.venue, self._facts)

    def get(self, venue: str) -> Venue | None:
        """The venue with that identifier, or None."""
        return self.venue(venue) if venue in self._facts else None

    def venue(self, venue: str) -> Venue:
        """The venue with that identifier.

        Raises:
            KeyError: no venue has it.
        """
        if venue not in self._venues:
            import json

            row: dict[str, Any] = {
                field: tuple(value) if isinstance(value, list) else value
                for field, value in json.loads(self._facts[venue]).items()
            }
            row["renamed"] = tuple((name, last) for name, last in row.get("renamed", ()))
            row.setdefault("full", row["name"])
            self._venues[venue] = Venue(**row)
        return self._venues[venue]

    @cached_property
    def _facts(self) -> dict[str, str]:
        """From a venue's identifier to its line."""
        lines = [line.rstrip(",") for line in self._lines if line.startswith('{"id": "')]
        return {line[8 : line.index('"', 8)]: line for line in lines}

    def name(self, key: str) -> Name | None:
        """The name that has this key, or None."""
        row = self._rows.get(key)
        if row is None:
            return None
        if key not in self._names:
            spelled, venue, how, *marks = row.split("\t")
            self._names[key] = Name(spelled, venue, how, "ordinary" in marks, "topical" in marks)
        return self._names[key]

    def joint(self, venues: frozenset[str]) -> Venue | None:
        """The joint meeting of exactly these venues, by their identifiers, or None."""
        meetings = (self.venue(venue) for venue, line in self._facts.items() if '"joint": ' in line)
        return next((meeting for meeting in meetings if venues == frozenset(meeting.joint)), None)

    def with_initials(self, initials: str) -> list[tuple[list[str], str]]:
        """The content words of the full names with these initials, each with the venue's identifier."""
        rows = self._initials.get(initials)
        if rows is None:
            return []
        words = [row.split() for row in rows.split("\t")]
        return [(row[:-1], row[-1]) for row in words]

    def has_initials(self, initials: str) -> bool:
        """Whether the content words of a full name have these initials."""
        return initials in self._initials

    @cached_property
    def acronyms(self) -> dict[str, str]:
        """From the key of each acronym of four letters or more to its spelling, ordinary words left out."""
        return {key: self._rows[key].partition("\t")[0] for key in self._acronyms}

    @cached_property
    def phrases(self) -> dict[int, list[str]]:
        """The keys of names long enough to be told when misspelt, by their length; topical ones left out."""
        found: dict[int, list[str]] = {}
        for key, row in self._rows.items():
            if len(key) >= 16 and key.isascii() and not row.endswith("\ttopical"):
                found.setdefault(len(key), []).append(key)
        return found


@lru_cache(maxsize=1)
def registry() -> Registry:
    """The registry that comes with the package."""
    return Registry(read_data(VENUES), read_data(VENUE_NAMES))
