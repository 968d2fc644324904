"""The values of the online part: requests, what came back, and verdicts on links.

What decides (``pages``, ``services``) is pure: a *conversation* yields requests and is sent what came back, until
it returns its result. What talks (``web``) runs many conversations at once and knows nothing of verdicts.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeVar

State = Literal["ok", "moved", "dead", "unverified"]

BODY_LIMIT = 65_536
"""Bytes of a page that are read unless more are asked for: enough to tell a bot wall."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request. ``limit`` is how many bytes of the body are read; ``wait`` seconds pass before it is sent.

    ``tries`` is how often it is sent at most; None leaves that to the web. ``visit`` says that it goes on with a
    visit (the next hop of a redirect, the GET after a HEAD), which hosts that are not strict take as one.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    limit: int = BODY_LIMIT
    wait: float = 0.0
    tries: int | None = None
    visit: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer over HTTP: names of ``headers`` in lower case, ``body`` up to the limit, ``cut`` if there was more."""

    request: Request
    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    cut: bool = False


Silence = Literal["no-host", "refused", "forbidden", "timeout", "reset", "tls", "malformed", "stopped"]
"""Why there is no answer: the name does not resolve; nobody listens; the address must not be talked to;
nothing came in time; the connection broke; no trust in the certificate; no HTTP; the run was over."""


@dataclass(frozen=True, slots=True)
class NoReply:
    """A request without an answer, and why; ``detail`` is for people."""

    request: Request
    reason: Silence
    detail: str = ""


Heard = Reply | NoReply

T = TypeVar("T")
Conversation = Generator[Request, Heard, T]
"""Yields requests, is sent what was heard, returns its result. Redirects are not followed for it."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a service says of a work or a repository. ``url`` is where the service itself says it lives now.

    ``source`` names the service. ``published`` is where a work that began as a preprint appeared, in words, if the
    service says so itself (``published_by``, if that is not the source of the rest); ``aliases`` are earlier titles
    of the work.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    venue: str | None = None
    year: int | None = None
    url: str | None = None
    source: str = ""
    published: str | None = None
    published_by: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of one address: ``asked`` and ``answered`` in words, ``when`` in seconds since the epoch.

    ``status`` is the HTTP status that decided, if one did; ``target`` the new address of a moved one;
    ``record`` what a service told of the work at that address.
    """

    url: str
    state: State
    asked: str
    answered: str
    when: float
    status: int | None = None
    target: str | None = None
    record: Record | None = None


class Web(Protocol):
    """What runs conversations: ``web.Web``, or a test's own."""

    def run(self, conversations: list[Conversation[T]]) -> Iterator[tuple[int, T]]:
        """Each result with the index of its conversation, in the order of completion.

        *conversations* may grow while results are read: those appended are run too, so that what one of them
        leaves open can be asked elsewhere without waiting for all others.
        """
