"""Which pairs of entries are worth comparing: near-linear, by keys that accounts of one work share.

Every entry has a few keys: its identifiers; forms and ends of its title; its rare title words, the rarest alone and
others in pairs; its first authors, each with a rare word, and three together. The entries that share a key are a
block, and those of a block are compared. Where many share a key, say five thousand works called "Introduction", each
is compared only with its neighbours in the order of title, authors and year (the sorted neighbourhood of Hernández
and Stolfo, SIGMOD 1995); the less a kind of key tells by itself, the fewer they are.

The keys of an entry depend on nothing but the entry and what is known of words, the pairs of a block on nothing but
the block; no two kinds of keys have a key in common. So blocks can be formed anywhere, by any number of processes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import NamedTuple

from peftlint.identity.profile import FIRST_AUTHORS, Profile
from peftlint.identity.titles import LONG_REST
from peftlint.identity.totals import Known
from peftlint.model import Identifier

Key = int | str | Identifier | tuple[str, int] | tuple[str, ...]

KeysOf = Callable[[Profile, Sequence[int], Known], Sequence[Key]]
"""The keys of an entry, from its profile and its rare words."""

NOBODY, NOT_COUNTED = -1, -2
"""What stands for an entry: nobody has had that key yet; it makes no block."""

LARGEST_BLOCK = 24
END_LENGTH = 20
"""Squashed letters at the beginning and the end of a title that make a key."""
RARE_WORDS = 4
RARE_WORDS_WITH_AUTHOR = 2


class Share(NamedTuple):
    """One of ``of`` equal parts of all keys; the blocks of all parts together are all blocks."""

    number: int
    of: int


ALL = Share(0, 1)


def candidates(
    profiles: Sequence[Profile], known: Known, share: Share = ALL
) -> Iterator[tuple[int, set[int]]]:
    """For each entry, by index and from the last to the first, the earlier ones to compare it with, if any."""
    blocks_with: list[list[list[int]]] = [[] for _ in profiles]
    beside: dict[int, list[int]] = {}
    for are_names, windows_with in _form_all(profiles, known, share, blocks_with).items():
        _find_neighbours(windows_with, are_names, profiles, beside)
        windows_with.clear()
    while blocks_with:
        blocks = blocks_with.pop()
        for block in blocks:
            if block:
                block.pop()  # the entry itself: what comes later has been taken away before
        found = set(beside.pop(len(blocks_with), ())).union(*blocks)
        if found:
            yield len(blocks_with), found


WindowsByEntry = dict[int, list[deque[int]]]
"""For entries in large blocks a window on each of those: what was seen of it last, empty at first."""


def _form_all(
    profiles: Sequence[Profile], known: Known, share: Share, blocks_with: Sequence[list[list[int]]]
) -> dict[bool, WindowsByEntry]:
    """The large blocks, by whether their keys are names; the small ones are added to *blocks_with*, by entry."""
    words = [_rare_words(profile, known) for profile in profiles]
    windows: dict[bool, WindowsByEntry] = {True: {}, False: {}}
    for kind in KINDS:  # one after the other, so that only the keys of one kind are in memory

        def keys_at(index: int, keys_of: KeysOf = kind.keys_of) -> Sequence[Key]:
            keys = keys_of(profiles[index], words[index], known)
            return keys if share.of == 1 else [key for key in keys if hash(key) % share.of == share.number]

        counted = None if kind.are_names else (index for index, one in enumerate(profiles) if not one.arxiv)
        for block in _form_blocks(keys_at, counted, blocks_with):
            if len(block) > LARGEST_BLOCK:
                if kind.neighbours:
                    windows_with, window = windows[kind.are_names], deque[int](maxlen=kind.neighbours)
                    for index in block:
                        windows_with.setdefault(index, []).append(window)
                block.clear()
    return windows


def _form_blocks(
    keys_at: Callable[[int], Sequence[Key]],
    counted: Iterable[int] | None,
    blocks_with: Sequence[list[list[int]]],
) -> Iterator[list[int]]:
    """The groups of two or more entries, by index, that share a key; each in ascending order.

    Only the keys of the *counted* entries make blocks; those of all if it is None. To each of *blocks_with* the blocks
    with the entry of that index are added.
    """
    found: dict[Key, int | list[int]] = {}
    unknown = NOBODY
    if counted is not None:
        found = dict.fromkeys(chain.from_iterable(map(keys_at, counted)), NOBODY)
        unknown = NOT_COUNTED
    for index, blocks in enumerate(blocks_with):
        for key in keys_at(index):
            before = found.get(key, unknown)
            if isinstance(before, list):
                if before[-1] != index:
                    before.append(index)
                    blocks.append(before)
            elif before == NOBODY:
                found[key] = index
            elif before not in (NOT_COUNTED, index):
                block = found[key] = [before, index]
                blocks_with[before].append(block)
                blocks.append(block)
    return (block for block in found.values() if isinstance(block, list))


def _find_neighbours(
    windows_with: WindowsByEntry, are_names: bool, profiles: Sequence[Profile], found: dict[int, list[int]]
) -> None:
    """Add to *found* for entries in large blocks their earlier neighbours in any of them, by index.

    As the entries of all blocks are in one order, one walk over them passes every block.
    """
    members = sorted(windows_with)
    members.sort(key=lambda index: place_of(profiles[index]))
    for index in members:
        windows = windows_with[index]
        none_counts = not are_names and profiles[index].arxiv
        for other in set[int]().union(*windows):
            if none_counts and profiles[other].arxiv:
                continue
            earlier, later = (other, index) if other < index else (index, other)
            found.setdefault(later, []).append(earlier)
        for window in windows:
            window.append(index)


def keys_of(profile: Profile, known: Known) -> list[tuple[int, Key]]:
    """All keys of an entry, each with the place of its kind in :data:`KINDS`."""
    words = _rare_words(profile, known)
    return [(place, key) for place, kind in enumerate(KINDS) for key in kind.keys_of(profile, words, known)]


def pairs_of(kind: Kind, block: Mapping[int, Profile]) -> Iterable[tuple[int, int]]:
    """The pairs to compare in a block, which is made by a key of a kind, by the indices of its entries, smaller first.

    For those who have blocks one by one, on several machines, what :func:`candidates` finds in all blocks at once (but
    for pairs that cannot tell anything, of which it leaves some to the sieve).
    """
    if len(block) <= LARGEST_BLOCK:
        pairs = list(combinations(sorted(block), 2))
    else:
        ordered = sorted(block, key=lambda index: (place_of(block[index]), index))
        pairs = [
            (one, other) if one < other else (other, one)
            for distance in range(1, kind.neighbours + 1)
            for one, other in zip(ordered, ordered[distance:], strict=False)
        ]
    return [pair for pair in pairs if kind.are_names or not all(block[index].arxiv for index in pair)]


def place_of(profile: Profile) -> tuple[str, tuple[str, ...], int]:
    """By what the entries of a large block are ordered, so that accounts of one work are neighbours."""
    return profile.title.bare, profile.families, profile.entry.year or 0


def _identifier_keys(profile: Profile, _words: Sequence[int], _known: Known) -> Sequence[Key]:
    return profile.identifiers


def _form_keys(profile: Profile, _words: Sequence[int], _known: Known) -> Sequence[Key]:
    title = profile.title
    if not title.bare:
        return ()
    keys = [title.bare, *profile.aliases]
    if title.squashed != title.bare:
        keys.append(title.squashed)
    if title.rest != title.bare and len(title.rest) >= LONG_REST:
        keys.append(title.rest)
    return keys


def _end_keys(profile: Profile, _words: Sequence[int], _known: Known) -> Sequence[Key]:
    bare = profile.title.bare
    return ("from " + bare[:END_LENGTH], "to " + bare[-END_LENGTH:]) if len(bare) >= END_LENGTH else ()


def _word_keys(_profile: Profile, words: Sequence[int], known: Known) -> Sequence[Key]:
    """Words that few titles have, each alone; the others in pairs, as the few lead to all that has them anyway."""
    few, base = known.few, len(known.ranks)
    others = [word for word in words if word >= few]
    keys: list[Key] = [one * base + other for one, other in combinations(others, 2)]
    if len(others) < len(words):
        keys += [-1 - word for word in words if word < few]
    return keys


def _author_keys(profile: Profile, words: Sequence[int], known: Known) -> Sequence[Key]:
    families, few = profile.families, known.few
    if not families:
        return ()
    common = [word for word in words[:RARE_WORDS_WITH_AUTHOR] if word >= few]
    return [(family, word) for family in families for word in common]


def _team_keys(profile: Profile, _words: Sequence[int], _known: Known) -> Sequence[Key]:
    return [profile.families] if len(profile.families) == FIRST_AUTHORS else ()


def _rare_words(profile: Profile, known: Known) -> tuple[int, ...]:
    """The ranks of the rarest words of a title that others have too, rarest first."""
    rank_of = known.ranks.get
    ranks = {rank for word in profile.title.words if (rank := rank_of(word)) is not None}
    return tuple(sorted(ranks)[:RARE_WORDS])


class Kind(NamedTuple):
    """A kind of keys, and with how many that come next in order an entry of a large block is compared.

    Entries that have an arXiv id each are one work by a name that both have or not at all (``evidence.py``): to share a
    key that is no name says nothing of them.
    """

    keys_of: KeysOf
    neighbours: int
    are_names: bool = False


KINDS = (
    Kind(_identifier_keys, 2, are_names=True),
    Kind(_form_keys, 2, are_names=True),
    Kind(_end_keys, 2),
    Kind(_word_keys, 1),
    Kind(_author_keys, 0),
    Kind(_team_keys, 2),
)
