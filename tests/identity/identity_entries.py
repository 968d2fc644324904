"""Entries for tests of identity, made of a few words; and those of the lists and benchmarks outside the tree."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from peftlint.fields.identifier import identifier_of_url
from peftlint.fields.venue import resolve
from peftlint.model import Entry, Identifier, Link, Span

SHARED = Path(__file__).parents[2] / "../shared"
NOWHERE = Span(0, 0)
BULLET = re.compile(r"- \*\*(?P<title>.+?)\.?\*\* \*(?P<authors>.+?)\.?\* (?P<venue>.*?) ?(?P<year>\d{4})?$")


def entry(
    title: str,
    authors: str = "",
    where: str = "",
    *ids: str,
    at: str = "a.md:1",
    links: Iterable[tuple[str, str]] = (),
    **others: Any,
) -> Entry:
    """``authors`` are parted by semicolons, ``where`` is a venue with a year, ``ids`` are ``kind:value``."""
    path, _, line = at.rpartition(":")
    venue, year = where, None
    if where[-4:].isdigit():
        venue, year = where[:-4].strip(), int(where[-4:])
    known = resolve(venue) if venue else None
    names = tuple(name.strip() for name in authors.split(";") if name.strip())
    return Entry(
        path,
        int(line),
        int(line),
        title,
        NOWHERE,
        authors=names,
        venue=venue or None,
        venue_name=known.name if known else None,
        year=year,
        links=tuple(Link(kind, url, kind, NOWHERE, NOWHERE) for kind, url in links),
        identifiers=tuple(Identifier(*name.split(":", 1)) for name in ids),
        **others,
    )


def shared(name: str) -> Path:
    """A file outside the tree; the test is skipped where it is absent."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"needs {name} of the shared folder beside the repository")
    return path


def entries_of_truth(path: Path, name: str) -> list[Entry]:
    """The hand-checked entries of one list, with the identifiers that their links hold."""
    told = json.loads(path.read_text("utf8"))["entries"]
    return [_told(name, item) for item in told]


def _told(name: str, item: dict[str, Any]) -> Entry:
    ids = [f"arxiv:{item['arxiv']}"] * bool(item["arxiv"]) + [f"doi:{item['doi']}"] * bool(item["doi"])
    found = [
        identifier_of_url(link["url"]) for link in item["links"] if link["kind"] not in {"other", "badge"}
    ]
    ids += [str(identifier) for identifier in found if identifier]
    return entry(
        item["title"],
        ";".join(item["authors"]),
        f"{item['venue'] or ''} {item['year'] or ''}".strip(),
        *dict.fromkeys(ids),
        at=f"{name}:{item['line']}",
        links=[(link["kind"], link["url"]) for link in item["links"]],
        et_al=bool(item.get("et_al")),
    )


def entries_of_bullets(path: Path) -> list[Entry]:
    """The entries of a list that has one manner throughout: title, authors, venue and year on a line."""
    found = []
    for line, text in enumerate(path.read_text("utf8").split("\n"), 1):
        bullet = BULLET.match(text)
        if bullet:
            authors = bullet["authors"].replace(",", ";")
            where = f"{bullet['venue']} {bullet['year'] or ''}".strip()
            found.append(entry(bullet["title"], authors, where, at=f"{path.name}:{line}"))
    return found
