"""Entries made worse in the ways in which databases and lists make them worse; a seed makes the same dirt again."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from string import ascii_lowercase

from peftlint.model import Entry

Dirt = Callable[[Entry, Random, float], Entry]
"""Makes one entry worse; the strength is from 0 (not at all) to 1."""


def lower_case(told: Entry, random: Random, strength: float) -> Entry:
    """Everything in small letters."""
    if random.random() >= strength:
        return told
    return told._replace(title=told.title.lower(), authors=tuple(name.lower() for name in told.authors))


def cut(told: Entry, random: Random, strength: float) -> Entry:
    """Titles end after so many characters, within words, as fields of fixed length do."""
    length = 90 - int(55 * strength)
    return told._replace(title=told.title[:length].rstrip()) if random.random() < 0.8 else told


def misspelt(told: Entry, random: Random, strength: float) -> Entry:
    """Letters of titles and names are left out, doubled, changed or swapped: one in 100 to one in 12."""
    rate = 0.01 + 0.07 * strength
    return told._replace(
        title=_slipped(told.title, random, rate),
        authors=tuple(_slipped(name, random, rate) for name in told.authors),
    )


def _slipped(text: str, random: Random, rate: float) -> str:
    letters = list(text)
    for place, letter in enumerate(letters):
        if letter.isalpha() and random.random() < rate:
            letters[place] = random.choice(["", letter * 2, random.choice(ascii_lowercase)])
    return "".join(letters)


def missing(told: Entry, random: Random, strength: float) -> Entry:
    """Authors, venue and year are absent, each by itself."""
    authors, venue, year = (random.random() >= strength * 0.8 for _ in range(3))
    return told._replace(
        authors=told.authors if authors else (),
        venue=told.venue if venue else None,
        venue_name=told.venue_name if venue else None,
        year=told.year if year else None,
    )


def initials(told: Entry, random: Random, strength: float) -> Entry:
    """Given names are initials, and of many authors only the first few are named."""
    if random.random() >= strength:
        return told
    names = tuple(_short(name) for name in told.authors)
    most = random.randint(1, 4)
    return told._replace(authors=names[:most], et_al=len(names) > most)


def _short(name: str) -> str:
    *given, family = name.split() or [""]
    return "".join(part[0] for part in given) + " " + family


def moved(told: Entry, random: Random, strength: float) -> Entry:
    """Values stand in the wrong field: authors before the title, the venue behind it, the year one off."""
    way = random.random() / max(strength, 0.01)
    if way < 0.25 and told.venue:
        return told._replace(title=f"{told.title}, {told.venue}", venue=None, venue_name=None)
    if way < 0.5 and told.authors:
        return told._replace(title=f"{told.authors[0]}: {told.title}", authors=told.authors[1:])
    if way < 0.75 and told.year:
        return told._replace(year=told.year + random.choice([-1, 1]))
    return told


def everything(told: Entry, random: Random, strength: float) -> Entry:
    """All kinds at half their strength."""
    for dirt in (initials, misspelt, moved, missing, lower_case, cut):
        told = dirt(told, random, strength / 2)
    return told


KINDS: tuple[Dirt, ...] = (lower_case, cut, misspelt, missing, initials, moved, everything)
STRENGTHS = (0.3, 0.6, 1.0)


def dirtied(entries: list[Entry], dirt: Dirt, strength: float, seed: int = 3) -> list[Entry]:
    """The entries, each made worse."""
    random = Random(seed)
    return [dirt(one, random, strength) for one in entries]
