"""Servers on 127.0.0.1 that speak the protocols of the services, their limits, errors and odd replies included.

    with serving(world) as base: ...

answers for every host under its own name: ``{base}/export.arxiv.org/api/query``. What there is stands in a World; how
a host misbehaves, in its ``faults``; what it was asked, in its ``requests``.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

TOKEN = "secret-of-the-tests"
LONGEST_ADDRESS = 8000
DATACITE = "10.5061/"

FAULTS = ("away", "limited", "html", "garbage", "empty", "slow", "error")
"""503; 429; a page with status 200; half an answer; nothing in it; nothing in time; an error in words."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What services know of a work. ``first_title`` is the one it was put up with."""

    title: str
    authors: tuple[str, ...] = ()
    version: int = 1
    first_title: str = ""
    comment: str = ""
    journal_ref: str = ""
    doi: str = ""
    venue: str = ""
    year: int = 2021
    preprint_of: str = ""


@dataclass
class World:
    """All that the services know, and what was asked of them.

    ``papers`` go by identifier (``arxiv:2106.09685``), ``repositories`` by name with the name that they go by now,
    ``pages`` by address without scheme, with the status of the answer; ``statuses`` maps a host to the one of all its
    other pages.
    """

    papers: dict[str, Paper] = field(default_factory=dict)
    repositories: dict[str, str] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    slowness: float = 3.0
    """Seconds that a slow host takes."""
    nameless: bool = False
    """Whether arXiv answers for what does not exist with an entry without an id."""
    requests: list[Asked] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def asked(self, host: str) -> int:
        """How many requests a host got."""
        return sum(one.host == host for one in self.requests)


class Asked(NamedTuple):
    """One request as it came in; ``at`` in seconds of a monotonic clock."""

    method: str
    host: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    at: float


class Said(NamedTuple):
    status: int
    body: str
    kind: str = "application/json"
    headers: Mapping[str, str] = {}


def jsonic(value: Any, status: int = 200) -> Said:
    return Said(status, json.dumps(value))


