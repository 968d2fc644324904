"""Files → lists, through the cache and, where that pays, several processes. The edge around ``engine.read_list``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING

from peftlint.cache.codec import Kept, decode, encode
from peftlint.cache.readings import ReadingStore
from peftlint.model import PaperList, Parts, Source

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from peftlint.rules import Rule, Surroundings

PAYS_FROM = 400_000
"""Characters to read from which on processes pay: to start them takes as long as to read about so much."""

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
    if size < PAYS_FROM:
        for source in sources:
            one = _examined(source, asked, today)
            if store.keeps:
                store.put(source, encode(_kept_of(one)))
            yield one
        return
    shares = _shares(sources, min(size // (workers * _SHARES), _LARGEST_SHARE))
    if workers < 2:
        yield from _decoded(shares, (_encoded(share, asked, today, store) for share in shares))
        return
    with _pool(workers) as pool:
        yield from _decoded(shares, pool.map(_encoded, shares, repeat(asked), repeat(today), repeat(store)))


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
    if len(sources) < 2 or _size(sources) < PAYS_FROM:
        return 1
    return min(
        len(sources),
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
    )


def _pool(workers: int) -> Executor:
    """Processes that start with what is loaded here, where the system can do that safely."""
    import multiprocessing
    import threading
    from concurrent.futures import ProcessPoolExecutor

    may_fork = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    return ProcessPoolExecutor(workers, multiprocessing.get_context("fork" if may_fork else "spawn"))


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
