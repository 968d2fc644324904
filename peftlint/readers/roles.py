"""What each part of a record is: title, authors, venue, year, tag, or nothing that the model keeps.

The model, in one place:

1. A record is a row of *atoms* (``records.py``): text of one style, links, images, line ends. Links first get
   the words that name them (``labels.py``).
2. The *title* is the candidate that scores best. A candidate (``candidates.py``) is text in quotation marks, a
   heading, bold or otherwise marked text, a link that is no label, or plain text, each without what lists
   print before and behind a title (``pieces.py``). Its score adds what its look says (``LOOKS``), how much its
   words read as a title (``titles.titleness``), whether it comes first, and how often the siblings of the
   record have their titles in that *slot* (``bold 1`` is the first bold text).
3. What is left is cut into *chunks*, and each chunk typed by evidence (``chunks.py``): a date is a year; the
   registry knows venues; names look like names (``fields.authors.name_list_score``). A chunk that holds several
   things (``(2016), J. Ba et al.``) is cut at the years and venues found in it. Names that are links are one chunk
   (``linked_names.py``); the words of another link are one only where its siblings' links name venues.
4. A chunk without evidence of its own takes the role that its slot has in most siblings: a code span where
   the others have their venue is a venue, known or not.
5. In tables the column's header decides where it says something; the rest goes as in running text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from peftlint.fields.link import label_kind
from peftlint.fields.venue import read_venue
from peftlint.readers.candidates import LOOKS, WORDS_WEIGHT, Candidate, candidates
from peftlint.readers.chunks import LONGEST_VENUE, Chunk, typed
from peftlint.readers.headers import header_role
from peftlint.readers.labels import is_label, labelled, own_label
from peftlint.readers.linked_names import linked_names
from peftlint.readers.pieces import Piece, collapsed, fields_of, without_key, without_mark, without_number
from peftlint.readers.records import Atom, Part, Record

_FIRST_BONUS, _SIBLINGS_WEIGHT = 0.5, 1.5
_ALWAYS = 0.9
"""The share of siblings with their titles in one slot from which on it is the slot of titles."""

MINIMAL_TITLE = 0.3
"""Titleness below which nothing is a title, whatever it looks like."""

_BROKEN_TAG = re.compile(r"\s*[</]/?(?:ins|em|strong|sub|sup|span|font)$")
_FILLER = re.compile(r"(?:[-–—/_.]*|n/?a|none|tbd|tba|coming soon|soon|null|无|暂无|待定)", re.IGNORECASE)


class Rest(NamedTuple):
    """Text beside title and labels, before it is cut: ``after`` tells that it stands behind the title."""

    piece: Piece
    style: str
    part: Part
    after: bool


@dataclass(slots=True)
class Reading:
    """A record with its parts told apart."""

    record: Record
    deep: bool
    atoms: list[Atom]
    candidates: list[Candidate]
    title: Candidate | None = None
    number: str = ""
    chunks: list[Chunk] = field(default_factory=list)
    used: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    rest: list[Rest] | None = None
    typed: list[list[Chunk]] = field(default_factory=list)

    def first(self, role: str) -> Chunk | None:
        """The chunk that gives the entry its *role*: the one with the strongest evidence, the first of equals."""
        return max(
            (chunk for chunk in self.chunks if chunk.role == role), key=lambda c: c.strength, default=None
        )

    def all(self, role: str) -> list[Chunk]:
        """All chunks of a role."""
        return [chunk for chunk in self.chunks if chunk.role == role]


@dataclass(frozen=True, slots=True)
class Habits:
    """What the siblings of a record do: the share of titles in each slot, and of roles in each slot."""

    titles: Mapping[str, float] = field(default_factory=dict)
    roles: Mapping[str, tuple[str, float]] = field(default_factory=dict)


def read(record: Record, *, deep: bool) -> Reading:
    """Tell the parts of *record* apart by their own evidence."""
    pieces: list[Atom] = []
    used: dict[int, tuple[int, int]] = {}
    for part in record.parts(deep=deep):
        own, named = labelled(part)
        used.update((len(pieces) + index, place) for index, place in named.items())
        pieces.extend(own)
    reading = Reading(record, deep, pieces, list(candidates(pieces, used)), used=used)
    _settle(reading, Habits())
    return reading


def settle(reading: Reading, habits: Habits) -> bool:
    """Choose title and roles again, now that the siblings' *habits* are known; False if nothing changed."""
    if not habits.titles and not habits.roles:
        return False
    before = reading.title, reading.chunks
    _settle(reading, habits)
    return before != (reading.title, reading.chunks)


