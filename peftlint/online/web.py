"""Runs many conversations at once: what they ask is sent when its host's turn has come, what is heard goes back.

Conversations advance in the caller's thread only; threads do nothing but send single requests, so that neither
conversations nor queues need a lock. Nothing here knows of verdicts.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Generic, Protocol, TypeVar

from peftlint.online.addresses import Forbidden, NotAnAddress, host_of, sendable
from peftlint.online.hosts import Limits
from peftlint.online.model import Conversation, Heard, NoReply, Request
from peftlint.online.queues import Queues
from peftlint.online.retries import Patience, backoff_of, is_passing

T = TypeVar("T")

THREADS = 256
"""Requests that are under way at once, at all hosts together."""
REQUEST_TIME = 20.0
"""Seconds that a request may take from its connection to the end of its body."""
PORTION = 200
"""Conversations that are started before anything else is done again."""
LONGEST_SLEEP = 0.5
"""Seconds after which an interrupt is noticed at the latest, on systems where waiting cannot be interrupted."""
OVER = "the time of this run was over"


class Sender(Protocol):
    """What sends single requests: ``transport.Transport``."""

    def send(self, request: Request, deadline: float) -> Heard:
        """Send *request*; give up at *deadline* (by ``time.monotonic``). Raises nothing."""

    def close(self) -> None:
        """Give back what is kept for further requests."""


@dataclass(slots=True)
class _Talk(Generic[T]):
    """A conversation under way: its number, what it asked last, and how often that was sent."""

    index: int
    conversation: Conversation[T]
    request: Request
    host: str
    tries: int = 0
    sent: float = 0.0


class Web:
    """The world as conversations see it."""

    def __init__(
        self,
        sender: Sender,
        limits: Limits | None = None,
        patience: Patience | None = None,
        request_time: float = REQUEST_TIME,
        max_time: float | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """*request_time* and *max_time* (for one :meth:`run`) are in seconds."""
        self.sender = sender
        self.limits = limits or Limits()
        self.patience = patience or Patience()
        self.request_time = request_time
        self.max_time = max_time
        self.chance = chance
        self.requests = 0
        """How many requests were sent so far."""

    def run(self, conversations: list[Conversation[T]]) -> Generator[tuple[int, T], None, None]:
        """Each result with the index of its conversation, in the order of completion.

        *conversations* may grow while results are read: those appended are run too. When ``max_time`` is over,
        everything that is still open hears ``NoReply("stopped")``. Closing the iterator ends the run; so does an
        exception where it is read, such as an interrupt.
        """
        run = _Run(self, conversations)
        try:
            yield from run.results()
        finally:
            run.end()


class _Run(Generic[T]):
    def __init__(self, web: Web, conversations: list[Conversation[T]]) -> None:
        self.web = web
        self.conversations = conversations
        self.started = 0
        self.open: dict[int, _Talk[T]] = {}
        self.queues: Queues[_Talk[T]] = Queues(web.limits, web.patience)
        self.end_time = time.monotonic() + web.max_time if web.max_time is not None else float("inf")
        self.crew: _Crew[T] = _Crew(web.sender, web.request_time, self.end_time)

    def results(self) -> Iterator[tuple[int, T]]:
        """Run everything; see :meth:`Web.run`."""
        while True:
            yield from self._begin()
            if not self.open and self.started == len(self.conversations):
                return
            if time.monotonic() >= self.end_time:
                yield from self._stop()
                continue
            for talk, closed in self.queues.due(time.monotonic()):
                if closed:
                    self.queues.dropped(talk.host)
                    yield from self._tell(talk, NoReply(talk.request, "stopped", closed))
                else:
                    self._send(talk)
            for talk, heard in self.crew.heard(self._patience()):
                yield from self._take(talk, heard)

    def end(self) -> None:
        """Leave everything as it is: nothing more is asked or told."""
        self.crew.end()
        for talk in self.open.values():
            talk.conversation.close()

    def _begin(self) -> Iterator[tuple[int, T]]:
        """Start conversations that are new; some at a time, so that the first need not wait for the last."""
        for _ in range(min(PORTION, len(self.conversations) - self.started)):
            index = self.started
            self.started += 1
            yield from self._advance(index, self.conversations[index], None)

    def _advance(
        self, index: int, conversation: Conversation[T], heard: Heard | None
    ) -> Iterator[tuple[int, T]]:
        """Go on with a conversation: to its result, or to its next request, which then waits for its turn."""
        try:
            request = next(conversation) if heard is None else conversation.send(heard)
        except StopIteration as end:
            self.open.pop(index, None)
            yield index, end.value
            return
        talk = _Talk(index, conversation, request, _host(request))
        self.open[index] = talk
        now = time.monotonic()
        self.queues.add(talk.host, talk, now, now + request.wait, request.visit)

    def _tell(self, talk: _Talk[T], heard: Heard) -> Iterator[tuple[int, T]]:
        return self._advance(talk.index, talk.conversation, heard)

    def _send(self, talk: _Talk[T]) -> None:
        talk.tries += 1
        talk.sent = time.monotonic()
        self.web.requests += 1
        self.crew.send(talk)

    def _take(self, talk: _Talk[T], heard: Heard) -> Iterator[tuple[int, T]]:
        """Note an answer; try again if that may help, else hand it over."""
        if self.open.get(talk.index) is not talk:
            return  # it was told that the run is over, and has gone on since
        now = time.monotonic()
        if now >= self.end_time and isinstance(heard, NoReply):
            heard = NoReply(talk.request, "stopped", OVER)
        self.queues.heard(talk.host, heard, talk.sent, now)
        tries = talk.request.tries or self.web.patience.tries
        if talk.tries >= tries or not is_passing(heard) or self.queues.is_closed(talk.host):
            yield from self._tell(talk, heard)
            return
        wait = backoff_of(self.web.patience, talk.tries, self.web.chance())
        self.queues.add(talk.host, talk, now, now + wait)

    def _patience(self) -> float:
        """Seconds to wait for answers before something else is due."""
        if self.started < len(self.conversations):
            return 0.0
        next_time = self.queues.next_time()
        end = min(self.end_time, float("inf") if next_time is None else next_time)
        return min(max(0.0, end - time.monotonic()), LONGEST_SLEEP)

    def _stop(self) -> Iterator[tuple[int, T]]:
        """Tell everything that is open that the run is over."""
        self.queues = Queues(self.web.limits, self.web.patience)
        for talk in sorted(self.open.values(), key=lambda talk: talk.index):
            yield from self._tell(talk, NoReply(talk.request, "stopped", OVER))


class _Crew(Generic[T]):
    """The threads that send requests and wait for their answers; as many as there are requests under way.

    They are daemons: one that is held up by a name server must not keep the program from ending.
    """

    def __init__(self, sender: Sender, request_time: float, end_time: float) -> None:
        self.sender = sender
        self.request_time = request_time
        self.end_time = end_time
        self.jobs: SimpleQueue[_Talk[T] | None] = SimpleQueue()
        self.answers: SimpleQueue[tuple[_Talk[T], Heard | Exception]] = SimpleQueue()
        self.threads = 0
        self.under_way = 0

    def send(self, talk: _Talk[T]) -> None:
        """Let a thread send what *talk* asks."""
        self.under_way += 1
        if self.threads < min(self.under_way, THREADS):
            self.threads += 1
            threading.Thread(target=self._work, name=f"peftlint-{self.threads}", daemon=True).start()
        self.jobs.put(talk)

    def heard(self, patience: float) -> Iterator[tuple[_Talk[T], Heard]]:
        """What has been answered; waits up to *patience* seconds for the first."""
        with suppress(Empty):
            talk, heard = self.answers.get(timeout=patience)
            while True:
                self.under_way -= 1
                if isinstance(heard, Exception):
                    raise heard
                yield talk, heard
                talk, heard = self.answers.get_nowait()

    def end(self) -> None:
        """Let every thread end with what it is doing."""
        for _ in range(self.threads):
            self.jobs.put(None)

    def _work(self) -> None:
        while talk := self.jobs.get():
            deadline = min(time.monotonic() + self.request_time, self.end_time)
            try:
                heard: Heard | Exception = self.sender.send(talk.request, deadline)
            except Exception as error:
                heard = error  # raised again where the run is read
            self.answers.put((talk, heard))


def _host(request: Request) -> str:
    """Scheme, host and port that are asked; empty for what cannot be asked, which the sender will say."""
    try:
        return host_of(sendable(request.url))
    except (Forbidden, NotAnAddress):
        return ""
