"""Readings → entries: the values of the model, taken from the roles.

First come the *clues*, by which ``judge.py`` tells whether a record is an entry at all; most of an entry is made of
those that are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from peftlint.document import Block
from peftlint.fields.authors import split_names
from peftlint.fields.badge import Badge, is_badge, read_badge
from peftlint.fields.identifier import WORK_KINDS, identifier_of_url, identifiers_in_text, identifiers_of_url
from peftlint.fields.link import label_kind, link_kind
from peftlint.fields.patterns import late, may_hold
from peftlint.fields.venue import VenueText, read_venue, resolve
from peftlint.fields.year import read_year
from peftlint.model import Bibtex, BibtexProblem, Entry, Identifier, Link, Source, Span, Spans
from peftlint.outline import Outline
from peftlint.readers.chunks import Chunk
from peftlint.readers.headers import header_role
from peftlint.readers.labels import own_label
from peftlint.readers.pieces import Piece, collapsed
from peftlint.readers.records import Atom
from peftlint.readers.roles import Reading

_NICKNAME = late(r"[\[【]([^\[\]【】]{1,40})[\]】]\s*(?=\S)")
_VENUE_LABELS = frozenset({"conference", "journal", "venue", "publish", "published", "publication"})
_AWARDS = ("oral", "spotlight", "highlight", "best", "outstanding", "award")
_AWARD = late(
    r"\b(?:oral|spotlight|highlight|(?:best|outstanding)(?: student)? (?:paper|demo|poster)(?: award)?|award)\b",
    re.IGNORECASE,
)


class Clues:
    """What a record says that tells whether it is an entry; all of it is the entry's, if it is one.

    ``title`` is without the ``nicknames`` in brackets before it, ``line`` (1-based) where it stands, ``section`` the
    heading path above that.
    """

    __slots__ = ("bibtex", "bibtex_span", "identifiers", "line", "links", "nicknames", "section", "title")

    def __init__(self, reading: Reading, title: Piece, source: Source, sections: Outline) -> None:
        self.title, self.nicknames = _without_nickname(title)
        self.line = source.place(self.title.span.start).line
        self.section = section_path(reading.record.shape, self.line - 1, sections)
        self.bibtex, self.bibtex_span = _bibtex(reading)
        self.links = tuple(_links(reading))
        self.identifiers = _identifiers(reading, self.links, self.bibtex)


def clues_of(reading: Reading, source: Source, sections: Outline) -> Clues | None:
    """What speaks for a reading being an entry; None if it has no title."""
    return None if reading.title is None else Clues(reading, reading.title.piece, source, sections)


def entry_of(reading: Reading, clues: Clues, source: Source) -> Entry:
    """Build the entry that a reading stands for, given its clues."""
    title, bibtex = clues.title, clues.bibtex
    span, end_line = _extent(reading, title.span, source)
    images = [atom for atom in reading.atoms if atom.image]
    authors, et_al, authors_span = _authors(reading, bibtex)
    venue, venue_name, venue_year, venue_span = _venue(reading, bibtex, images)
    year, year_span = _year(reading, venue_year, bibtex, clues.section)
    tags = [*clues.nicknames, *_tags(reading, images)]
    return Entry(
        list=source.path,
        line=clues.line,
        end_line=end_line,
        title=collapsed(title.text),
        span=span,
        authors=authors,
        et_al=et_al,
        venue=venue,
        venue_name=venue_name,
        year=year,
        links=clues.links,
        identifiers=clues.identifiers,
        section=clues.section,
        tags=tuple([text for text, _ in tags]),
        bibtex=bibtex,
        spans=Spans(
            title.span,
            authors_span,
            venue_span,
            year_span,
            tuple([span for _, span in tags]),
            clues.bibtex_span,
        ),
        shape=reading.record.shape,
    )


def section_path(shape: str, line: int, sections: Outline) -> tuple[str, ...]:
    """The heading path above an entry on the 0-based *line*; a heading that is an entry is not above itself."""
    section = sections.at(line)
    if shape == "heading" and section is not None:
        return section.parent.path if section.parent else ()
    return section.path if section else ()


def _without_nickname(piece: Piece) -> tuple[Piece, list[tuple[str, Span]]]:
    """A title without a nickname in brackets before it, and the nickname."""
    found = _NICKNAME.match(piece.text) if piece.text[:1] in "[【" else None
    if not found:
        return piece, []
    nickname = piece.sub(*found.span(1))
    return piece.sub(found.end(), len(piece.text)), [(found[1].strip(), nickname.span)]


def _extent(reading: Reading, title: Span, source: Source) -> tuple[Span, int]:
    """The place of all that the record says, and the 1-based line on which that ends."""
    start, end = title
    last = end - 1
    for part in reading.record.parts(deep=reading.deep):
        if shown := [run for run in part.runs if run.text and (run.image is None or run.link is None)]:
            start, end = min(start, shown[0].start), max(end, shown[-1].end)
            last = max(last, shown[-1].end - 1, shown[-1].start)
    line = source.place(last).line
    codes = reading.record.codes(deep=reading.deep)
    return Span(start, end), max([line, *[code.end for code in codes]]) if codes else line


# -- BibTeX


def _bibtex(reading: Reading) -> tuple[Bibtex | None, Span | None]:
    """The first BibTeX entry among the record's code blocks."""
    codes = reading.record.codes(deep=reading.deep)
    for code in bibtex_blocks(codes) if codes else ():
        entries, _ = read_block(code.text)
        if entries:
            return entries[0], Span(code.offset, code.offset + len(code.text))
    return None, None


