"""Redirects: where one leads, and whether it tells that a page has moved for good. Pure, on addresses alone."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from peftlint.fields.address import clean_address
from peftlint.online.addresses import printable_address

PERMANENT = frozenset({301, 308})
REDIRECTS = PERMANENT | {302, 303, 307}

LOCALE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2,4})?", re.IGNORECASE)


class Hop(NamedTuple):
    """One redirect: the address that was asked, the status, and the address it names (absolute)."""

    url: str
    status: int
    target: str


def target_of(url: str, location: str) -> str:
    """The address that the ``Location`` of an answer to *url* names, absolute. Raises ValueError."""
    with suppress(UnicodeError):  # headers are read as Latin-1; servers send UTF-8
        location = location.encode("latin-1").decode("utf-8")
    return urljoin(url, location.strip())


def moved_to(url: str, hops: tuple[Hop, ...]) -> str | None:
    """Where the page at *url* has moved to, if its redirects say so in earnest: None if they do not.

    In earnest means: every one is permanent, none leads from https to http, and the new address differs in more
    than what sites add for a visitor (a slash, ``www.``, a language, parameters). From http to https is a move:
    the old address can be tampered with on the way. The new address keeps the fragment of the old one.
    """
    if not hops or any(hop.status not in PERMANENT or _is_downgrade(hop) for hop in hops):
        return None
    target = printable_address(clean_address(hops[-1].target))
    if _is_trivial(url, target):
        return None
    fragment = urlsplit(url).fragment
    return target if not fragment or urlsplit(target).fragment else f"{target}#{fragment}"


def leads_home(url: str, target: str) -> bool:
    """Whether a page of a site became the site's home page: what many sites answer for pages that are gone."""
    old, new = urlsplit(url), urlsplit(target)
    same = _site(old.hostname) == _site(new.hostname)
    return same and bool(_path(old.path) or old.query) and not _path(new.path) and not new.query


def _is_downgrade(hop: Hop) -> bool:
    return hop.url.startswith("https:") and hop.target.startswith("http:")


def _is_trivial(url: str, target: str) -> bool:
    """Whether two addresses differ by nothing that a list's reader would care about."""
    old, new = urlsplit(url), urlsplit(target)
    if old.scheme == "http" and new.scheme == "https":
        return False
    if _site(old.hostname) != _site(new.hostname) or old.port != new.port:
        return False
    added = not old.query or new.query.startswith(old.query)
    return added and _path(old.path) == _path(new.path)


def _site(host: str | None) -> str:
    return (host or "").rstrip(".").removeprefix("www.")


def _path(path: str) -> str:
    """A path without a language at its start, a trailing slash, and the name of an index."""
    segments = [segment for segment in path.split("/") if segment]
    if segments and LOCALE.fullmatch(segments[0]):
        segments = segments[1:]
    if segments and segments[-1].lower() in ("index.html", "index.htm", "index.php"):
        segments = segments[:-1]
    return "/".join(segments).lower()
