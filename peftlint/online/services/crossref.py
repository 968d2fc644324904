"""Crossref: the DOIs of most publishers, a hundred in one request.

https://www.crossref.org/documentation/retrieve-metadata/rest-api: ``filter=doi:A,doi:B`` means either. A DOI that it
leaves out may be registered elsewhere. ``relation.is-preprint-of`` names the published version of a preprint.
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
"""Of a hundred, the address would come near the 8 kB that servers take."""
FIELDS = "DOI,title,author,container-title,issued,relation"
LIMIT = 4 << 20


def has_no_comma(identifier: Identifier) -> bool:
    """A comma in a DOI would end it in the filter."""
    return "," not in identifier.value


def request(identifiers: Sequence[Identifier], access: Access) -> Request:
    wanted = ",".join(f"doi:{quote(identifier.value, safe='/')}" for identifier in identifiers)
    contact = f"&mailto={quote(access.contact, safe='@')}" if access.contact else ""
    url = f"{access.base}/works?filter={wanted}&rows={len(identifiers)}&select={FIELDS}{contact}"
    return Request("GET", url, {"Accept": "application/json"}, limit=LIMIT)


def read(reply: Reply, identifiers: Sequence[Identifier]) -> Records:
    items = reading.table(reading.table(reading.json_of(reply)).get("message")).get("items")
    if not isinstance(items, list):
        raise Unreadable("no list of works")
    names = {identifier.value.lower(): identifier for identifier in identifiers}
    works = ((reading.text(item.get("DOI")), item) for item in reading.tables(items))
    return {names[doi.lower()]: _record(item) for doi, item in works if doi and doi.lower() in names}


def _record(item: dict[str, Any]) -> Record:
    return Record(
        title=reading.text(item.get("title")),
        authors=reading.texts(map(_name, reading.tables(item.get("author")))),
        venue=reading.text(item.get("container-title")),
        year=_issued(item),
        source="Crossref",
        published=_published(item),
    )


def _name(author: dict[str, Any]) -> str:
    parts = (reading.text(author.get(part)) for part in ("given", "family"))
    return " ".join(part for part in parts if part) or reading.text(author.get("name")) or ""


def _issued(item: dict[str, Any]) -> int | None:
    dates = reading.table(item.get("issued")).get("date-parts")
    first = dates[0] if isinstance(dates, list) and dates else None
    return reading.year(first[0]) if isinstance(first, list) and first else None


def _published(item: dict[str, Any]) -> str | None:
    """The address of the published version of a preprint."""
    versions = reading.tables(reading.table(item.get("relation")).get("is-preprint-of"))
    doi = next((version.get("id") for version in versions if version.get("id-type") == "doi"), None)
    return f"https://doi.org/{doi}" if isinstance(doi, str) and doi.startswith("10.") else None


CROSSREF = Service(
    "crossref",
    "Crossref",
    "https://api.crossref.org",
    frozenset({"doi"}),
    MOST,
    request,
    read,
    accepts=has_no_comma,
)
