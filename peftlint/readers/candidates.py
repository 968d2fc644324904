"""The possible titles of a record, and how much each one's look says for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from peftlint.document import Flow
from peftlint.fields.authors import name_list_score
from peftlint.fields.patterns import late
from peftlint.readers.headers import header_role, title_column
from peftlint.readers.labels import is_label
from peftlint.readers.pieces import EDGE, LONGEST, Piece, collapsed, title_in
from peftlint.readers.records import Atom
from peftlint.readers.titles import is_unfinished, titleness

LOOKS = {
    "quoted": 3.4, "heading": 3.0, "bold link": 2.0, "bold": 1.6, "named": 1.6, "link": 1.4, "cell": 1.0,
    "underline": 0.4, "plain": 0.6, "italic": 0.3, "bracketed": 0.0, "said": -0.5, "code": -0.5,
}  # fmt: skip
"""What speaks for a title that looks so; ``heading`` is also the title column of a table, ``named`` a short
bold name with a colon that the plain title follows (``**LoRA**: Low-Rank …``), ``bracketed`` bold text in brackets of
its own: more often a nickname or a mark than a title (``**[LoRA]** Low-Rank …``), ``said`` what is said behind the
colon of a linked name (``[LoRA](…): a method that …``)."""

_QUOTED = late(r"“([^“”]{8,300})”|\"([^\"]{8,300})\"|《([^《》]{2,200})》")
_MIXED = frozenset({"plain", "heading", "cell", "named"})


_A_NAME = 0.6
"""Titleness of a word or two."""

WORDS_WEIGHT = 2.0
"""What it says for a candidate that its words read as a title."""


class Candidate:
    """A possible title: its slot (``bold 1`` is the first bold text), its look, and its atoms' indices.

    ``chance`` is its score without what its words say. To look at the words takes time, and most candidates have
    no chance against the best one: what a piece holds is found out when it is asked for.
    """

    __slots__ = ("_piece", "_run", "_titleness", "chance", "first", "last", "look", "slot")

    def __init__(
        self, run: Piece, slot: str, look: str, first: int, last: int, *, whole: bool = False
    ) -> None:
        """*run* is the title itself if *whole*, else it holds the title among other things."""
        self.slot, self.look, self.first, self.last = slot, look, first, last
        self.chance = 0.0
        self._run = run
        self._piece = run if whole else None
        self._titleness: float | None = None

    @property
    def piece(self) -> Piece:
        """The title."""
        if self._piece is None:
            self._piece = title_in(self._run, mixed=self.look in _MIXED)
        return self._piece

    @property
    def titleness(self) -> float:
        """How much its words read as a title, 0 to 1."""
        if self._titleness is None:
            self._titleness = titleness(collapsed(self.piece.text))
        return self._titleness

    @property
    def score(self) -> float:
        """How much speaks for this candidate."""
        return self.chance + WORDS_WEIGHT * self.titleness


def candidates(pieces: Sequence[Atom], used: Mapping[int, tuple[int, int]]) -> list[Candidate]:
    """All possible titles of a record, in order. *used* are the ranges of text that are labels of links."""
    result: list[Candidate] = []
    seen: dict[str, int] = {}
    headers = [atom.part.header for atom in pieces if atom.part.place == "cell"]
    column = title_column(headers) if headers else None
    following = 0
    for index, first in enumerate(pieces):
        if index < following or not _is_words(first):
            continue
        last = _last_of(pieces, index, column)
        following = last + 1
        if last == index:
            flow, end_style, is_link = first.flow, first.style, first.link is not None
        else:
            group = pieces[index:following]
            flow = Flow([run for atom in group for run in atom.flow.runs])
            end_style, is_link = group[-1].style, any(atom.link is not None for atom in group)
        if not flow.text.strip():
            continue
        look = _look(first, column, end_style, is_link=is_link)
        if look == "plain" and index and _is_said(pieces[index - 1], first):
            look = "said"
        if not look:
            continue
        number = seen[look] = seen.get(look, 0) + 1
        end = len(flow.text)
        if last in used:
            end -= len(pieces[last].text) - used[last][0]
        slot = f"{first.part.header} {look}" if first.part.place == "cell" else f"{look} {number}"
        whole = Piece(flow, 0, end)
        if look != "code" and end <= LONGEST and _may_hold_quotation(whole.text):
            result += _quoted(whole, index, last)
        result.append(Candidate(whole, slot, look, index, last))
    return result


def _may_hold_quotation(text: str) -> bool:
    return '"' in text or (not text.isascii() and ("“" in text or "《" in text))


def _quoted(whole: Piece, first: int, last: int) -> Iterator[Candidate]:
    """The titles that stand in quotation marks."""
    for quote in _QUOTED.finditer(whole.text):
        if _is_whole_title(quote, whole.text):
            inside = whole.sub(*quote.span(quote.lastindex or 0)).trimmed(" ,.，。")
            yield Candidate(inside, "quoted 1", "quoted", first, last, whole=True)


def _is_whole_title(quote: re.Match[str], text: str) -> bool:
    """Whether a quotation is a title, not a part of one: ``"Why Should I Trust You?": Explaining …``."""
    if _is_cited(quote, text):
        return True
    if quote.lastindex != 3 and len(quote[quote.lastindex or 0].split()) < 3:
        return False
    before, after = text[: quote.start()], text[quote.end() :].strip()
    ends = not after or after[0] in ",.;，。；、([（【|"
    return titleness(collapsed(before.strip(EDGE))) < 0.5 and (
        ends or titleness(collapsed(after.strip(EDGE))) < 0.5
    )


def _is_cited(quote: re.Match[str], text: str) -> bool:
    """Whether a quotation stands in a reference as the style of the MLA wants it: ``Names. "Title." Venue``."""
    names, title = text[: quote.start()].rstrip(), quote[quote.lastindex or 0].rstrip()
    return (
        title.endswith((".", ",", "?")) and names.endswith(".") and name_list_score(names.strip(EDGE)) >= 0.5
    )


def _last_of(pieces: Sequence[Atom], first: int, column: str | None) -> int:
    """The last of the atoms that make one run with the first: bold text and a bold link, a heading's words."""
    atom = pieces[first]
    place, is_bold = atom.part.place, atom.style == "bold"
    last = first
    for index in range(first + 1, len(pieces)):
        other = pieces[index]
        if other.kind == "break":
            if index + 1 < len(pieces) and _goes_on(pieces[last], pieces[index + 1]):
                continue
            break
        if not (
            (is_bold and other.style == "bold")
            or index - 1 > last  # past the end of a line in the middle of a sentence
            or (place == "heading" and other.style != "code")
            or (place == "cell" and _is_within(pieces[last], other, column))
        ):
            break
        if not _is_words(other):
            break
        last = index
    if last == first and first + 1 < len(pieces) and _is_named(atom, pieces[first + 1]):
        return first + 1
    return last


