"""What the canonical README shows, as values without places.

A :class:`Readme` holds exactly what its text says: written by :mod:`layout`, it is read by :mod:`read` as
an equal value.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from peftlint.model import Identifier


class Address(NamedTuple):
    """A link without its place: what it leads to, and the address."""

    kind: str
    url: str


class SourceList(NamedTuple):
    """A list as the README names it: by a code, and by its path relative to the README."""

    code: str
    path: str


class Item(NamedTuple):
    """One work as the README shows it: a line of the list and a BibTeX entry.

    ``type`` is that of the BibTeX entry, ``carried`` its further fields, verbatim, and ``codes`` name
    the lists that hold the work. ``identifiers`` are sorted.
    """

    key: str
    title: str
    authors: tuple[str, ...] = ()
    et_al: bool = False
    venue: str | None = None
    year: int | None = None
    links: tuple[Address, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    type: str = "misc"
    carried: tuple[tuple[str, str], ...] = ()


class Section(NamedTuple):
    """One topic: an English heading, its translation (may be ``""``) and its items in order."""

    name: str
    translation: str
    items: tuple[Item, ...]


class Readme(NamedTuple):
    """What stands between the markers of a canonical README."""

    lists: tuple[SourceList, ...]
    sections: tuple[Section, ...]

    @property
    def items(self) -> Iterator[Item]:
        return (item for section in self.sections for item in section.items)
