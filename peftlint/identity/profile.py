"""What of an entry is compared, prepared once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from peftlint.identity.people import Person, agreement, read_people, read_person
from peftlint.identity.titles import Title, read_title, squash
from peftlint.model import Entry, Identifier

PREPRINT_DOIS = ("10.1101/", "10.20944/", "10.21203/", "10.26434/", "10.31234/", "10.36227/")
"""bioRxiv and medRxiv, Preprints.org, Research Square, ChemRxiv, PsyArXiv, TechRxiv."""
FIRST_AUTHORS = 3
MOST_ALIASES = 4
MOST_COMPARED = 8
"""Entries of one title in one list that are looked at to see whether the title recurs."""


class Series(NamedTuple):
    """Where something was published: the registry's id of the series and its kind ("" if it has none).

    A workshop or track counts as its parent, for lists name the one for the other.
    """

    name: str
    kind: str


class Profile(NamedTuple):
    """An entry as identity sees it.

    ``families`` are the family names of the first :data:`FIRST_AUTHORS` authors. ``identifiers`` are only
    those that name papers; ``arxiv`` and ``doi`` the ones that a work has no two of ("" for none; a DOI of a
    preprint server does not count, for the publisher gives another one).
    """

    entry: Entry
    title: Title
    aliases: frozenset[str]
    families: tuple[str, ...]
    identifiers: frozenset[Identifier]
    arxiv: str
    doi: str
    series: Series

    @property
    def people(self) -> tuple[Person, ...]:
        """All authors: read when they are asked for, as most entries are never compared so far."""
        return read_people(self.entry.authors)


NONE: frozenset[str] = frozenset()


def profile_of(entry: Entry) -> Profile:
    """Prepare an entry for comparison."""
    from peftlint.fields.identifier import WORK_KINDS

    names = [name for name in entry.identifiers if name.kind in WORK_KINDS]
    return Profile(
        entry,
        read_title(entry.title),
        frozenset(squash(alias) for alias in entry.aliases[:MOST_ALIASES]) if entry.aliases else NONE,
        tuple(person.family for name in entry.authors[:FIRST_AUTHORS] if (person := read_person(name))),
        frozenset(names),
        _only(names, "arxiv"),
        _only(names, "doi"),
        series_of(entry.venue_name or entry.venue or ""),
    )


def _only(names: Sequence[Identifier], kind: str) -> str:
    """The value of the identifier of a kind, the smallest if there are several, "" for none that counts."""
    values = [name.value for name in names if name.kind == kind and not name.value.startswith(PREPRINT_DOIS)]
    return min(values) if values else ""


@lru_cache(maxsize=1 << 14)
def series_of(venue: str) -> Series:
    """Take a venue name, as printed or canonical, to its series; ``Series("", "")`` if nothing is known."""
    from peftlint.fields.venue import resolve

    known = resolve(venue) if venue else None
    return Series(known.parent or known.id, known.kind) if known else Series("", "")


def recurring_titles(profiles: Sequence[Profile]) -> frozenset[str]:
    """The bare titles that are columns rather than works: one list has them for different works.

    The sign is that entries of one list under the title are of three or more years, or of two years and
    of authors who have nothing in common ("Editor's Notes", "Reminiscences on Influential Papers").
    """
    counts = Counter(profile.title.bare for profile in profiles)
    together: defaultdict[tuple[str, str], list[Profile]] = defaultdict(list)
    for profile in profiles:
        if counts[profile.title.bare] > 1:
            together[profile.entry.list, profile.title.bare].append(profile)
    return frozenset(bare for (_, bare), some in together.items() if len(some) > 1 and _recurs(some))


def _recurs(entries: Sequence[Profile]) -> bool:
    years = {profile.entry.year for profile in entries if profile.entry.year}
    pairs = combinations(entries[:MOST_COMPARED], 2)
    return len(years) >= 3 or (
        len(years) == 2 and any(agreement(one.people, other.people).apart for one, other in pairs)
    )
