"""A short run of text → a venue mention, taken apart, or nothing if it is none.

A mention is a venue's name with what lists print beside it: the year (``2019``, ``'19``, ``ICLR22``), an
award or kind of presentation (``Oral``, ``Best Paper``), a label (``Venue:``). All offsets are 0-based
positions in the text that was given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from peftlint.fields.patterns import late, may_hold
from peftlint.fields.venue_name import ARXIV_IDENTIFIER, may_hold_venue, means_nothing, resolve, resolve_name
from peftlint.fields.venue_registry import SMALL_WORDS, is_acronym, name_key, registry
from peftlint.fields.venue_traits import (
    AWARD,
    BESIDE,
    DIGIT,
    DIGIT_OR_CAPITAL_INSIDE,
    FORM,
    FORMS,
    HAN,
    OPENS_NAME,
    TELLS_OR_STANDS_FOR_VENUE,
    traits,
)
from peftlint.fields.year import MONTH_NAME, full_year
from peftlint.model import Span

LONGEST_MENTION = 250
"""A text with more characters is no venue mention; long names of conferences have about 150."""


class VenueText(NamedTuple):
    """A venue mention, taken apart.

    ``venue`` is what is printed without year, awards, identifiers and label; ``name`` the registry's
    name for it, None if it has none. ``year`` and ``year_span`` are None if no year is printed. ``tags`` are
    awards and kinds of presentation as printed, ``tag_spans`` runs in parallel. ``span`` covers
    the venue, with a year that stands within it. ``certain`` tells that this can be nothing but a venue;
    otherwise only the place it stands in can tell.
    """

    venue: str
    name: str | None
    year: int | None
    tags: tuple[str, ...]
    certain: bool
    span: Span
    year_span: Span | None
    tag_spans: tuple[Span, ...]


# --- the parts beside the venue ---

_LABEL = late(
    r"""
    [\s(\[（【*_`]* (?:
        (?:conference|journal|venue|publication|published|publish|publisher|paper|accepted|booktitle)
        \s* [:：=–-] \s* (?=\S)
      | (?:accepted|published|presented|appears?|appeared|appearing|to\ appear) \s+ (?:in|at|by|to)\s+ (?=\S)
      | (?:in|at|et\ al\.?[,;]?) \s+ (?=\S)
      | (?:发表于|收录于|录用于) \s* (?=\S)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_OPENS_LABEL = """
conference journal venue publication published publish publisher paper accepted booktitle presented appears appear
appeared appearing to in at et
"""
_LABEL_WORDS = frozenset(_OPENS_LABEL.split())
_HAN_LABELS = ("发表于", "收录于", "录用于")
"""The first words of what ``_LABEL`` finds."""
_YEAR = late(
    rf"""
    (?:(?<![A-Za-z]){MONTH_NAME}[,\ ]{{1,2}})?
    (?<!\d)(?<!\d[.,:/])(?P<full>(?:19|20)\d\d)(?!\d|\.\d{{3}})(?:年|[./-]\d{{1,2}}(?:[./-]\d{{1,2}})?(?!\d))?
  | (?<!\w)['’‘`′]\s?(?P<short>\d\d)(?!\d)
  | (?<=[A-Za-z)])\s?['’‘`′]\s?(?P<after>\d\d)(?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DIGITS = re.compile(r"(?:19|20)\d\d|['’‘`′]\s?\d\d")
_LONGEST_MONTH = 14
"""The most characters of a year before its digits: ``September, ``."""
_GLUED_YEAR = late(r"(?P<name>[A-Za-z][A-Za-z&/+-]*[A-Za-z])(?P<dash>[- ]?)(?P<year>\d\d)$", re.ASCII)
_YEAR_BEFORE = late(r"(?P<year>\d\d)-(?P<name>[A-Za-z][A-Za-z&/+]*[A-Za-z])$", re.ASCII)
_YEAR_BEHIND = late(r" (?P<year>[0-3]\d|[89]\d)(?=[^\w\s]*$)", re.ASCII)
_AWARD = late(
    r"""
    \b(?:best|outstanding|distinguished)\s+(?:student\s+|long\s+|short\s+|demo\s+|resource\s+|theme\s+)?(?:paper|demo|poster)s?
      (?:\s+(?:awards?|candidates?|finalists?|nominations?|nominees?|runner[-\s]?up)){0,2}\b
  | \bhonou?rable\s+mentions?\b | \b(?:paper\s+)?award(?:\s+(?:candidate|finalist|winner|paper))?\b
  | \btest\s+of\s+time(?:\s+award)?\b
  | \b(?:oral|spotlight|poster|highlight(?:ed)?)s?(?:\s+(?:presentation|paper|talk))?\b
  | \b(?:notable[-\s]+)?top[-\s]?\d+(?:\.\d+)?\s?(?:%|percent\b) | \binvited(?:\s+(?:talk|paper))?\b
  | (?:最佳|杰出|优秀)(?:学生)?论文(?:奖|提名){0,2} | 口头报告 | 亮点论文
  | \bCCF[-\s]?[ABC]\b(?:类)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BESIDE = late(
    r"</?[A-Za-z]{1,10}/?>|/[A-Za-z]{1,10}>"
    r"|[(\[（]\s*(?:accepted|forthcoming|in press|to appear|camera[- ]ready|已录用)\s*[)\]）]"
    rf"|{ARXIV_IDENTIFIER}"
    r"|(?<![\d.])\d{1,4}(?:\(\d{1,4}(?:[–-]\d{1,4})?\))?\s?:\s?\d{1,6}(?:\s?[–-]{1,2}\s?\d{1,6})?(?!\d)"
    r"|\bpp?\b\.?\s?\d{1,6}\s?[–-]{1,2}\s?\d{1,6}(?!\d)",
    re.IGNORECASE,
)
"""What stands beside a venue and says nothing of it: a leftover tag, the status, an arXiv identifier, pages."""
_STATUS_WORDS = ("accepted", "forthcoming", "in press", "to appear", "camera", "已录用")
_PAGE_WORDS = frozenset({"p", "pp"})
_NUMBERS = late(
    r"[\s,;]+(?:\b(?:vol|volume|no|number|issue|pp?|pages?|art|article)\b\.?)?[\s,;]*"
    r"[(\[]?\b\d{1,5}(?:\(\d+\)?)?(?:[:–-]+\d+)*[)\]]?[\s,;.]*$",
    re.IGNORECASE,
)
_VOLUME = late(r"[A-Za-z],?\s(?:vol\.?\s?)?\d{1,4}\s?[(:]\s?\d", re.IGNORECASE)
"""``9(8)``, ``15:1929``: a volume tells a venue as a year does."""
_OPENING = "([{（［【《〈"
_CLOSING = ")]}）］】》〉"
_EDGES = " \t\r\n\xa0\u3000,;:：，、；。·|•`\"'“”’‘=–—-/~@!！🔥⭐🌟✨🏆🎉"
_BEFORE_VENUE = _EDGES + _CLOSING + "."
_AFTER_VENUE = _EDGES + _OPENING
_LONGEST_NUMBERS = 60


class _Parts(NamedTuple):
    """What a mention is made of: the spans of the venue's pieces, of the year and of the tags."""

    pieces: tuple[Span, ...]
    year: int | None
    year_span: Span | None
    tag_spans: tuple[Span, ...]
    glued: bool = False


@lru_cache(maxsize=8192)
def read_venue(text: str) -> VenueText | None:
    """Judge whether a short run of text is a venue mention, and take it apart; None if it is none.

    The run is what stands in a code span, a table cell, a bold run, a badge, or between commas.
    A venue of the registry is certain, unless its name is an ordinary word or a misspelling and no year stands by
    it. What only looks like a venue (``Preprint``, ``Under review at ICLR``, ``MIPR 2023``,
    ``Journal of …``) is not certain and has a ``name`` only if the registry knows it. So it is with a
    venue among words that say nothing of it. Two years in one run make it none: see ``find_venue``.
    """
    if not 0 < len(text) <= LONGEST_MENTION or not (traits(text) & FORM or may_hold_venue(text)):
        return None
    if _says_nothing(text):
        return None
    parts = _take_apart(text)
    if parts is None or not parts.pieces:
        return None
    venue = " ".join(text[start:end] for start, end in parts.pieces)
    dated = (parts.year is not None and not parts.glued) or _has_volume(text)
    verdict = _judge(venue, dated)
    if verdict is None:
        return None
    name, certain = verdict
    return VenueText(
        venue,
        name,
        parts.year,
        tuple(text[start:end] for start, end in parts.tag_spans),
        certain,
        Span(parts.pieces[0].start, parts.pieces[-1].end),
        parts.year_span,
        parts.tag_spans,
    )


def _says_nothing(text: str) -> bool:
    """Let through every text that is a venue, and few others: names and titles are not worth taking apart.

    Without a digit or a capital inside a word, only a name of the registry, an abbreviation of one, or a word that
    venues have can make a text one.
    """
    told = traits(text)
    if not told & (BESIDE | AWARD) and means_nothing(text) and name_key(text) not in FORMS:
        return True
    if told & (DIGIT_OR_CAPITAL_INSIDE | HAN | TELLS_OR_STANDS_FOR_VENUE):
        return False
    words = name_key(text).split()
    if len(words) < 2 or (told & OPENS_NAME and not registry().openings.isdisjoint(pairwise(words))):
        return False
    return not registry().has_initials("".join([word[0] for word in words if word not in SMALL_WORDS]))


def is_award(text: str) -> bool:
    """Whether a run of text is an award or kind of presentation and nothing else: ``Best Paper Award``, ``Oral``."""
    return traits(text) & AWARD > 0 and _AWARD.fullmatch(text.strip(_EDGES)) is not None


def _has_volume(text: str) -> bool:
    return traits(text) & DIGIT > 0 and ("(" in text or ":" in text) and _VOLUME.search(text) is not None


# --- taking a mention apart ---


def _take_apart(text: str) -> _Parts | None:
    """Find the parts; None if there is more than one year."""
    label = _LABEL.match(text) if _may_open_with_label(text) else None
    start = label.end() if label else 0
    told = traits(text)
    beside = (
        [match.span() for match in _BESIDE.finditer(text, start)]
        if told & BESIDE and _may_hold_beside(text)
        else []
    )
    tags = [match.span() for match in _AWARD.finditer(text, start)] if told & AWARD else []
    years = list(_years(text, start)) if told & DIGIT else []
    if beside:
        years = [match for match in years if not _is_within(match.start("full"), beside)]
    if len(years) > 1 and len(set(map(_year, years))) > 1:
        return None
    pieces = _pieces(text, start, sorted([*tags, *beside, *(match.span() for match in years)]))
    tag_spans = tuple([Span(*tag) for tag in tags])
    if years:
        first = years[0]
        return _Parts(pieces, _year(first), Span(*first.span(first.lastgroup or 0)), tag_spans)
    glued = _glued_year(text, pieces, tag_spans) if told & DIGIT else None
    return glued or _Parts(pieces, None, None, tag_spans)


def _may_open_with_label(text: str) -> bool:
    """Let through every text that ``_LABEL`` matches, and few others."""
    if text.isascii():
        first = name_key(text).partition(" ")[0]
        return first in _LABEL_WORDS and len(text) > len(first)
    return may_hold(text, (*_LABEL_WORDS, *_HAN_LABELS))


def _may_hold_beside(text: str) -> bool:
    """Let through every text in which ``_BESIDE`` finds something, and few others."""
    digits = sum(map(str.isdecimal, text))
    if ">" in text or digits >= 8 or (digits > 1 and ":" in text) or may_hold(text, _STATUS_WORDS):
        return True
    return digits > 1 and (not text.isascii() or not _PAGE_WORDS.isdisjoint(name_key(text).split()))


def _years(text: str, start: int) -> Iterable[re.Match[str]]:
    """The years with what belongs to their dates: looked for only from where digits are."""
    digits = _DIGITS.search(text, start)
    return _YEAR.finditer(text, max(start, digits.start() - _LONGEST_MONTH)) if digits else ()


def _is_within(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _year(match: re.Match[str]) -> int:
    return int(match["full"]) if match["full"] else full_year(match["short"] or match["after"])


def _pieces(text: str, start: int, taken: list[tuple[int, int]]) -> tuple[Span, ...]:
    """The spans of what is left of ``text`` between the spans taken, without separators at their edges."""
    pieces = []
    for left, right in (*taken, (len(text), len(text))):
        if left > start:
            piece = _trimmed(text, start, left)
            if piece.end > piece.start:
                pieces.append(piece)
        start = max(start, right)
    return tuple(pieces)


def _trimmed(text: str, start: int, end: int) -> Span:
    """Cut separators, volume and pages, and brackets without a partner off both ends."""
    while start < end:
        bare = text[start:end].lstrip(_BEFORE_VENUE)
        start = end - len(bare)
        bare = bare.rstrip(_AFTER_VENUE)
        end = start + len(bare)
        if not bare or (bare[-1].isalpha() and bare[0] not in _OPENING):
            break
        before = (start, end)
        may_end = _may_end_with_numbers(bare)
        numbers = _NUMBERS.search(text, max(start, end - _LONGEST_NUMBERS), end) if may_end else None
        if numbers and numbers.start() > start:
            end = numbers.start()
        start, end = _without_lone_brackets(text, start, _without_period(text, start, end))
        if before == (start, end):
            break
    return Span(start, end)


def _may_end_with_numbers(text: str) -> bool:
    """Let through every text behind whose beginning ``_NUMBERS`` finds something, and few others."""
    parted = "," in text or ";" in text or len(text.split()) > 1
    return parted and any(map(str.isdecimal, text))


def _without_period(text: str, start: int, end: int) -> int:
    """``CVPR.`` ends a sentence; in ``Nat. Mac. Intell.`` the last period belongs to the name."""
    if end > start and text[end - 1] == "." and "." not in text[start : end - 1]:
        return end - 1
    return end


def _without_lone_brackets(text: str, start: int, end: int) -> Span:
    """Cut brackets around the whole and brackets without a partner off both ends."""
    while end > start and text[end - 1] in _CLOSING:
        opening = text.find(_OPENING[_CLOSING.index(text[end - 1])], start, end - 1)
        if opening > start:
            break
        end -= 1
        start += opening == start
    while end > start and text[start] in _OPENING and _partner(text[start]) not in text[start:end]:
        start += 1
    return Span(start, end)


def _partner(opening: str) -> str:
    return _CLOSING[_OPENING.index(opening)]


def _glued_year(text: str, pieces: tuple[Span, ...], tags: tuple[Span, ...]) -> _Parts | None:
    """``ICLR22``, ``OSDI 16``, ``16-ATC``: two digits are a year beside a venue that is known, before one that may be."""
    if len(pieces) != 1:
        return None
    start, end = pieces[0]
    if text.startswith("-", start + 2) and (before := _YEAR_BEFORE.match(text, start, end)):
        return _Parts(
            (Span(*before.span("name")),), full_year(before["year"]), Span(*before.span("year")), tags
        )
    if (
        text.startswith(" ", end)
        and (behind := _YEAR_BEHIND.match(text, end))
        and _is_held_yearly(text[start:end])
    ):
        return _Parts(pieces, full_year(behind["year"]), Span(*behind.span("year")), tags)
    match = _GLUED_YEAR.match(text, start, end)
    if match is None or registry().name(name_key(text[start:end])) or not resolve_name(match["name"]):
        return None
    name, digits = Span(*match.span("name")), Span(*match.span("year"))
    return _Parts((name,), full_year(match["year"]), digits, tags, glued=True)


def _is_held_yearly(name: str) -> bool:
    """Whether a name is that of a conference, or of a workshop: two digits behind a journal are its volume."""
    resolution = resolve_name(name)
    return resolution is not None and resolution.venue.kind in ("conference", "workshop")


# --- judging what is left ---

_HAN_FORMS = "学报|会议|期刊|大会|年会|研讨会|论文集|杂志|通报|通讯|学刊"
_LIKE_VENUE = late(
    rf"""
    (?:submitted\ to|under\ review|in\ submission\ to)\b.*
  | (?:\w+\ ){{0,2}}(?:blog|blog\ post|blogpost)
  | (?:(?:the|ieee|acm|siam|springer|wiley|annual|european|asian|international)\ ){{0,3}}
    (?:transactions\ (?:on|of)|journal\ (?:of|on|for)|proceedings\ (?:of|on)|proc\ |conference\ (?:on|of|for)|symposium\ on
      |workshop\ (?:on|at|for)|annual\ meeting|findings\ of|annals\ of|joint\ conference)\b.*
  | (?:\w+\ ){{1,5}}(?:journal|letters|magazine|conference|symposium|bulletin|quarterly)
  | .{{0,20}}(?:{_HAN_FORMS})
    """,
    re.VERBOSE,
)
_LIKE_VENUE_WORDS = """
submitted review submission blog blogpost transactions journal proceedings proc conference symposium workshop meeting
findings annals letters magazine bulletin quarterly
"""
_WORDS_LIKE_VENUE = frozenset(_LIKE_VENUE_WORDS.split())
_ENDS_LIKE_VENUE = tuple(_HAN_FORMS.split("|"))
"""The words that ``_LIKE_VENUE`` wants one of, and those that it wants at the end."""
_ACRONYM = late(
    r"(?:(?:IEEE|ACM)[ /])?(?P<word>[A-Za-z]{2,12}(?:[-/&+][A-Z][A-Za-z]{1,11}){0,2})(?:W| Workshops?)?"
)
_MOST_WORDS = 14


def _judge(venue: str, with_year: bool) -> tuple[str | None, bool] | None:
    """Name and certainty of what is printed as a venue, or None if it does not look like one."""
    resolution = resolve_name(venue)
    if resolution and resolution.complete:
        return resolution.venue.name, with_year or (resolution.clear and resolution.how != "misspelt")
    if _looks_like_venue(venue):
        return (resolution.venue.name if resolution else None), False
    if with_year and (resolution or _holds_acronym(venue)):
        return (resolution.venue.name if resolution else None), False
    return None


def _looks_like_venue(venue: str) -> bool:
    key = name_key(venue)
    if key in FORMS:
        return True
    words = key.split()
    if len(words) > _MOST_WORDS or (
        _WORDS_LIKE_VENUE.isdisjoint(words) and not key.endswith(_ENDS_LIKE_VENUE)
    ):
        return False
    return _LIKE_VENUE.fullmatch(key) is not None


def _holds_acronym(venue: str) -> bool:
    """An acronym alone, or a known one with up to two words more (``ACL PrivateNLP``)."""
    match = _ACRONYM.fullmatch(venue)
    if match:
        capitals = sum(map(str.isupper, match["word"]))
        return capitals >= 2 and 2 * capitals >= len(match["word"])
    words = venue.replace("-", " ").split()
    return 1 < len(words) <= 3 and any(is_acronym(word) and resolve(word) for word in words)
