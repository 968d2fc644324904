"""Badges: images whose words stand in their address."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from peftlint.fields.patterns import late, may_hold

_STATIC = late(
    r"https?://(?:img\.shields\.io|shields\.io|badgen\.net|img\.badgesize\.io)/(?:static/v1|badge)/([^?#]+)",
    re.I,
)
_SERVICES = """
shields.io badgen.net badge.fury.io awesome.re badge/ badges/ /badge badge.svg hits. komarev visitor
"""
_PARTS = tuple(_SERVICES.split())
_ENDING = late(r"\.(?:svg|png|json)$")


class Badge(NamedTuple):
    """The two halves of a static badge; ``label`` is empty where it has only one."""

    label: str
    message: str


def is_badge(address: str) -> bool:
    """Whether an image's address is that of a badge service or file."""
    address = address.casefold()
    return any(part in address for part in _PARTS)


def read_badge(address: str) -> Badge | None:
    """The words of a static badge (``…/badge/Conference-EMNLP'24-blue``); None for live ones (stars, dates).

    shields.io writes ``-`` between the parts, ``--`` for a dash, ``_`` for a blank and ``__`` for ``_``.
    """
    found = _STATIC.match(address) if may_hold(address, ("/badge/", "/static/")) else None
    if not found:
        return None
    path = _ENDING.sub("", found[1]).replace("--", "\0").replace("__", "\1")
    parts = [
        unquote(part.replace("_", " ")).replace("\0", "-").replace("\1", "_") for part in path.split("-")
    ]
    parts = parts if "badgen" not in found[0] else [unquote(part) for part in found[1].split("/")]
    if len(parts) >= 3:
        return Badge(parts[0].strip(), "-".join(parts[1:-1]).strip())
    return Badge("", parts[0].strip()) if parts[0].strip() else None
