"""Edges found by several processes: forks of this one, to which nothing has to be sent, and which send but edges.

Each takes the keys of its share, so that it forms, sifts and judges blocks of its own; a pair that two shares lead to
is judged twice, to the same end. Where a process cannot be forked safely, all is done here.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Iterable, Iterator
from sys import intern
from typing import TYPE_CHECKING

from peftlint.identity.blocking import Share
from peftlint.identity.edges import Edge, Search
from peftlint.identity.evidence import Verdict
from peftlint.identity.judge import Judge

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

PAYS_FROM = 10_000
"""Entries from which on processes pay."""

MOST = 400_000
"""Entries up to which there is room for forks: each writes counts of references into all that it looks at, and so comes
to hold 3.5 kB an entry of its own (a million entries took 7.7 GiB with one fork, 4.6 GiB without)."""


def processes_for(entries: int) -> int:
    """How many processes pay for so many entries on this machine, and have room."""
    if not PAYS_FROM <= entries <= MOST or not _may_fork():
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def edges_by_processes(search: Search, judge: Judge, processes: int) -> list[Edge]:
    """All edges of the search, each once; this process takes a share itself, and those that no other could take."""
    if not _may_fork():
        return search.edges(judge)
    shares = [Share(number, processes) for number in range(processes)]
    found: dict[tuple[int, int], Edge] = {}
    forks = _forked(search, judge, shares[1:])
    try:
        for share in (shares[0], *shares[1 + len(forks) :]):
            found.update({edge[:2]: edge for edge in search.edges(judge, share)})
        for share, (_, receiver) in zip(shares[1:], forks, strict=False):
            found.update({edge[:2]: edge for edge in _received(receiver, search, judge, share)})
    finally:
        for process, receiver in forks:
            receiver.close()
            process.terminate()
            process.join()
    return list(found.values())


def _may_fork() -> bool:
    """Whether this process can be forked: not where the system cannot, nor beside threads, which may hold locks."""
    import multiprocessing
    import threading

    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1


def _forked(search: Search, judge: Judge, shares: Iterable[Share]) -> list[tuple[ForkProcess, Connection]]:
    """A process for each share, or for the first ones, if the system has no room for more."""
    import gc
    import multiprocessing

    context = multiprocessing.get_context("fork")
    forks = []
    gc.freeze()  # who collects garbage writes to every object, and what is written to is shared no more
    try:
        for share in shares:
            receiver, sender = context.Pipe(duplex=False)
            process = context.Process(target=_send, args=(sender, search, judge, share), daemon=True)
            process.start()
            sender.close()
            forks.append((process, receiver))
    except OSError:
        pass
    finally:
        gc.unfreeze()
    return forks


def _send(sender: Connection, search: Search, judge: Judge, share: Share) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process answers, and ends the others
    sender.send_bytes(packed(search.edges(judge, share)))
    sender.close()


def _received(receiver: Connection, search: Search, judge: Judge, share: Share) -> Iterable[Edge]:
    try:
        return unpacked(receiver.recv_bytes())
    except EOFError:  # it was killed, say for want of memory
        return search.edges(judge, share)


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
