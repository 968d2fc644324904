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
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from peftlint.fields.link import label_kind
from peftlint.fields.patterns import late, may_hold
from peftlint.fields.venue import read_venue
from peftlint.readers.candidates import LOOKS, WORDS_WEIGHT, Candidate, candidates
from peftlint.readers.chunks import LONGEST_VENUE, Chunk, typed
from peftlint.readers.headers import header_role
from peftlint.readers.labels import is_label, labelled, own_label
from peftlint.readers.linked_names import linked_names
from peftlint.readers.pieces import (
    EDGE,
    Piece,
    collapsed,
    fields_of,
    without_key,
    without_mark,
    without_number,
)
from peftlint.readers.records import Atom, Part, Record

_FIRST_BONUS, _SIBLINGS_WEIGHT = 0.5, 1.5
_ALWAYS = 0.9
"""The share of siblings with their titles in one slot from which on it is the slot of titles."""

MINIMAL_TITLE = 0.3
"""Titleness below which nothing is a title, whatever it looks like."""

_BROKEN_TAG = late(r"\s*[</]/?(?:ins|em|strong|sub|sup|span|font)$")
_STYLE_TAGS = ("ins", "em", "strong", "sub", "sup", "span", "font")
_FILLER_SIGNS = "-–—/_."
_FILLER = late(r"n/?a|none|tbd|tba|coming soon|soon|null|无|暂无|待定", re.IGNORECASE)
_FILLERS = ("n/a", "na", "none", "tbd", "tba", "soon", "null", "无", "待定")
"""What ``_FILLER`` wants one of."""
_LONGEST_FILLER = len("coming soon")


class Rest(NamedTuple):
    """Text beside title and labels, before it is cut: ``after`` tells that it stands behind the title."""

    piece: Piece
    style: str
    part: Part
    after: bool


class Reading:
    """A record with its parts told apart.

    ``used`` maps an atom's index to the range of its text that is the label of a link. ``rest`` is what stands beside
    title and labels, before it is cut, ``slots`` what place it has there, and ``typed`` the chunks it came to.
    """

    __slots__ = ("atoms", "candidates", "chunks", "deep", "record", "rest", "slots", "title", "typed", "used")

    def __init__(
        self, record: Record, deep: bool, atoms: list[Atom], used: Mapping[int, tuple[int, int]]
    ) -> None:
        self.record, self.deep, self.atoms, self.used = record, deep, atoms, used
        self.candidates = candidates(atoms, used)
        self.title: Candidate | None = None
        self.chunks: list[Chunk] = []
        self.rest: list[Rest] | None = None
        self.slots: list[tuple[Piece, str, str, str]] = []
        self.typed: list[list[Chunk]] = []

    def first(self, role: str) -> Chunk | None:
        """The chunk that gives the entry its *role*: the one with the strongest evidence, the first of equals."""
        best: Chunk | None = None
        for chunk in self.chunks:
            if chunk.role == role and (best is None or chunk.strength > best.strength):
                best = chunk
        return best

    def all(self, role: str) -> list[Chunk]:
        """All chunks of a role."""
        return [chunk for chunk in self.chunks if chunk.role == role]


class Habits(NamedTuple):
    """What the siblings of a record do: the share of titles in each slot, and the usual role in each slot.

    ``roles`` gives it with its share, where it can tell of a chunk what its text does not. ``lower`` tells that they
    are in small letters throughout, which then says nothing.
    """

    titles: Mapping[str, float]
    roles: Mapping[str, tuple[str, float]]
    lower: bool = False


NO_HABITS = Habits({}, {})
_NO_ROLE = "", 0.0
_TAKEN_OVER, _LEAST_SHARE = ("authors", "venue"), 0.5
"""The roles that a chunk may take from its siblings (``chunks.typed``), and how many of them must have it."""


def read(record: Record, *, deep: bool) -> Reading:
    """Tell the parts of *record* apart by their own evidence."""
    pieces: list[Atom] = []
    used: dict[int, tuple[int, int]] = {}
    for part in record.parts(deep=deep):
        own, named = labelled(part)
        for index, place in named.items():
            used[len(pieces) + index] = place
        pieces += own
    reading = Reading(record, deep, pieces, used)
    _give_chances(reading.candidates)
    _take_title(reading, _best(reading.candidates, NO_HABITS))
    _type_rest(reading, NO_HABITS)
    return reading


