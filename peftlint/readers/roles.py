"""What each part of a record is: title, authors, venue, year, tag, or nothing that the model keeps.

The model, in one place:

1. A record is a row of *atoms* (``records.py``): text of one style, links, images, line ends. Links first get
   the words that name them (``labels.py``).
2. The *title* is the candidate that scores best. A candidate (``candidates.py``) is text in quotation marks, a
   heading, bold or otherwise marked text, a link that is no label, or plain text, each without what lists
   print before and behind a title (``pieces.py``). Its score adds what its look says (``LOOKS``), how much its
   words read as a title (``titles.titleness``), whether it comes first, and how often the siblings of the
   record have their titles in that *slot* (``bold 1`` is the first bold text).
3. What is left is cut into *chunks*, and each chunk typed by evidence: a date is a year; the registry knows
   venues; names look like names (``fields.authors.name_list_score``). A chunk that holds several things
   (``(2016), J. Ba et al.``) is cut at the years and venues found in it.
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

from peftlint.fields.authors import name_list_score
from peftlint.fields.han import count_between
from peftlint.fields.link import label_kind
from peftlint.fields.venue import VenueText, find_venue, read_venue, resolve
from peftlint.fields.year import find_years, read_year
from peftlint.readers.candidates import LOOKS, WORDS_WEIGHT, Candidate, candidates
from peftlint.readers.headers import header_role
from peftlint.readers.labels import is_label, labelled, own_label
from peftlint.readers.pieces import Piece, collapsed, without_key, without_mark, without_number
from peftlint.readers.records import Atom, Part, Record

_FIRST_BONUS, _SIBLINGS_WEIGHT = 0.5, 1.5
MINIMAL_TITLE = 0.3
"""Titleness below which nothing is a title, whatever it looks like."""

_LONGEST = 40_000
"""Characters beyond which text is not looked into: no list of names is that long."""

_BROKEN_TAG = re.compile(r"\s*[</]/?(?:ins|em|strong|sub|sup|span|font)$")
_ET_AL = re.compile(r"\bet\.? al\b[.,;]*\s+(?=\w)")
_NAMED = re.compile(r"[^\w\[(（【]{0,4}([^\W\d_][^:：,，.\n]{1,24})[:：]\s*(?=\S)")
_NAMED_ROLES = ("authors", "venue", "year")
_FILLER = re.compile(r"(?:[-–—/_.]*|n/?a|none|tbd|tba|coming soon|soon|null|无|暂无|待定)", re.IGNORECASE)


@dataclass(slots=True)
class Chunk:
    """What is left of a record beside the title, with its role: ``authors``, ``venue``, ``year``, ``tag``, ``other``.

    ``forced`` tells that a table's header gave the role, ``sure`` that no sibling could change it.
    """

    piece: Piece
    style: str
    slot: str
    role: str = ""
    strength: float = 0.0
    venue: VenueText | None = None
    year: int | None = None
    forced: bool = False
    sure: bool = False


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
    title = _best(reading.candidates)
    if reading.rest is None or title is not reading.title:
        reading.title = title
        reading.rest = list(_rest(reading))
        reading.typed = [[] for _ in reading.rest]
    reading.typed = [
        known if known and all(chunk.sure for chunk in known) else list(_typed(chunk, role, habits))
        for known, (chunk, role) in zip(reading.typed, _chunks(reading, reading.rest), strict=False)
    ]
    reading.chunks = [chunk for chunks in reading.typed for chunk in chunks]


def _best(candidates: Sequence[Candidate]) -> Candidate | None:
    """The candidate with the best score, the first of equals; those without a chance are not looked into."""
    best: Candidate | None = None
    for candidate in sorted(candidates, key=lambda candidate: -candidate.chance):
        if best and candidate.chance + WORDS_WEIGHT < best.score:
            break
        if candidate.titleness >= MINIMAL_TITLE and (
            best is None or (candidate.score, best.first) > (best.score, candidate.first)
        ):
            best = candidate
    return best


def _look_of(candidate: Candidate, first: Candidate) -> str:
    """The candidate's look; a quotation in what is said about a name that stands out before it is plain text."""
    stands_out = first.look in ("link", "bold link", "bold") and first.titleness >= MINIMAL_TITLE
    return (
        "plain"
        if candidate.look == "quoted" and candidate.first > first.last and stands_out
        else candidate.look
    )


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
            roles.setdefault(chunk.slot, Counter())[chunk.role] += 1
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
    """The text beside title and labels, in order."""
    title = reading.title
    for index, atom in enumerate(reading.atoms):
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
            yield Rest(piece, atom.style, atom.part, title is not None and index > title.last)


