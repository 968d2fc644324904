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

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, product, repeat
from typing import Any, NamedTuple

from peftlint.identity.profile import FIRST_AUTHORS, Profile
from peftlint.identity.titles import LONG_REST
from peftlint.identity.totals import Known
from peftlint.model import Identifier

Key = int | str | Identifier | tuple[str, int] | tuple[str, ...]

KeysOf = Callable[[Profile, Sequence[int], Known], Sequence[Key]]
"""The keys of an entry, from its profile and its rare words."""

LARGEST_BLOCK = 24
END_LENGTH = 20
"""Squashed letters at the beginning and the end of a title that make a key."""
RARE_WORDS = 4
RARE_WORDS_WITH_AUTHOR = 2


class Share(NamedTuple):
    """One of ``of`` equal parts of all keys; the blocks of all parts together are all blocks."""

    number: int
    of: int

    def among(self, keys: Sequence[Key]) -> Sequence[Key]:
        """Those of *keys* that are in this part."""
        return [key for key in keys if hash(key) % self.of == self.number]


ALL = Share(0, 1)


def candidates(
    profiles: Sequence[Profile], known: Known, share: Share = ALL
) -> Iterator[tuple[int, set[int]]]:
    """For each entry, by index and from the last to the first, the earlier ones to compare it with, if any."""
    blocks_with: list[list[list[int]]] = [[] for _ in profiles]
    beside: dict[int, list[int]] = {}
    _form_all(profiles, known, share, blocks_with, beside)
    while blocks_with:
        blocks = blocks_with.pop()
        for block in blocks:
            block.pop()  # the entry itself: what comes later has been taken away before
        found = set(beside.pop(len(blocks_with), ())).union(*blocks)
        if found:
            yield len(blocks_with), found


def _form_all(
    profiles: Sequence[Profile],
    known: Known,
    share: Share,
    blocks_with: Sequence[list[list[int]]],
    beside: dict[int, list[int]],
) -> None:
    """Add to *blocks_with* the small blocks in which all are compared, by entry; to *beside* the other earlier ones."""
    words = [_rare_words(profile, known) for profile in profiles]
    everyone = range(len(profiles))
    without_id = [index for index in everyone if not profiles[index].arxiv]
    with_id = [index for index in everyone if profiles[index].arxiv]
    places: Sequence[int] | None = None
    for kind in KINDS:  # one after the other, so that only the keys of one kind are in memory

        def keyed(indices: Sequence[int], kind: Kind = kind) -> Iterable[tuple[int, Sequence[Key]]]:
            entries, told = map(profiles.__getitem__, indices), map(words.__getitem__, indices)
            keys = map(kind.keys_of, entries, told, repeat(known))
            return zip(indices, keys if share == ALL else map(share.among, keys), strict=True)

        counted, others = (everyone, ()) if kind.are_names else (without_id, with_id)
        pairs: Iterable[tuple[int, int]]
        for block, added in _form_blocks(keyed(counted), keyed(others)):
            if len(block) + len(added) > LARGEST_BLOCK:
                places = places or _places(profiles)
                pairs = _neighbours(block, added, kind.neighbours, places.__getitem__)
            else:
                pairs = product(block, added)
                for index in block if len(block) > 1 else ():
                    blocks_with[index].append(block)
            for one, other in pairs:
                beside.setdefault(max(one, other), []).append(min(one, other))


def _form_blocks(
    counted: Iterable[tuple[int, Sequence[Key]]], others: Iterable[tuple[int, Sequence[Key]]]
) -> Iterator[tuple[list[int], Sequence[int]]]:
    """The groups of two or more entries, by index, that share a key of one that counts; all come with their keys.

    Of each group those that count come first, then the others, both in ascending order.
    """
    found: dict[Key, int | list[int]] = {}
    for index, keys in counted:
        for key in keys:
            before = found.setdefault(key, index)
            if isinstance(before, list):
                if before[-1] != index:
                    before.append(index)
            elif before != index:
                found[key] = [before, index]
    added: dict[Key, list[int]] = {}
    for index, keys in others:
        for key in keys:
            if key in found:
                there = added.setdefault(key, [])
                if not there or there[-1] != index:
                    there.append(index)
    for key, some in found.items():
        block = some if isinstance(some, list) else [some]
        more = added.get(key, ())
        if len(block) + len(more) > 1:
            yield block, more


def _places(profiles: Sequence[Profile]) -> list[int]:
    """For each entry its place in the order in which the entries of large blocks are neighbours."""
    places = [0] * len(profiles)
    ordered = sorted(range(len(profiles)), key=lambda index: place_of(profiles[index]))
    for place, index in enumerate(ordered):
        places[index] = place
    return places


def _neighbours(
    counted: Sequence[int], others: Sequence[int], most: int, place_at: Callable[[int], Any]
) -> Iterable[tuple[int, int]]:
    """The pairs to compare in a large block: those of one that counts with the next ones in order of place."""
    if not most:
        return ()
    ordered = sorted([*counted, *others], key=place_at)
    pairs = [
        pair for distance in range(1, most + 1) for pair in zip(ordered, ordered[distance:], strict=False)
    ]
    if not others:
        return pairs
    counts = set(counted)
    return [pair for pair in pairs if not counts.isdisjoint(pair)]


def keys_of(profile: Profile, known: Known) -> list[tuple[int, Key]]:
    """All keys of an entry, each with the place of its kind in :data:`KINDS`."""
    words = _rare_words(profile, known)
    return [(place, key) for place, kind in enumerate(KINDS) for key in kind.keys_of(profile, words, known)]


def pairs_of(kind: Kind, block: Mapping[int, Profile]) -> Iterable[tuple[int, int]]:
    """The pairs to compare in a block, which is made by a key of a kind, by the indices of its entries, smaller first.

    For those who have blocks one by one, on several machines, what :func:`candidates` finds in all blocks at once.
    """
    counted = [index for index in sorted(block) if kind.are_names or not block[index].arxiv]
    others = [index for index in sorted(block) if not kind.are_names and block[index].arxiv]
    pairs: Iterable[tuple[int, int]]
    if len(block) > LARGEST_BLOCK:
        pairs = _neighbours(counted, others, kind.neighbours, lambda index: (place_of(block[index]), index))
    else:
        pairs = chain(combinations(counted, 2), product(counted, others))
    return [(min(pair), max(pair)) for pair in pairs]


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
