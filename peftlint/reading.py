"""Files → lists, through the cache and, where that pays, several processes. The edge around ``engine.read_list``."""

from __future__ import annotations

import marshal
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import chain, repeat
from typing import TYPE_CHECKING

from peftlint.cache.codec import Kept, decode, encode
from peftlint.cache.readings import ReadingStore
from peftlint.forks import at_work, may_fork, processors
from peftlint.model import PaperList, Parts, Source

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from peftlint.rules import Rule, Surroundings

FORK_PAYS_FROM = 30_000
"""Characters to read from which on a fork of this process pays."""

POOL_PAYS_FROM = 400_000
"""Characters from which on a pool pays, which deals files out as they are done, but takes as long to load as a list."""

_SHARES = 8
"""Into how many shares the files of a process are cut, so that none waits long for another."""

_LARGEST_SHARE = 1_000_000
"""Characters of a share at most, if it is of several files: so much waits in memory for the one before it."""


def read_sources(
    sources: Sequence[Source], store: ReadingStore, rules: Iterable[Rule] = (), today: date | None = None
) -> tuple[PaperList, ...]:
    """Read files, each by itself, and ask those of *rules* that look at one file alone what they find in it.

    The order is that of *sources*. *today* is the day for the rules; files are looked up in the working directory.
    """
    asked = tuple(sorted(rule.code for rule in rules if rule.of_list))
    today = today or date.today()
    lists = [_kept(source, store, asked, today) for source in sources]
    missing = [index for index, one in enumerate(lists) if one is None]
    read = _read([sources[index] for index in missing], asked, today, store)
    for index, one in zip(missing, read, strict=True):
        lists[index] = one
    if missing:
        store.prune()
    return tuple(one for one in lists if one is not None)


def _kept(source: Source, store: ReadingStore, asked: Sequence[str], today: date) -> PaperList | None:
    """What the store has of a file, if that answers all that is asked."""
    kept = store.get(source)
    if kept is None:
        return None
    if asked and not (
        kept.found and set(asked) <= set(kept.found.by_rule) and kept.found.holds(_surroundings(today))
    ):
        return None
    return _list_of(source, kept)


def _list_of(source: Source, kept: Kept) -> PaperList:
    from peftlint.engine import read_list

    @cache
    def parts() -> Parts:
        again = read_list(source)
        return Parts(again.document, again.outline)

    return PaperList(source, kept.entries, parts, kept.notices, kept.found)


def _surroundings(today: date) -> Surroundings:
    from peftlint.rules import Surroundings

    return Surroundings(today, os.path.exists)


def _read(
    sources: Sequence[Source], asked: Sequence[str], today: date, store: ReadingStore
) -> Iterator[PaperList]:
    """Read files that are not kept, in their order, here or in several processes, and keep what was read."""
    size, workers = _size(sources), _workers(sources)
    if size < POOL_PAYS_FROM:
        yield from _read_with_forks(sources, asked, today, store, workers)
        return
    shares = _shares(sources, min(size // (workers * _SHARES), _LARGEST_SHARE))
    if workers < 2:
        yield from _decoded(shares, (_encoded(share, asked, today, store) for share in shares))
        return
    with _pool(workers) as pool:
        yield from _decoded(shares, pool.map(_encoded, shares, repeat(asked), repeat(today), repeat(store)))


def _read_with_forks(
    sources: Sequence[Source], asked: Sequence[str], today: date, store: ReadingStore, processes: int
) -> Sequence[PaperList]:
    """Read a few files, a share of them in each of so many processes, of which this is the first."""

    def encoded(share: Iterable[int]) -> bytes:
        return marshal.dumps(_encoded([sources[index] for index in share], asked, today, store))

    def read_here(source: Source) -> PaperList:
        one = _examined(source, asked, today)
        if store.keeps:
            store.put(source, encode(_kept_of(one)))
        return one

    first, *others = _dealt([len(source.text) for source in sources], processes)
    lists: dict[int, PaperList] = {}
    with at_work(encoded, others) as forks:
        lists.update((index, read_here(sources[index])) for index in chain(first, *others[len(forks) :]))
        for share, fork in zip(others, forks, strict=False):
            data, theirs = fork.result(), [sources[index] for index in share]
            read = map(read_here, theirs) if data is None else _decoded([theirs], [marshal.loads(data)])
            lists.update(zip(share, read, strict=True))
    return [one for _, one in sorted(lists.items())]


def _dealt(sizes: Sequence[int], hands: int) -> list[list[int]]:
    """The indices of *sizes*, dealt so that the sums are about the same: the largest first, to who has least."""
    dealt: list[list[int]] = [[] for _ in range(hands)]
    sums = [0] * hands
    for index in sorted(range(len(sizes)), key=lambda index: (-sizes[index], index)):
        least = sums.index(min(sums))
        dealt[least].append(index)
        sums[least] += sizes[index]
    return dealt


def _shares(sources: Sequence[Source], size: int) -> list[list[Source]]:
    """The files in shares, none of which is of more than *size* characters, unless it is one file."""
    shares: list[list[Source]] = []
    taken = size
    for source in sources:
        taken += len(source.text)
        if taken > size:
            shares.append([])
            taken = len(source.text)
        shares[-1].append(source)
    return shares


def _decoded(shares: Iterable[Sequence[Source]], encoded: Iterable[Sequence[bytes]]) -> Iterator[PaperList]:
    for share, data in zip(shares, encoded, strict=True):
        yield from map(_list_of, share, map(decode, data, (source.path for source in share)))


def _size(sources: Iterable[Source]) -> int:
    return sum(len(source.text) for source in sources)


def _workers(sources: Sequence[Source]) -> int:
    """How many processes pay for so much text."""
    pays_from = FORK_PAYS_FROM if may_fork() else POOL_PAYS_FROM
    return 1 if _size(sources) < pays_from else max(1, min(len(sources), processors()))


def _pool(workers: int) -> Executor:
    """Processes that start with what is loaded here, where the system can do that safely."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(workers, multiprocessing.get_context("fork" if may_fork() else "spawn"))


def _encoded(
    sources: Sequence[Source], asked: Sequence[str], today: date, store: ReadingStore
) -> list[bytes]:
    """What is told of some files, which is kept; of their documents, which take more, nothing is left."""
    encoded = []
    for source in sources:
        encoded.append(encode(_kept_of(_examined(source, asked, today))))
        store.put(source, encoded[-1])
    return encoded


def _kept_of(one: PaperList) -> Kept:
    return Kept(one.entries, one.notices, one.found)


def _examined(source: Source, asked: Sequence[str], today: date) -> PaperList:
    """Read one file and ask the rules called *asked*: a pure function of its text, and of which files exist."""
    from peftlint.engine import read_list

    one = read_list(source)
    if not asked:
        return one
    from peftlint.lint import find_in_list
    from peftlint.rules import all_rules

    rules = all_rules()
    return one._replace(found=find_in_list(one, [rules[code] for code in asked], _surroundings(today)))
