"""What a text may hold, told from its words alone.

Nearly all texts are no venues and hold none, and texts are made of the same words again and again: what a word says
is remembered, and rules out most searches. Every trait is necessary for what it stands for, none is enough.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache, reduce
from operator import or_

from peftlint.fields.han import may_hold_han
from peftlint.fields.patterns import late, may_hold
from peftlint.fields.venue_registry import KIND_WORDS, STARTING_WORDS, is_acronym, name_key, registry

DIGIT = 1
DIGIT_OR_CAPITAL_INSIDE = 2
HAN = 4
"""Chinese, or another script beyond it."""
TELLS_VENUE = 8
"""A word that tells venues wherever it stands, or a name of one word that is no ordinary one."""
TELLS_OR_STANDS_FOR_VENUE = 16
"""Such a word, any name of one word, or a word of what stands for a venue (``preprint``)."""
OPENS_NAME = 32
"""The first of several words of a name."""
OPENS_PHRASE = 64
"""The same with a capital, if the name is no field of study."""
CORE = 128
"""What has the look of a venue's name that stands in a longer text."""
FORM = 256
"""What stands for a venue where there is none: review, submission, blog."""
AWARD = 512
"""A word of an award or a kind of presentation."""
BESIDE = 1024
"""A mark of what stands beside a venue: status in brackets, arXiv identifier, pages."""
OPENS_OTHERWISE = 2048
"""A word that may open a name which is misspelt (``Nature``), or is a workshop's (``ICCVW``)."""
ORDINAL = 4096
"""``first``, ``thirtieth``."""

_FORM_LINES = """
accepted|blog|blog post|blogpost|book|book chapter|conference|dissertation|doctoral thesis|forthcoming|github
hugging face|huggingface|in press|in review|in submission|journal|manuscript|master s thesis|master thesis
masters thesis|medium|model card|news|online|ph d thesis|phd thesis|preprint|preprints|report|reports|submission
submitted|system card|talk|tech report|technical report|techreport|thesis|to appear|tutorial|under review
unpublished|web|web page|webpage|website|white paper|whitepaper|working paper|workshop
预印本|技术报告|博客|博士论文|硕士论文|学位论文|期刊|会议|在审|官网|网页|书籍
"""
FORMS = frozenset(_FORM_LINES.strip().replace("\n", "|").split("|"))
"""The keys of what stands for a venue where there is none."""

_DIGIT_OR_CAPITAL = late(r"\d|\w[A-Z]")
_DIGIT = late(r"\d")
_FORM_PARTS = ("review", "submi", "blog", "workshops")
_FORM = late("|".join(_FORM_PARTS), re.IGNORECASE)
_AWARDS = """
best outstanding distinguished honorable honourable award test oral spotlight poster highlight top invited ccf
"""
_AWARD_STARTS = tuple(_AWARDS.split())
_AWARD_PARTS = (*_AWARD_STARTS, "最佳", "杰出", "优秀", "口头报告", "亮点论文")
_AWARD = late("|".join(_AWARD_PARTS), re.IGNORECASE)
_NUMBERED_WORKSHOP = "w0123456789"
_MARKS = ',.:;()[]{}"!?<>|'
"""What stands around words, and is no part of what names are made of."""
_BESIDE = frozenset(">([（:")
_WITHIN_NUMBERS = frozenset(".–-")
_WORD = late(r"[^\W_]+|&")
CHUNK = late(r"[A-Za-z0-9][A-Za-z0-9'’&/@+*-]*")
"""A run of letters and digits with what joins them in names."""
_CHUNK_NAME = late(r"(?P<name>[A-Za-z0-9&/@+*-]*?[A-Za-z])(?:[-'’]{0,2}(?:(?:19|20)\d\d|\d\d))?$")
_HEAD_END = late(r"[-/@&+]")
LONGEST_CHUNK = 60

