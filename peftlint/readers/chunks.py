"""What is left of a record beside its title, cut into chunks, and what each chunk is by its own evidence.

``roles.py`` says which chunks there are, and what their siblings are.
"""

from __future__ import annotations

from collections.abc import Iterator

from peftlint.fields.authors import may_be_names, name_list_score
from peftlint.fields.han import count_between
from peftlint.fields.link import label_kind
from peftlint.fields.patterns import late
from peftlint.fields.venue import VenueText, find_venue, is_award, read_venue, resolve
from peftlint.fields.year import find_years, read_year
from peftlint.readers.headers import header_role
from peftlint.readers.pieces import Piece, are_surnames, collapsed, without_volume

_LONGEST = 40_000
"""Characters beyond which text is not looked into: no list of names is that long."""

_ALWAYS = 0.9
"""The share of siblings with one role in a slot from which on it is the slot of that role."""

LONGEST_VENUE = 14
"""Words that the longest names of venues have."""

_ET_AL = late(r"\bet\.? al\b[.,;]*\s+(?=\w)")
_NAMED = late(r"[^\w\[(（【]{0,4}([^\W\d_][^:：,，.\n]{1,24})[:：]\s*(?=\S)")
_NAMED_ROLES = ("authors", "venue", "year")
_INITIAL_AT_END = late(r"[\s,.][A-Z]$")
_PERIOD = late(r"[.。]\s+(?=\S)")
_PROCEEDINGS = late(r"(?:In:? )?(?:Proceedings of|Proc\. of|Transactions on|Journal of|Advances in)\b")
"""How the names of venues begin that the registry may not know."""
_CITED = late(
    r"(?P<venue>[^\W\d_][^\n]{1,250}?)[\s,.]*"
    r"(?:(?P<volume>(?<![\w:.])\d{1,4}(?:\.[\d-]{1,8}|\s?\(\w{1,10}\))?)[\s,]*)?"
    r"[(（]?(?<!\d)(?P<year>(?:19|20)\d\d)(?!\d)[)）]?"
    r"(?P<pages>\s?[,:：]\s?(?=[\d(])[\w()\s:,.–-]{1,40})?[.\s]*"
)
"""Venue and year as references print them, with volume or pages: ``Journal, 2003, 3(1): 5-9``, ``Journal 3.1 (2003): 5-9``."""
_LONGEST_CITED = 350
_LONGEST_REFERENCE = 600
"""Characters of the longest names and venue that are taken apart where only a period parts them."""


class Chunk:
    """What is left of a record beside the title, with its role: ``authors``, ``venue``, ``year``, ``tag``, ``other``.

    The words of a link may be ``name``, ``label`` or ``maybe venue`` too, which the model does not keep.
    ``forced`` tells that a table's header gave the role, ``sure`` that no sibling could change it.
    """

    __slots__ = ("forced", "piece", "role", "slot", "strength", "style", "sure", "venue", "year")

    def __init__(
        self,
        piece: Piece,
        style: str,
        slot: str,
        role: str = "",
        strength: float = 0.0,
        venue: VenueText | None = None,
        year: int | None = None,
    ) -> None:
        self.piece, self.style, self.slot, self.role = piece, style, slot, role
        self.strength, self.venue, self.year = strength, venue, year
        self.forced = self.sure = False

    def is_like(self, other: Chunk) -> bool:
        """Whether another chunk says the same of the same text."""
        return (
            (self.role, self.strength, self.slot, self.year)
            == (other.role, other.strength, other.slot, other.year)
            and (self.piece.start, self.piece.end) == (other.piece.start, other.piece.end)
            and self.venue == other.venue
        )


