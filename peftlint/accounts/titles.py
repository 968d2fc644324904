"""Which title of its entries a work is shown with, in which spelling."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property

from peftlint.accounts.venues import standing
from peftlint.identity.titles import is_nickname, read_title, squash
from peftlint.model import Entry

SHOUTING = 0.7
"""Share of capitals among its letters from which a title says nothing about the case of its words."""
_HYPHENATED = re.compile(r"([^\W\d_]+)-([^\W\d_]+)")
_TOKEN = re.compile(r"[\w-]+")
_AT_ONCE = 1000
"""Titles in which words are looked for together."""


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


class StandingWords(Collection[str]):
    """The words that stand in titles of entries without a hyphen, in lower case; collected when one is asked for."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries

    @cached_property
    def _words(self) -> frozenset[str]:
        titles = [entry.title for entry in self._entries]
        parts = ("\n".join(titles[start : start + _AT_ONCE]) for start in range(0, len(titles), _AT_ONCE))
        return standing_words(parts)

    def __contains__(self, word: object) -> bool:
        return word in self._words

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)


def standing_words(texts: Iterable[str]) -> frozenset[str]:
    """The words that stand in texts without a hyphen, in lower case."""
    found: set[str] = set()
    for text in texts:
        found.update(_TOKEN.findall(text.casefold()))
    return frozenset(filter(str.isalpha, found))


def _best_spelling(titles: Sequence[str], vocabulary: Collection[str]) -> str:
    counts = Counter(titles)
    return max(
        counts,
        key=lambda title: (not _is_broken(title, titles, vocabulary), *_capitals(title), counts[title]),
    )


def _is_broken(title: str, titles: Iterable[str], vocabulary: Collection[str]) -> bool:
    """Whether a hyphen parts a word that another spelling shows whole, and leaves a part that is no word."""
    parted = _HYPHENATED.findall(title) if "-" in title else ()
    if not parted:
        return False
    whole = standing_words(titles)
    return any(
        (first + second).casefold() in whole and second.casefold() not in vocabulary
        for first, second in parted
    )


def _capitals(title: str) -> tuple[bool, int, int]:
    """How much the capitals of a title tell: not shouted, names such as LoRA and BERT, capitalized words."""
    letters = "".join(filter(str.isalpha, title))
    shouted = sum(map(str.isupper, letters)) > SHOUTING * len(letters)
    words = title.split()
    names = sum(1 + (word != word.upper()) for word in words if any(map(str.isupper, word[1:])))
    return not shouted, names, sum(word[:1].isupper() for word in words)