def _is_within(atom: Atom, following: Atom, column: str | None) -> bool:
    """Whether a linked name is a word of the text beside it in a cell of the titles: ``a closer look at [ResNet](…)``."""
    if atom.part.header != column or {atom.kind, following.kind} != {"text", "link"}:
        return False
    link = atom if atom.kind == "link" else following
    goes_on = following.kind == "link" or not following.text.lstrip(" (（")[:1].isupper()
    return goes_on and titleness(collapsed(link.text)) < _A_NAME


def _goes_on(atom: Atom, following: Atom) -> bool:
    """Whether text goes on in the middle of a sentence on the next line of its paragraph."""
    if following.part is not atom.part or following.kind != "text":
        return False
    if following.style != atom.style or atom.style not in ("bold", "plain"):
        return False
    return following.text.lstrip()[:1].islower() or is_unfinished(atom.text.rstrip())


def _is_words(atom: Atom) -> bool:
    return atom.kind == "text" or (atom.kind == "link" and not is_label(atom))


def _is_named(atom: Atom, following: Atom) -> bool:
    """Whether a short bold name and the plain text behind its colon are one title."""
    if following.kind != "text" or following.style != "plain":
        return False
    rest = following.text
    if atom.style != "bold" and not (atom.kind == "link" and _reads_on(rest)):
        return False
    name = atom.text.strip()
    if not (name.endswith((":", "：")) or rest.lstrip().startswith((":", "："))):
        return False
    return (
        0 < len(name.split()) <= 3 and titleness(collapsed(title_in(_all(following), mixed=True).text)) >= 0.8
    )


def _is_said(name: Atom, atom: Atom) -> bool:
    """Whether plain text is what is said of the linked name before its colon."""
    return name.kind == "link" and not is_label(name) and atom.text.lstrip().startswith((":", "："))


def _is_bracketed(text: str) -> bool:
    text = text.strip()
    return text[:1] in "[【" and text[-1:] in "]】"


def _reads_on(text: str) -> bool:
    """Whether what stands behind a linked name goes on as its title, and is no sentence about it."""
    text = text.strip(" :：")
    return text[:1].isupper() and not text.endswith(".") and not text.startswith(("A ", "An ", "The "))


def _all(atom: Atom) -> Piece:
    start = len(atom.text) - len(atom.text.lstrip(" :："))
    return Piece(atom.flow, start, len(atom.text))


def _look(atom: Atom, column: str | None, end_style: str, *, is_link: bool) -> str:
    """How a run that opens with *atom* looks (a key of ``LOOKS``); ``""`` if it can be no title.

    *end_style* is the style of its last atom, *is_link* whether any of them is a link.
    """
    place, style = atom.part.place, atom.style
    if place == "group":
        return ""
    if atom.link is not None and (atom.link.bare or not atom.text.strip()):
        return ""
    if place == "heading":
        return "heading" if style != "code" else ""
    if place == "cell":
        if atom.part.header == column:
            return "heading"
        return "cell" if header_role(atom.part.header) in ("", "title") else ""
    if style == "bold":
        if end_style == "plain":
            return "named"
        return "bold link" if is_link else "bracketed" if _is_bracketed(atom.text) else "bold"
    return "link" if is_link else style