def typed(chunk: Chunk, forced: str, usual: str, share: float, *, lower: bool = False) -> list[Chunk]:
    """Type a chunk, or cut it and type its pieces.

    *forced* is the role that a table's header gives it, ``""`` for none; *usual* the role that its slot has in the *share*
    of its siblings, most of them or ``""``; *lower* tells that these are in small letters throughout.
    """
    text = collapsed(chunk.piece.text)
    if len(text) > _LONGEST:
        chunk.role, chunk.sure = "other", True
        return [chunk]
    if not forced and (":" in text or "：" in text):
        named = _NAMED.match(chunk.piece.text)
        if named and header_role(named[1]) in _NAMED_ROLES:
            forced = header_role(named[1])
            chunk.piece = chunk.piece.behind(named.end()).trimmed()
            text = collapsed(chunk.piece.text)
    if forced and _forced(chunk, text, forced):
        chunk.forced = chunk.sure = True
        return [chunk]
    if chunk.style == "link":
        _by_words_of_links(chunk, text, usual)
        return [chunk]
    if cited := _cited(chunk):
        return cited
    if _is_one_thing(chunk, text):
        chunk.sure = True
        return [chunk]
    if (
        usual == "venue"
        and share >= 0.6
        and _word_count(text) <= 8
        and find_years(text)
        and not find_venue(text)
    ):
        _set_venue(chunk, text, 0.6)
        return [chunk]
    pieces = _cut(chunk) if chunk.style != "code" else []
    if pieces:
        sure = bool(find_venue(text))
        for piece in pieces:
            piece.sure = sure
        return pieces
    if not _evident(chunk, text, usual if share >= 0.6 else ""):
        _by_habit(chunk, text, usual, share, lower)
    return [chunk]


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
    """Type a chunk that reads as names, or as a venue that the registry does not know; an award is neither."""
    if chunk.style == "code":
        return False
    if is_award(text):
        chunk.role, chunk.sure = "other", True
        return True
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
            chunk.piece.behind(end).trimmed(),
        )
        chunk.piece = before if any(map(str.isalpha, before.text)) else behind
    if chunk.venue is None:
        chunk.piece = without_volume(chunk.piece)
    chunk.role, chunk.strength = "venue", strength


def _by_habit(chunk: Chunk, text: str, usual: str, share: float, lower: bool) -> None:
    """Type a chunk that says nothing of itself by what stands there in the *share* of its siblings."""
    if chunk.style == "code":
        venue = read_venue(text)
        chunk.role = "venue" if usual == "venue" and chunk.slot.startswith(("after", "before")) else "tag"
        if chunk.role == "venue":
            _set_venue(chunk, text, 0.6, venue)
        return
    few_doubts = lower or share >= _ALWAYS  # in small letters hardly anything tells names but their place
    if usual == "authors" and (name_list_score(text) >= 0.15 or (few_doubts and may_be_names(text))):
        chunk.role, chunk.strength = "authors", 0.3
    elif usual == "venue" and _word_count(text) <= 8 and (lower or not text.islower()):
        _set_venue(chunk, text, 0.4)
    elif (
        chunk.slot.startswith("before")
        and (chunk.style != "plain" or _in_brackets(chunk.piece))
        and len(text.split()) <= 3
    ):
        chunk.role = "tag"  # a nickname before the title
    else:
        chunk.role = "other"


def _by_words_of_links(chunk: Chunk, text: str, usual: str) -> None:
    """Take the words of a link for a venue if they can be nothing else, or where those of its siblings' links are."""
    venue = read_venue(text)
    if venue and (venue.year is not None or (venue.certain and label_kind(text) is None)):
        _set_venue(chunk, text, 1.5 if venue.certain else 0.8, venue)
    elif usual == "venue":
        _set_venue(chunk, text, 0.4, venue)
    elif label_kind(text) is not None:
        chunk.role = "label"
    else:
        chunk.role = "maybe venue" if venue else "name"


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
    if not found:
        return []
    pieces: list[Chunk] = []
    at = 0
    for start, end, venue, year in sorted(found, key=lambda item: item[0]):
        pieces += _between(chunk, at, start, before_year=venue is None)
        role = "venue" if venue else "year"
        strength = 0.6 if venue and _is_preprint(venue) else 0.7
        pieces.append(
            Chunk(
                chunk.piece.sub(start, end), chunk.style, f"{chunk.slot} {role}", role, strength, venue, year
            )
        )
        at = end
    return [*pieces, *_between(chunk, at, len(text))]