def settle(reading: Reading, habits: Habits) -> bool:
    """Choose title and roles again, now that the siblings' *habits* are known; False if nothing changed."""
    if not habits.titles and not habits.roles:
        return False
    before, shares = reading.title, habits.titles
    own = shares.get(before.slot, 0.0) if before else 0.0
    stays = before is not None
    for candidate in reading.candidates:
        if candidate.slot in shares:
            share = shares[candidate.slot]
            candidate.chance += _SIBLINGS_WEIGHT * share
            if share > own or (share >= _ALWAYS and candidate is not before):
                stays = False  # what gains no more than the title cannot overtake it
    changed = not stays and _take_title(reading, _best(reading.candidates, habits))
    return _type_rest(reading, habits) or changed


def _take_title(reading: Reading, title: Candidate | None) -> bool:
    """Let *title* be the title, and find what stands beside it; False if it is that already."""
    if reading.rest is not None and title is reading.title:
        return False
    reading.title = title
    reading.rest = _rest(reading)
    reading.slots = _slots(reading, reading.rest)
    reading.typed = []
    return True


def _type_rest(reading: Reading, habits: Habits) -> bool:
    """Tell the roles of what stands beside the title, where they are not sure yet; whether any changed."""
    before, reading.typed = reading.typed, []
    changed = bool(reading.slots) and not before
    for index, (piece, style, slot, role) in enumerate(reading.slots):
        usual = habits.roles.get(slot)
        known = before[index] if before else []
        if not known or (usual and not all(chunk.sure for chunk in known)):
            now = typed(Chunk(piece, style, slot), role, *(usual or _NO_ROLE), lower=habits.lower)
            changed = changed or not _are_alike(known, now)
            known = now
        reading.typed.append(known)
    reading.chunks = [chunk for chunks in reading.typed for chunk in chunks]
    return changed


def _give_chances(candidates: Sequence[Candidate]) -> None:
    """Note on each candidate what speaks for it without what its words say."""
    for candidate in candidates:
        first = candidate is candidates[0]
        look = candidate.look if first else _look_of(candidate, candidates[0])
        candidate.chance = LOOKS[look] + _FIRST_BONUS * first


def _are_alike(some: Sequence[Chunk], others: Sequence[Chunk]) -> bool:
    """Whether the same text was given the same roles."""
    return len(some) == len(others) and all(map(Chunk.is_like, some, others))


def _best(candidates: Sequence[Candidate], habits: Habits) -> Candidate | None:
    """The candidate with the best score, the first of equals; those without a chance are not looked into.

    Where hardly any sibling has its title elsewhere, a text that does not read as one (``Book reviews``) is one.
    """
    best: Candidate | None = None
    best_score = 0.0
    for candidate in sorted(candidates, key=_chance, reverse=True):
        if best and candidate.chance + WORDS_WEIGHT < best_score:
            break
        if candidate.titleness < MINIMAL_TITLE and not (
            habits.titles.get(candidate.slot, 0.0) >= _ALWAYS and any(map(str.isalpha, candidate.piece.text))
        ):
            continue
        score = candidate.score
        if best is None or (score, best.first) > (best_score, candidate.first):
            best, best_score = candidate, score
    return best


def _chance(candidate: Candidate) -> float:
    return candidate.chance


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


def habits_of(readings: Sequence[Reading]) -> Habits:
    """What a group of records has in common. Groups under three records have no habits."""
    count = len(readings)
    if count < 3:
        return NO_HABITS
    titles = [reading.title for reading in readings if reading.title]
    slots = Counter([title.slot for title in titles])
    roles: dict[str, dict[str, int]] = {}
    for reading in readings:
        for chunk in reading.chunks:
            if chunk.role != "label":
                counts, role = roles.setdefault(chunk.slot, {}), chunk.role.removeprefix("maybe ")
                counts[role] = counts.get(role, 0) + 1
    usual = {}
    for slot, counts in roles.items():
        role, number = min(counts.items(), key=lambda item: (item[0] == "other", -item[1], item[0]))
        share = number / sum(counts.values())
        if role in _TAKEN_OVER and share >= _LEAST_SHARE:
            usual[slot] = (role, share)
    lower = sum([title.piece.text.islower() for title in titles])
    return Habits({slot: number / count for slot, number in slots.items()}, usual, 2 * lower > count)


# -- chunks


