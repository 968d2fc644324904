"""The normalized model as JSON: every entry as its list prints it, and the works that they are accounts of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from peftlint.model import Entry, Library, Link, PaperList, Work


def write(library: Library) -> str:
    """The whole library as one JSON object with ``entries`` and ``works``, ending in a newline."""
    return "".join(lines(library))


def lines(library: Library) -> Iterator[str]:
    """The same line by line, an entry or a work each, so that a large library need not be written out in memory."""
    sources = {paper_list.path: paper_list for paper_list in library.lists}
    yield '{"entries": [\n'
    yield from _separated(_entry(entry, sources[entry.list]) for entry in library.entries)
    yield '],\n"works": [\n'
    yield from _separated(map(_work, library.works))
    yield "]}\n"


def _separated(objects: Iterable[dict[str, Any]]) -> Iterator[str]:
    encode = json.JSONEncoder(ensure_ascii=False).encode
    before = ""
    for value in objects:
        yield f"{before}{encode(value)}"
        before = ",\n"
    yield "\n" if before else ""


def _entry(entry: Entry, paper_list: PaperList) -> dict[str, Any]:
    place = paper_list.source.place(entry.spans.title.start if entry.spans.title else entry.span.start)
    return {
        "list": entry.list,
        "line": entry.line,
        "end_line": entry.end_line,
        "column": place.column,
        "title": entry.title,
        "authors": list(entry.authors),
        "et_al": entry.et_al,
        "venue": entry.venue,
        "venue_name": entry.venue_name,
        "year": entry.year,
        "links": [_link(link, paper_list) for link in entry.links],
        "arxiv": entry.identifier("arxiv"),
        "doi": entry.identifier("doi"),
        "identifiers": [str(identifier) for identifier in entry.identifiers],
        "section": list(entry.section),
        "tags": list(entry.tags),
        "bibtex_key": entry.bibtex.key if entry.bibtex else None,
        "shape": entry.shape,
    }


def _link(link: Link, paper_list: PaperList) -> dict[str, Any]:
    place = paper_list.source.place(link.span.start)
    return {
        "kind": link.kind,
        "url": link.url,
        "label": link.label,
        "line": place.line,
        "column": place.column,
    }


def _work(work: Work) -> dict[str, Any]:
    return {
        "key": work.key,
        "title": work.title,
        "aliases": list(work.aliases),
        "authors": list(work.authors),
        "et_al": work.et_al,
        "venue": work.venue,
        "year": work.year,
        "links": [{"kind": link.kind, "url": link.url} for link in work.links],
        "identifiers": [str(identifier) for identifier in work.identifiers],
        "tags": list(work.tags),
        "entries": [entry.id for entry in work.entries],
        "others": {
            field: [{"value": account.value, "entries": list(account.entries)} for account in accounts]
            for field, accounts in work.others.items()
        },
        "possible": list(work.possible),
        "evidence": [list(evidence) for evidence in work.evidence],
    }
