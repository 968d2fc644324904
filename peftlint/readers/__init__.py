"""Document → entries: ``collect`` finds records, ``roles`` tells their parts, ``judge`` picks the entries."""

from __future__ import annotations

from peftlint.document import Document
from peftlint.fields.identifier import WORK_KINDS
from peftlint.model import Entry, Identifier, PaperList, Parts
from peftlint.outline import Outline, hide_wrappers, outline
from peftlint.readers.collect import collect
from peftlint.readers.entries import Clues, clues_of, entry_of, section_path
from peftlint.readers.judge import ENOUGH, Verdict, accept, is_named, is_paper_list, leads_to_paper, weigh
from peftlint.readers.records import Record
from peftlint.readers.roles import Reading, habits_of, read, settle

OWN, SIBLINGS, NAMED = "its own evidence", "its siblings", "its name, in a list of papers"
"""What a draft can be accepted by."""


def read_document(document: Document) -> PaperList:
    """Read all entries of a document, in the order of the file."""
    sections = outline(document)
    drafts = decide(document, sections)
    entries = [
        entry_of(draft.reading, draft.clues, document.source)
        for draft in drafts
        if draft.accepted and draft.clues
    ]
    _part_from_atoms(drafts)
    entries.sort(key=lambda entry: entry.span)
    if hide_wrappers(sections, [entry.line - 1 for entry in entries]):
        entries = [_placed(entry, sections) for entry in entries]
    parts = Parts(document, sections)
    return PaperList(document.source, _named(entries, document), lambda: parts, document.notices)


def _part_from_atoms(drafts: list[Draft]) -> None:
    """Let go of what points back at its parts, as a command does not look for circles (``cli``) to free memory."""
    for draft in drafts:
        for part in draft.reading.record.parts(deep=True):
            part.labelled = None


def _named(entries: list[Entry], document: Document) -> tuple[Entry, ...]:
    """The entries, those that share their line with one before them told apart by their column."""
    lines = [0, *(entry.line for entry in entries)]
    return tuple(
        entry._replace(column=document.source.place(entry.span.start).column)
        if entry.line == before
        else entry
        for before, entry in zip(lines, entries, strict=False)
    )


def decide(document: Document, sections: Outline) -> list[Draft]:
    """Everything in a document that could be an entry, in order, and whether it is one."""
    drafts: list[Draft] = []
    for record in collect(document.root, len(sections.sections)):
        _resolve(record, document, sections, drafts)
    _accept(drafts, document, sections)
    return drafts


def _placed(entry: Entry, sections: Outline) -> Entry:
    """The entry below those of its headings that are not the document's own."""
    section = section_path(entry.shape, entry.line - 1, sections)
    return entry if section == entry.section else entry._replace(section=section)


class Draft:
    """A reading with what speaks for its being an entry, and how much; found out when asked for.

    ``accepted`` says by what the draft was found to be an entry: its own evidence, its siblings, its name in a
    list of papers; it is empty if it is none.
    """

    __slots__ = ("accepted", "clues", "reading", "verdict")

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.clues: Clues | None = None
        self.verdict: Verdict | None = None
        self.accepted = ""

    def weigh(self, document: Document, sections: Outline) -> float:
        """How much speaks for the reading being an entry."""
        if self.verdict is None:
            self.clues = clues_of(self.reading, document.source, sections)
            self.verdict = weigh(self.reading, self.clues, sections)
        return self.verdict.score


def _resolve(record: Record, document: Document, sections: Outline, drafts: list[Draft]) -> bool:
    """Read a record and those inside it; True if any of them is an entry by its own evidence.

    If one inside is, the record keeps only what is outside of those. If none is, what they hold is the
    record's own, provided that this makes it an entry, or that none of them has a title anyway.
    """
    before = len(drafts)
    records = record.inner()
    if not records:
        draft = Draft(read(record, deep=False))
        drafts.append(draft)
        return draft.weigh(document, sections) >= ENOUGH
    inside = [_resolve(inner, document, sections, drafts) for inner in records]
    if any(inside):
        own = Draft(read(record, deep=False))
        if not _are_notes(own, drafts[before:], document, sections):
            drafts.append(own)
            return True
    whole = Draft(read(record, deep=True))
    is_entry = whole.weigh(document, sections) >= ENOUGH
    is_entry = is_entry and not _hold_several(drafts[before:], document, sections)
    if is_entry or not any(draft.reading.title for draft in drafts[before:]):
        drafts[before:] = [whole]
    else:
        drafts.append(Draft(read(record, deep=False)))
    return is_entry


def _are_notes(own: Draft, inside: list[Draft], document: Document, sections: Outline) -> bool:
    """Whether what reads like entries inside a record is said about its work: the record's *own* title leads to it."""
    own.weigh(document, sections)
    if not own.clues or not leads_to_paper(own.reading, own.clues):
        return False
    if _hold_several(inside, document, sections):
        return False
    titles = [draft.reading.title for draft in inside if draft.reading.title]
    return not any(
        title.look in ("link", "bold link", "heading") and not title.piece.text[:1].islower()
        for title in titles
    )


def _hold_several(inside: list[Draft], document: Document, sections: Outline) -> bool:
    """Whether records inside another are about several works: then they are no parts of one entry."""
    works: set[Identifier] = set()
    for draft in inside:
        draft.weigh(document, sections)
        works.update(i for i in (draft.clues.identifiers if draft.clues else ()) if i.kind in WORK_KINDS)
    return len({work.value for work in works}) > 1


def _accept(drafts: list[Draft], document: Document, sections: Outline) -> None:
    """Decide which drafts are entries, group by group, and then what a list of papers names besides."""
    groups: dict[tuple[object, ...], list[Draft]] = {}
    for draft in drafts:
        groups.setdefault(draft.reading.record.siblings, []).append(draft)
    for group in groups.values():
        _settle(group)
        scores = [draft.weigh(document, sections) for draft in group]
        for draft, yes in zip(group, accept([draft.reading for draft in group], scores), strict=True):
            if yes:
                draft.accepted = OWN if draft.weigh(document, sections) >= ENOUGH else SIBLINGS
    left = [draft for draft in drafts if not draft.accepted]
    if is_paper_list(len(drafts) - len(left)):
        for draft in left:
            if is_named(draft.reading, draft.clues, sections):
                draft.accepted = NAMED


def _settle(group: list[Draft]) -> None:
    """Read a group of siblings again by what they have in common."""
    habits = habits_of([draft.reading for draft in group])
    for draft in group:
        if settle(draft.reading, habits):
            draft.verdict = None
