"""What in two titles says that they are of two works, however alike they are: names, numbers, words of answer."""

from __future__ import annotations

from peftlint.fields.patterns import late
from peftlint.identity.titles import Title, word_set

_NUMBER = late(r"\d+")
ANSWER_WORDS = word_set("comment comments correction corrections discussion reply response")
"""Words that begin the title of a work about another work, with the other's title after them."""
AFTERTHOUGHT_WORDS = word_set("addendum corrigendum errata erratum rebuttal retracted retraction revisited")
"""Words that make a title that of another work wherever they stand."""

ANSWER_PLACE = 3
"""Of so many words at the beginning of a title one can be a word of answer: "In Reply to ..."."""
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_LONE_ROMAN = {"i": "1", "v": "5", "x": "10"}
_PARTS = frozenset({"part", "volume", "vol", "chapter", "phase"})
_ORDINALS = {
    "first": "1th",
    "second": "2th",
    "third": "3th",
    "fourth": "4th",
    "fifth": "5th",
    "sixth": "6th",
    "seventh": "7th",
    "eighth": "8th",
    "ninth": "9th",
    "tenth": "10th",
}


def different_numbers(left: Title, right: Title, kind: str) -> bool:
    """Whether their numbers speak of two works: Llama 2 and 3, part I and II, 2019 and 2020.

    Where ``kind`` says that one title is only a part of the other, a number may be missing in it, or cut.
    """
    ours, theirs = numbers_of(left), numbers_of(right)
    if kind in {"name", "cut", "part"}:
        short, long = (ours, theirs) if len(left.bare) <= len(right.bare) else (theirs, ours)
        return not all(any(full.startswith(number) for full in long) for number in short)
    return bool(ours - theirs and theirs - ours) or any(number.isdigit() for number in ours ^ theirs)


def ends_within_word(left: Title, right: Title) -> bool:
    """Whether the shorter title breaks off inside a word of the other, as fields of fixed length do."""
    short, long = (left, right) if len(left.words) <= len(right.words) else (right, left)
    if not short.words:
        return False
    last, whole = short.words[-1], long.words[len(short.words) - 1]
    return whole != last and whole.startswith(last)


def is_about_other(left: Title, right: Title) -> bool:
    """Whether one title is that of an answer to the other, of a correction of it, or of one part of it."""
    between = set(left.words) ^ set(right.words)
    if not AFTERTHOUGHT_WORDS.isdisjoint(between):
        return True
    beginning = {*left.words[:ANSWER_PLACE], *right.words[:ANSWER_PLACE]}
    return not ANSWER_WORDS.isdisjoint(between & beginning) or _is_part(left) != _is_part(right)


def _is_part(title: Title) -> bool:
    pairs = zip(title.words, title.words[1:], strict=False)
    return any(
        word in _PARTS and (after in _ROMAN or after in _LONE_ROMAN or after.isdigit())
        for word, after in pairs
    )


def numbers_of(title: Title) -> frozenset[str]:
    """The numbers in a title, Roman ones too; an ordinal ends in ``th``."""
    found: set[str] = set()
    for before, word in zip(("", *title.words), title.words, strict=False):
        if word in _LONE_ROMAN:
            if before in _PARTS:
                found.add(_LONE_ROMAN[word])
        elif word in _ROMAN:
            found.add(_ROMAN[word])
        elif word in _ORDINALS:
            found.add(_ORDINALS[word])
        elif not word.isalpha():
            ending = "th" if word.endswith(("st", "nd", "rd", "th")) else ""
            found.update(digits + ending for digits in _NUMBER.findall(word))
    return frozenset(found)
