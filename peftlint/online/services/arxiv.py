"""arXiv's own API: all that it knows of many identifiers at once, as an Atom feed.

https://info.arxiv.org/help/api/user-manual.html: one request in three seconds; ``max_results`` is 10 unless said
otherwise; entries come in an order of their own, at times twice; an identifier that does not exist is left out or
comes as an entry without an id; a malformed one makes the whole answer one entry called "Error".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode
from xml.etree import ElementTree

from peftlint.fields.identifier import identifier_of_url
from peftlint.identity.profile import PREPRINT_DOIS
from peftlint.model import Identifier
from peftlint.online.model import Record, Reply, Request
from peftlint.online.services import reading
from peftlint.online.services.model import Access, Records, Service, TooMuch, Unreadable
from peftlint.online.services.publication import accepted_at, reference

MOST = 200
LIMIT = 8 << 20
"""Bytes of a feed: abstracts and long lists of authors take up to 40 kB an entry."""
_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_NO_PUBLICATION = ("10.48550/", "10.5281/", *PREPRINT_DOIS)
"""DOIs of preprints and data sets."""


def request(identifiers: Sequence[Identifier], access: Access) -> Request:
    return _query([identifier.value for identifier in identifiers], access)


def first_versions(identifiers: Sequence[Identifier], access: Access) -> Request:
    """Ask for the works as they were when they were put up: titles change."""
    return _query([f"{identifier.value}v1" for identifier in identifiers], access)


def _query(values: Sequence[str], access: Access) -> Request:
    body = urlencode({"id_list": ",".join(values), "max_results": len(values)}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/atom+xml"}
    return Request("POST", f"{access.base}/api/query", headers, body, LIMIT)


def read(reply: Reply, identifiers: Sequence[Identifier]) -> Records:
    """Records by identifier; None for those that a feed without faults leaves out."""
    feed = _feed(reply)
    wanted = frozenset(identifiers)
    found: dict[Identifier, Record | None] = {}
    for entry in feed.iter(f"{_ATOM}entry"):
        address = entry.findtext(f"{_ATOM}id") or ""
        if "/api/errors" in address:
            raise TooMuch("an error in place of entries")
        identifier = identifier_of_url(address)
        if identifier in wanted:
            found[identifier] = _record(entry, address)
    if not found and len(wanted) > 1:
        raise Unreadable("an empty feed")
    return {**dict.fromkeys(identifiers), **found}


def _feed(reply: Reply) -> ElementTree.Element:
    """The feed. One that declares entities is none: they can be made to grow without bound."""
    try:
        text = reply.body.decode("utf-8")
        if "<!DOCTYPE" in text[:1000] or "<!ENTITY" in text:
            raise Unreadable("a page for people")
        feed = ElementTree.fromstring(text)
    except (ValueError, ElementTree.ParseError):
        raise Unreadable("no Atom feed") from None
    if feed.tag != f"{_ATOM}feed":
        raise Unreadable("no Atom feed")
    return feed


def _record(entry: ElementTree.Element, address: str) -> Record:
    published = (
        reference(entry.findtext(f"{_ARXIV}journal_ref"))
        or accepted_at(entry.findtext(f"{_ARXIV}comment"))
        or _published_doi(entry.findtext(f"{_ARXIV}doi"))
    )
    return Record(
        title=reading.text(entry.findtext(f"{_ATOM}title")),
        authors=reading.texts(_names(entry)),
        year=reading.year(entry.findtext(f"{_ATOM}published")),
        url=address.replace("http://", "https://", 1),
        source="arXiv",
        published=published,
    )


def _names(entry: ElementTree.Element) -> Iterator[str]:
    return (author.findtext(f"{_ATOM}name") or "" for author in entry.findall(f"{_ATOM}author"))


def _published_doi(doi: str | None) -> str | None:
    """The address of the published version, where its DOI is one of a publisher."""
    value = (doi or "").strip().lower()
    return (
        f"https://doi.org/{value}"
        if value.startswith("10.") and not value.startswith(_NO_PUBLICATION)
        else None
    )


ARXIV = Service(
    "arxiv",
    "arXiv",
    "https://export.arxiv.org",
    frozenset({"arxiv"}),
    MOST,
    request,
    read,
    earlier=first_versions,
)
