"""Printed venue name → venue of the registry.

A name is looked up as it is; without year, ordinal, volume and "Proceedings of the"; as an abbreviation
of a full name (``Trans. Assoc. Comput. Linguistics``); as a name among other words (``EMNLP (Findings)``,
``Workshop on X @ ICML``, ``Proceedings of the 2019 Conference of …, NAACL-HLT, Minneapolis``); at last as
a name with a slip of the pen. A track or workshop is never taken for the venue that it belongs to.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from peftlint.fields.patterns import late, may_hold
from peftlint.fields.venue_parts import MOST_WORDS_MISSPELT, misspelt_matches, name_among_words
from peftlint.fields.venue_registry import (
    SMALL_WORDS,
    Name,
    Resolution,
    Venue,
    content_words,
    is_acronym,
    name_key,
    registry,
)
from peftlint.fields.venue_spelling import misspelt_phrase
from peftlint.fields.venue_traits import (
    DIGIT,
    DIGIT_OR_CAPITAL_INSIDE,
    OPENS_NAME,
    OPENS_OTHERWISE,
    ORDINAL,
    TELLS_OR_STANDS_FOR_VENUE,
    TELLS_VENUE,
    traits,
)

LONGEST_NAME = 400
"""A text with more characters is no venue name."""


def resolve(text: str) -> Venue | None:
    """Return the venue that a printed name means, or None if the registry does not know it.

    ``NeurIPS'22``, ``Findings of EMNLP`` and ``In Proceedings of the 37th International Conference on Machine
    Learning`` are all names of one venue each. What is no venue (``GitHub``, ``Under review at
    ICLR``) gives None.
    """
    resolution = resolve_name(text)
    return resolution.venue if resolution else None


@lru_cache(maxsize=8192)
def resolve_name(text: str) -> Resolution | None:
    """Like :func:`resolve`, with how the name says it."""
    if not text or len(text) > LONGEST_NAME or means_nothing(text) or not may_hold_venue(text):
        return None
    if _says_unpublished(text):
        return None
    bare = bare_name(text)
    found = _whole(text) or (_whole(bare) if bare != text else None)
    found = found or _whole(_without_publisher(bare)) or _abbreviated(bare)
    if found or (found := name_among_words(bare)):
        return found
    meant = misspelt_phrase(bare)
    return Resolution(meant, "misspelt") if meant else None


def means_nothing(text: str) -> bool:
    """Let through every text that :func:`resolve_name` makes something of, and few others.

    What it goes by is the words of the text: what stands beside them does not matter.
    """
    told = traits(text)
    if told & (TELLS_OR_STANDS_FOR_VENUE | OPENS_OTHERWISE | ORDINAL | DIGIT) or not text.isascii():
        return False
    words = name_key(text).split()
    if not words or words[0] in _LEADING_WORDS or words[-1] in _NUMBER_WORDS:
        return False
    if told & OPENS_NAME and not registry().openings.isdisjoint(pairwise(words)):
        return False
    content = [word for word in words if word not in SMALL_WORDS]
    may_abbreviate = len(content) > 2 or (len(content) == 2 and _may_abbreviate(text, content))
    if may_abbreviate and registry().has_initials("".join([word[0] for word in content])):
        return False
    if len(words) > MOST_WORDS_MISSPELT or (len(words) > 1 and not told & DIGIT_OR_CAPITAL_INSIDE):
        return True
    return not misspelt_matches(_WORD.findall(text))


def _may_abbreviate(text: str, words: list[str]) -> bool:
    """Whether two words abbreviate something."""
    return "." in text or not _SHORT_WORDS.isdisjoint(words)


def may_hold_venue(text: str) -> bool:
    """Let through every text that can hold a venue's name, and few others: titles are not worth the search."""
    if traits(text) & TELLS_VENUE or text.count(".") > 1:
        return True
    words = name_key(text).split()
    return len(words) < _FEW_WORDS or registry().longest.get(words[0], 0) > _LONG_NAME


_FEW_WORDS = 6
_LONG_NAME = 4

_UNPUBLISHED = late(
    r"\b(?:under\s+(?:double[- ]blind\s+)?review|in\s+(?:review|submission|preparation)|submitted"
    r"|submissions?|rejected|withdrawn)\b|在审|投稿中",
    re.IGNORECASE,
)
_UNPUBLISHED_WORDS = frozenset(
    ("review", "submission", "submissions", "preparation", "submitted", "rejected", "withdrawn")
)
_HAN_UNPUBLISHED = ("在审", "投稿中")
"""The words that ``_UNPUBLISHED`` wants one of."""


def _says_unpublished(text: str) -> bool:
    if text.isascii():
        may_say = not _UNPUBLISHED_WORDS.isdisjoint(name_key(text).split())
    else:
        may_say = may_hold(text, (*_UNPUBLISHED_WORDS, *_HAN_UNPUBLISHED))
    return may_say and _UNPUBLISHED.search(text) is not None


# --- what a printed name carries beside the name ---

ARXIV_IDENTIFIER = (
    r"(?:(?<=preprint)[\s,]*\barxiv)?[\s,:]*(?:\babs/)?(?<!\d)\d{4}\.\d{4,5}(?:v\d+)?(?:\s*\[[\w.-]+\])?"
)
"""``:2309.14717``, ``abs/2106.09685``, the second half of ``arXiv preprint arXiv:2309.14717 [cs.CL]``."""

