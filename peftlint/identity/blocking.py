"""Which pairs of entries are worth comparing: near-linear, by keys that accounts of one work share.

Every entry has a few keys: its identifiers; forms and ends of its title; its rare title words, the rarest alone and
others in pairs; its first authors, each with a rare word, and three together. The entries that share a key are a
block, and those of a block are compared. Where many share a key, say five thousand works called "Introduction", each
is compared only with its neighbours in the order of title, authors and year (the sorted neighbourhood of Hernández
and Stolfo, SIGMOD 1995).

The keys of an entry depend on nothing but the entry and what is known of words, the pairs of a block on nothing but
the block; no two kinds of keys have a key in common. So blocks can be formed anywhere, by any number of processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, combinations

from peftlint.identity.profile import FIRST_AUTHORS, Profile
from peftlint.identity.titles import LONG_REST
from peftlint.identity.totals import Known, stem

Key = int | str

LARGEST_BLOCK = 24
NEIGHBOURS = 2
END_LENGTH = 20
"""Squashed letters at the beginning and the end of a title that make a key."""
RARE_WORDS = 4
RARE_WORDS_WITH_AUTHOR = 2


def candidate_pairs(profiles: Sequence[Profile], known: Known) -> Iterator[tuple[int, int]]:
    """The pairs of indices to compare, each once, smaller index first, in ascending order."""
    size = len(profiles)
    found: set[int] = set()
    for kind in KINDS:  # one after the other, so that only the keys of one kind are in memory
        for block in blocks_of(kind(profile, known) for profile in profiles):
            if len(block) == 2:  # as most are
                found.add(block[0] * size + block[1])
            else:
                pairs = pairs_of(block, profiles.__getitem__)
                found.update([left * size + right for left, right in pairs])
    return (divmod(pair, size) for pair in sorted(found))


def keys_of(profile: Profile, known: Known) -> list[Key]:
    """All keys of an entry."""
    return list(chain.from_iterable([kind(profile, known) for kind in KINDS]))


def blocks_of(keys_by_entry: Iterable[Sequence[Key]]) -> Iterable[list[int]]:
    """The groups of two or more entries, by index, that share a key; each in ascending order."""
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


def pairs_of(block: Sequence[int], profile_at: Callable[[int], Profile]) -> Iterable[tuple[int, int]]:
    """The pairs of a block to compare, smaller index first; *block* is in ascending order."""
    if len(block) <= LARGEST_BLOCK:
        return combinations(block, 2)
    ordered = sorted(block, key=lambda index: (*_place(profile_at(index)), index))
    return [
        (one, other) if one < other else (other, one)
        for distance in range(1, NEIGHBOURS + 1)
        for one, other in zip(ordered, ordered[distance:], strict=False)
    ]


def _place(profile: Profile) -> tuple[str, tuple[str, ...], int]:
    """By what the entries of a large block are ordered, so that accounts of one work are neighbours."""
    return profile.title.bare, profile.families, profile.entry.year or 0


def _identifier_keys(profile: Profile, _: Known) -> Sequence[Key]:
    return [f"{kind}:{value}" for kind, value in profile.identifiers] if profile.identifiers else ()


def _title_keys(profile: Profile, _: Known) -> Sequence[Key]:
    title = profile.title
    if not title.bare:
        return ()
    keys = [title.bare, *profile.aliases]
    if title.squashed != title.bare:
        keys.append(title.squashed)
    if title.rest != title.bare and len(title.rest) >= LONG_REST:
        keys.append(title.rest)
    if len(title.bare) >= END_LENGTH:
        keys.append("from " + title.bare[:END_LENGTH])
        keys.append("to " + title.bare[-END_LENGTH:])
    return keys


def _word_keys(profile: Profile, known: Known) -> Sequence[Key]:
    base, words = len(known.ranks), _rare_words(profile, known)
    pairs = [one * base + other for one, other in combinations(words, 2)]
    return [*pairs, *(-1 - word for word in words if word < known.few)]


def _author_keys(profile: Profile, known: Known) -> Sequence[Key]:
    if not profile.families:
        return ()
    words = _rare_words(profile, known)[:RARE_WORDS_WITH_AUTHOR]
    return [f"{family} {word}" for family in profile.families for word in words]


def _team_keys(profile: Profile, _: Known) -> Sequence[Key]:
    return [" ".join(profile.families)] if len(profile.families) == FIRST_AUTHORS else ()


def _rare_words(profile: Profile, known: Known) -> list[int]:
    """The ranks of the rarest words of a title that others have too, rarest first."""
    ranks = known.ranks
    return sorted({ranks[part] for part in map(stem, profile.title.words) if part in ranks})[:RARE_WORDS]


KINDS: tuple[Callable[[Profile, Known], Sequence[Key]], ...] = (
    _identifier_keys,
    _title_keys,
    _word_keys,
    _author_keys,
    _team_keys,
)
