"""Work done by forks of this process: they have all that it has, start in no time, and send back bytes.

The executors of the standard library would do, but to load them takes as long as to read a list.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Share = TypeVar("Share")


class Fork:
    """A process that is at work, and the descriptor by which it sends what it has done."""

    def __init__(self, process: int, receiver: int) -> None:
        self._process = process
        self._receiver = receiver
        self._ended = False

    def result(self) -> bytes | None:
        """Wait for what it sends; None if it failed or was killed, say for want of memory."""
        with open(self._receiver, "rb", closefd=False) as stream:
            data = stream.read()
        _, status = os.waitpid(self._process, 0)
        self._ended = True  # from now on its number may be another's
        return data if status == 0 else None

    def end(self) -> None:
        """End the process, if it has not ended, and forget it."""
        os.close(self._receiver)
        if not self._ended:
            import signal  # late: hardly any is ended so

            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)


def may_fork() -> bool:
    """Whether this process can be forked: not where the system cannot, nor beside threads, which may hold locks."""
    import threading

    return hasattr(os, "fork") and threading.active_count() == 1


def processors() -> int:
    """How many processes can be at work at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def at_work(work: Callable[[Share], bytes], shares: Iterable[Share]) -> Iterator[list[Fork]]:
    """A fork for each share, or for the first ones, if the system has no room for more; all are ended at the end."""
    import gc

    forks: list[Fork] = []
    try:
        gc.freeze()  # who collects garbage writes to every object, and what is written to is shared no more
        try:
            for share in shares:
                forks.append(_forked(work, share))
        except OSError:
            pass
        finally:
            gc.unfreeze()
        yield forks
    finally:
        for fork in forks:
            fork.end()


def _forked(work: Callable[[Share], bytes], share: Share) -> Fork:
    receiver, sender = os.pipe()
    try:
        process = os.fork()
    except OSError:
        os.close(receiver)
        os.close(sender)
        raise
    if process:
        os.close(sender)
        return Fork(process, receiver)
    status = 1
    try:
        os.close(receiver)
        _send(sender, work, share)
        status = 0
    finally:
        os._exit(status)  # whatever happens: what this process had begun is for the first one to end


def _send(sender: int, work: Callable[[Share], bytes], share: Share) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process answers, and ends the others
    with open(sender, "wb") as stream:
        stream.write(work(share))