def _settle(reading: Reading, habits: Habits) -> None:
    for candidate in reading.candidates:
        candidate.chance = (
            LOOKS[_look_of(candidate, reading.candidates[0])]
            + _FIRST_BONUS * (candidate is reading.candidates[0])
            + _SIBLINGS_WEIGHT * habits.titles.get(candidate.slot, 0.0)
        )
    title = _best(reading.candidates, habits)
    if reading.rest is None or title is not reading.title:
        reading.title = title
        reading.rest = list(_rest(reading))
        reading.typed = [[] for _ in reading.rest]
    reading.typed = [
        known
        if known and all(chunk.sure for chunk in known)
        else list(typed(chunk, role, *habits.roles.get(chunk.slot, ("", 0.0))))
        for known, (chunk, role) in zip(reading.typed, _chunks(reading, reading.rest), strict=False)
    ]
    reading.chunks = [chunk for chunks in reading.typed for chunk in chunks]


def _best(candidates: Sequence[Candidate], habits: Habits) -> Candidate | None:
    """The candidate with the best score, the first of equals; those without a chance are not looked into.

    Where hardly any sibling has its title elsewhere, a text that does not read as one (``Book reviews``) is one.
    """
    best: Candidate | None = None
    for candidate in sorted(candidates, key=lambda candidate: -candidate.chance):
        if best and candidate.chance + WORDS_WEIGHT < best.score:
            break
        is_usual = habits.titles.get(candidate.slot, 0.0) >= _ALWAYS and any(
            map(str.isalpha, candidate.piece.text)
        )
        if (is_usual or candidate.titleness >= MINIMAL_TITLE) and (
            best is None or (candidate.score, best.first) > (best.score, candidate.first)
        ):
            best = candidate
    return best


def _look_of(candidate: Candidate, first: Candidate) -> str:
    """The candidate's look; some behind the first look like a title and are none: then it is plain text's.

    That is a quotation in what is said about a name that stands out before it, and a link on a venue's name.
    """
    if candidate is first or candidate.first <= first.last:
        return candidate.look
    if candidate.look == "quoted":
        stands_out = first.look in ("link", "bold link", "bold") and first.titleness >= MINIMAL_TITLE
        return "plain" if stands_out else candidate.look
    if candidate.look == "link" and (venue := read_venue(collapsed(candidate.piece.text))) and venue.name:
        return "plain"
    return candidate.look


def habits_of(readings: Iterable[Reading]) -> Habits:
    """What a group of records has in common. Groups under three records have no habits."""
    titles: Counter[str] = Counter()
    roles: dict[str, Counter[str]] = {}
    count = 0
    for reading in readings:
        count += 1
        if reading.title:
            titles[reading.title.slot] += 1
        for chunk in reading.chunks:
            if chunk.role != "label":
                roles.setdefault(chunk.slot, Counter())[chunk.role.removeprefix("maybe ")] += 1
    if count < 3:
        return Habits()
    shares = {slot: number / count for slot, number in titles.items()}
    usual = {}
    for slot, counter in roles.items():
        role, number = min(counter.items(), key=lambda item: (item[0] == "other", -item[1], item[0]))
        usual[slot] = (role, number / counter.total())
    return Habits(shares, usual)


# -- chunks


