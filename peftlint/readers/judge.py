"""Which records are entries: evidence is added up, and siblings speak for one another.

A record needs a title and ``ENOUGH`` evidence: an identifier of a paper counts most, then BibTeX, names, a
venue, labelled links, a year, a table's header. Running text around it counts against it, and so do links
that lead nowhere but into the same file, and a heading such as News or Citation above it. Where most
siblings are entries, a record with little evidence of its own (no link yet) is one too; where hardly any
are, a record with just enough is none. In a list of papers, what else it links by name (tools, data,
courses) is listed too: there a group whose records open with a link to somewhere else are entries.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from peftlint.fields.han import count_between
from peftlint.fields.link import label_kind
from peftlint.fields.patterns import late, may_hold
from peftlint.fields.venue_registry import name_key
from peftlint.model import Bibtex, Link
from peftlint.outline import Outline
from peftlint.readers.entries import Clues, identify_work
from peftlint.readers.headers import header_role
from peftlint.readers.pieces import Piece, collapsed
from peftlint.readers.roles import Reading

ENOUGH = 3.0
MODEST = 1.75
"""What is enough where most of the siblings have so much: a title that leads to a PDF, an unknown venue."""

FAINT = 0.9
"""What a record needs where most of its siblings are entries."""

_TALK = late(
    r"\b(?:we|our|us|you|your|please|this|these|here|has been|have been|is|are|was|were|will|can|contains?"
    r"|includes?|released?|accepted|see|star|cite|follow|join|welcome)\b|我们|欢迎|本|请|已",
    re.IGNORECASE,
)
_TALKING = """
we our us you your please this these here been is are was were will can contain contains include includes release released
accepted see star cite follow join welcome
"""
_TALKING_WORDS = frozenset(_TALKING.split())
_HAN_TALKING = ("我们", "欢迎", "本", "请", "已")
"""The words that ``_TALK`` wants one of."""
_META = late(
    r"\b(?:news|updates?|change ?log|contribut\w*|acknowledge?ments?|licen[sc]e|citations?|citing|cite|bibtex|contact"
    r"|star history|sponsors?|support|(?:table of )?contents|maintainers?|authors|community|faq|install\w*|usage)\b"
    r"|贡献|致谢|引用|许可|联系|更新|新闻|动态|目录|赞助|交流",
    re.IGNORECASE,
)
_FRONT_PAGE = late(r"https?://github\.com/[\w.-]+/[\w.-]+/?")
_SURE = 0.8
"""Titleness of what has the words of a title."""

_MOST = 0.6
"""The share of a list's items that makes the others entries too, if they have the words of a title."""

_NEARLY_ALL, _MANY = 0.9, 20
"""The share of so many items of a list, or more, that makes the others entries whatever their words are."""

_FEW = 5
_PAPER_LIST = 10
"""Entries by their own evidence that make a document a list of papers."""


class Verdict(NamedTuple):
    """How much speaks for a record being an entry, and why."""

    score: float
    reasons: tuple[tuple[str, float], ...]


def weigh(reading: Reading, clues: Clues | None, sections: Outline) -> Verdict:
    """Add up the evidence for one record on its own."""
    if clues is None or reading.title is None:
        return Verdict(-9.0, (("no title", -9.0),))
    reasons = [("title", reading.title.titleness - 0.5)]
    if identify_work(clues.identifiers):
        reasons.append(("identifier of a paper", 3.0))
    if clues.bibtex:
        reasons.append(("BibTeX", 3.0 if _is_titled(clues.bibtex, clues.title) else 0.5))
    if authors := reading.first("authors"):
        reasons.append(("names", min(2.0, 2.0 * authors.strength)))
    if venue := reading.first("venue"):
        reasons.append(("venue", 2.0 if venue.venue and venue.venue.certain else 0.8))
    if reading.first("year") or (venue and venue.year):
        reasons.append(("year", 0.7))
    if reading.title.titleness >= _SURE and leads_to_paper(reading, clues):
        reasons.append(("a title that leads to a paper", 1.5))
    if reading.record.shape == "table":
        reasons += _columns(reading)
    if reading.record.shape == "heading" and (section := sections.at(reading.record.start)) is not None:
        if section.hides:
            reasons.append(("the document's own title", -9.0))
        if (found := _META.search(section.title)) and not section.title[: found.start()].strip(
            " #*:：⚡🔥📢📣🎉"
        ):
            reasons.append(("a heading that is not a title", -3.0))
    if any(map(_is_meta, clues.section)):
        reasons.append(("stands under a heading that is not about papers", -3.0))
    if clues.links:
        reasons += _links(clues.links)
    if others := _texts_beside(reading):
        reasons += _prose(others)
    return Verdict(sum([weight for _, weight in reasons]), tuple(reasons))


