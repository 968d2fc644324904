"""What a title is to a comparison: folded words, short name, rest and numbers; and how alike two titles are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from peftlint.fields.patterns import late
from peftlint.identity.letters import edits, ratio

_WORD = late(r"[^\W_]+")
_BRACKETS = late(r"[(\[（]([^()\[\]（）]{1,60})[)\]）]")
_OPENING = frozenset("([（")
_DASHES = ("：", " - ", " – ", " — ", "--")
"""What sets the head of a title off from the rest, beside a colon."""

_LETTERS = str.maketrans(
    {
        "&": " and ",
        "'": None,
        "’": None,
        "‘": None,
        "`": None,
        "´": None,
        "\xad": None,
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
    }
)
"""Letters that NFKD leaves whole, and signs that stand inside words without parting them."""
_ASCII_WORDS = str.maketrans(
    {chr(code): chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
    | {"'": None, "`": None}
)
"""What folding makes of ASCII, with a blank for all that parts words; ``&`` is left to be written out."""


class _Folded(dict[int, str]):
    """What folding makes of each character: worked out when it is first met, as every one folds by itself."""

    def __missing__(self, code: int) -> str:
        letters = unicodedata.normalize("NFKD", chr(code).casefold())
        folded = "".join(c for c in letters if not unicodedata.combining(c)).translate(_LETTERS)
        self[code] = folded
        return folded


_FOLDED = _Folded()
_SCRAMBLED = late("[ÃÄÅãäå][\x80-\xbf]")


def unscrambled(text: str) -> str:
    """The text with its letters whole where they are the two bytes of UTF-8, each taken for a letter of Latin-1.

    ``BÃ¶hm`` is ``Böhm``, and so is ``bã¶hm``, as databases of references print it in small letters.
    """
    return text if text.isascii() else _SCRAMBLED.sub(_whole, text)


def _whole(taken_apart: re.Match[str]) -> str:
    text = taken_apart[0]
    return (text[0].upper() + text[1]).encode("latin-1").decode("utf-8")


def word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


FUNCTION_WORDS = word_set(
    "a an and are as at be by can do does for from how in into is it its of on or over the their this to toward "
    "towards under upon using via we what when where which who why with without your you"
)

FORM_WORDS = word_set(
    "abstract book demo demonstration experience extended full industrial invited keynote long oral panel paper "
    "poster preliminary report research review session short spotlight talk technical tutorial version"
)
"""Words for the form in which a work was presented; in brackets or set off at an end they are not its title."""

GENERIC_WORDS = FORM_WORDS | word_set(
    "address annual appendix chair chairs column comment comments conference contents correction corrigendum "
    "editor editorial editors erratum foreword guest index introduction issue letter literature message news note "
    "notes overview papers perspective perspectives preface proceedings program reply response section "
    "special state art summary survey title welcome workshop"
)
"""Words that many titles carry and that tell no work from another."""

_UNINFORMATIVE = FUNCTION_WORDS | GENERIC_WORDS
LONGEST_FORM = 60
"""Characters of the longest note of form."""
NAME_WORDS = 2
NAME_LENGTH = 18
LONG_REST = 12
"""Squashed letters that a title without its short name needs to stand for the whole."""
LONG_WORD, TIMES_RARER = 6, 20
"""A word of so many letters is another one's misspelling if it is so many times as rare."""
LONG_PART = 24
"""Squashed letters that a part of a title needs to stand for the whole."""


class Title(NamedTuple):
    """One title, prepared for comparison. Its texts are folded: without case, accents and signs.

    ``squashed`` is every letter and digit; ``bare`` the same without a note of form such as "(abstract)",
    of which ``words`` are the words. ``name`` is the short name before a colon or dash or in brackets at the
    end ("" for none), ``rest`` what is left of ``bare`` without it. ``parts`` counts the words as they are
    printed, parted by blanks.
    """

    words: tuple[str, ...]
    squashed: str
    bare: str
    name: str
    rest: str
    parts: int

    @property
    def ordered(self) -> str:
        """The sorted words as one text."""
        return " ".join(sorted(self.words))


class Likeness(NamedTuple):
    """How alike two titles are: ``score`` 0 to 100, and what kind of likeness it is.

    Kinds: ``same`` (letter by letter), ``form`` (but for a note of form), ``name`` (but for the short name),
    ``cut`` (one begins with the other), ``part`` (one holds the other), ``slip`` (but for spelling and small
    words), ``alike`` (by letters only) and ``none`` (by less than :data:`LIKE`, or a title is missing).
    """

    kind: str
    score: float


LIKE = 73.0
"""Titles less alike than this are not one title, whatever else agrees."""
BEGINNING = 90.0
"""How alike a title must be to the beginning of another one to be that beginning."""
CUT = 92.0
"""The likeness of a title and its beginning, letter by letter."""
SLIP = 80.0
"""How alike two titles must be to differ in nothing but slips of the pen."""
UNLIKE = Likeness("none", 0.0)
SAME = Likeness("same", 100.0)