def _chunks(reading: Reading, rest: Sequence[Rest]) -> Iterator[tuple[Chunk, str]]:
    """What is left beside the title, not yet typed, with the role that a column's header gives it."""
    seen: Counter[str] = Counter()
    title = reading.title
    codes = sum(style == "code" for _, style, _, _ in rest)
    for piece, style, part, after in rest:
        if part.place == "cell" and reading.record.shape != "table":
            continue  # a table inside an entry: its links are the entry's, its words are not
        place = "after" if after else "before"
        seen[style + place] += 1
        slot = f"{place} {style} {seen[style + place]}"
        role = header_role(part.header) if part.place == "cell" else ""
        if style == "code" and codes > 1:
            slot = "one of several code spans"  # a list of tags: the place of each says nothing
        if part.place == "cell":
            slot = f"{part.header} {style}"
        if role == "title" and title is None:
            role = ""
        yield Chunk(piece, style, slot), role


def _rest(reading: Reading) -> Iterator[Rest]:
    """The text beside title and labels, in order; names that are links are one text."""
    title = reading.title
    names = linked_names(reading.atoms, title.last + 1) if title is not None else {}
    for index, atom in enumerate(reading.atoms):
        if index in names:
            if piece := names[index]:
                yield Rest(piece.trimmed(), atom.style, atom.part, True)
            continue
        if title is not None and title.first <= index <= title.last:
            if index == title.first:
                yield from _around(title, reading, atom)
            continue
        if not _says_something(atom):
            continue
        end = reading.used[index][0] if index in reading.used else len(atom.text)
        piece = without_key(Piece(atom.flow, 0, end)).trimmed()
        piece = piece.sub(0, len(_BROKEN_TAG.sub("", piece.text))).trimmed()
        if piece.end > piece.start and not _FILLER.fullmatch(piece.text):
            in_text = atom.kind == "link" and atom.part.place != "cell" and atom.style != "code"
            style = "link" if in_text else atom.style
            after = title is not None and index > title.last
            yield from (Rest(field, style, atom.part, after) for field in fields_of(piece))


def _says_something(atom: Atom) -> bool:
    """Whether an atom's text may be a part of the entry: any text, and links that are more than their label."""
    if atom.kind != "link":
        return atom.kind == "text"
    if atom.link is None or atom.link.bare:
        return False
    in_names = atom.part.place == "cell" and header_role(atom.part.header) == "authors"
    return (
        in_names or _is_venue(atom) or (atom.style == "code" and not is_label(atom)) or _may_say_venue(atom)
    )


def _is_venue(atom: Atom) -> bool:
    """Whether a link says where the work appeared: ``[[NeurIPS 2017]](…)``, ``[Nature](…)``, but not ``[pdf](…)``."""
    label = own_label(atom)
    venue = read_venue(label)
    return venue is not None and (venue.year is not None or (venue.certain and label_kind(label) is None))


def _may_say_venue(atom: Atom) -> bool:
    """Whether a link may say so if its siblings do: a name of its own, or an archive's (``[bioRxiv](…)``)."""
    if atom.part.place == "cell" or atom.style == "code" or _is_venue(atom):
        return False
    label = own_label(atom)
    return 0 < len(label.split()) <= LONGEST_VENUE and (
        label_kind(label) is None or read_venue(label) is not None
    )


def _around(title: Candidate, reading: Reading, atom: Atom) -> Iterator[Rest]:
    """What the title's atoms hold before and behind the title."""
    flow = title.piece.flow
    last = reading.atoms[title.last]
    label = len(last.text) - reading.used[title.last][0] if title.last in reading.used else 0
    end = len(flow.text) - label
    before = without_key(without_number(Piece(flow, 0, title.piece.start))).trimmed()
    after = without_mark(Piece(flow, title.piece.end, max(title.piece.end, end))).trimmed()
    for piece, behind in ((before, False), (after, True)):
        if piece.end > piece.start:
            yield from (Rest(field, atom.style, atom.part, behind) for field in fields_of(piece))
