"""OpenReview's API: papers by the ids of their forums, where it answers those who are not signed in.

https://docs.openreview.net: values stand in ``content.title.value`` (API 2). An id that is left out may be one of
the older API, or one that not everybody may read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peftlint.model import Identifier
from peftlint.online.model import Record, Reply, Request
from peftlint.online.services import reading
from peftlint.online.services.model import Access, Records, Service, Unreadable

LIMIT = 8 << 20


def request(identifiers: Sequence[Identifier], access: Access) -> Request:
    ids = ",".join(identifier.value for identifier in identifiers)
    url = f"{access.base}/notes?ids={ids}&limit={len(identifiers)}"
    return Request("GET", url, {"Accept": "application/json"}, limit=LIMIT)


def read(reply: Reply, identifiers: Sequence[Identifier]) -> Records:
    notes = reading.table(reading.json_of(reply)).get("notes")
    if not isinstance(notes, list):
        raise Unreadable("no list of papers")
    named = ((Identifier("openreview", str(note.get("id"))), note) for note in reading.tables(notes))
    wanted = frozenset(identifiers)
    return {
        identifier: _record(reading.table(note.get("content")))
        for identifier, note in named
        if identifier in wanted
    }


def _record(content: dict[str, Any]) -> Record:
    authors = _value(content, "authors")
    return Record(
        title=reading.text(_value(content, "title")),
        authors=reading.texts(authors if isinstance(authors, list) else ()),
        venue=reading.text(_value(content, "venue")),
        source="OpenReview",
    )


def _value(content: dict[str, Any], name: str) -> Any:
    """The value of a field, in the form of either API."""
    value = content.get(name)
    return value.get("value") if isinstance(value, dict) else value


OPENREVIEW = Service(
    "openreview",
    "OpenReview",
    "https://api2.openreview.net",
    frozenset({"openreview"}),
    50,
    request,
    read,
)
