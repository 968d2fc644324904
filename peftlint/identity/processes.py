"""Edges found by several processes: forks of this one, to which nothing has to be sent, and which send but edges.

Each takes the keys of its share, so that it forms, sifts and judges blocks of its own; a pair that two shares lead to
is judged twice, to the same end. Where a process cannot be forked safely, all is done here.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator
from sys import intern

from peftlint.forks import at_work, may_fork, processors
from peftlint.identity.blocking import Share
from peftlint.identity.edges import Edge, Search
from peftlint.identity.evidence import Verdict
from peftlint.identity.judge import Judge

PAYS_FROM = 10_000
"""Entries from which on processes pay."""

MOST = 400_000
"""Entries up to which there is room for forks: each writes counts of references into all that it looks at, and so comes
to hold 3.5 kB an entry of its own (a million entries took 7.1 GiB with one fork, 4.4 GiB without, and as long)."""


def processes_for(entries: int) -> int:
    """How many processes pay for so many entries on this machine, and have room."""
    return processors() if PAYS_FROM <= entries <= MOST and may_fork() else 1


def edges_by_processes(search: Search, judge: Judge, processes: int) -> list[Edge]:
    """All edges of the search, each once; this process takes a share itself, and those that no other could take."""
    if not may_fork():
        return search.edges(judge)

    def found_in(share: Share) -> bytes:
        return packed(search.edges(judge, share))

    first, *others = [Share(number, processes) for number in range(processes)]
    found: dict[tuple[int, int], Edge] = {}
    with at_work(found_in, others) as forks:
        for share in (first, *others[len(forks) :]):
            found.update({edge[:2]: edge for edge in search.edges(judge, share)})
        for share, fork in zip(others, forks, strict=False):
            data = fork.result()
            edges = search.edges(judge, share) if data is None else unpacked(data)
            found.update({edge[:2]: edge for edge in edges})
    return list(found.values())


def packed(edges: Iterable[Edge]) -> bytes:
    """Edges in little room: every text is in it but once."""
    return marshal.dumps(
        [
            (left, right, level, strength, tuple(map(intern, reasons)), tuple(map(intern, against)))
            for left, right, (level, strength, reasons, against) in edges
        ]
    )


def unpacked(data: bytes) -> Iterator[Edge]:
    """The edges that were packed."""
    return (Edge(left, right, Verdict(*told)) for left, right, *told in marshal.loads(data))
