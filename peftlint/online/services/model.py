"""What a service is, and how one is asked about a batch of identifiers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from peftlint.model import Identifier
from peftlint.online.model import Conversation, NoReply, Record, Reply, Request

TOO_MUCH = frozenset({400, 413, 414, 431})
"""Statuses that fewer identifiers at once may not draw."""


class Unreadable(Exception):
    """What came back is not the answer of this service: a page for people, another format, an error in words."""


class TooMuch(Unreadable):
    """As ``Unreadable``, but fewer identifiers at once may be answered."""


@dataclass(frozen=True, slots=True)
class Access:
    """Where a service is, and as whom it is asked: ``token`` is empty where there is none that may be sent there.

    ``contact`` is an address for mail that services ask for.
    """

    base: str
    token: str = field(default="", repr=False)
    contact: str = ""


Records = Mapping[Identifier, Record | None]
"""What a service says of each identifier: a record, or None if it says that there is no such thing."""
Doubts = Callable[[Identifier, Record], bool]
"""Whether a record is not what the lists say of an identifier, so that it is worth to ask for earlier titles."""


def everything(_: Identifier) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Service:
    """One service as data and two pure functions: ``request`` for a batch, ``read`` of its answer.

    ``key`` is its name in the configuration, ``base`` its address, without a slash at the end. It answers for
    identifiers of ``kinds`` that ``accepts`` lets through, ``most`` at once. ``reads`` are the HTTP statuses whose
    bodies are answers. ``tokens`` names environment variables, the first that is set counts; with ``token_needed``
    the service is not asked without. ``earlier`` asks for the first versions of works whose titles have changed.
    ``read`` raises Unreadable.
    """

    key: str
    name: str
    base: str
    kinds: frozenset[str]
    most: int
    request: Callable[[Sequence[Identifier], Access], Request]
    read: Callable[[Reply, Sequence[Identifier]], Records]
    accepts: Callable[[Identifier], bool] = everything
    reads: frozenset[int] = frozenset({200})
    tokens: tuple[str, ...] = ()
    token_needed: bool = False
    earlier: Callable[[Sequence[Identifier], Access], Request] | None = None

    def takes(self, identifier: Identifier) -> bool:
        """Whether the service can be asked about the identifier."""
        return identifier.kind in self.kinds and self.accepts(identifier)


class Answer(NamedTuple):
    """What came of a batch: ``records`` of those that the service answered for, and why it was silent on others.

    ``silence`` is empty where the service answered, though it may not know some of the identifiers.
    """

    records: Records
    silence: str = ""


def access_to(
    service: Service, bases: Mapping[str, str], environment: Mapping[str, str], contact: str = ""
) -> Access | None:
    """How to reach a service, given the configured base addresses; None if it cannot be asked without a token.

    A token goes only to the service's own host, over https, or to this very machine: a configuration that a
    stranger sent cannot lead it elsewhere.
    """
    base = bases.get(service.key, service.base).rstrip("/")
    found = next((token for name in service.tokens if (token := environment.get(name, "").strip())), "")
    token = found if found.isascii() and found.isprintable() and _is_trusted(base, service.base) else ""
    return None if service.token_needed and not token else Access(base, token, contact)


def _is_trusted(base: str, own: str) -> bool:
    address = urlsplit(base)
    if address.scheme == "https" and address.netloc == urlsplit(own).netloc:
        return True
    try:
        return ip_address(address.hostname or "").is_loopback
    except ValueError:
        return False


def ask(
    service: Service, identifiers: Sequence[Identifier], access: Access, doubts: Doubts | None = None
) -> Conversation[Answer]:
    """Ask about a batch; by halves where it is too much at once. Never raises for what comes back."""
    heard = yield service.request(identifiers, access)
    if isinstance(heard, NoReply):
        return Answer({}, heard.reason)
    try:
        records = _read(service, heard, identifiers)
    except TooMuch as problem:
        if len(identifiers) == 1:
            return Answer({}, str(problem))
        return (yield from _ask_by_halves(service, identifiers, access, doubts))
    except Unreadable as problem:
        return Answer({}, str(problem))
    if service.earlier and doubts:
        records = yield from _with_earlier_titles(service, records, access, doubts)
    return Answer(records)


def _read(service: Service, reply: Reply, identifiers: Sequence[Identifier]) -> Records:
    if reply.status not in service.reads:
        raise (TooMuch if reply.status in TOO_MUCH else Unreadable)(f"HTTP {reply.status}")
    if reply.cut:
        raise TooMuch("the answer is too long")
    return service.read(reply, identifiers)


def _ask_by_halves(
    service: Service, identifiers: Sequence[Identifier], access: Access, doubts: Doubts | None
) -> Conversation[Answer]:
    middle = len(identifiers) // 2
    first = yield from ask(service, identifiers[:middle], access, doubts)
    if first.silence and not first.records and middle > 1:  # the whole half was in vain: so will be the other
        return first
    second = yield from ask(service, identifiers[middle:], access, doubts)
    return Answer({**first.records, **second.records}, first.silence or second.silence)


def _with_earlier_titles(
    service: Service, records: Records, access: Access, doubts: Doubts
) -> Conversation[Records]:
    """The records, those that are in doubt with the titles of their first versions."""
    from dataclasses import replace

    suspects = [name for name, record in records.items() if record and doubts(name, record)]
    if not suspects or not service.earlier:
        return records
    heard = yield service.earlier(suspects, access)
    try:
        first = {} if isinstance(heard, NoReply) else _read(service, heard, suspects)
    except Unreadable:
        first = {}
    titles = {name: record.title for name, record in first.items() if record and record.title}
    return {
        name: replace(record, aliases=(titles[name],)) if record and name in titles else record
        for name, record in records.items()
    }
