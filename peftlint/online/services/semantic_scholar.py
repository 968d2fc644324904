"""Semantic Scholar: 500 works by identifiers of many registries in one request.

https://api.semanticscholar.org/api-docs/graph: ``paper/batch`` answers with an array in the order of the question,
null for what it does not know; that is no proof that there is no such work. If it knows none at all, it answers with
HTTP 400 and says so. Without a key the service is often busy.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from peftlint.model import Identifier
from peftlint.online.model import Record, Reply, Request
from peftlint.online.services import reading
from peftlint.online.services.model import Access, Records, Service, TooMuch, Unreadable
from peftlint.online.services.publication import published_venue

FIELDS = "title,year,venue,publicationVenue,externalIds,authors"
PREFIXES = {
    "arxiv": "ARXIV:",
    "doi": "DOI:",
    "acl": "ACL:",
    "pubmed": "PMID:",
    "pmc": "PMCID:",
    "s2": "",
    "s2corpus": "CorpusId:",
}
LIMIT = 16 << 20
NONE_KNOWN = "No valid paper ids"


def request(identifiers: Sequence[Identifier], access: Access) -> Request:
    names = [PREFIXES[kind] + value.removeprefix("PMC") for kind, value in identifiers]
    headers = {"Content-Type": "application/json", **({"x-api-key": access.token} if access.token else {})}
    url = f"{access.base}/graph/v1/paper/batch?fields={FIELDS}"
    return Request("POST", url, headers, json.dumps({"ids": names}).encode(), LIMIT)


def read(reply: Reply, identifiers: Sequence[Identifier]) -> Records:
    papers = reading.json_of(reply)
    if reply.status == 400:
        if NONE_KNOWN in str(reading.table(papers).get("error")):
            return {}
        raise TooMuch("HTTP 400")
    if not isinstance(papers, list) or len(papers) != len(identifiers):
        raise Unreadable("not one answer for each question")
    return {
        identifier: _record(paper)
        for identifier, paper in zip(identifiers, papers, strict=True)
        if reading.table(paper).get("title")
    }


def _record(paper: dict[str, Any]) -> Record:
    venue = reading.table(paper.get("publicationVenue")).get("name")
    return Record(
        title=reading.text(paper.get("title")),
        authors=reading.texts(author.get("name") for author in reading.tables(paper.get("authors"))),
        venue=reading.text(paper.get("venue")),
        year=reading.year(paper.get("year")),
        source="Semantic Scholar",
        published=published_venue(reading.text(venue)),
    )


SEMANTIC_SCHOLAR = Service(
    "semantic-scholar",
    "Semantic Scholar",
    "https://api.semanticscholar.org",
    frozenset(PREFIXES),
    500,
    request,
    read,
    reads=frozenset({200, 400}),
    tokens=("S2_API_KEY", "SEMANTIC_SCHOLAR_API_KEY"),
)
