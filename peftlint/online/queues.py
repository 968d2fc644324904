"""Whose turn it is: one queue a host, its connections, its spacing and its pauses. Pure: time is an argument.

A host's turns are spaced on a schedule of its own, so that no other host waits for them. What a pause or a lack of
connections held up is caught up with, five seconds' worth at most, unless the host is strict.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from peftlint.online.hosts import HostLimits, Limits
from peftlint.online.model import Heard, NoReply, Reply
from peftlint.online.retries import TOO_MANY, Patience, pause_of

T = TypeVar("T")

CATCHING_UP = 5.0
"""Seconds of its schedule that a host may be behind and still catch up with."""
REFUSALS = 5
"""So many times in a row a host may answer 429, each time after it was left alone as long as it asked."""
SILENCES = 20
"""So many requests in a row a host may leave without an answer in time before it is not asked any more."""


@dataclass(slots=True)
class Host(Generic[T]):
    """One host: what waits for it, and what is known of it. Times are seconds of one clock."""

    limits: HostLimits
    visits: deque[T] = field(default_factory=deque)
    going_on: deque[T] = field(default_factory=deque)
    busy: int = 0
    turn: float = 0.0
    paused: float = 0.0
    refusals: int = 0
    silences: int = 0
    closed: str = ""
    planned: float | None = None

    def next_time(self) -> float | None:
        """When the next may be sent; None while nothing waits or no connection is free."""
        if self.closed and (self.visits or self.going_on):
            return 0.0
        if self.busy >= self.limits.connections or not (self.visits or self.going_on):
            return None
        return self.paused if self.going_on else max(self.paused, self.turn)

    def add(self, item: T, going_on: bool, now: float) -> None:
        """Let *item* wait; what goes on with a visit goes before new ones, without a turn of its own."""
        if going_on and not self.limits.strict:
            self.going_on.append(item)
            return
        if not self.visits:
            self.turn = max(self.turn, now)  # time without work is not caught up with
        self.visits.append(item)

    def take(self, now: float) -> T:
        """The item whose turn it is."""
        self.busy += 1
        if self.going_on:
            return self.going_on.popleft()
        behind = 0.0 if self.limits.strict else CATCHING_UP
        self.turn = max(self.turn, now - behind) + self.limits.spacing
        return self.visits.popleft()

    def heard(self, heard: Heard, sent: float, now: float, patience: Patience) -> None:
        """Learn from an answer: a pause that is asked for, or that the host is better left alone."""
        refused = isinstance(heard, Reply) and heard.status == TOO_MANY
        if refused and sent >= self.paused:  # of many at once only one says something new
            self.refusals += 1
        elif not refused:
            self.refusals = 0
        self.silences = self.silences + 1 if isinstance(heard, NoReply) and heard.reason == "timeout" else 0
        pause = pause_of(heard)
        if pause is None:
            pause = patience.backoff * 2**self.refusals if refused else 0.0
        if pause > patience.longest:
            self.closed = self.closed or f"the host asked to be left alone for {pause:.0f} seconds"
        elif pause:
            self.paused = max(self.paused, now + pause)
        if self.refusals >= REFUSALS:
            self.closed = self.closed or f"the host answered {TOO_MANY} again and again"
        if self.silences >= SILENCES:
            self.closed = self.closed or f"the host did not answer {SILENCES} requests in a row"


class Queues(Generic[T]):
    """The queues of all hosts, and what waits for a moment of its own."""

    def __init__(self, limits: Limits, patience: Patience) -> None:
        self._limits = limits
        self._patience = patience
        self._hosts: dict[str, Host[T]] = {}
        self._times: list[tuple[float, int, str]] = []
        self._later: list[tuple[float, int, str, T, bool]] = []
        self._count = 0

    def add(self, host: str, item: T, now: float, at: float = 0.0, going_on: bool = False) -> None:
        """Let *item* wait for its turn at *host*, and not before *at*."""
        if at > now:
            self._count += 1
            heapq.heappush(self._later, (at, self._count, host, item, going_on))
            return
        if host not in self._hosts:
            self._hosts[host] = Host(self._limits.of(host))
        self._hosts[host].add(item, going_on, now)
        self._plan(host)

    def due(self, now: float) -> Iterator[tuple[T, str]]:
        """Everything whose turn it is, with the reason why it must not be sent after all, if there is one."""
        while self._later and self._later[0][0] <= now:
            _, _, host, item, going_on = heapq.heappop(self._later)
            self.add(host, item, now, going_on=going_on)
        while self._times and self._times[0][0] <= now:
            planned, _, name = heapq.heappop(self._times)
            queue = self._hosts[name]
            if planned != queue.planned:
                continue  # an earlier time was planned since, and has passed
            queue.planned = None
            time = queue.next_time()
            if time is not None and time <= now:
                yield queue.take(now), queue.closed
            self._plan(name)

    def heard(self, host: str, heard: Heard, sent: float, now: float) -> None:
        """Note the answer to what :meth:`due` gave for *host* and was *sent* at that time."""
        self._hosts[host].busy -= 1
        self._hosts[host].heard(heard, sent, now, self._patience)
        self._plan(host)

    def dropped(self, host: str) -> None:
        """Note that what :meth:`due` gave for *host* was not sent."""
        self._hosts[host].busy -= 1
        self._plan(host)

    def is_closed(self, host: str) -> bool:
        """Whether *host* is not asked any more."""
        return bool(self._hosts[host].closed)

    def next_time(self) -> float | None:
        """When to look again; None if nothing waits for a time, only for answers."""
        times = [queue[0][0] for queue in (self._times, self._later) if queue]
        return min(times, default=None)

    def _plan(self, host: str) -> None:
        queue = self._hosts[host]
        time = queue.next_time()
        if time is not None and (queue.planned is None or time < queue.planned):
            queue.planned = time
            self._count += 1
            heapq.heappush(self._times, (time, self._count, host))
