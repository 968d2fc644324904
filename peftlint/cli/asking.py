"""Asking for links: the store first, then registries and pages; what is known when it ends, in whatever way."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from peftlint.cli.reading import warn

if TYPE_CHECKING:
    from peftlint.config import LinksConfig
    from peftlint.model import Library
    from peftlint.online.model import Verdict
    from peftlint.online.services.model import Access, Service
    from peftlint.online.store import Store
    from peftlint.online.web import Web

MANY_REPOSITORIES = 30
"""Repositories of GitHub from which on it is worth to say that a token saves their requests."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How links are asked for: ``max_time`` and ``max_age`` (of what the store knows) in seconds.

    ``allow`` names networks and hosts that are asked though they are not public.
    """

    config: LinksConfig
    max_age: float
    max_time: float | None = None
    offline: bool = False
    allow: tuple[str, ...] = ()


@dataclass(slots=True)
class Run:
    """What one run has found out: verdicts by address, how many of them the store had, and what it took."""

    links: int
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    stored: int = 0
    requests: int = 0
    interrupted: bool = False


def ask(addresses: Sequence[str], library: Library, store: str | None, terms: Terms) -> Run:
    """Find out about *addresses*; *library* says which works they should lead to, *store* where answers are kept.

    An interrupt ends the asking; what is known by then is kept and counts.
    """
    from peftlint.online.store import Store, default_path

    run = Run(len(addresses))
    with Store(Path(store) if store else default_path(), warn) as kept:
        run.verdicts = kept.known(addresses, terms.max_age)
        run.stored = len(run.verdicts)
        rest = [address for address in addresses if address not in run.verdicts]
        if terms.offline:
            run.verdicts.update((address, _unasked(address)) for address in rest)
        elif rest:
            _ask_for(rest, library, run, kept, terms)
    return run


def _unasked(address: str) -> Verdict:
    from peftlint.online.model import Verdict
    from peftlint.online.verify import judged_unasked

    now = time.time()
    return judged_unasked(address, now) or Verdict(
        address, "unverified", "nobody", "nobody was asked (--offline)", now
    )


def _ask_for(addresses: Sequence[str], library: Library, run: Run, store: Store, terms: Terms) -> None:
    web = _web(terms)
    try:
        for verdict in _verdicts(addresses, web, library, terms.config):
            run.verdicts[verdict.url] = verdict
            store.add(verdict)
    except KeyboardInterrupt:
        run.interrupted = True
    finally:
        run.requests = web.requests
        web.sender.close()


def _web(terms: Terms) -> Web:
    from peftlint.online.addresses import Allowed
    from peftlint.online.hosts import HostLimits, Limits
    from peftlint.online.transport import Transport
    from peftlint.online.web import Web

    hosts = {
        host: HostLimits(limits.connections, limits.spacing, strict=True)
        for host, limits in terms.config.hosts.items()
    }
    transport = Transport(Allowed.of(terms.allow), terms.config.contact)
    return Web(transport, Limits(hosts=hosts), max_time=terms.max_time)


def _verdicts(addresses: Sequence[str], web: Web, library: Library, config: LinksConfig) -> Iterator[Verdict]:
    from peftlint.cli.progress import told
    from peftlint.online.findings import doubts_of, preprints_of
    from peftlint.online.pages import verdict_of
    from peftlint.online.verify import Means, verify

    services = _services(config)
    _hint_at_token(addresses, services)
    means = Means(verdict_of, services, time.time, doubts_of(library), preprints_of(library))
    return told(verify(addresses, web, means), len(addresses), "links")


def _services(config: LinksConfig) -> list[tuple[Service, Access]]:
    from peftlint.online.services import SERVICES
    from peftlint.online.services.model import access_to

    reached = ((one, access_to(one, config.services, os.environ, config.contact)) for one in SERVICES)
    return [(service, access) for service, access in reached if access]


def _hint_at_token(addresses: Iterable[str], services: Iterable[tuple[Service, Access]]) -> None:
    repositories = sum(address.startswith("https://github.com/") for address in addresses)
    if repositories >= MANY_REPOSITORIES and all(service.key != "github" for service, _ in services):
        warn(
            f"{repositories} links lead to GitHub; with GITHUB_TOKEN set, repositories are asked for a hundred at a time"
        )