_ORDINALS = """
tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth
"""
_TENS = ("", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ONES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


_ORDINAL_WORDS = frozenset((*_ORDINALS.split(), *(tens + ones for tens in _TENS for ones in _ONES)))

_LONGEST_WORD = 200
"""A longer word is not looked at, and has all traits."""
_ALL = 2 * ORDINAL - 1


@lru_cache(maxsize=64)
def traits(text: str) -> int:
    """The traits of all words of a text."""
    words = text.split()
    if len(text) > _LONGEST_WORD and max(map(len, words), default=0) > _LONGEST_WORD:
        return _ALL
    return reduce(or_, map(traits_of_word, words), 0)


def places_of(trait: int, text: str) -> list[tuple[int, int]]:
    """Where the words of a text start and end that have a trait."""
    found, end = [], 0
    for word in text.split():
        start = text.index(word, end)
        end = start + len(word)
        if len(word) > _LONGEST_WORD or traits_of_word(word) & trait:
            found.append((start, end))
    return found


@lru_cache(maxsize=1 << 14)
def traits_of_word(word: str) -> int:
    """The traits of what stands between two blanks; it may be several words with punctuation between them."""
    bare = word.strip(_MARKS)
    if bare.isascii() and bare.isalpha():
        found = _traits_of_letters(bare)
        return found if _BESIDE.isdisjoint(word) else found | BESIDE
    found = HAN if may_hold_han(word) else 0
    if _DIGIT_OR_CAPITAL.search(word):
        found |= DIGIT_OR_CAPITAL_INSIDE
        found |= DIGIT if _DIGIT.search(word) else 0
    if not _BESIDE.isdisjoint(word) or _is_in_numbers(word, found & DIGIT > 0):
        found |= BESIDE
    if may_hold(word, _FORM_PARTS) and _FORM.search(word):
        found |= FORM
    if may_hold(word, _AWARD_PARTS) and _AWARD.search(word):
        found |= AWARD
    if any(map(_opens_phrase, _WORD.findall(word))):
        found |= OPENS_PHRASE
    if any(map(_is_core, CHUNK.findall(word))):
        found |= CORE
    for key in name_key(word).split():
        found |= _traits_of_key(key)
    return found


def _traits_of_letters(word: str) -> int:
    """The same of a word that is nothing but ASCII letters, as most are."""
    key = word.lower()
    found = _traits_of_key(key)
    keys = registry().keys
    if not word[1:].islower() and is_acronym(word):
        found |= DIGIT_OR_CAPITAL_INSIDE | CORE
    elif key in keys or key[:-1] in keys:
        found |= CORE
    if word[0].isupper() and key in _first_words():
        found |= OPENS_PHRASE
    if "review" in key or "submi" in key or "blog" in key or "workshops" in key:
        found |= FORM
    return found | (AWARD if key.startswith(_AWARD_STARTS) else 0)


def _is_in_numbers(word: str, has_digit: bool) -> bool:
    """``2309.14717``, ``12-34``, and the dash alone: what arXiv identifiers and pages are made of."""
    return not _WITHIN_NUMBERS.isdisjoint(word) and (has_digit or not any(map(str.isalnum, word)))


def _traits_of_key(word: str) -> int:
    found = _known_words().get(word, 0)
    if word[-1] in _NUMBERED_WORKSHOP:
        if word.rstrip(_NUMBERED_WORKSHOP) in registry().single_words:
            found |= TELLS_VENUE
        if word[-1] == "w" and word[:-1] in registry().keys:
            found |= OPENS_OTHERWISE
    return found | OPENS_OTHERWISE if word.startswith("lancet") else found


@cache
def _known_words() -> dict[str, int]:
    """The traits of the words that have any, but for those that come with a number or a ``w`` for workshop."""
    known = registry()
    traits_of = [
        (TELLS_VENUE, KIND_WORDS | known.single_words),
        (
            TELLS_OR_STANDS_FOR_VENUE,
            _telling_words().union(key for key in known.longest if key in known.keys),
        ),
        (OPENS_NAME, {first for first, _ in known.openings}),
        (OPENS_OTHERWISE, STARTING_WORDS),
        (ORDINAL, _ORDINAL_WORDS),
    ]
    found: dict[str, int] = {}
    for trait, words in traits_of:
        for word in words:
            found[word] = found.get(word, 0) | trait
    return found


@cache
def _telling_words() -> frozenset[str]:
    """Words that venues have, and those of what stands for one; of its small words others are told with them."""
    forms = frozenset(" ".join(FORMS).split()) - {"in", "to", "s", "book", "card", "paper", "face"}
    return KIND_WORDS | forms | {"submitted", "workshops"}


@cache
def _first_words() -> frozenset[str]:
    return frozenset(first for first, _ in registry().telling_openings)


def _opens_phrase(word: str) -> bool:
    return word[0].isupper() and word.casefold() in _first_words()


def _is_core(chunk: str) -> bool:
    """Whether a run of letters and digits may be the name of a venue, with a year at its end."""
    found = _CHUNK_NAME.match(chunk) if len(chunk) <= LONGEST_CHUNK else None
    if not found:
        return False
    name = found["name"]
    head = _HEAD_END.split(name, maxsplit=1)[0]
    keys = registry().keys
    return (
        head.casefold() in keys or is_acronym(head) or head[:-1].casefold() in keys or name_key(name) in keys
    )
