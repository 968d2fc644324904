"""The venues that are known, and their names.

The facts lie in ``data/venues.json``, one venue a line. They are read once, when first asked for.

Names are compared by :func:`name_key`. A few of them say a venue only when they stand alone and are
spelt as they are: short acronyms and words that mean something else too (``DATE``, ``Nature``,
``SP``), the ``ordinary`` ones of :class:`Name`; and names that are a field of study (``Machine Learning``,
``Robot Learning``), its ``topical`` ones.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Venue:
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


VENUES = Path(__file__).parents[1] / "data" / "venues.json"  # importlib.resources costs 30 ms to import

_SEPARATORS = re.compile(r"[\W_]+")

_ASCII_KEY = str.maketrans(
    {chr(code): chr(code).lower() if chr(code).isalnum() else " " for code in range(128)} | {"&": " and "}
)

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


def name_key(text: str) -> str:
    """Reduce a name to what counts in comparing: lower-case words, one blank between, ``&`` as ``and``."""
    if text.isascii():  # three times faster, and nearly all names are
        return " ".join(text.translate(_ASCII_KEY).split())
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
    """All venues, by identifier and by name."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._rows: dict[str, dict[str, Any]] = {row["id"]: row for row in data["venues"]}
        self._ordinary = frozenset(data["ordinary"])
        self._distinct = frozenset(data["distinct"])
        self._venues: dict[str, Venue] = {}

    def __iter__(self) -> Iterator[Venue]:
        return (self.venue(venue) for venue in self._rows)

    def get(self, venue: str) -> Venue | None:
        """The venue with that identifier, or None."""
        return self.venue(venue) if venue in self._rows else None

    def venue(self, venue: str) -> Venue:
        """The venue with that identifier.

        Raises:
            KeyError: no venue has it.
        """
        if venue not in self._venues:
            row: dict[str, Any] = {
                field: tuple(value) if isinstance(value, list) else value
                for field, value in self._rows[venue].items()
            }
            row["renamed"] = tuple((name, last) for name, last in row.get("renamed", ()))
            row.setdefault("full", row["name"])
            self._venues[venue] = Venue(**row)
        return self._venues[venue]

    @cached_property
    def keys(self) -> dict[str, tuple[str, str, str]]:
        """From a name's key to its spelling, the venue's identifier and how it names it."""
        found: dict[str, tuple[str, str, str]] = {}
        for venue, row in self._rows.items():
            found.setdefault(name_key(row["name"]), (row["name"], venue, "name"))
            if "full" in row:
                found.setdefault(name_key(row["full"]), (row["full"], venue, "full"))
            for alias in row.get("aliases", ()):
                found.setdefault(name_key(alias), (alias, venue, "alias"))
        return found

    def name(self, key: str) -> Name | None:
        """The name that has this key, or None."""
        if key not in self.keys:
            return None
        spelled, venue, how = self.keys[key]
        return Name(spelled, venue, how, self._is_ordinary(spelled), self._is_topical(spelled, key))

    def _is_ordinary(self, spelled: str) -> bool:
        if spelled in self._distinct:
            return False
        return spelled in self._ordinary or (len(spelled) <= 3 and spelled.isascii())

    def _is_topical(self, spelled: str, key: str) -> bool:
        words = key.split()
        return len(words) > 1 and not (
            says_venue(key) or "." in spelled or any(map(is_acronym, spelled.split()))
        )

    def joint(self, venues: frozenset[str]) -> Venue | None:
        """The joint meeting of exactly these venues, by their identifiers, or None."""
        for venue, row in self._rows.items():
            if venues == frozenset(row.get("joint", ())):
                return self.venue(venue)
        return None

    @cached_property
    def longest(self) -> dict[str, int]:
        """From the first word of names to the number of words in the longest of them."""
        found: dict[str, int] = {}
        for key in self.keys:
            words = key.split()
            found[words[0]] = max(found.get(words[0], 0), len(words))
        return found

    @cached_property
    def openings(self) -> frozenset[str | tuple[str, str]]:
        """What names open with: names of one word, and the first two words of the others."""
        words = [key.split() for key in self.keys]
        return frozenset((name[0], name[1]) if len(name) > 1 else name[0] for name in words)

    @cached_property
    def single_words(self) -> frozenset[str]:
        """The keys of names that are one word, ordinary words left out."""
        return frozenset(
            key
            for key, (spelled, _, _) in self.keys.items()
            if " " not in key and not self._is_ordinary(spelled)
        )

    @cached_property
    def by_initials(self) -> dict[str, list[tuple[list[str], str]]]:
        """From the initials of a full name's content words to those words and the venue's identifier."""
        found: dict[str, list[tuple[list[str], str]]] = {}
        for venue, row in self._rows.items():
            words = content_words(name_key(row.get("full", row["name"])))
            found.setdefault("".join(word[0] for word in words), []).append((words, venue))
        return found

    @cached_property
    def acronyms(self) -> dict[str, str]:
        """From the key of each acronym of four letters or more to its spelling, ordinary words left out."""
        return {
            key: spelled
            for key, (spelled, _, how) in self.keys.items()
            if " " not in key and len(key) >= 4 and is_acronym(spelled) and not self._is_ordinary(spelled)
        }

    @cached_property
    def phrases(self) -> list[str]:
        """The keys of names long enough to be told when misspelt, topical ones left out."""
        return [
            key
            for key, (spelled, _, _) in self.keys.items()
            if len(key) >= 16 and key.isascii() and not self._is_topical(spelled, key)
        ]


@lru_cache(maxsize=1)
def registry() -> Registry:
    """The registry that comes with the package."""
    return Registry(json.loads(VENUES.read_text("utf-8")))