def _says_something(atom: Atom) -> bool:
    """Whether an atom's text may be a part of the entry: any text, and links that are more than their label."""
    if atom.kind != "link":
        return atom.kind == "text"
    if atom.link is None or atom.link.bare:
        return False
    in_names = atom.part.place == "cell" and header_role(atom.part.header) == "authors"
    return in_names or _is_venue(atom) or (atom.style == "code" and not is_label(atom))


def _is_venue(atom: Atom) -> bool:
    """Whether a link says where the work appeared: ``[[NeurIPS 2017]](…)``, ``[Nature](…)``, but not ``[pdf](…)``."""
    label = own_label(atom)
    venue = read_venue(label)
    return venue is not None and (venue.year is not None or (venue.certain and label_kind(label) is None))


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
            yield Rest(piece, atom.style, atom.part, behind)


def _typed(chunk: Chunk, forced: str, habits: Habits) -> Iterator[Chunk]:
    """Type a chunk, or cut it and type its pieces."""
    text = collapsed(chunk.piece.text)
    if len(text) > _LONGEST:
        chunk.role, chunk.sure = "other", True
        yield chunk
        return
    if not forced and (named := _NAMED.match(chunk.piece.text)) and header_role(named[1]) in _NAMED_ROLES:
        forced = header_role(named[1])
        chunk.piece = chunk.piece.sub(named.end(), len(chunk.piece.text)).trimmed()
        text = collapsed(chunk.piece.text)
    if forced and _forced(chunk, text, forced):
        chunk.forced = chunk.sure = True
        yield chunk
        return
    usual, share = habits.roles.get(chunk.slot, ("", 0.0))
    if _is_one_thing(chunk, text):
        chunk.sure = True
        yield chunk
        return
    if (
        usual == "venue"
        and share >= 0.6
        and _word_count(text) <= 8
        and find_years(text)
        and not find_venue(text)
    ):
        _set_venue(chunk, text, 0.6)
        yield chunk
        return
    pieces = _cut(chunk) if chunk.style != "code" else []
    if pieces:
        for piece in pieces:
            piece.sure = bool(find_venue(text))
        yield from pieces
        return
    if not _evident(chunk, text, usual if share >= 0.6 else ""):
        _by_habit(chunk, text, usual if share >= 0.5 else "")
    yield chunk


def _word_count(text: str) -> int:
    """How many words a text has; two Chinese characters count as one."""
    return len(text.split()) + count_between(text, "\u3400", "\u9fff") // 2


def _forced(chunk: Chunk, text: str, role: str) -> bool:
    """Give the chunk the role that its column says, if its text can have it."""
    if role == "venue" and not read_year(text):
        _set_venue(chunk, text, 2.0)
    elif role == "venue":
        chunk.year, chunk.role, chunk.strength = read_year(text), "year", 2.0
    elif role == "year":
        chunk.year = read_year(text) or next((year for _, _, year in find_years(text)), None)
        chunk.role, chunk.strength = ("year" if chunk.year else "other"), 2.0
    elif role in ("authors", "tag", "other", "links"):
        chunk.role, chunk.strength = ("other" if role == "links" else role), 2.0
    else:
        return False
    return True


def _is_one_thing(chunk: Chunk, text: str) -> bool:
    """Type a chunk that as a whole is a year or a venue that the registry knows."""
    if year := read_year(text):
        chunk.role, chunk.year, chunk.strength = "year", year, 1.0
        return True
    venue = read_venue(text) if len(text) <= 160 else None
    if venue and ";" not in venue.venue and (venue.certain or (venue.year and _says_no_more(text))):
        _set_venue(chunk, text, 1.5 if venue.certain else 0.8, venue)
        return True
    return False


def _says_no_more(text: str) -> bool:
    """Whether a text that ends in a year may be a venue that the registry does not know."""
    return len(text.split()) <= 6 and name_list_score(text) < 0.5 and not find_venue(text)


