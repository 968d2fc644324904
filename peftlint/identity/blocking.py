"""Which pairs of entries are worth comparing: near-linear, by keys that accounts of one work share.

Every entry has a few keys: its identifiers; forms and ends of its title; pairs of its rare title words; its first
authors, each with a rare word, and three together. Entries that share a key are compared. Where many share
it, say five thousand works called "Introduction", each is compared only with its neighbours in the order of
title, authors and year (the sorted neighbourhood of Hernández and Stolfo, SIGMOD 1995).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations

from peftlint.identity.profile import FIRST_AUTHORS, Profile
from peftlint.identity.titles import LONG_REST

Key = int | str

LARGEST_BLOCK = 24
NEIGHBOURS = 2
END_LENGTH = 20
"""Squashed letters at the beginning and the end of a title that make a key."""
RARE_WORDS = 4
RARE_WORDS_WITH_AUTHOR = 2


def candidate_pairs(profiles: Sequence[Profile]) -> Iterator[tuple[int, int]]:
    """The pairs of indices to compare, each once, smaller index first, in ascending order."""
    size = len(profiles)
    found: set[int] = set()
    places: list[int] = []
    for keys in _key_lists(profiles):
        for block in _blocks(keys):
            if len(block) == 2:
                found.add(block[0] * size + block[1])
            elif len(block) <= LARGEST_BLOCK:
                found.update([left * size + right for left, right in combinations(block, 2)])
            else:
                places = places or _places(profiles)
                found.update([left * size + right for left, right in _neighbours(block, places)])
    return (divmod(pair, size) for pair in sorted(found))


def _key_lists(profiles: Sequence[Profile]) -> Iterator[Iterable[Sequence[Key]]]:
    """One kind of keys after the other, so that only one is in memory; for each kind, the keys of each entry."""
    yield ([str(name) for name in profile.identifiers] for profile in profiles)
    yield (_title_keys(profile) for profile in profiles)
    rare, base = _rare_words(profiles)
    yield ([one * base + other for one, other in combinations(words, 2)] for words in rare)
    numbers: dict[str, int] = {}
    authors = [
        [numbers.setdefault(family, len(numbers)) for family in profile.families] for profile in profiles
    ]
    yield (
        [author * base + word for author in some for word in words[:RARE_WORDS_WITH_AUTHOR]]
        for some, words in zip(authors, rare, strict=True)
    )
    count = len(numbers)
    yield (
        [(some[0] * count + some[1]) * count + some[2]] if len(some) == FIRST_AUTHORS else []
        for some in authors
    )


def _blocks(keys_by_entry: Iterable[Sequence[Key]]) -> Iterable[list[int]]:
    """The groups of two or more entries that share a key, each in ascending order."""
    first: dict[Key, int] = {}
    blocks: dict[Key, list[int]] = {}
    for index, keys in enumerate(keys_by_entry):
        for key in keys:
            seen = first.setdefault(key, index)
            if seen != index:
                block = blocks.setdefault(key, [seen])
                if block[-1] != index:
                    block.append(index)
    return blocks.values()


def _neighbours(block: list[int], places: Sequence[int]) -> Iterator[tuple[int, int]]:
    ordered = sorted(block, key=places.__getitem__)
    for distance in range(1, NEIGHBOURS + 1):
        for one, other in zip(ordered, ordered[distance:], strict=False):
            yield (one, other) if one < other else (other, one)


def _places(profiles: Sequence[Profile]) -> list[int]:
    """For each entry its place in the order in which the entries of a large block are neighbours."""
    order = sorted(
        range(len(profiles)),
        key=lambda index: (
            profiles[index].title.bare,
            profiles[index].families,
            profiles[index].entry.year or 0,
            index,
        ),
    )
    places = [0] * len(profiles)
    for place, index in enumerate(order):
        places[index] = place
    return places


def _rare_words(profiles: Sequence[Profile]) -> tuple[list[list[int]], int]:
    """For each title the ranks of its rarest words, rarest first, and a number over all ranks.

    A word that stands but once comes after all others, for it leads to no other title.
    """
    counts = Counter(chain.from_iterable(profile.title.words for profile in profiles))
    ordered = sorted((count == 1, count, word) for word, count in counts.items())
    rank = {word: place for place, (_, _, word) in enumerate(ordered)}
    rare = [sorted({rank[word] for word in profile.title.words})[:RARE_WORDS] for profile in profiles]
    return rare, len(rank)


def _title_keys(profile: Profile) -> list[Key]:
    title = profile.title
    if not title.bare:
        return []
    keys: list[Key] = [title.bare, *profile.aliases]
    if title.squashed != title.bare:
        keys.append(title.squashed)
    if title.rest != title.bare and len(title.rest) >= LONG_REST:
        keys.append(title.rest)
    if len(title.bare) >= END_LENGTH:
        keys.append("from " + title.bare[:END_LENGTH])
        keys.append("to " + title.bare[-END_LENGTH:])
    return keys
