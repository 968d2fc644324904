"""A README and what ``merge`` would write → what somebody changed between the markers by hand.

A README that is merely out of date shows values that the lists had before. A value that no list gives any more was
therefore either overtaken or typed in; that it was typed in shows where line and BibTeX entry of a work, which are
written together, say different things, or where the history of the lists does not know the value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from peftlint.accounts.links import resource_of
from peftlint.accounts.venues import venue_name
from peftlint.fields.identifier import identifier_of_url, identifiers_of_url
from peftlint.fields.venue import resolve
from peftlint.model import Bibtex, Entry, Identifier, Library, Link, Source, Work
from peftlint.readme.bibliography import decode
from peftlint.readme.changes import same_works
from peftlint.readme.escape import clean
from peftlint.readme.items import Address, Item, Readme
from peftlint.readme.layout import AT, shown_links
from peftlint.readme.read import pieces_of, read, read_canonical, tokens_of_region

Known = Callable[[str], bool | None]
"""Whether some list held a text at an earlier time; None if that cannot be told."""


class HandEdit(NamedTuple):
    """One value of a README that no list holds.

    ``line`` is that of the README, 1-based. ``field`` is ``title``, ``venue``, ``year``, ``authors``, a kind of link
    with the word link (``code link``), or ``work`` for an entry that no list has (then ``item`` is it). ``merged`` is
    what ``merge`` would write in place of ``shown`` (``""`` for nothing). ``sure`` tells that it was typed in; else
    the lists may have changed. ``key`` is that of the work, "" if there is none.
    """

    line: int
    key: str
    title: str
    field: str
    shown: str
    merged: str
    sure: bool
    item: Item
    entries: tuple[Entry, ...] = ()


def unknown(_text: str) -> bool | None:
    """The :data:`Known` of somebody who has no history at hand."""
    return None


def hand_edits(page: str, library: Library, merged: Readme, known: Known = unknown) -> tuple[HandEdit, ...]:
    """What was typed into *page*, the text of a README, of which *library* would make *merged*; in order of lines.

    What *known* says some list held before is no hand edit. What was taken away by hand cannot be told from what has
    joined the lists since, and is not told. Raises RegionError.
    """
    shown = list(read(page).items)
    entries = dict(zip(shown, read_canonical(Source("", page)), strict=True))
    works = {work.key: work for work in library.works}
    partners = same_works(shown, list(merged.items))
    found = [
        edit
        for item, old in partners.items()
        if item.key in works
        for edit in _of_work(old, item, entries[old], works[item.key], known)
    ]
    paired = set(partners.values())
    found += [_made(item, entries[item]) for item in shown if item not in paired and not entries[item].bibtex]
    return tuple(sorted([*found, *_without_key(page)], key=lambda edit: (edit.line, edit.field, edit.shown)))


def _made(item: Item, entry: Entry) -> HandEdit:
    return HandEdit(entry.line, "", item.title, "work", item.title, "", True, item)


def _without_key(page: str) -> Iterator[HandEdit]:
    """The bullets that nobody but a person can have written: ``merge`` gives each an anchor."""
    headings = 0
    for before, token in tokens_of_region(page):
        headings += before.type == "heading_open"
        if token.type != "inline" or token.level < 3 or not headings or not token.map:
            continue
        pieces = list(pieces_of(token.children or []))
        if any(piece.type == "html_inline" and piece.text.startswith("<a id=") for piece in pieces):
            continue
        urls = list(dict.fromkeys(piece.url for piece in pieces if piece.url))
        if urls and all(url.startswith("#") for url in urls):
            continue  # the table of contents
        title = clean("".join(piece.text for piece in pieces if piece.styled == 1)) or clean(token.content)
        links = tuple(Address("", url) for url in urls)
        yield HandEdit(token.map[0] + 1, "", title, "work", title, "", True, Item("", title, links=links))


def _of_work(old: Item, new: Item, entry: Entry, work: Work, known: Known) -> Iterator[HandEdit]:
    """What of one work was typed in; *entry* is the work as the README shows it."""
    for field, shown, merged, told, block in _values(old, new, entry, work):
        if shown and shown != merged and shown not in told:
            sure = block is not None and block != shown
            if sure or not known(shown):
                typed = sure or known(shown) is False
                yield HandEdit(entry.line, new.key, new.title, field, shown, merged, typed, old, work.entries)
    yield from _links(old, new, entry, work, known)


class _Value(NamedTuple):
    """What line and lists and BibTeX entry of the README say: ``told`` by the lists, ``block`` by the BibTeX entry."""

    field: str
    shown: str
    merged: str
    told: frozenset[str]
    block: str | None


def _values(old: Item, new: Item, entry: Entry, work: Work) -> Iterator[_Value]:
    block = entry.bibtex
    accounts = work.entries
    titles = {clean(title) for one in accounts for title in (one.title, *one.aliases)}
    venues = {clean(name) for one in accounts for name in (one.venue, venue_name(one)) if name}
    years = {str(one.year) for one in accounts if one.year}
    yield _Value(
        "title", old.title, new.title, frozenset(titles), _stated(block.get("title") if block else None)
    )
    known = resolve(old.venue) if old.venue else None
    if old.venue and known and known.name == new.venue:
        venues.add(old.venue)  # another spelling of what merge would write
    venue = next(
        (v for name in ("booktitle", "journal", "howpublished") if block and (v := block.get(name))), None
    )
    if block and not venue and block.get("eprint"):
        venue = "arXiv"
    yield _Value(
        "venue",
        old.venue or "",
        new.venue or "",
        frozenset(venues),
        _stated(venue or ("" if block else None)),
    )
    year = block.get("year") if block else None
    yield _Value(
        "year", str(old.year or ""), str(new.year or ""), frozenset(years), year or ("" if block else None)
    )
    authors, merged = ", ".join(old.authors), ", ".join(new.authors)
    told = frozenset(", ".join(one.authors) for one in accounts)
    yield _Value("authors", authors, merged, told, None)


def _stated(value: object) -> str | None:
    return decode(value) if isinstance(value, str) else None


def _links(old: Item, new: Item, entry: Entry, work: Work, known: Known) -> Iterator[HandEdit]:
    """The addresses that no list leads to; one in place of one of its kind is a changed link."""
    held = {resource_of(link.url).key for one in work.entries for link in one.links}
    held |= {resource_of(address.url).key for address in new.links}
    gone = [address for address in new.links if address not in old.links]
    for address, link in zip(old.links, entry.links, strict=True):
        if not address.url or resource_of(address.url).key in held:
            continue
        replaced = next((other for other in gone if other.kind == address.kind), None)
        replaced = replaced or (gone[0] if len(gone) == 1 else None)
        if replaced:
            gone.remove(replaced)
        sure = _is_typed(old, address, link, entry)
        identifier = identifier_of_url(address.url)
        before = None if sure else known(identifier.value if identifier else address.url)
        if not before:
            merged = replaced.url if replaced else ""
            field = f"{replaced.kind if replaced else address.kind} link"
            typed = sure or before is False
            yield HandEdit(
                entry.line, new.key, new.title, field, address.url, merged, typed, old, work.entries
            )


def _is_typed(item: Item, address: Address, link: Link, entry: Entry) -> bool:
    """Whether the rest of the README says another thing than an address: its label, or the BibTeX entry."""
    labels = {label for label, url in shown_links(item) if url == address.url}
    if AT in link.label and link.label not in labels and link.label not in (item.title, item.venue):
        return True
    return address.kind == "paper" and entry.bibtex is not None and _contradicts(item, address, entry.bibtex)


def _contradicts(item: Item, address: Address, block: Bibtex) -> bool:
    """Whether the BibTeX entry names a paper that no link leads to, where *address* leads to another of that kind."""
    linked = {identifier for link in item.links for identifier in identifiers_of_url(link.url)}
    kinds = {identifier.kind for identifier in identifiers_of_url(address.url)}
    named = (("arxiv", block.get("eprint")), ("doi", block.get("doi")))
    missing = [kind for kind, value in named if value and Identifier(kind, value) not in linked]
    url = block.get("url")
    return not kinds.isdisjoint(missing) or bool(url and all(link.url != url for link in item.links))


def described(edit: HandEdit) -> str:
    """One hand edit in words; the text is plain, to be escaped for where it is shown."""
    if edit.field == "work":
        return f"{edit.title}: an entry that no list has"
    return f"{edit.title}: {edit.field} {edit.merged or 'none'} → {edit.shown}"
