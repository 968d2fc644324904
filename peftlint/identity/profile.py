"""What of an entry is compared, prepared once."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from peftlint.fields.identifier import WORK_KINDS
from peftlint.identity.people import Person, read_family, read_people
from peftlint.identity.titles import Title, read_title, squash
from peftlint.model import Entry, Identifier

PREPRINT_DOIS = ("10.1101/", "10.20944/", "10.21203/", "10.26434/", "10.31234/", "10.36227/")
"""bioRxiv and medRxiv, Preprints.org, Research Square, ChemRxiv, PsyArXiv, TechRxiv."""
FIRST_AUTHORS = 3
MOST_ALIASES = 4


class Series(NamedTuple):
    """Where something was published: the registry's id of the series and its kind ("" if it has none).

    A workshop or track counts as its parent, for lists name the one for the other.
    """

    name: str
    kind: str


class Profile(NamedTuple):
    """An entry as identity sees it.

    ``families`` are the family names of the first :data:`FIRST_AUTHORS` authors. ``identifiers`` are only
    those that name papers, each once, in order of kind and value; ``arxiv`` and ``doi`` the ones that a work has no
    two of ("" for none; a DOI of a preprint server does not count, for the publisher gives another one).
    """

    entry: Entry
    title: Title
    aliases: frozenset[str]
    families: tuple[str, ...]
    identifiers: tuple[Identifier, ...]
    arxiv: str
    doi: str

    @property
    def people(self) -> tuple[Person, ...]:
        """All authors: read when they are asked for, as most entries are never compared so far."""
        return read_people(self.entry.authors)

    @property
    def series(self) -> Series:
        """Where it was published, as the registry knows it."""
        return series_of(self.entry.venue_name or self.entry.venue or "")


NONE: frozenset[str] = frozenset()


def profile_of(entry: Entry) -> Profile:
    """Prepare an entry for comparison."""
    names = _names_of_papers(entry.identifiers) if entry.identifiers else ()
    return Profile(
        entry,
        read_title(entry.title),
        frozenset([squash(alias) for alias in entry.aliases[:MOST_ALIASES]]) if entry.aliases else NONE,
        tuple(filter(None, map(read_family, entry.authors[:FIRST_AUTHORS]))),
        names,
        _only(names, "arxiv") if names else "",
        _only(names, "doi") if names else "",
    )


def _names_of_papers(identifiers: tuple[Identifier, ...]) -> tuple[Identifier, ...]:
    if len(identifiers) == 1:  # as mostly; no other tuple is made then
        return identifiers if identifiers[0].kind in WORK_KINDS else ()
    return tuple(sorted({name for name in identifiers if name.kind in WORK_KINDS}))


def _only(names: tuple[Identifier, ...], kind: str) -> str:
    """The value of the identifier of a kind, the smallest if there are several, "" for none that counts."""
    for name in names:  # in order
        if name.kind == kind and not name.value.startswith(PREPRINT_DOIS):
            return name.value
    return ""


@lru_cache(maxsize=1 << 14)
def series_of(venue: str) -> Series:
    """Take a venue name, as printed or canonical, to its series; ``Series("", "")`` if nothing is known."""
    from peftlint.fields.venue import resolve

    known = resolve(venue) if venue else None
    return Series(known.parent or known.id, known.kind) if known else Series("", "")