def _slots(reading: Reading, rest: Sequence[Rest]) -> list[tuple[Piece, str, str, str]]:
    """What is left beside the title: its text, style and slot, and the role that a column's header gives it."""
    result: list[tuple[Piece, str, str, str]] = []
    seen: dict[tuple[str, bool], int] = {}
    codes = sum([one.style == "code" for one in rest])
    for piece, style, part, after in rest:
        in_cell, role = part.place == "cell", ""
        if in_cell and reading.record.shape != "table":
            continue  # a table inside an entry: its links are the entry's, its words are not
        number = seen[style, after] = seen.get((style, after), 0) + 1
        if in_cell:
            slot = f"{part.header} {style}"
            role = header_role(part.header)
            if role == "title" and reading.title is None:
                role = ""
        elif style == "code" and codes > 1:
            slot = "one of several code spans"  # a list of tags: the place of each says nothing
        else:
            slot = f"{'after' if after else 'before'} {style} {number}"
        result.append((piece, style, slot, role))
    return result


def _rest(reading: Reading) -> list[Rest]:
    """The text beside title and labels, in order; names that are links are one text."""
    title = reading.title
    names = linked_names(reading.atoms, title.last + 1) if title is not None else _NO_NAMES
    first, last = (title.first, title.last) if title is not None else (-1, -1)
    result: list[Rest] = []
    for index, atom in enumerate(reading.atoms):
        if first <= index <= last:
            if index == first and title is not None:
                result += _around(title, reading, atom)
            continue
        if index in names:
            if piece := names[index]:
                result.append(Rest(piece.trimmed(), atom.style, atom.part, True))
            continue
        if atom.kind != "text" and not (atom.kind == "link" and _link_says_something(atom)):
            continue
        end = reading.used[index][0] if index in reading.used else len(atom.text)
        piece = Piece(atom.flow, 0, end)
        if not piece.text.strip(EDGE):
            continue
        piece = without_key(piece).trimmed()
        if piece.text.endswith(_STYLE_TAGS):
            piece = piece.sub(0, len(_BROKEN_TAG.sub("", piece.text))).trimmed()
        if not piece.text or _is_filler(piece.text):
            continue
        in_text = atom.kind == "link" and atom.part.place != "cell" and atom.style != "code"
        style = "link" if in_text else atom.style
        after = title is not None and index > last
        result += [Rest(field, style, atom.part, after) for field in fields_of(piece)]
    return result


_NO_NAMES: Mapping[int, Piece | None] = {}


def _is_filler(text: str) -> bool:
    if not text.strip(_FILLER_SIGNS):
        return True
    return len(text) <= _LONGEST_FILLER and may_hold(text, _FILLERS) and _FILLER.fullmatch(text) is not None


def _link_says_something(atom: Atom) -> bool:
    """Whether a link's text may be a part of the entry: if it is more than its label."""
    if atom.link is None or atom.link.bare:
        return False
    in_cell = atom.part.place == "cell"
    if in_cell and header_role(atom.part.header) == "authors":
        return True
    names_venue, may_name_venue = _what_label_says(own_label(atom))
    if names_venue or atom.style == "code":
        return names_venue or not is_label(atom)
    return may_name_venue and not in_cell


@lru_cache(maxsize=4096)
def _what_label_says(label: str) -> tuple[bool, bool]:
    """Whether the words of a link name a venue, and whether they may if those of its siblings do."""
    venue, kind = read_venue(label), label_kind(label)
    # where the work appeared: ``[[NeurIPS 2017]](…)``, ``[Nature](…)``, but not ``[pdf](…)``
    names = venue is not None and (venue.year is not None or (venue.certain and kind is None))
    # a name of its own, or an archive's (``[bioRxiv](…)``)
    may_name = 0 < len(label.split()) <= LONGEST_VENUE and (kind is None or venue is not None)
    return names, may_name


def _around(title: Candidate, reading: Reading, atom: Atom) -> list[Rest]:
    """What the title's atoms hold before and behind the title."""
    result: list[Rest] = []
    piece = title.piece
    flow, text = piece.flow, piece.flow.text
    end = len(text)
    if title.last in reading.used:
        end -= len(reading.atoms[title.last].text) - reading.used[title.last][0]
    if text[: piece.start].strip(EDGE):
        before = without_key(without_number(Piece(flow, 0, piece.start))).trimmed()
        result += (
            [Rest(field, atom.style, atom.part, False) for field in fields_of(before)] if before.text else []
        )
    if text[piece.end : end].strip(EDGE):
        after = without_mark(Piece(flow, piece.end, end)).trimmed()
        result += (
            [Rest(field, atom.style, atom.part, True) for field in fields_of(after)] if after.text else []
        )
    return result