_ORDINAL = (
    r"(?:\d{1,3}\s?(?:st|nd|rd|th)|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)?[-\s]?"
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teenth|(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ieth)"
)
_BESIDE_NAME = late(
    rf"""
    {ARXIV_IDENTIFIER}
  | (?<!\d)(?:19|20)\d\d(?!\d) | ['’‘`′]\s?\d\d\b              # 2022, '22
  | \b{_ORDINAL}\b | 第[\d一二三四五六七八九十百]+[届次]         # 37th, Thirty-seventh, 第二十届
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WORD = late(r"[^\W_]+")
_LEADING = """
accepted presented published appear appears appeared appearing to in at et proc proceedings the
venue publication publish publisher paper booktitle
"""
_LEADING_WORDS = frozenset(_LEADING.split())
"""Words that open what stands before a name, in front of which nothing is left out."""
_LEAD = late(
    r"""
    \s* (?: (?:accepted|presented|published|appears?|appeared|to\ appear) \s+ (?:as\ \w+\ )? (?:in|at|by|to) \b
          | (?:in|at) \s+ )? \s*
    (?: proc(?:eedings|\.)? \s+ (?:of\b)? | proc\. )? \s* (?: the \s+ )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_GLUED_YEAR = late(r"(?P<name>[A-Za-z][A-Za-z&/+-]*[A-Za-z])-?\d\d", re.ASCII)
_NUMBERS = late(r"[(\[]?\d[\d()\[\].,:;/–—-]*|\(|\)")
_NUMBER_WORDS = frozenset(
    {"vol", "volume", "no", "number", "issue", "pp", "page", "pages", "article", "part"}
)
_EDGES = " \t\r\n\xa0.,;:·|/•*_`\"'“”‘’«»《》〈〉「」[]{}（）-–—@"


def bare_name(text: str) -> str:
    """Strip year, ordinal, volume and pages, arXiv identifier and ``In Proceedings of the`` from a name."""
    told = traits(text) if text.isascii() else DIGIT
    words = (_BESIDE_NAME.sub(" ", text) if told & (DIGIT | ORDINAL) else text).split()
    while words and (_NUMBERS.fullmatch(words[-1]) or words[-1].strip(".,").casefold() in _NUMBER_WORDS):
        words.pop()
    bare = " ".join(words).strip(_EDGES)
    glued = _GLUED_YEAR.fullmatch(bare) if bare[-1:].isdigit() else None
    if glued:
        bare = glued["name"]
    lead = _LEAD.match(bare)
    return bare[lead.end() :] if lead and lead.end() < len(bare) else bare


_PUBLISHERS = ("acm", "cvf", "elsevier", "ieee", "ifip", "mdpi", "rsj", "siam", "springer", "usenix")
_LONGEST_PUBLISHER = max(map(len, _PUBLISHERS))
_PUBLISHER = late(rf"(?:(?:{'|'.join(_PUBLISHERS)})[/\s-]+)+", re.IGNORECASE)


def _without_publisher(text: str) -> str:
    lead = _PUBLISHER.match(text) if may_hold(text[:_LONGEST_PUBLISHER], _PUBLISHERS) else None
    return text[lead.end() :] if lead else ""


# --- the whole text is a name ---


def _whole(text: str) -> Resolution | None:
    key = name_key(text)
    name = registry().name(key) if key else None
    if name is None or not _spelt_right(name, text):
        return None
    venue = registry().venue(name.venue)
    clear = not (name.ordinary or name.topical) and _in_usual_case(text.strip(_EDGES), name.spelled, venue)
    return Resolution(venue, name.how, clear)


def _spelt_right(name: Name, text: str) -> bool:
    """An ordinary word is a venue only when spelt like one."""
    right = (name.spelled, name.spelled.upper())
    return not name.ordinary or text.strip() in right or text.strip(_EDGES) in right


def _in_usual_case(text: str, spelled: str, venue: Venue) -> bool:
    """``Iclr`` and ``ICLR`` are the venue; ``TaCL`` may be a method that was named after it."""
    usual = (spelled, spelled.upper(), spelled.lower(), spelled.capitalize(), *venue.aliases)
    return not is_acronym(text) or not text.isalnum() or text in usual


# --- abbreviations ---

_SHORTENED = 0.7  # with more of its letters a word is misspelt rather than abbreviated
_SHORT_WORDS = frozenset(("conf", "int", "intl", "proc", "symp", "trans"))
_ABBREVIATION = late(rf"\w\.|\b(?:{'|'.join(sorted(_SHORT_WORDS))})\b", re.IGNORECASE)


def _abbreviated(text: str) -> Resolution | None:
    """Find the one venue whose full name the words abbreviate one by one."""
    words = content_words(name_key(text))
    rows = registry().with_initials("".join([word[0] for word in words])) if len(words) > 1 else ()
    if not rows or (len(words) < 3 and not _ABBREVIATION.search(text)):
        return None
    venues = [venue for full, venue in rows if all(map(_abbreviates, words, full))]
    return Resolution(registry().venue(venues[0]), "alias") if len(venues) == 1 else None


def _abbreviates(short: str, long: str) -> bool:
    """``comput`` and ``intl`` shorten ``computational`` and ``international``: a start, or some letters to the last."""
    if long.startswith(short):
        return len(short) > 1 or short == long or long == "journal"
    if not 3 <= len(short) <= _SHORTENED * len(long) or (short[0], short[-1]) != (long[0], long[-1]):
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)
