"""Which title of its entries a work is shown with, in which spelling."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import chain

from peftlint.accounts.venues import standing
from peftlint.identity.titles import is_nickname, read_title, squash
from peftlint.model import Entry

SHOUTING = 0.7
"""Share of capitals among its letters from which a title says nothing about the case of its words."""
_HYPHENATED = re.compile(r"([^\W\d_]+)-([^\W\d_]+)")
_TOKEN = re.compile(r"[\w-]+")


def choose_title(entries: Sequence[Entry], vocabulary: Collection[str]) -> str:
    """The title of most entries that is no nickname, in its best spelling; "" if no entry has one."""
    if len({entry.title for entry in entries}) == 1:
        return entries[0].title
    spellings: dict[str, list[Entry]] = {}
    for entry in entries:
        if form := squash(entry.title):
            spellings.setdefault(form, []).append(entry)
    by_worth = spellings if len(spellings) < 2 else [max(spellings, key=lambda form: _worth(spellings[form]))]
    best = next(iter(by_worth), "")
    titles = [entry.title for entry in spellings.get(best, entries)]
    return titles[0] if len(set(titles)) == 1 else _best_spelling(titles, vocabulary)


def _worth(entries: Sequence[Entry]) -> tuple[object, ...]:
    """How well a title is attested, by the entries that give it."""
    return (
        not is_nickname(read_title(entries[0].title)),
        len(entries),
        max(map(standing, entries)),
        len(squash(entries[0].title)),
    )


def standing_words(titles: Iterable[str]) -> frozenset[str]:
    """The words that stand in titles without a hyphen, in lower case."""
    tokens = (_TOKEN.findall(title.casefold()) for title in titles)
    return frozenset(chain.from_iterable([word for word in some if word.isalpha()] for some in tokens))


def _best_spelling(titles: Sequence[str], vocabulary: Collection[str]) -> str:
    counts = Counter(titles)
    whole = standing_words(titles)
    return max(
        counts, key=lambda title: (not _is_broken(title, whole, vocabulary), *_capitals(title), counts[title])
    )


def _is_broken(title: str, whole: Collection[str], vocabulary: Collection[str]) -> bool:
    """Whether a hyphen parts a word that another spelling shows whole, and leaves a part that is no word."""
    return any(
        (first + second).casefold() in whole and second.casefold() not in vocabulary
        for first, second in _HYPHENATED.findall(title)
    )


def _capitals(title: str) -> tuple[bool, int, int]:
    """How much the capitals of a title tell: not shouted, names such as LoRA and BERT, capitalized words."""
    letters = [letter for letter in title if letter.isalpha()]
    shouted = sum(map(str.isupper, letters)) > SHOUTING * len(letters)
    words = title.split()
    names = sum(1 + (word != word.upper()) for word in words if any(map(str.isupper, word[1:])))
    return not shouted, names, sum(word[:1].isupper() for word in words)
