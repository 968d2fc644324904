"""What a change means for the papers that the lists hold, entry by entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from peftlint.changes.entries import Matching, Pair, place_of
from peftlint.changes.places import Places
from peftlint.changes.states import Change
from peftlint.model import Bibtex, Entry, Finding, Library, Link, Work

PAPER_ADDED, PAPER_REMOVED = "paper added", "paper removed"
ENTRY_ADDED, ENTRY_REMOVED = "entry added", "entry removed"
MOVED, SECTION_RENAMED, DUPLICATE = "moved", "section renamed", "duplicate"
LIST_ADDED, LIST_REMOVED, LIST_RENAMED = "list added", "list removed", "list renamed"

_OF_BIBTEX = {
    "title": "title",
    "author": "author list",
    "year": "year",
    "booktitle": "venue",
    "journal": "venue",
}
"""Fields of a BibTeX block → the field of an entry that says the same."""


class Difference(NamedTuple):
    """One thing that became different. ``kind`` is one of the constants above, or the field that changed.

    ``title`` is the entry's, empty where no entry is meant; ``place`` is ``list:line`` (of the old state for what
    was removed) or a path. What was not there is an empty ``before`` or ``after``.
    """

    kind: str
    title: str
    before: str
    after: str
    place: str


def differences(change: Change, before: Library, after: Library) -> tuple[Difference, ...]:
    """What *change* means; *before* and *after* are its two states with their works.

    Lists first, then sections, and then entries in the order of the lists; what was removed comes last.
    """
    matching = change.entries
    renamed = _renamed_sections(change)
    found = [*_of_lists(change), *_of_sections(renamed)]
    added = dict(_added(matching, after))
    for paper_list in change.new.lists:
        for entry in paper_list.entries:
            pair = matching.pairs.get(place_of(entry))
            found += _revised(pair, renamed, matching.files) if pair else [added[entry.id, entry.span.start]]
    return (*found, *_removed(matching, before))


def duplicates(findings: Iterable[Finding], change: Change) -> Iterator[Difference]:
    """The works that the change lists twice in one list, from its findings of DUP001."""
    places = Places(change.new.lists)
    for finding in findings:
        entry = places.entry_of(finding)
        if entry:
            yield Difference(DUPLICATE, entry.title, "", finding.message, entry.id)


# -- lists and sections


def _of_lists(change: Change) -> Iterator[Difference]:
    for paper_list in change.new.lists:
        old = change.files.get(paper_list.path)
        if old is None:
            yield Difference(LIST_ADDED, "", "", paper_list.path, paper_list.path)
        elif old != paper_list.path:
            yield Difference(LIST_RENAMED, "", old, paper_list.path, paper_list.path)
    kept = set(change.files.values())
    for paper_list in change.old.lists:
        if paper_list.path not in kept:
            yield Difference(LIST_REMOVED, "", paper_list.path, "", paper_list.path)


Section = tuple[str, tuple[str, ...]]
"""The path of a new list and the headings above an entry."""


def _renamed_sections(change: Change) -> dict[Section, tuple[str, ...]]:
    """Old sections, by their list's path now, that go by other headings now, with all that is left of them."""
    targets: dict[Section, Counter[tuple[str, ...]]] = {}
    for pair in change.entries.pairs.values():
        old, new = pair.old.entry, pair.new.entry
        if change.files.get(new.list) == old.list:
            targets.setdefault((new.list, old.section), Counter())[new.section] += 1
    then = {one.path: {section.path for section in one.outline.sections} for one in change.old.lists}
    now = {one.path: {section.path for section in one.outline.sections} for one in change.new.lists}
    renamed = {}
    for (path, section), counts in targets.items():
        [(target, _), *others] = counts.most_common()
        gone = section not in now[path] and target not in then[change.files[path]]
        if gone and section and target and not others:
            renamed[path, section] = target
    return renamed


def _of_sections(renamed: Mapping[Section, tuple[str, ...]]) -> Iterator[Difference]:
    told: dict[tuple[str, str, str], None] = {}
    for (path, before), after in renamed.items():
        shared = 0
        while shared < min(len(before), len(after)) - 1 and before[-1 - shared] == after[-1 - shared]:
            shared += 1
        told[path, _section(before[: len(before) - shared]), _section(after[: len(after) - shared])] = None
    yield from (Difference(SECTION_RENAMED, "", before, after, path) for path, before, after in told)


def _section(path: Sequence[str]) -> str:
    return " / ".join(path)


