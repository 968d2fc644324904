"""What a new entry is to say."""

from __future__ import annotations

from typing import NamedTuple

from peftlint.fields.link import KINDS, address_kind, link_identity
from peftlint.model import Entry
from peftlint.readme.escape import clean, clean_address

ET_AL = frozenset({"et al", "et al.", "others", "等"})
"""Names that stand for further authors."""


class WantedLink(NamedTuple):
    """A link: one of ``fields.link.KINDS``, and the address."""

    kind: str
    url: str

    @property
    def identity(self) -> str:
        return link_identity(self.url)


class Wanted(NamedTuple):
    """The parts of a new entry, white space collapsed; what is not to be there is empty or None."""

    title: str
    authors: tuple[str, ...] = ()
    et_al: bool = False
    venue: str | None = None
    year: int | None = None
    links: tuple[WantedLink, ...] = ()
    tags: tuple[str, ...] = ()

    def link_to(self, kind: str) -> str | None:
        """The address of the first link of a kind."""
        return next((link.url for link in self.links if link.kind == kind), None)


def wanted_link(text: str) -> WantedLink:
    """Read ``KIND=URL`` or ``URL``; the address says what kind it is where none is given.

    Raises ValueError for an address that no page should link to.
    """
    kind, equals, url = text.partition("=")
    named = bool(equals) and kind.strip().lower() in KINDS
    address = clean_address(url if named else text).strip()
    if not address:
        raise ValueError(f"expected an address such as https://arxiv.org/abs/2106.09685, not {text!r}")
    return WantedLink(kind.strip().lower() if named else address_kind(address), address)


def wanted_entry(
    title: str,
    authors: tuple[str, ...] = (),
    venue: str | None = None,
    year: int | None = None,
    links: tuple[WantedLink, ...] = (),
    tags: tuple[str, ...] = (),
) -> Wanted:
    """Clean the values of a command line; an author ``et al.`` leaves the list of names open."""
    names = [name for author in authors if (name := clean(author))]
    named = tuple(name for name in names if name.casefold() not in ET_AL)
    return Wanted(
        title=clean(title),
        authors=named,
        et_al=len(named) < len(names),
        venue=clean(venue or "") or None,
        year=year,
        links=links,
        tags=tuple(name for tag in tags if (name := clean(tag))),
    )


def differences(wanted: Wanted, entry: Entry, heading_year: int | None) -> tuple[str, ...]:
    """The parts of *entry* that are not what was *wanted*, by name; a year may come from the heading above."""
    years = {wanted.year} if wanted.year is not None else {None, heading_year}
    same = {
        "title": entry.title == wanted.title,
        "authors": (entry.authors, entry.et_al) == (wanted.authors, wanted.et_al),
        "venue": wanted.venue in (entry.venue, entry.venue_name) if wanted.venue else not entry.venue,
        "year": entry.year in years,
        "links": _addresses(entry) == {(link.kind, link.identity) for link in wanted.links},
        "tags": set(entry.tags) == set(wanted.tags),
    }
    return tuple(name for name, agrees in same.items() if not agrees)


def _addresses(entry: Entry) -> set[tuple[str, str]]:
    return {
        (link.kind, link_identity(link.url))
        for link in entry.links
        if link.url and link.kind not in ("badge", "image")
    }