def _evident(chunk: Chunk, text: str, usual: str) -> bool:
    """Type a chunk that reads as names, or as a venue that the registry does not know."""
    if chunk.style == "code":
        return False
    venue = read_venue(text) if len(text) <= 160 else None
    names = name_list_score(text)
    if names >= (0.35 if chunk.style == "italic" or usual == "authors" else 0.5) and not (
        venue and usual == "venue"
    ):
        chunk.role, chunk.strength = "authors", names + (chunk.style == "italic") * 0.5
        chunk.sure = names >= 0.5 and venue is None
        return True
    if venue and (chunk.style != "plain" or usual == "venue" or venue.year):
        _set_venue(chunk, text, 0.8, venue)
        return True
    return False


def _set_venue(chunk: Chunk, text: str, strength: float, venue: VenueText | None = None) -> None:
    chunk.venue = venue or read_venue(text)
    if chunk.venue:
        chunk.year = chunk.venue.year
    elif years := find_years(chunk.piece.text):
        start, end, chunk.year = years[0]
        before, behind = (
            chunk.piece.sub(0, start).trimmed(),
            chunk.piece.sub(end, len(chunk.piece.text)).trimmed(),
        )
        chunk.piece = before if any(map(str.isalpha, before.text)) else behind
    chunk.role, chunk.strength = "venue", strength


def _by_habit(chunk: Chunk, text: str, usual: str) -> None:
    """Type a chunk that says nothing of itself by what stands there in its siblings."""
    if chunk.style == "code":
        venue = read_venue(text)
        chunk.role = "venue" if usual == "venue" and chunk.slot.startswith(("after", "before")) else "tag"
        if chunk.role == "venue":
            _set_venue(chunk, text, 0.6, venue)
        return
    if usual == "authors" and name_list_score(text) >= 0.15:
        chunk.role, chunk.strength = "authors", 0.3
    elif usual == "venue" and _word_count(text) <= 8 and not text.islower():
        _set_venue(chunk, text, 0.4)
    elif (
        chunk.slot.startswith("before")
        and (chunk.style != "plain" or _in_brackets(chunk.piece))
        and len(text.split()) <= 3
    ):
        chunk.role = "tag"  # a nickname before the title
    else:
        chunk.role = "other"


def _in_brackets(piece: Piece) -> bool:
    text = piece.flow.text
    return text[piece.start - 1 : piece.start] in ("[", "(", "【", "（") and text[piece.end :][:1] in "])】）"


def _cut(chunk: Chunk) -> list[Chunk]:
    """Cut a chunk at the venues and years in it; nothing if it holds none."""
    text = chunk.piece.text
    found: list[tuple[int, int, VenueText | None, int | None]] = [
        (start, end, venue, venue.year) for start, end, venue in find_venue(text)
    ]
    taken = [(start, end) for start, end, _, _ in found]
    found = found or _after_et_al(text)
    found += [
        (start, end, None, year)
        for start, end, year in find_years(text)
        if not any(a <= start < b for a, b in taken)
    ]
    pieces: list[Chunk] = []
    at = 0
    for start, end, venue, year in sorted(found, key=lambda item: item[0]):
        pieces += _between(chunk, at, start)
        role = "venue" if venue else "year"
        strength = 0.6 if venue and _is_preprint(venue) else 0.7
        pieces.append(
            Chunk(
                chunk.piece.sub(start, end), chunk.style, f"{chunk.slot} {role}", role, strength, venue, year
            )
        )
        at = end
    return [*pieces, *_between(chunk, at, len(text))] if found else []


def _is_preprint(venue: VenueText) -> bool:
    """Whether a venue is a preprint server: less than where the work was published (``arXiv 2020, ICML 2021``)."""
    known = resolve(venue.name) if venue.name else None
    return known is not None and known.kind == "preprint"


def _after_et_al(text: str) -> list[tuple[int, int, VenueText | None, int | None]]:
    """The venue behind the names in ``Vaswani et al. Arxiv``, as :func:`_cut` lists its finds."""
    if not (end := _ET_AL.search(text)):
        return []
    venue = read_venue(text[end.end() :])
    return [(end.end(), len(text), venue, venue.year)] if venue and venue.certain else []


def _between(chunk: Chunk, start: int, end: int) -> Iterator[Chunk]:
    """The text between two finds: names, or nothing that is kept."""
    piece = chunk.piece.sub(start, end).trimmed()
    if piece.end <= piece.start:
        return
    text = collapsed(piece.text)
    score = name_list_score(text)
    role = "authors" if score >= 0.5 else "other"
    yield Chunk(piece, chunk.style, f"{chunk.slot} rest", role, score + (chunk.style == "italic") * 0.5)