def bibtex_blocks(codes: Sequence[Block]) -> Iterator[Block]:
    """The code blocks that look like BibTeX."""
    return (code for code in codes if re.search(r"@\s*[A-Za-z]+\s*[{(]", code.text))


@lru_cache(maxsize=256)
def read_block(text: str) -> tuple[tuple[Bibtex, ...], tuple[BibtexProblem, ...]]:
    """Parse a block; the parser is loaded only where a list holds BibTeX."""
    from peftlint.fields.bibtex import read_bibtex

    bibliography = read_bibtex(text)
    return bibliography.entries, bibliography.problems


# -- fields


def _authors(reading: Reading, bibtex: Bibtex | None) -> tuple[tuple[str, ...], bool, Span | None]:
    """The printed names; those of the BibTeX block if none are printed or only the first is."""
    chunk = reading.first("authors")
    names = split_names(_names_text(reading, chunk)) if chunk else None
    if bibtex and (not names or not names.names or names.et_al):
        from peftlint.fields.bibtex import authors_of

        listed, open_ended = authors_of(bibtex)
        if len(listed) > len(names.names if names else ()):
            return listed, open_ended, None
    return (names.names, names.et_al, chunk.piece.span) if names and chunk else ((), False, None)


def _names_text(reading: Reading, chunk: Chunk) -> str:
    """The text with the names: a cell of authors may hold a line for each."""
    chunks = [other for other in reading.all("authors") if other.forced] if chunk.forced else [chunk]
    return ", ".join(" ".join(other.piece.text.split()) for other in chunks)


def _venue(
    reading: Reading, bibtex: Bibtex | None, images: Sequence[Atom]
) -> tuple[str | None, str | None, int | None, Span | None]:
    """Venue as printed, its registry name, the year printed with it, and its place."""
    chunk = reading.first("venue")
    if chunk:
        return _printed_venue(chunk)
    for atom in images:
        if venue := _badge_venue(read_badge(atom.image or "")):
            return venue.venue, venue.name, venue.year, None
    if bibtex:
        from peftlint.fields.bibtex import venue_text_of

        text = venue_text_of(bibtex)
        known = resolve(text) if text else None
        return (known.name if known else text), known.name if known else None, None, None
    return None, None, None, None


def _printed_venue(chunk: Chunk) -> tuple[str | None, str | None, int | None, Span | None]:
    text = " ".join(chunk.piece.text.split())
    if chunk.venue is None:
        return text, None, chunk.year, chunk.piece.span
    place = chunk.piece.find(chunk.venue.venue) or chunk.piece
    return chunk.venue.venue, chunk.venue.name, chunk.venue.year, place.span


