"""Hand edits of a README → edits of the lists, where it is certain which; verified by merging again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from peftlint.accounts.links import resource_of
from peftlint.accounts.venues import venue_name
from peftlint.config import Config
from peftlint.engine import library_of, read_list
from peftlint.fields.identifier import identifier_of_url
from peftlint.fields.venue import resolve
from peftlint.fixes import apply
from peftlint.identity.overrules import Overrules
from peftlint.identity.titles import squash
from peftlint.merging import merged_page
from peftlint.model import Edit, Entry, Library, PaperList, Source, Span
from peftlint.readme.bibliography import encode
from peftlint.readme.changes import Change, changes
from peftlint.readme.escape import clean
from peftlint.readme.hand_edits import HandEdit
from peftlint.readme.items import Item, Readme
from peftlint.writing.markup import address, escaped
from peftlint.writing.templates import year_beside
from peftlint.writing.units import Unit, units

_FOLLOWS = {
    "title": frozenset({"title", "key", "topic", "other title"}),
    "venue": frozenset({"venue", "BibTeX field"}),
    "year": frozenset({"year", "key", "BibTeX field"}),
    "link": frozenset({"identifier", "key"}),
}
"""What of a work may change with a field: keys are made of title and year, topics of words of the title."""


class Absorbed(NamedTuple):
    """A hand edit that the lists now say, and the places (``list:line``) that were changed."""

    edit: HandEdit
    places: tuple[str, ...]


class Left(NamedTuple):
    """A hand edit that no list was changed for, and why."""

    edit: HandEdit
    reason: str


class Absorption(NamedTuple):
    """The lists as they are to be, which of the hand edits they now say, and which not."""

    lists: tuple[PaperList, ...]
    absorbed: tuple[Absorbed, ...]
    left: tuple[Left, ...]


class _Places(NamedTuple):
    """Where a value stands: edits by list, and the entries; or why it cannot be edited there."""

    edits: tuple[tuple[str, Edit], ...] = ()
    entries: tuple[Entry, ...] = ()
    reason: str = ""


def absorb(page: str, library: Library, edits: Iterable[HandEdit], config: Config) -> Absorption:
    """Carry *edits* of the README *page* back into the lists of *library*, one after the other.

    A list is changed only if it is certain where, and if merging again then shows what was wanted and nothing else
    changes (but for what follows from it: a key that is made of the title, say).
    """
    absorbed: list[Absorbed] = []
    left: list[Left] = []
    state = _State(page, config, library)
    for edit in edits:
        outcome = _absorbed(state, edit)
        if isinstance(outcome, Left):
            left.append(outcome)
        else:
            state, done = outcome
            absorbed.append(done)
    return Absorption(state.library.lists, tuple(absorbed), tuple(left))


class _State(NamedTuple):
    """The lists at one time, and the page that they would be merged into."""

    page: str
    config: Config
    library: Library

    @property
    def readme(self) -> Readme:
        return merged_page(self.page, self.library, self.config).readme

    def edited(self, edits: Sequence[tuple[str, Edit]]) -> _State:
        """The state in which *edits* are made; lists without any are not read again."""
        lists = []
        for paper_list in self.library.lists:
            own = sorted({edit for path, edit in edits if path == paper_list.path})
            source = paper_list.source
            changed = source._replace(text=apply(source.text, own)) if own else source
            lists.append(read_list(changed) if own else paper_list)
        overrules = Overrules(self.config.same, self.config.different)
        return self._replace(library=library_of(lists, overrules))


def _absorbed(state: _State, edit: HandEdit) -> tuple[_State, Absorbed] | Left:
    if edit.field == "work":
        return Left(edit, "no list has this work")
    if not edit.sure:
        return Left(
            edit, f"a list may have changed since; if it was typed in, edit it in {_told(edit.entries)}"
        )
    if edit.field == "authors":
        return Left(edit, f"lists of authors are not carried back; edit them in {_told(edit.entries)}")
    work = next((work for work in state.library.works if work.key == edit.key), None)
    work = work or next(
        (one for one in state.library.works if _same_entries(one.entries, edit.entries)), None
    )
    if work is None:
        return Left(edit, "the work is not in the lists any more")
    before = state.readme
    reasons: list[str] = []
    for places in _candidates(state.library, work.entries, edit):
        if not places.edits:
            reasons.append(places.reason)
            continue
        after = state.edited(places.edits)
        if fault := _fault(changes(before, after.readme), edit, before, work.key):
            reasons.append(fault)
        else:
            return after, Absorbed(edit, tuple(entry.id for entry in places.entries))
    return Left(
        edit, next((reason for reason in reasons if reason), "no list gives the value that it replaces")
    )


def _same_entries(ours: Sequence[Entry], theirs: Sequence[Entry]) -> bool:
    return {entry.id for entry in ours} == {entry.id for entry in theirs}


def _fault(found: Sequence[Change], edit: HandEdit, before: Readme, key: str) -> str:
    """What is wrong with the outcome of an edit; "" if it is as wanted."""
    item = next((item for item in before.items if item.key == key), None)
    wanted = [change for change in found if _is_wanted(change, edit)]
    if not wanted:
        shown = ", ".join(_accounts(edit)) or "nothing"
        return f"the lists say different things ({shown}): edit the one that is wrong"
    kind = "link" if edit.field.endswith(" link") else edit.field
    titles = {change.title for change in wanted} | ({item.title} if item else set())
    strange = [
        change
        for change in found
        if not _is_wanted(change, edit) and not (change.title in titles and change.field in _FOLLOWS[kind])
    ]
    if strange:
        return f"it would also change the {strange[0].field} of {strange[0].title!r}"
    return ""


def _is_wanted(change: Change, edit: HandEdit) -> bool:
    if change.before != edit.merged:
        return False
    if edit.field == "venue":
        known = resolve(edit.shown)
        return change.field == "venue" and change.after in (edit.shown, known.name if known else None)
    if edit.field.endswith(" link"):
        return change.field.endswith(" link") and resource_of(change.after).key == resource_of(edit.shown).key
    return change.field == edit.field and change.after == edit.shown


def _accounts(edit: HandEdit) -> Iterator[str]:
    """What the entries say of the field, each with its place."""
    for entry in edit.entries:
        value = {"title": entry.title, "venue": entry.venue, "year": entry.year}.get(edit.field)
        if value:
            yield f"{value} in {entry.id}"


# -- where a value stands


def _candidates(library: Library, entries: Sequence[Entry], edit: HandEdit) -> Iterator[_Places]:
    """The sets of places that may have to be edited, the surest first."""
    if not edit.merged:
        yield _Places(reason=f"no list gives it a {edit.field}; add one in {_told(entries)}")
        return
    holders = [entry for entry in entries if _holds(entry, edit)]
    yield _places(library, holders, edit)
    if edit.field == "title":
        alike = [entry for entry in entries if squash(entry.title) == squash(edit.merged)]
        yield _places(library, alike, edit) if alike != holders else _Places()


def _holds(entry: Entry, edit: HandEdit) -> bool:
    if edit.field == "title":
        return clean(entry.title) == edit.merged
    if edit.field == "venue":
        return clean(venue_name(entry) or "") == edit.merged
    if edit.field == "year":
        return str(entry.year) == edit.merged
    return any(resource_of(link.url).key == resource_of(edit.merged).key for link in entry.links)


def _places(library: Library, holders: Sequence[Entry], edit: HandEdit) -> _Places:
    lists = {paper_list.path: paper_list for paper_list in library.lists}
    edits: list[tuple[str, Edit]] = []
    for entry in holders:
        unit = next((unit for unit in units(lists[entry.list]) if unit.entry.id == entry.id), None)
        source = lists[entry.list].source
        found = list(_edits(entry, unit, source, edit)) if unit else []
        if not found:
            return _Places(reason=_not_plain(entry, edit))
        edits += [(entry.list, one) for one in found]
    return _Places(tuple(edits), tuple(holders))


def _not_plain(entry: Entry, edit: HandEdit) -> str:
    if edit.field == "year" and entry.spans.year is None and entry.bibtex is None:
        return f"{entry.id} does not print the year; it is that of the heading above it"
    return f"{entry.id} does not print the {edit.field} in plain text; edit it there"


def _edits(entry: Entry, unit: Unit, source: Source, edit: HandEdit) -> Iterator[Edit]:
    if edit.field.endswith(" link"):
        yield from _link_edits(entry, unit, source, edit)
        return
    place, value = _place(entry, unit, edit), edit.shown
    if place:
        short = edit.field == "year" and place.end - place.start == 2
        old = source.slice(place)
        if edit.field == "year" and not short and old != edit.merged:
            start = old.find(edit.merged)
            place = Span(place.start + start, place.start + start + 4) if start >= 0 else place
        yield Edit(place, escaped(value[2:] if short else value, html=unit.html, row=unit.row))
    if edit.field == "title" or not place:
        yield from _block_edits(entry, source, edit)


def _place(entry: Entry, unit: Unit, edit: HandEdit) -> Span | None:
    spans = entry.spans
    if edit.field == "year" and spans.year is None:
        venue = unit.relative(spans.venue) if spans.venue else None
        found = year_beside(unit, venue)
        return Span(found.start + unit.span.start, found.end + unit.span.start) if found else None
    return {"title": spans.title, "venue": spans.venue, "year": spans.year}[edit.field]


def _block_edits(entry: Entry, source: Source, edit: HandEdit) -> Iterator[Edit]:
    """Where the entry's BibTeX says the old value in so many letters, on the line of its field."""
    if not entry.bibtex or not entry.spans.bibtex:
        return
    names = {"title": ("title",), "year": ("year",), "venue": ("booktitle", "journal", "howpublished")}[
        edit.field
    ]
    for match in re.finditer(rf"(?m)^\s*(?:{'|'.join(names)})\s*=(.*)$", source.slice(entry.spans.bibtex)):
        if match[1].count(edit.merged) == 1:
            start = entry.spans.bibtex.start + match.start(1) + match[1].index(edit.merged)
            yield Edit(Span(start, start + len(edit.merged)), encode(edit.shown))


