"""Document → entries: ``collect`` finds records, ``roles`` tells their parts, ``judge`` picks the entries."""

from __future__ import annotations

from dataclasses import replace

from peftlint.document import Document
from peftlint.model import Entry, PaperList
from peftlint.outline import Outline, hide_wrappers, outline
from peftlint.readers.collect import collect
from peftlint.readers.entries import entry_of, section_path
from peftlint.readers.judge import ENOUGH, accept, accept_named, is_paper_list, weigh
from peftlint.readers.records import Record
from peftlint.readers.roles import Reading, habits_of, read, settle


def read_document(document: Document) -> PaperList:
    """Read all entries of a document, in the order of the file."""
    sections = outline(document)
    readings: list[Reading] = []
    for record in collect(document.root):
        _resolve(record, document, sections, readings)
    entries = sorted(_entries(readings, document, sections), key=lambda entry: entry.span)
    hide_wrappers(sections, [entry.line - 1 for entry in entries])
    placed = tuple(
        replace(entry, section=section_path(entry.shape, entry.line - 1, sections)) for entry in entries
    )
    return PaperList(document.source, document, sections, placed, document.notices)


def _resolve(record: Record, document: Document, sections: Outline, readings: list[Reading]) -> bool:
    """Read a record and those inside it; True if any of them is an entry by its own evidence.

    If one inside is, the record keeps only what is outside of those. If none is, what they hold is the
    record's own, provided that this makes it an entry, or that none of them has a title anyway.
    """
    before = len(readings)
    inside = [_resolve(inner, document, sections, readings) for inner in record.inner()]
    if any(inside):
        readings.append(read(record, deep=False))
        return True
    whole = read(record, deep=True)
    is_entry = weigh(whole, entry_of(whole, document.source, sections), sections).score >= ENOUGH
    if is_entry or not any(reading.title for reading in readings[before:]):
        readings[before:] = [whole]
    else:
        readings.append(read(record, deep=False))
    return is_entry


def _entries(readings: list[Reading], document: Document, sections: Outline) -> list[Entry]:
    """The entries among the readings, decided group by group."""
    groups: dict[tuple[object, ...], list[Reading]] = {}
    for reading in readings:
        groups.setdefault(reading.record.siblings, []).append(reading)
    result: list[Entry] = []
    left: list[tuple[Reading, Entry | None]] = []
    for group in groups.values():
        habits = habits_of(group)
        for reading in group:
            settle(reading, habits)
        built = [entry_of(reading, document.source, sections) for reading in group]
        scores = [weigh(reading, entry, sections).score for reading, entry in zip(group, built, strict=True)]
        for reading, entry, yes in zip(group, built, accept(group, scores), strict=True):
            if yes and entry is not None:
                result.append(entry)
            else:
                left.append((reading, entry))
    if is_paper_list(len(result)):
        named = accept_named([reading for reading, _ in left], [entry for _, entry in left])
        result += [entry for (_, entry), yes in zip(left, named, strict=True) if yes and entry is not None]
    return result
