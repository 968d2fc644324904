"""Document → entries: ``collect`` finds records, ``roles`` tells their parts, ``judge`` picks the entries."""

from __future__ import annotations

from dataclasses import dataclass, replace

from peftlint.document import Document
from peftlint.fields.identifier import WORK_KINDS
from peftlint.model import Entry, Identifier, PaperList
from peftlint.outline import Outline, hide_wrappers, outline
from peftlint.readers.collect import collect
from peftlint.readers.entries import entry_of, section_path
from peftlint.readers.judge import ENOUGH, accept, accept_named, is_paper_list, weigh
from peftlint.readers.records import Record
from peftlint.readers.roles import Reading, habits_of, read, settle


def read_document(document: Document) -> PaperList:
    """Read all entries of a document, in the order of the file."""
    sections = outline(document)
    drafts: list[_Draft] = []
    for record in collect(document.root):
        _resolve(record, document, sections, drafts)
    entries = sorted(_entries(drafts, document, sections), key=lambda entry: entry.span)
    hide_wrappers(sections, [entry.line - 1 for entry in entries])
    placed = tuple(_placed(entry, sections) for entry in entries)
    return PaperList(document.source, document, sections, placed, document.notices)


def _placed(entry: Entry, sections: Outline) -> Entry:
    """The entry below those of its headings that are not the document's own."""
    section = section_path(entry.shape, entry.line - 1, sections)
    return entry if section == entry.section else replace(entry, section=section)


@dataclass(slots=True)
class _Draft:
    """A reading with the entry that it stands for, if any, and how much speaks for it; built when asked for."""

    reading: Reading
    entry: Entry | None = None
    score: float | None = None

    def weigh(self, document: Document, sections: Outline) -> float:
        """Build the entry and weigh it, unless that was done."""
        if self.score is None:
            self.entry = entry_of(self.reading, document.source, sections)
            self.score = weigh(self.reading, self.entry, sections).score
        return self.score


def _resolve(record: Record, document: Document, sections: Outline, drafts: list[_Draft]) -> bool:
    """Read a record and those inside it; True if any of them is an entry by its own evidence.

    If one inside is, the record keeps only what is outside of those. If none is, what they hold is the
    record's own, provided that this makes it an entry, or that none of them has a title anyway.
    """
    before = len(drafts)
    inside = [_resolve(inner, document, sections, drafts) for inner in record.inner()]
    if any(inside):
        drafts.append(_Draft(read(record, deep=False)))
        return True
    whole = _Draft(read(record, deep=True))
    is_entry = whole.weigh(document, sections) >= ENOUGH
    is_entry = is_entry and not _hold_several(drafts[before:], document, sections)
    if is_entry or not any(draft.reading.title for draft in drafts[before:]):
        drafts[before:] = [whole]
    else:
        drafts.append(_Draft(read(record, deep=False)))
    return is_entry


def _hold_several(inside: list[_Draft], document: Document, sections: Outline) -> bool:
    """Whether records inside another are about several works: then they are no parts of one entry."""
    works: set[Identifier] = set()
    for draft in inside:
        draft.weigh(document, sections)
        works.update(i for i in (draft.entry.identifiers if draft.entry else ()) if i.kind in WORK_KINDS)
    return len({work.value for work in works}) > 1


def _entries(drafts: list[_Draft], document: Document, sections: Outline) -> list[Entry]:
    """The entries among the drafts, decided group by group."""
    groups: dict[tuple[object, ...], list[_Draft]] = {}
    for draft in drafts:
        groups.setdefault(draft.reading.record.siblings, []).append(draft)
    result: list[Entry] = []
    left: list[_Draft] = []
    for group in groups.values():
        _settle(group)
        scores = [draft.weigh(document, sections) for draft in group]
        for draft, yes in zip(group, accept([draft.reading for draft in group], scores), strict=True):
            if yes and draft.entry is not None:
                result.append(draft.entry)
            else:
                left.append(draft)
    if is_paper_list(len(result)):
        named = accept_named([draft.reading for draft in left], [draft.entry for draft in left])
        result += [
            draft.entry for draft, yes in zip(left, named, strict=True) if yes and draft.entry is not None
        ]
    return result


def _settle(group: list[_Draft]) -> None:
    """Read a group of siblings again by what they have in common."""
    habits = habits_of(draft.reading for draft in group)
    for draft in group:
        if settle(draft.reading, habits):
            draft.score = None