def _link_edits(entry: Entry, unit: Unit, source: Source, edit: HandEdit) -> Iterator[Edit]:
    """Each place at which the entry writes the address, and its identifier in the BibTeX entry."""
    key = resource_of(edit.merged).key
    for link in entry.links:
        if resource_of(link.url).key != key:
            continue
        start, end = link.url_span
        written = address(
            edit.shown, source.text[start - 1 : start], source.text[end : end + 1], row=unit.row
        )
        if written is None or source.slice(link.url_span) != link.url:
            return
        yield Edit(link.url_span, written)
    old, new = identifier_of_url(edit.merged), identifier_of_url(edit.shown)
    block = entry.spans.bibtex
    if block and old and new and old.kind == new.kind:
        for match in re.finditer(re.escape(old.value), source.slice(block)):
            yield Edit(Span(block.start + match.start(), block.start + match.end()), new.value)


def _told(entries: Sequence[Entry]) -> str:
    return ", ".join(entry.id for entry in entries)


def suggestion(edit: HandEdit, path: str) -> str:
    """The command line that adds an entry that was made by hand to the list at *path*."""
    from shlex import join

    item: Item = edit.item
    words = ["peftlint", "new", "--list", path, "--title", item.title or edit.title]
    for author in item.authors:
        words += ["--author", author]
    words += ["--venue", item.venue] if item.venue else []
    words += ["--year", str(item.year)] if item.year else []
    for link in item.links:
        words += ["--link", f"{link.kind}={link.url}" if link.kind else link.url]
    return join(words)
