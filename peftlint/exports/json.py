"""The normalized model as JSON: every entry as its list prints it, and the works that they are accounts of.

A line is an entry or a work: its values are written each by itself and put into the form of its kind, as an encoder
takes longer to be set up than to write one.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from json.encoder import encode_basestring as _text

from peftlint.model import Account, Identifier, Library, Link, PaperList, Work


def write(library: Library) -> str:
    """The whole library as one JSON object with ``entries`` and ``works``, ending in a newline."""
    return "".join(lines(library))


def lines(library: Library) -> Iterator[str]:
    """The same line by line, an entry or a work each, so that a large library need not be written out in memory."""
    yield '{"entries": [\n'
    yield from _separated(chain.from_iterable(map(_entries, library.lists)))
    yield '],\n"works": [\n'
    yield from _separated(map(_work, library.works))
    yield "]}\n"


def _separated(objects: Iterable[str]) -> Iterator[str]:
    before = ""
    for value in objects:
        yield before + value
        before = ",\n"
    yield "\n" if before else ""


def _form(*names: str) -> str:
    """What an object with these members looks like, but for their values."""
    return "{" + ", ".join(f'"{name}": %s' for name in names) + "}"


_TRUTH = {False: "false", True: "true"}
_ENTRY = _form(
    *(
        "list",
        "line",
        "end_line",
        "column",
        "title",
        "authors",
        "et_al",
        "venue",
        "venue_name",
        "year",
        "links",
    ),
    *("arxiv", "doi", "identifiers", "section", "tags", "bibtex_key", "shape"),
)
_LINK = _form("kind", "url", "label", "line", "column")
_WORK = _form(
    *(
        "key",
        "title",
        "aliases",
        "authors",
        "et_al",
        "venue",
        "year",
        "links",
        "identifiers",
        "tags",
        "entries",
    ),
    *("others", "possible", "evidence"),
)
_LINK_OF_WORK = _form("kind", "url")


def _entries(paper_list: PaperList) -> Iterator[str]:
    starts, path = paper_list.source.line_starts, _text(paper_list.path)
    for entry in paper_list.entries:
        identifiers = entry.identifiers
        start = (entry.spans.title or entry.span).start
        yield _ENTRY % (
            path,
            entry.line,
            entry.end_line,
            start - starts[bisect_right(starts, start) - 1] + 1,
            _text(entry.title),
            _texts(entry.authors),
            _TRUTH[entry.et_al],
            _maybe(entry.venue),
            _maybe(entry.venue_name),
            "null" if entry.year is None else entry.year,
            _links(entry.links, starts) if entry.links else "[]",
            _maybe(entry.identifier("arxiv")) if identifiers else "null",
            _maybe(entry.identifier("doi")) if identifiers else "null",
            _identifiers(identifiers) if identifiers else "[]",
            _texts(entry.section),
            _texts(entry.tags) if entry.tags else "[]",
            _text(entry.bibtex.key) if entry.bibtex else "null",
            _text(entry.shape),
        )


def _links(links: Iterable[Link], starts: Sequence[int]) -> str:
    written = []
    for kind, url, label, (start, _), _ in links:
        line = bisect_right(starts, start)
        column = start - starts[line - 1] + 1
        written.append(_LINK % (_text(kind), _text(url), _text(label), line, column))
    return f"[{', '.join(written)}]"


def _work(work: Work) -> str:
    return _WORK % (
        _text(work.key),
        _text(work.title),
        _texts(work.aliases) if work.aliases else "[]",
        _texts(work.authors),
        _TRUTH[work.et_al],
        _maybe(work.venue),
        "null" if work.year is None else work.year,
        _links_of_work(work.links) if work.links else "[]",
        _identifiers(work.identifiers) if work.identifiers else "[]",
        _texts(work.tags) if work.tags else "[]",
        _texts([entry.id for entry in work.entries]),
        _others(work.others) if work.others else "{}",
        _texts(work.possible) if work.possible else "[]",
        f"[{', '.join(map(_texts, work.evidence))}]" if work.evidence else "[]",
    )


def _links_of_work(links: Iterable[Link]) -> str:
    return f"[{', '.join([_LINK_OF_WORK % (_text(link.kind), _text(link.url)) for link in links])}]"


def _others(others: Mapping[str, Sequence[Account]]) -> str:
    told = {field: [account._asdict() for account in accounts] for field, accounts in others.items()}
    return json.dumps(told, ensure_ascii=False)


def _identifiers(identifiers: Iterable[Identifier]) -> str:
    return f"[{', '.join([_text(f'{kind}:{value}') for kind, value in identifiers])}]"


def _texts(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _maybe(value: str | None) -> str:
    return "null" if value is None else _text(value)