# -- entries that came and went


def _added(matching: Matching, after: Library) -> Iterator[tuple[tuple[str, int], Difference]]:
    """What to say of each added entry, by its name and where it begins."""
    works = _work_of(after)
    seen: set[str] = set()
    for entry in matching.added:
        work = works[place_of(entry)]
        listed = [other.id for other in work.entries if place_of(other) in matching.pairs]
        kind = ENTRY_ADDED if listed or work.key in seen else PAPER_ADDED
        seen.add(work.key)
        told = Difference(kind, entry.title, ", ".join(listed), _described(entry), entry.id)
        yield (entry.id, entry.span.start), told


def _removed(matching: Matching, before: Library) -> Iterator[Difference]:
    works = _work_of(before)
    now = {pair.old.place: pair.new.entry.id for pair in matching.pairs.values()}
    seen: set[str] = set()
    for entry in matching.removed:
        work = works[place_of(entry)]
        left = [now[place] for place in map(place_of, work.entries) if place in now]
        kind = ENTRY_REMOVED if left or work.key in seen else PAPER_REMOVED
        seen.add(work.key)
        yield Difference(kind, entry.title, _described(entry), ", ".join(left), entry.id)


def _work_of(library: Library) -> dict[tuple[str, object], Work]:
    return {place_of(entry): work for work in library.works for entry in work.entries}


def _described(entry: Entry) -> str:
    """Venue, year and section, as far as they are known."""
    told = " ".join(part for part in (entry.venue, str(entry.year or "")) if part)
    return ", ".join(part for part in (told, _section(entry.section)) if part)


# -- entries that say something else now


def _revised(
    pair: Pair, renamed: Mapping[Section, tuple[str, ...]], files: Mapping[str, str]
) -> Iterator[Difference]:
    old, new = pair.old.entry, pair.new.entry
    where = renamed.get((new.list, old.section), old.section)
    stays = files.get(new.list) == old.list
    if not stays or where != new.section:
        before, after = _section(old.section), _section(new.section)
        if not stays:
            before, after = f"{old.list} {before}".strip(), f"{new.list} {after}".strip()
        yield Difference(MOVED, new.title, before, after, new.id)
    changed = {name for name, before, after in _fields(old, new) if before != after}
    for name, before, after in (*_fields(old, new), *_links(old.links, new.links)):
        if before != after:
            yield Difference(name, new.title, before, after, new.id)
    for name, before, after in _bibtex(old.bibtex, new.bibtex):
        if before != after and _OF_BIBTEX.get(name) not in changed:
            yield Difference(f"BibTeX {name}".rstrip(), new.title, before, after, new.id)


Field = tuple[str, str, str]
"""Its name, and what it says before and after."""


def _fields(old: Entry, new: Entry) -> tuple[Field, ...]:
    return (
        ("title", old.title, new.title),
        ("author list", _authors(old), _authors(new)),
        ("venue", old.venue or "", new.venue or ""),
        ("year", str(old.year or ""), str(new.year or "")),
        ("tag list", ", ".join(old.tags), ", ".join(new.tags)),
        ("other title", ", ".join(old.aliases), ", ".join(new.aliases)),
    )


def _authors(entry: Entry) -> str:
    return ", ".join([*entry.authors, *["et al."] * entry.et_al])


def _links(old: Sequence[Link], new: Sequence[Link]) -> Iterator[Field]:
    """A link that went and one of its kind that came are one change."""
    gone = Counter((link.kind, link.url) for link in old)
    come = Counter((link.kind, link.url) for link in new)
    left = [pair for pair, number in (gone - come).items() for _ in range(number)]
    for kind, url in (come - gone).elements():
        replaced = next((pair for pair in left if pair[0] == kind), None)
        if replaced:
            left.remove(replaced)
        yield f"{kind} link", _url(replaced[1] if replaced else None), _url(url)
    yield from ((f"{kind} link", _url(url), "") for kind, url in left)


def _url(url: str | None) -> str:
    """An address, or words for a link that has none."""
    return "" if url is None else url or "no address"


def _bibtex(old: Bibtex | None, new: Bibtex | None) -> Iterator[Field]:
    if old is None or new is None:
        yield "", old.key if old else "", new.key if new else ""
        return
    yield from (("key", old.key, new.key), ("type", old.type, new.type))
    names = dict.fromkeys(field.name for bibtex in (old, new) for field in bibtex.fields)
    yield from ((name, old.get(name) or "", new.get(name) or "") for name in names)