@lru_cache(maxsize=1024)
def _is_meta(heading: str) -> bool:
    """Whether a heading is about the list rather than about papers."""
    return _META.search(heading) is not None


def _is_titled(bibtex: Bibtex, title: Piece) -> bool:
    """Whether a BibTeX entry has *title*, or none."""
    there = _squash(bibtex.get("title") or "")
    return not there or there[:24] == _squash(collapsed(title.text))[:24]


def _columns(reading: Reading) -> list[tuple[str, float]]:
    """What the headers say of a table's row."""
    columns = {header_role(part.header) for part in reading.record.parts(deep=False) if part.header}
    if columns & {"authors", "venue"}:
        return [("a column for authors or venue", 1.0)]
    return [("a column for titles", 0.5)] if "title" in columns else []


def _squash(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _links(links: Sequence[Link]) -> list[tuple[str, float]]:
    """What the links of a record say."""
    kinds = {label_kind(link.label) for link in links if link.label} - {None}
    reasons = []
    if "paper" in kinds:
        reasons.append(("link labelled as paper", 2.0))
    if kinds - {"paper", "badge", "image", "other"}:
        reasons.append(("labelled link", 1.0))
    if all(map(_leads_into_file, links)):
        reasons.append(("links only into this file", -5.0))
    return reasons


def leads_to_paper(reading: Reading, clues: Clues) -> bool:
    """Whether the title itself is a link to where papers are."""
    title = reading.title
    if title is None or title.look not in ("link", "bold link", "heading"):
        return False
    urls = [atom.link.url for atom in reading.atoms[title.first : title.last + 1] if atom.link]
    return any(link.kind == "paper" and link.url in urls for link in clues.links)


def _leads_into_file(link: Link) -> bool:
    """Whether a link leads to a place in its own file: ``#models``, or ``github.com/x/y#models`` on "Models"."""
    address, hash_sign, anchor = link.url.partition("#")
    if not hash_sign and address:
        return False
    if not address:
        return bool(anchor)
    return _FRONT_PAGE.fullmatch(address) is not None and _squash(anchor) == _squash(link.label) != ""


def _prose(others: Sequence[str]) -> list[tuple[str, float]]:
    """What running text says against a record being an entry."""
    words = _word_count(others)
    reasons = []
    if words > 3:
        reasons.append((f"{words} words of running text", -min(3.0, 0.12 * (words - 3))))
    talk = sum([len(_TALK.findall(text)) for text in others if _may_talk(text)])
    if talk:
        reasons.append(("talks to the reader", -min(2.0, 0.5 * talk)))
    return reasons


def _may_talk(text: str) -> bool:
    """Let through every text in which ``_TALK`` finds something, and few others."""
    if text.isascii():
        return not _TALKING_WORDS.isdisjoint(name_key(text).split())
    return may_hold(text, (*_TALKING_WORDS, *_HAN_TALKING))


def _texts_beside(reading: Reading) -> list[str]:
    """What the record says that has no role, but for the cells of a table."""
    return [chunk.piece.text for chunk in reading.chunks if chunk.role == "other" and not chunk.forced]


def _word_count(texts: Sequence[str]) -> int:
    """How many words there are; three Chinese characters count as one."""
    return sum([len(text.split()) + count_between(text, "\u3400", "\u9fff") // 3 for text in texts])


def accept(readings: Sequence[Reading], scores: Sequence[float]) -> list[bool]:
    """Decide for the records of one group of siblings, given the score of each.

    Siblings speak for one another if they have their titles in one look and are not against being entries
    (tables of contents, running text): many with some evidence weigh as much as one with enough.
    """
    enough = _enough(readings, scores)
    sure = [score >= needed for score, needed in zip(scores, enough, strict=True)]
    strong = sum(sure)
    if strong in (0, len(sure)):
        return sure
    looks = [reading.title.look for reading, yes in zip(readings, sure, strict=True) if yes and reading.title]
    peers = sum(_may_be_peer(reading, score, looks) for reading, score in zip(readings, scores, strict=True))
    if strong >= 2 and strong / peers >= 0.5:
        entries = [
            yes or (score >= FAINT and _is_alike(reading, looks))
            for yes, reading, score in zip(sure, readings, scores, strict=True)
        ]
        return _with_siblings(readings, scores, entries)
    if len(scores) >= 6 and strong / len(scores) < 0.2:
        return [score >= ENOUGH + 1.5 for score in scores]
    return sure


def _enough(readings: Sequence[Reading], scores: Sequence[float]) -> list[float]:
    """What each record needs: ``ENOUGH``, or ``MODEST`` if most records of its look have so much, and they are not few."""
    looks = [
        reading.title.look
        for reading, score in zip(readings, scores, strict=True)
        if reading.title and score >= MODEST
    ]
    if len(looks) >= _FEW:
        look, number = Counter(looks).most_common(1)[0]
        peers = sum(
            _may_be_peer(reading, score, (look,)) for reading, score in zip(readings, scores, strict=True)
        )
        if number >= _FEW and number / peers >= 0.6:
            return [
                MODEST if reading.title and reading.title.look == look else ENOUGH for reading in readings
            ]
    return [ENOUGH] * len(readings)


def _may_be_peer(reading: Reading, score: float, looks: Sequence[str]) -> bool:
    """Whether a record counts among those that would be entries if their siblings are."""
    return reading.title is not None and reading.title.look in looks and score > 0


def _is_alike(reading: Reading, looks: Sequence[str]) -> bool:
    """Whether a record with little evidence has its title where siblings of it have theirs, and more."""
    title = reading.title
    if title is None or title.titleness < 0.35 or looks.count(title.look) < max(2, len(looks) / 10):
        return False
    linked = any(
        atom.kind == "link" and atom.link and not atom.link.url.startswith("#") for atom in reading.atoms
    )
    return linked or (
        title.titleness >= 0.5 and any(reading.all(role) for role in ("authors", "venue", "year"))
    )


def _with_siblings(
    readings: Sequence[Reading], scores: Sequence[float], entries: Sequence[bool]
) -> list[bool]:
    """*entries*, and the items beside them with titles that look like theirs, in lists of which most are entries.

    That is what is nothing but a title; and where nearly all of many are entries, what has a title set off by markup
    as theirs are, unless much speaks against it.
    """
    result = list(entries)
    lists: dict[int, list[int]] = {}
    for index, reading in enumerate(readings):
        lists.setdefault(reading.record.list_start, []).append(index)
    for start, items in lists.items():
        found = [index for index in items if entries[index]]
        if start < 0 or len(found) < _MOST * len(items):
            continue
        looks = {title.look for index in found if (title := readings[index].title)}
        nearly_all = len(items) >= _MANY and len(found) >= _NEARLY_ALL * len(items)
        for index in items:
            title = readings[index].title
            if title is not None and title.look in looks and not result[index]:
                result[index] = _is_title_alone(readings[index]) or (
                    nearly_all and title.look != "plain" and scores[index] > -1
                )
    return result


def _is_title_alone(reading: Reading) -> bool:
    title = reading.title
    return title is not None and title.titleness >= _SURE and not _texts_beside(reading)


def is_named(reading: Reading, clues: Clues | None, sections: Outline) -> bool:
    """Whether a record of a list of papers is listed by name alone: it opens with a link to somewhere else.

    What stands above the first section, or in the table of contents, is not listed but tells of the list.
    """
    return clues is not None and bool(clues.section) and _is_named(reading, clues, sections)


def is_paper_list(accepted: int) -> bool:
    """Whether so many entries by their own evidence make a list of papers."""
    return accepted >= _PAPER_LIST


def _is_named(reading: Reading, clues: Clues, sections: Outline) -> bool:
    title = reading.title
    if (
        title is None
        or title is not reading.candidates[0]
        or reading.record.shape in ("paragraph", "heading")
    ):
        return False
    section = sections.at(reading.record.start)
    if any(map(_is_meta, (*clues.section, section.title if section else ""))):
        return False
    if all(map(_leads_into_file, clues.links)) or not any(
        link.url.startswith(("http://", "https://")) for link in clues.links
    ):
        return False
    return title.look in ("link", "bold link") or _word_count(_texts_beside(reading)) <= 3
