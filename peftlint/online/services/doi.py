"""doi.org itself: whether a DOI exists, whoever registered it; one a request.

https://www.doi.org/the-identifier/resources/factsheets/doi-resolution-documentation: ``responseCode`` 1 is found, 100
is not found (with HTTP 404), 200 is a handle without values.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from peftlint.model import Identifier
from peftlint.online.model import Record, Reply, Request
from peftlint.online.services import reading
from peftlint.online.services.model import Access, Records, Service, Unreadable

FOUND, NOT_FOUND = 1, 100


def request(identifiers: Sequence[Identifier], access: Access) -> Request:
    (identifier,) = identifiers
    url = f"{access.base}/api/handles/{quote(identifier.value, safe='/')}?type=URL"
    return Request("GET", url, {"Accept": "application/json"})


def read(reply: Reply, identifiers: Sequence[Identifier]) -> Records:
    code = reading.table(reading.json_of(reply)).get("responseCode")
    if code == FOUND:
        return dict.fromkeys(identifiers, Record(source="doi.org"))
    if code == NOT_FOUND:
        return dict.fromkeys(identifiers)
    raise Unreadable(f"response code {code}" if isinstance(code, int) else "no response code")


DOI = Service(
    "doi",
    "doi.org",
    "https://doi.org",
    frozenset({"doi"}),
    1,
    request,
    read,
    reads=frozenset({200, 404}),
)
