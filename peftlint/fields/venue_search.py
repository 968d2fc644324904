"""Running text → the venue mentions in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from peftlint.fields.han import may_hold_han, runs_of_han
from peftlint.fields.patterns import late
from peftlint.fields.venue_name import resolve_name
from peftlint.fields.venue_registry import TELLING_WORDS, is_acronym, name_key, registry, says_venue
from peftlint.fields.venue_text import VenueText, read_venue
from peftlint.fields.venue_traits import (
    CHUNK,
    CORE,
    HAN,
    LONGEST_CHUNK,
    OPENS_PHRASE,
    places_of,
    traits,
    traits_of_word,
)
from peftlint.model import Span


class FoundVenue(NamedTuple):
    """A venue mention in running text: where it starts and ends with its year and awards, and what it says.

    The spans within ``mention`` count from the start of the running text.
    """

    start: int
    end: int
    mention: VenueText


_WORD = late(r"[^\W_]+|&")
_ABBREVIATIONS = late(r"(?<![\w-])[A-Z][\w-]{0,20}\.?(?: (?:&|on|of|and|[A-Z][\w-]{0,20}\.?)){1,9}")
_LONGEST_HAN = 30
"""So many Chinese characters are looked at as one name."""

_TRACK = (
    r"(?:Findings|[Ww]orkshops?|Demos?|Industry(?: Track)?|Short|Long|Main(?: Conference| Track)?|SRW|System Demonstrations"
    r"|Datasets (?:and|&) Benchmarks(?: Track)?|D&B(?: Track)?|Student Research Workshop|Poster|Oral|Spotlight"
    r"|Highlight|(?:Best|Outstanding|Distinguished)(?: Student)? Papers?(?: Award)?)\b"
)
_BEFORE = late(
    r"(?:\bFindings of (?:the )?|\bProc(?:eedings|\.)?,? (?:of )?(?:the )?|\bWorkshop @ )?"
    r"(?:(?:19|20)\d\d |\d{1,3}(?:st|nd|rd|th) )?(?:(?:IEEE|ACM|USENIX)(?:/[A-Z]+)? )?$"
)
_ENDS_BEFORE = (
    *"0123456789,@",
    *["of", "the", "Proc", "Proc.", "Proceedings", "st", "nd", "rd", "th", "IEEE", "ACM", "USENIX"],
)
"""What the words of ``_BEFORE`` end with."""
_LEAD = late(
    r"(?:\b(?:accepted|appear\w{0,3}|presented|published)\s{1,3}(?:in|at|by|to)|\bIn|发表于|收录于)\s{0,3}(?:the\s)?$",
    re.IGNORECASE,
)
_AFTER = late(
    rf"(?:[ ,(\[-]{{1,2}}{_TRACK}[)\]]?){{0,2}}"
    r"(?:[ ,]{1,2}(?:vol\.? ?)?\d{1,4}(?:\(\d{1,4}\))?(?::\d{1,6}(?:[-–]{1,2}\d{1,6})?)?(?=[ ,(]{1,3}(?:19|20)\d\d))?"
    r"(?P<year>[ ,.(\[·|》-]{0,3}\b(?:19|20)\d\d(?![\w/]|\.\d)[)\]]?| ?['’](?:19|20)?\d\d\b"
    r"| \d\d(?=\s*(?:$|[,;:)\]|\n]|--)))?"
    rf"(?:[ ,(\[-]{{1,3}}{_TRACK}[)\]]?){{0,3}}"
)
_ENDS_LEAD = ("in", "at", "by", "to", "the")
_DELIMITERS = frozenset('.,;:()[]{}|<>—–·•*"“”，。；：、（）【】《》→\n')
_SMALL_WORDS = (
    "a an and at by for from in is of on or over the to toward towards under using via with within without"
)
_FUNCTION_WORDS = frozenset(_SMALL_WORDS.split())
_DASH = late(r"\s?--?[\s>]")
_LONGEST_BEFORE = 60


def find_venue(text: str) -> list[FoundVenue]:
    """Find the certain venue mentions in a longer run of plain text, in order and apart from each other.

    An acronym counts where a year stands by it or delimiters on both sides, in its own case of letters without a
    year; a name of several words where delimiters close it. A word that is part of a title
    (``SC-LoRA: …``, ``… at SemEval-2023 Task 3``) does not count.
    """
    if not traits(text) & (CORE | OPENS_PHRASE | HAN) and text.count(".") < 2:
        return []
    return list(_found(text))


@lru_cache(maxsize=2048)
def _found(text: str) -> tuple[FoundVenue, ...]:
    found: list[FoundVenue] = []
    end = 0
    cores = _cores(text)
    cores.sort(key=_order)
    for core in cores:
        if core[0] >= end and (mention := _mention(text, core, end)):
            found.append(mention)
            end = mention.end
    return tuple(found)


def _order(core: tuple[int, int]) -> tuple[int, int]:
    return core[0], -core[1]


def _cores(text: str) -> list[tuple[int, int]]:
    """The places that hold a name of a venue, whatever stands around them."""
    told = traits(text)
    found = _phrase_cores(text) if told & OPENS_PHRASE else []
    if told & CORE:
        found += [
            match.span()
            for start, end in places_of(CORE, text)
            for match in CHUNK.finditer(text, start, end)
            if len(match[0]) <= LONGEST_CHUNK and traits_of_word(match[0]) & CORE
        ]
    if told & HAN:
        found += _han_cores(text)
    if text.count(".") > 1:
        found += filter(None, map(_abbreviated_core, _ABBREVIATIONS.finditer(text)))
    return found


def _han_cores(text: str) -> Iterator[tuple[int, int]]:
    """The runs of Chinese characters that are names."""
    keys = registry().keys
    for han, start, end in runs_of_han(text) if may_hold_han(text) else ():
        for first in range(start, end, _LONGEST_HAN) if han else ():
            last = min(first + _LONGEST_HAN, end)
            if text[first:last] in keys:
                yield first, last


def _abbreviated_core(match: re.Match[str]) -> tuple[int, int] | None:
    """The longest end of a run of abbreviations that is a venue: authors with initials may stand before it."""
    if match[0].count(".") < 2:
        return None
    for start in (match.start(), *(match.start() + blank.end() for blank in re.finditer(" ", match[0]))):
        rest = match.string[start : match.end()]
        if rest.count(".") > 1 and resolve_name(rest):
            return start, match.end()
    return None


def _phrase_cores(text: str) -> list[tuple[int, int]]:
    """The longest names of several words, from a capital on."""
    words = list(map(str.casefold, _WORD.findall(text)))
    keys = ["and" if word == "&" else word for word in words] if "&" in words else words
    if registry().telling_openings.isdisjoint(zip(words, keys[1:], strict=False)):
        return []
    places = [match.span() for match in _WORD.finditer(text)]
    longest = registry().longest
    found = []
    for index, word in enumerate(words):
        if word in longest and text[places[index][0]].isupper():
            count = _longest_phrase(keys[index : index + longest[word]])
            if count:
                found.append((places[index][0], places[index + count - 1][1]))
    return found


def _longest_phrase(words: list[str]) -> int:
    """How many words the longest name of several has that starts with the first of the words (lower case); 0 for none."""
    for count in range(len(words), 1, -1):
        name = registry().name(" ".join(words[:count]))
        if name and not (name.topical and count < TELLING_WORDS):
            return count
    return 0


def _mention(text: str, core: tuple[int, int], floor: int) -> FoundVenue | None:
    """The mention around a name, if its surroundings leave no doubt."""
    start = _start(text, floor, core[0])
    end = core[1]
    if text[end : end + 1] in (")", "]") and _balanced(text, start, end + 1) == end + 1:
        end += 1
    after = _AFTER.match(text, end)
    end = _balanced(text, start, after.end() if after else end)
    mention = read_venue(text[start:end])
    if mention is None or not mention.certain:
        return None
    lead = _lead(text, max(floor, start - _LONGEST_BEFORE), start)
    whole = Span(lead.start() if lead else start, end)
    if not _stands_apart(text, whole, mention, lead is not None):
        return None
    return FoundVenue(whole.start, whole.end, _shifted(mention, start))


def _start(text: str, floor: int, start: int) -> int:
    """Where the mention of a name at ``start`` starts, with ``Findings of`` or a year before it."""
    floor = max(floor, start - _LONGEST_BEFORE)
    if start == floor or not text[start - 1].isspace():
        return start
    word = text[floor : start - 1].rpartition(" ")[2]
    if text[start - 1] == " " and not word.endswith(_ENDS_BEFORE) and "/" not in word and word.isascii():
        return start
    before = _BEFORE.search(text, floor, start)
    return before.start() if before else start


def _lead(text: str, floor: int, start: int) -> re.Match[str] | None:
    """``accepted at the`` before a mention."""
    before = text[floor:start].rstrip()
    if before.isascii() and not before[-3:].lower().endswith(_ENDS_LEAD):
        return None
    return _LEAD.search(text, floor, start)


def _balanced(text: str, start: int, end: int) -> int:
    """Leave out a closing bracket that was opened before ``start``."""
    for opening, closing in ("()", "[]"):
        if text[end - 1] == closing and text.count(opening, start, end) < text.count(closing, start, end):
            end -= 1
    return end


def _stands_apart(text: str, whole: Span, mention: VenueText, led: bool) -> bool:
    """Judge by what stands on both sides, as :func:`find_venue` says."""
    left, right = _before(text, whole.start), _after(text, whole.end)
    if right < len(text) and text[right] not in _DELIMITERS and not _DASH.match(text, right - 1):
        return False
    opened = left < 0 or text[left] in _DELIMITERS or _DASH.match(text, left - 1) is not None
    name = registry().name(name_key(mention.venue))
    if mention.year is None:
        alone = left < 0 and text[right : right + 8].strip(" .,;:)]\n") != "" and not led
        exact = says_venue(name_key(mention.venue)) or any(map(is_acronym, mention.venue.split()))
        return opened and not alone and (exact or not mention.venue.isascii())
    if opened or (name and name.ordinary):
        return opened
    word = text[max(0, left - 15) : left + 1].split()[-1]
    return word.casefold() not in _FUNCTION_WORDS


def _before(text: str, start: int) -> int:
    """The place of the last character before ``start`` that is no blank, -1 if there is none."""
    start -= 1
    while start >= 0 and text[start].isspace() and text[start] != "\n":
        start -= 1
    return start


def _after(text: str, end: int) -> int:
    """The place of the first character from ``end`` on that is no blank, the length if there is none."""
    while end < len(text) and text[end].isspace() and text[end] != "\n":
        end += 1
    return end


def _shifted(mention: VenueText, by: int) -> VenueText:
    if not by:
        return mention
    year = mention.year_span
    return mention._replace(
        span=Span(mention.span.start + by, mention.span.end + by),
        year_span=Span(year.start + by, year.end + by) if year else None,
        tag_spans=tuple([Span(start + by, end + by) for start, end in mention.tag_spans]),
    )
