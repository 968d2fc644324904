"""How much may be asked of a host: connections at once, and seconds between two visits.

The limits of known hosts are what their operators ask of programs, or less where they say nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class HostLimits:
    """What is asked of one host (scheme, name and port) at most.

    ``spacing`` is in seconds, from the start of one visit to the start of the next, on average: what a pause held
    up may be caught up with, five seconds' worth at most. A visit is a HEAD with the GET that follows it and with
    the redirects within the host. ``strict`` hosts get every single request at that distance, and nothing is
    caught up with.
    """

    connections: int = 10
    spacing: float = 0.05
    strict: bool = False


_SERIAL = HostLimits(connections=1, spacing=1.0, strict=True)

KNOWN_LIMITS: Mapping[str, HostLimits] = {
    # "no more than one request every three seconds … a single connection" (terms of use of arXiv's API)
    "export.arxiv.org": HostLimits(connections=1, spacing=3.0, strict=True),
    "arxiv.org": HostLimits(connections=1, spacing=1.0),
    "api.semanticscholar.org": _SERIAL,  # 1 request/s with a key
    "api.crossref.org": _SERIAL,  # lists of works are limited more than single ones, and change at times
    "api.openalex.org": HostLimits(connections=2, spacing=0.2, strict=True),  # 10/s
    "api.datacite.org": HostLimits(connections=1, spacing=0.6, strict=True),  # 500 in 5 min
    "api.github.com": HostLimits(connections=1, spacing=0.1, strict=True),  # "make requests serially"
    "api.openreview.net": HostLimits(connections=1, spacing=0.5, strict=True),  # 180/min
    "api2.openreview.net": HostLimits(connections=1, spacing=0.5, strict=True),
    "dblp.org": HostLimits(connections=1, spacing=2.0, strict=True),
    "doi.org": HostLimits(connections=4, spacing=0.1),
    "github.com": HostLimits(connections=4, spacing=0.2),  # answers 429 to quick visitors without an account
    "huggingface.co": HostLimits(connections=4, spacing=0.1),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of all hosts: ``hosts`` (by name, or ``name:port``) go before the known ones, then ``default``."""

    default: HostLimits = HostLimits()
    hosts: Mapping[str, HostLimits] = field(default_factory=dict)

    def of(self, host: str) -> HostLimits:
        """The limits of a host that is given as ``scheme://name:port``."""
        parts = urlsplit(host)
        name = (parts.hostname or "").rstrip(".")
        for key in (parts.netloc, name):
            if key in self.hosts:
                return self.hosts[key]
        return KNOWN_LIMITS.get(name.removeprefix("www."), self.default)