def _year(
    reading: Reading, venue_year: int | None, bibtex: Bibtex | None, path: tuple[str, ...]
) -> tuple[int | None, Span | None]:
    """The year of the venue, else one printed beside the entry, else BibTeX's, else the heading's."""
    chunk = reading.first("year")
    if venue_year is not None:
        return venue_year, None
    if chunk:
        return chunk.year, chunk.piece.span
    if bibtex:
        from peftlint.fields.bibtex import year_of

        if year := year_of(bibtex):
            return year, None
    return next((year for title in reversed(path) if (year := read_year(title))), None), None


def _award(text: str) -> re.Match[str] | None:
    """The award that a short text names."""
    return _AWARD.search(text) if len(text) <= 40 and may_hold(text, _AWARDS) else None


def _tags(reading: Reading, images: Sequence[Atom]) -> Iterator[tuple[str, Span]]:
    for chunk in reading.chunks:
        role = chunk.role
        if role == "tag":
            yield " ".join(chunk.piece.text.split()), chunk.piece.span
        elif role == "venue" and chunk.venue:
            if chunk.venue.tags:
                yield from ((tag, chunk.piece.span) for tag in chunk.venue.tags)
        elif role == "other" and (award := _award(chunk.piece.text)):
            yield award[0], chunk.piece.sub(*award.span()).span
    for atom in images:
        badge = read_badge(atom.image or "") if atom.kind == "image" else None
        if badge and not badge.label and not _badge_venue(badge):
            yield badge.message, atom.span


def _badge_venue(badge: Badge | None) -> VenueText | None:
    """The venue that a badge states: ``Conference | EMNLP'24``, ``NeurIPS | 2017``."""
    if badge is None:
        return None
    venue = read_venue(badge.message)
    if venue and (venue.certain or badge.label.casefold() in _VENUE_LABELS):
        return venue
    both = read_venue(f"{badge.label} {badge.message}") if badge.label else None
    return both if both and both.certain and both.year else None


# -- links


def _links(reading: Reading) -> Iterator[Link]:
    """Every link of the record, in order, with what its label or else its address says that it is."""
    title = reading.title
    for index, atom in enumerate(reading.atoms):
        if atom.kind != "link" or atom.link is None:
            continue
        is_title = title is not None and title.first <= index <= title.last
        label = "" if is_title else atom.label
        if (
            atom.part.place == "cell"
            and header_role(atom.part.header) == "links"
            and label_kind(label) is None
        ):
            label = atom.part.header if label_kind(atom.part.header) else label
        kind = link_kind(label, atom.link.url)
        if atom.image and not atom.text.strip():
            kind = "badge" if is_badge(atom.image) else link_kind("", atom.link.url)
        shown = own_label(atom) or atom.label
        yield Link(kind, atom.link.url, shown, atom.link.span, atom.link.url_span)


def _identifiers(reading: Reading, links: Sequence[Link], bibtex: Bibtex | None) -> tuple[Identifier, ...]:
    """What identifies the entry: its paper links first, then BibTeX, its text, and its other links.

    A link that the list labels as something else (a follow-up work) does not.
    """
    found: dict[Identifier, None] = {}
    for link in links:
        if link.kind == "paper":
            found.update(dict.fromkeys(identifiers_of_url(link.url)))
    if bibtex:
        from peftlint.fields.bibtex import identifiers_of

        for identifier in identifiers_of(bibtex):
            found.setdefault(identifier)
    for chunk in reading.chunks:
        for identifier, _, _ in identifiers_in_text(chunk.piece.text):
            found.setdefault(identifier)
    for link in links:
        if link.kind not in ("paper", "other", "badge") and (resource := identifier_of_url(link.url)):
            found.setdefault(resource)
    return tuple(found)


def identify_work(identifiers: Sequence[Identifier]) -> bool:
    """Whether any of *identifiers* is that of a paper."""
    return any(identifier.kind in WORK_KINDS for identifier in identifiers)