def fold(text: str) -> str:
    """The text without case, accents, apostrophes and soft hyphens, ``&`` written out."""
    if text.isascii():
        text = text.lower()
        return text.translate(_LETTERS) if "&" in text or "'" in text or "`" in text else text
    return unscrambled(text).translate(_FOLDED)


def words_of(text: str) -> list[str]:
    """The runs of letters and digits in the folded text."""
    if text.isascii():
        return (text.replace("&", " and ") if "&" in text else text).translate(_ASCII_WORDS).split()
    return _WORD.findall(unscrambled(text).translate(_FOLDED))


@lru_cache(maxsize=1 << 12)
def squash(text: str) -> str:
    """Only the letters and digits of the folded text: equal for titles that differ in form alone."""
    return "".join(words_of(text))


@lru_cache(maxsize=1 << 14)
def read_title(text: str) -> Title:
    """Prepare a title for comparison; any text will do, also an empty one."""
    words = tuple(map(intern, words_of(text)))
    squashed = bare = "".join(words)
    without_form = text if FORM_WORDS.isdisjoint(words) else _without_form(text)
    if without_form is not text:
        words = tuple(map(intern, words_of(without_form)))
        bare = "".join(words)
    name, rest = _name_and_rest(without_form, bare)
    return Title(words, squashed, bare, name, rest or bare, text.strip().count(" ") + 1)


def informative_words(title: Title) -> int:
    """How many different words of a title can tell works apart; two Chinese characters count as a word."""
    return _informative(title.words)[1]


