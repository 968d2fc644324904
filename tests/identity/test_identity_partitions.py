"""Joining over worker processes that share nothing: the same works, byte for byte, as in one process."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from functools import reduce
from zlib import crc32

import pytest
from generated_entries import five_lists, generated
from joined import library_of_works, works_of

from peftlint.accounts import choose_all
from peftlint.exports.json import write
from peftlint.identity import reading_order, united
from peftlint.identity.blocking import KINDS, Key, keys_of, pairs_of
from peftlint.identity.edges import Edge, edges_of
from peftlint.identity.judge import Judge
from peftlint.identity.profile import Profile, profile_of
from peftlint.identity.totals import Known, Totals, known_of, totals_of
from peftlint.model import Entry, Work

Numbered = tuple[int, Entry]
Blocks = dict[tuple[int, Key], list[Numbered]]


def total(entries: Sequence[Entry]) -> Totals:
    """Of whole lists: what they add to the totals."""
    return totals_of([profile_of(one) for one in entries])


def mapped(part: tuple[Sequence[Numbered], Known, int]) -> list[Blocks]:
    """Of any entries: which blocks they belong to, by the worker that has the block."""
    entries, known, workers = part
    found: list[Blocks] = [{} for _ in range(workers)]
    for numbered in entries:
        for key in dict.fromkeys(keys_of(profile_of(numbered[1]), known)):
            found[crc32(repr(key).encode()) % workers].setdefault(key, []).append(numbered)
    return found


def reduced(part: tuple[Blocks, Known]) -> list[Edge]:
    """Of whole blocks: the edges within each of them."""
    blocks, known = part
    found: set[Edge] = set()
    for (kind, _), block in blocks.items():
        profiles: dict[int, Profile] = {number: profile_of(one) for number, one in block}
        pairs = pairs_of(KINDS[kind], profiles)
        found.update(edges_of(pairs, Judge(profiles.__getitem__, known)))
    return list(found)


def partitioned(entries: Sequence[Entry], workers: int) -> tuple[Work, ...]:
    """The works of the entries, by as many worker processes."""
    numbered = list(enumerate(sorted(entries, key=reading_order)))
    by_list: dict[str, list[Entry]] = {}
    for _, one in numbered:
        by_list.setdefault(one.list, []).append(one)
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        known = known_of(reduce(Totals.merged, pool.map(total, by_list.values())))
        parts = [(numbered[turn::workers], known, workers) for turn in range(workers)]
        shuffled: list[Blocks] = [{} for _ in range(workers)]
        for sent in pool.map(mapped, parts):
            for worker, blocks in enumerate(sent):
                for key, some in blocks.items():
                    shuffled[worker].setdefault(key, []).extend(some)
        edges = pool.map(reduced, [(blocks, known) for blocks in shuffled])
    profiles = [profile_of(one) for _, one in numbered]
    distinct = sorted({edge for some in edges for edge in some})
    return choose_all(united(profiles, distinct, Judge(profiles.__getitem__, known)).clusters)


def written(works: tuple[Work, ...]) -> str:
    """The works as ``export`` writes them."""
    return write(library_of_works(works))


@pytest.mark.parametrize(("count", "workers"), [(0, 2), (0, 8), (3000, 3)])
def test_worker_processes_find_the_same_works(count: int, workers: int) -> None:
    """The five lists (0), and generated ones with blocks that are too large to compare all in them."""
    entries = generated(count) if count else five_lists()
    assert written(partitioned(entries, workers)) == written(works_of(entries))