def _cited(chunk: Chunk) -> list[Chunk]:
    """Venue and year of a reference; nothing if volume and pages do not tell that the chunk is one's end."""
    text = chunk.piece.text
    if chunk.style == "code" or not chunk.slot.startswith("after") or not _may_be_cited(text):
        return []
    found = _CITED.fullmatch(text)
    if not found or not (found["volume"] or found["pages"]) or name_list_score(found["venue"]) >= 0.5:
        return []
    venue = Chunk(chunk.piece.sub(*found.span("venue")), chunk.style, f"{chunk.slot} venue")
    _set_venue(venue, collapsed(found["venue"]), 0.8)
    year = Chunk(chunk.piece.sub(*found.span("year")), chunk.style, f"{chunk.slot} year", "year", 0.7)
    year.year = int(found["year"])
    venue.sure = year.sure = True
    return [venue, year]


def _may_be_cited(text: str) -> bool:
    """Let through every text that ends in a year, volume or pages behind other words, and few others."""
    end = text.rstrip(" .)")[-1:]
    signs = ":" in text or "(" in text or "：" in text or text.count(",") > 1
    return end.isdigit() and signs and len(text) <= _LONGEST_CITED and text[0].isalpha()


def _is_preprint(venue: VenueText) -> bool:
    """Whether a venue is a preprint server: less than where the work was published (``arXiv 2020, ICML 2021``)."""
    known = resolve(venue.name) if venue.name else None
    return known is not None and known.kind == "preprint"


def _after_et_al(text: str) -> list[tuple[int, int, VenueText | None, int | None]]:
    """The venue behind the names in ``Vaswani et al. Arxiv``, as :func:`_cut` lists its finds."""
    if "al" not in text or not (end := _ET_AL.search(text)):
        return []
    venue = read_venue(text[end.end() :])
    return [(end.end(), len(text), venue, venue.year)] if venue and venue.certain else []


def _between(chunk: Chunk, start: int, end: int, *, before_year: bool = False) -> Iterator[Chunk]:
    """The text between two finds: names, or nothing that is kept; of ``Names. Journal, 2007`` both."""
    piece = chunk.piece.sub(start, end).trimmed()
    if piece.end <= piece.start:
        return
    if before_year and (cut := _end_of_names(piece)):
        behind = chunk.piece.sub(piece.start + cut - chunk.piece.start, end).trimmed(" \t\n\u00a0,.;:")
        yield from _between(chunk, start, piece.start + cut - chunk.piece.start)
        venue = Chunk(behind, chunk.style, f"{chunk.slot} venue")
        _set_venue(venue, behind.text, 0.5)
        yield venue
        return
    text = collapsed(piece.text)
    if before_year and _PROCEEDINGS.match(text):
        venue = Chunk(piece, chunk.style, f"{chunk.slot} venue")
        _set_venue(venue, text, 0.5)
        yield venue
        return
    score = name_list_score(text)
    if before_year and chunk.slot.startswith("before") and are_surnames(text):
        score = max(score, 0.5)
    role = "authors" if score >= 0.5 else "other"
    if role == "authors" and _INITIAL_AT_END.search(text) and piece.flow.text.startswith(".", piece.end):
        piece = Piece(piece.flow, piece.start, piece.end + 1)
    yield Chunk(piece, chunk.style, f"{chunk.slot} rest", role, score + (chunk.style == "italic") * 0.5)


def _end_of_names(piece: Piece) -> int:
    """Where in ``Names. Journal`` the names end, 0 if that is not what *piece* is: nothing but names fit before it."""
    text = piece.text
    if len(text) > _LONGEST_REFERENCE:
        return 0
    cuts = [
        (_ET_AL.search(text, 0, cut.end() + 1) is not None, name_list_score(text[: cut.start()]), cut.end())
        for cut in _PERIOD.finditer(text)
        if text[cut.end()].isupper()
    ]
    closed, score, end = max(cuts, default=(False, 0.0, 0))
    is_name = 0 < len(text[end:].split()) <= LONGEST_VENUE and name_list_score(text[end:]) < 0.75
    fits = score >= 0.5 and (closed or name_list_score(text) < 0.5)
    return end if fits and is_name else 0