@contextmanager
def serving(world: World, address: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve *world* until the block is left; gives the address without a slash at the end."""
    server = _Server((address, port), _handler(world))
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://{address}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are no error here."""


def _handler(world: World) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._answer()

        do_HEAD = do_POST = do_GET  # noqa: N815 -- as http.server wants them called

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            _, host, path = self.path.split("/", 2) if self.path.count("/") > 1 else ("", self.path[1:], "")
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, host, f"/{path}", headers, body, time.monotonic())
            with world.lock:
                world.requests.append(asked)
            said = answer(world, asked)
            data = said.body.encode()
            self.send_response(said.status)
            self.send_header("Content-Type", said.kind)
            self.send_header("Content-Length", str(len(data)))
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Tests read what was asked from the World."""

    return Handler


PAGE = "<!DOCTYPE html><html><head><title>{}</title></head><body><p>{}</p></body></html>"


def page(status: int, text: str = "A page") -> Said:
    return Said(status, PAGE.format(text, text * 20), "text/html; charset=utf-8")


def answer(world: World, asked: Asked) -> Said:
    """What the host says, well or ill."""
    fault = world.faults.get(asked.host)
    if fault == "away":
        return page(503, "Service Unavailable")
    if fault == "limited":
        return Said(429, '{"message": "Too Many Requests"}', headers={"Retry-After": "1"})
    if fault == "html":
        return page(200, "Making sure you are not a bot")
    if fault == "slow":
        time.sleep(world.slowness)
    if fault == "error":
        return jsonic({"error": "something broke", "errors": [{"type": "RATE_LIMITED"}], "data": None})
    said = _service(world, asked)
    if fault == "garbage":
        return said._replace(body=said.body[: len(said.body) // 2])
    return said._replace(body="") if fault == "empty" else said


def _service(world: World, asked: Asked) -> Said:
    if len(asked.path) > LONGEST_ADDRESS:
        return page(414, "URI Too Long")
    url = urlsplit(asked.path)
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    match asked.host:
        case "export.arxiv.org" if url.path == "/api/query":
            form = parse_qs(asked.body.decode()) if asked.method == "POST" else parse_qs(url.query)
            return _arxiv(world, {name: values[0] for name, values in form.items()})
        case "api.semanticscholar.org" if url.path == "/graph/v1/paper/batch":
            return _semantic_scholar(world, asked)
        case "api.github.com":
            return _github(world, asked)
        case "api.crossref.org" if url.path == "/works":
            return _crossref(world, query)
        case "api.openalex.org" if url.path == "/works":
            return _openalex(world, query)
        case "doi.org" if url.path.startswith("/api/handles/"):
            known = f"doi:{unquote(url.path).removeprefix('/api/handles/')}".lower() in map(
                str.lower, world.papers
            )
            return jsonic({"responseCode": 1, "values": []}) if known else jsonic({"responseCode": 100}, 404)
        case "api2.openreview.net":
            return _openreview(world, query)
    status = world.pages.get(f"{asked.host}{asked.path}", world.statuses.get(asked.host, 404))
    return page(status)


# -- arXiv


def _arxiv(world: World, form: Mapping[str, str]) -> Said:
    ids = [name for name in form.get("id_list", "").split(",") if name]
    wrong = [name for name in ids if not re.fullmatch(r"(\d{4}\.\d{4,5}|[a-z-]+/\d{7})(v\d+)?", name)]
    if wrong:
        return _feed([_entry("http://arxiv.org/api/errors#incorrect_id_format", Paper("Error"))], 1, 400)
    entries = [entry for name in ids if (entry := _found(world, name))]
    entries.sort()
    return _feed(entries[: int(form.get("max_results", "10"))], len(ids), 200)


def _found(world: World, name: str) -> str:
    bare, _, version = name.partition("v")
    paper = world.papers.get(f"arxiv:{bare}")
    if not paper:
        return "<entry><title>Error</title></entry>" if world.nameless else ""
    title = paper.first_title if version == "1" and paper.first_title else paper.title
    return _entry(f"http://arxiv.org/abs/{bare}v{version or paper.version}", paper, title)


def _entry(address: str, paper: Paper, title: str = "") -> str:
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in paper.authors)
    more = "".join(
        f'<arxiv:{tag} xmlns:arxiv="http://arxiv.org/schemas/atom">{escape(value)}</arxiv:{tag}>'
        for tag, value in (("comment", paper.comment), ("journal_ref", paper.journal_ref), ("doi", paper.doi))
        if value
    )
    shown = escape(title or paper.title).replace(": ", ":\n  ")
    return (
        f"<entry><id>{address}</id><published>{paper.year}-06-17T17:37:18Z</published>"
        f"<title>{shown}</title><summary>An abstract.</summary>{authors}{more}</entry>"
    )


def _feed(entries: list[str], total: int, status: int) -> Said:
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f'<title type="html">ArXiv Query</title><opensearch:totalResults xmlns:opensearch='
        f'"http://a9.com/-/spec/opensearch/1.1/">{total}</opensearch:totalResults>{"".join(entries)}</feed>'
    )
    return Said(status, body, "application/atom+xml; charset=UTF-8")


# -- the others


def _semantic_scholar(world: World, asked: Asked) -> Said:
    ids = json.loads(asked.body)["ids"]
    if len(ids) > 500:
        return jsonic({"error": "Too many ids"}, 400)
    names = {"ARXIV": "arxiv", "DOI": "doi", "ACL": "acl", "PMID": "pubmed", "CorpusId": "s2corpus"}
    parted = [name.partition(":") for name in ids]
    known = {name: paper for name, paper in world.papers.items() if not name.startswith(f"doi:{DATACITE}")}
    papers = [known.get(f"{names.get(prefix, prefix)}:{value}") for prefix, _, value in parted]
    if not any(papers):
        return jsonic({"error": "No valid paper ids given"}, 400)
    return jsonic([_s2_paper(paper) if paper else None for paper in papers])


def _s2_paper(paper: Paper) -> dict[str, Any]:
    venue = {"name": paper.venue, "type": "conference"} if paper.venue else None
    authors = [{"authorId": None, "name": name} for name in paper.authors]
    return {
        "paperId": "0" * 40,
        "title": paper.title,
        "year": paper.year,
        "venue": paper.venue,
        "publicationVenue": venue,
        "authors": authors,
    }


def _github(world: World, asked: Asked) -> Said:
    if asked.headers.get("authorization") != f"bearer {TOKEN}":
        return jsonic({"message": "Bad credentials"}, 401)
    query = json.loads(asked.body)["query"]
    data: dict[str, Any] = {}
    errors = []
    for alias, owner, name in re.findall(r'(r\d+):repository\(owner:"([^"]+)",name:"([^"]+)"\)', query):
        now = {old.lower(): new for old, new in world.repositories.items()}.get(f"{owner}/{name}".lower())
        data[alias] = (
            {"nameWithOwner": now, "url": f"https://github.com/{now}", "isArchived": False} if now else None
        )
        if not now:
            message = f"Could not resolve to a Repository with the name '{owner}/{name}'."
            errors.append({"type": "NOT_FOUND", "path": [alias], "message": message})
    return jsonic({"data": data, **({"errors": errors} if errors else {})})


def _dois(world: World) -> dict[str, Paper]:
    """The papers with a DOI of Crossref's; those of data sets are DataCite's."""
    found = ((name.partition(":"), paper) for name, paper in world.papers.items())
    return {
        value.lower(): paper
        for (kind, _, value), paper in found
        if kind == "doi" and not value.startswith(DATACITE)
    }


def _crossref(world: World, query: Mapping[str, str]) -> Said:
    wanted = [part.removeprefix("doi:").lower() for part in query.get("filter", "").split(",")]
    known = _dois(world)
    items = [_crossref_item(doi, known[doi]) for doi in wanted if doi in known]
    return jsonic({"status": "ok", "message": {"items": items[: int(query.get("rows", "20"))]}})


def _crossref_item(doi: str, paper: Paper) -> dict[str, Any]:
    names = [name.rpartition(" ") for name in paper.authors]
    relation = {"is-preprint-of": [{"id-type": "doi", "id": paper.preprint_of, "asserted-by": "subject"}]}
    return {
        "DOI": doi.upper(),
        "title": [paper.title],
        "author": [{"given": given, "family": family} for given, _, family in names],
        "container-title": [paper.venue] if paper.venue else [],
        "issued": {"date-parts": [[paper.year, 6]]},
        "relation": relation if paper.preprint_of else {},
    }


def _openalex(world: World, query: Mapping[str, str]) -> Said:
    if query.get("api_key") != TOKEN:
        return jsonic({"error": "API key required"}, 403)
    wanted = query.get("filter", "").removeprefix("doi:").lower().split("|")
    known = _dois(world)
    results = [
        {
            "doi": f"https://doi.org/{doi}",
            "title": known[doi].title,
            "publication_year": known[doi].year,
            "authorships": [{"author": {"display_name": name}} for name in known[doi].authors],
            "primary_location": {"source": None},
        }
        for doi in wanted
        if doi in known
    ]
    return jsonic({"meta": {}, "results": results[: int(query.get("per_page", "25"))]})


def _openreview(world: World, query: Mapping[str, str]) -> Said:
    if world.faults.get("api2.openreview.net") != "open":
        return jsonic({"name": "ForbiddenError", "message": "Challenge required", "status": 403}, 403)
    ids = query.get("ids", "").split(",")
    known = ((name, world.papers.get(f"openreview:{name}")) for name in ids)
    notes = [
        {"id": name, "content": {"title": {"value": paper.title}, "authors": {"value": list(paper.authors)}}}
        for name, paper in known
        if paper
    ]
    return jsonic({"notes": notes, "count": len(notes)})
