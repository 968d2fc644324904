"""OpenAlex: works by DOI, many in one request, with a free key (https://developers.openalex.org).

The key can only be sent in the address, so nothing may show the address of its requests.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from peftlint.model import Identifier
from peftlint.online.model import Record, Reply, Request
from peftlint.online.services import reading
from peftlint.online.services.model import Access, Records, Service, Unreadable

MOST = 60
"""A filter takes a hundred values, an address not so many."""
FIELDS = "doi,title,authorships,publication_year,primary_location"
LIMIT = 8 << 20
_RESOLVER = "https://doi.org/"


def is_plain(identifier: Identifier) -> bool:
    """Whether it holds nothing that means something in a filter."""
    return not set(identifier.value).intersection(",|!")


def request(identifiers: Sequence[Identifier], access: Access) -> Request:
    wanted = "|".join(quote(identifier.value, safe="/") for identifier in identifiers)
    url = f"{access.base}/works?filter=doi:{wanted}&per_page={len(identifiers)}&select={FIELDS}"
    return Request(
        "GET", f"{url}&api_key={quote(access.token, safe='')}", {"Accept": "application/json"}, limit=LIMIT
    )


def read(reply: Reply, identifiers: Sequence[Identifier]) -> Records:
    results = reading.table(reading.json_of(reply)).get("results")
    if not isinstance(results, list):
        raise Unreadable("no list of works")
    names = {f"{_RESOLVER}{identifier.value}".lower(): identifier for identifier in identifiers}
    works = ((reading.text(work.get("doi")), work) for work in reading.tables(results))
    return {names[doi.lower()]: _record(work) for doi, work in works if doi and doi.lower() in names}


def _record(work: dict[str, Any]) -> Record:
    authors = (
        reading.table(one.get("author")).get("display_name")
        for one in reading.tables(work.get("authorships"))
    )
    source = reading.table(reading.table(work.get("primary_location")).get("source"))
    return Record(
        title=reading.text(work.get("title")),
        authors=reading.texts(authors),
        venue=reading.text(source.get("display_name")),
        year=reading.year(work.get("publication_year")),
        source="OpenAlex",
    )


OPENALEX = Service(
    "openalex",
    "OpenAlex",
    "https://api.openalex.org",
    frozenset({"doi"}),
    MOST,
    request,
    read,
    accepts=is_plain,
    tokens=("OPENALEX_API_KEY",),
    token_needed=True,
)