@lru_cache(maxsize=1 << 14)
def _informative(words: tuple[str, ...]) -> tuple[frozenset[str], int]:
    """The different words that can tell works apart, and how many they count as."""
    telling = frozenset(words) - _UNINFORMATIVE
    return telling, sum([1 if word.isascii() else max(1, len(word) // 2) for word in telling])


def is_nickname(title: Title) -> bool:
    """Whether the whole title is no longer than a short name, as in a table of models."""
    return title.parts <= NAME_WORDS and len(title.bare) <= NAME_LENGTH


def is_generic(title: Title) -> bool:
    """Whether other works surely have this title too: "Introduction", "A Survey", "Guest Editorial"."""
    informative = informative_words(title)
    return informative < 2 or (informative < 3 and not GENERIC_WORDS.isdisjoint(title.words))


def likeness(left: Title, right: Title) -> Likeness:
    """Compare two titles; the order of the two makes no difference."""
    if left.squashed == right.squashed:
        return SAME if left.squashed else UNLIKE
    if left.bare == right.bare:
        return Likeness("form", 98.0)
    short, long = (left, right) if len(left.bare) <= len(right.bare) else (right, left)
    if long.rest in (short.rest, short.bare) and _same_but_for_name(short, long):
        return Likeness("name", 97.0)
    if short.bare in long.bare and len(short.bare) >= LONG_PART:
        if long.bare.startswith(short.bare):
            return Likeness("cut", CUT)
        if 2 * len(short.bare) >= len(long.bare):
            return Likeness("part", 88.0)
    return _likeness_by_letters(short, long)


def different_names(left: Title, right: Title) -> bool:
    """Whether both titles begin with a short name, and not with the same one."""
    return bool(left.name) and bool(right.name) and left.name != right.name


def shared_words(left: Title, right: Title) -> tuple[int, float]:
    """How many informative words both titles have, and what share that is of the title with fewer."""
    ours, theirs = _informative(left.words)[0], _informative(right.words)[0]
    shared = len(ours & theirs)
    return shared, shared / max(1, min(len(ours), len(theirs)))


def _without_form(text: str) -> str:
    """The very same text, or a shorter one if a note of form stands in brackets or is set off at an end."""
    for group in _BRACKETS.finditer(text) if not _OPENING.isdisjoint(text) else ():
        if _all_form(group[1]):
            text = text.replace(group[0], " ")
    head, rest = _split_head(text)
    if rest and _all_form(head):
        return rest
    end = max(text.rfind(" - "), text.rfind(", "))
    return text[:end] if end > 0 and _all_form(text[end + 2 :]) else text


def _split_head(text: str) -> tuple[str, str]:
    """What stands before and after the first colon or dash; an empty rest if there is none."""
    head, end, rest = text.partition(":")
    if "-" in head or not head.isascii():
        for other in _DASHES:
            if other in head:
                head, end, rest = text.partition(other)
    return (head.strip(), rest.strip(" -")) if end else (text, "")


def _all_form(text: str) -> bool:
    if len(text) > LONGEST_FORM:
        return False
    words = words_of(text)
    return bool(words) and FORM_WORDS.issuperset(words)


def _name_and_rest(text: str, squashed: str) -> tuple[str, str]:
    """The short name of a title and the squashed rest; two empty texts if it has no short name."""
    if ":" in text or " - " in text or "--" in text or not text.isascii():
        head, tail = _split_head(text)
        if tail and (name := _short_name(head)):
            rest = squashed[len(name) :]
            doubled = rest.startswith(name) and squash(_split_head(tail)[0]) == name
            return name, rest[len(name) :] if doubled else rest
    start = text.rfind("(")
    if start > 0 and text.rstrip().endswith(")") and (name := _short_name(text[start:].strip("() "))):
        return name, squashed[: len(squashed) - len(name)]
    return "", ""


def _short_name(head: str) -> str:
    """The squashed text if it can be the short name of a work, else an empty one."""
    if len(head) > NAME_LENGTH or len(head.split()) > NAME_WORDS:
        return ""
    words = words_of(head)
    return "" if _UNINFORMATIVE.issuperset(words) else "".join(words)


def _same_but_for_name(short: Title, long: Title) -> bool:
    """``AdaLoRA: Adaptive Budget Allocation`` and ``Adaptive Budget Allocation (AdaLoRA)`` or without it."""
    if short.rest == long.rest:
        return len(short.rest) >= LONG_REST and not different_names(short, long)
    return short.bare == long.rest and len(short.bare) >= LONG_REST


def _likeness_by_letters(short: Title, long: Title) -> Likeness:
    """The best of the squashed titles, their sorted words, and their beginnings."""
    score = ratio(short.bare, long.bare, LIKE)
    if score < 90:
        score = max(score, ratio(short.ordered, long.ordered, LIKE))
    if score >= SLIP and only_slips(short, long):
        return Likeness("slip", score)
    if 7 * len(long.bare) >= 8 * len(short.bare):
        beginning = _likeness_of_beginning(short, long)
        if beginning > score:
            return Likeness("cut", beginning)
    return Likeness("alike", score) if score else UNLIKE


def _likeness_of_beginning(short: Title, long: Title) -> float:
    """How well the short title continues into the long one; 0 if it says too little."""
    length = len(short.bare)
    if length < LONG_PART:
        telling = long.bare.startswith(short.bare) and informative_words(short) > 1
        return 85.0 if telling and len(short.words) > 1 else 0.0
    return max(0.0, ratio(short.bare, long.bare[:length], BEGINNING) - 8)


def only_misspelt(left: Title, right: Title, known: Mapping[str, int]) -> bool:
    """Whether every word in which two titles differ is another's misspelling, at its place; for *known* see below."""
    left_over, right_over = map(_telling, _left_over(left, right))
    if len(left_over) != len(right_over):
        return "".join(left_over) == "".join(right_over)
    pairs = zip(left_over, right_over, strict=True)
    return all(_is_slip(one, other) for one, other in pairs) and not another_word(left, right, known)


def another_word(left: Title, right: Title, known: Mapping[str, int]) -> bool:
    """Whether a word of one title stands in the other one's place for another word, however alike they are.

    *known* says of words that other titles have too how often they stand there: of two such words none is misspelt,
    unless it is long and hardly ever met beside the other (``algorthms``). A word with a syllable before it
    (``unsupervised``) is another word in any case.
    """
    left_over, right_over = map(_telling, _left_over(left, right))
    return len(left_over) == len(right_over) and any(
        _are_both_words(one, other, known) or _has_prefix(one, other)
        for one, other in zip(left_over, right_over, strict=True)
    )


def _are_both_words(one: str, other: str, known: Mapping[str, int]) -> bool:
    seldom, often = sorted((known.get(one, 0), known.get(other, 0)))
    return seldom > 0 and (min(len(one), len(other)) < LONG_WORD or seldom * TIMES_RARER > often)


def _has_prefix(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    return long.endswith(short) and len(long) - len(short) > 1


def _telling(words: Iterable[str]) -> list[str]:
    return [word for word in words if word not in _UNINFORMATIVE]


def _is_slip(word: str, other: str) -> bool:
    if not word.isascii() or not other.isascii() or not word.isalpha() or not other.isalpha():
        return False
    allowed = max(1, max(len(word), len(other)) // 4)
    return edits(word, other, allowed) <= allowed


def _left_over(left: Title, right: Title) -> tuple[list[str], list[str]]:
    """The words of each title that the other one has not, or not so often, in order."""
    ours, theirs = left.words, right.words
    our_words, their_words = set(ours), set(theirs)
    if len(our_words) == len(ours) and len(their_words) == len(theirs):
        return [word for word in ours if word not in their_words], [
            word for word in theirs if word not in our_words
        ]
    return [word for word in ours if ours.count(word) > theirs.count(word)], [
        word for word in theirs if theirs.count(word) > ours.count(word)
    ]


def only_slips(left: Title, right: Title) -> bool:
    """Whether the words in which two titles differ are small words, or one another's misspelling."""
    left_over, right_over = _left_over(left, right)
    if _UNINFORMATIVE.issuperset(left_over) and _UNINFORMATIVE.issuperset(right_over):
        return True
    first, second = "".join(left_over), "".join(right_over)
    if not first.isascii() or not second.isascii():
        return first == second  # one Chinese character more or less is another word, not a slip
    allowed = max(1, max(len(first), len(second)) // 6)
    return edits(first, second, allowed) <= allowed
