"""What was read of one file ↔ bytes.

JSON, as what comes out of a folder that others can write to must not be able to run; the values of the model are
lists of their fields, as which the encoder takes them, without names, which would be most of it.
"""

from __future__ import annotations

import json
from functools import lru_cache
from sys import intern
from typing import Any, NamedTuple

from peftlint.lint import Facts, Found, Use
from peftlint.model import (
    Bibtex,
    BibtexField,
    Edit,
    Entry,
    Finding,
    Fix,
    Identifier,
    Link,
    Notice,
    Related,
    Span,
    Spans,
)


class Kept(NamedTuple):
    """What one file says: its entries and notices, and what rules found in it, if any were asked."""

    entries: tuple[Entry, ...]
    notices: tuple[Notice, ...]
    found: Found | None


def encode(kept: Kept) -> bytes:
    """Write *kept*, which is of one file, without the file's path."""
    entries = [entry[1:] for entry in kept.entries]
    notices = [notice[1:] for notice in kept.notices]
    return _to_json([entries, notices, kept.found and _found_out(kept.found)]).encode("ascii")


def decode(data: bytes, path: str) -> Kept:
    """Read what :func:`encode` wrote as that of the file at *path*.

    Raises ValueError, LookupError or TypeError for anything else.
    """
    try:
        entries, notices, found = json.loads(data)
    except RecursionError:
        raise ValueError("not what encode writes") from None
    return Kept(
        tuple([_entry_in(path, values) for values in entries]),
        tuple(Notice(path, line, message) for line, message in notices),
        found and _found_in(path, *found),
    )


_to_json = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
"""What it writes holds no circles; to look for them takes a tenth of the time."""


# -- entries


def _entry_in(path: str, values: list[Any]) -> Entry:
    """An entry; texts that many entries have in common are one text in memory."""
    (line, end_line, title, span, authors, et_al, venue, venue_name, year, *rest) = values
    links, identifiers, section, tags, aliases, bibtex, spans, shape, column = rest
    return Entry(
        path,
        line,
        end_line,
        title,
        Span(*span),
        tuple(map(intern, authors)),
        et_al,
        venue and intern(venue),
        venue_name and intern(venue_name),
        year,
        tuple([_link_in(*link) for link in links]) if links else (),
        tuple([Identifier(intern(kind), value) for kind, value in identifiers]) if identifiers else (),
        _path_of(tuple(section)),
        tuple(map(intern, tags)) if tags else (),
        tuple(aliases) if aliases else (),
        _bibtex_in(*bibtex) if bibtex is not None else None,
        _spans_in(*spans),
        intern(shape),
        column,
    )


def _link_in(kind: str, url: str, label: str, span: list[int], url_span: list[int]) -> Link:
    return Link(intern(kind), url, intern(label), Span(*span), Span(*url_span))


@lru_cache(maxsize=4096)
def _path_of(section: tuple[str, ...]) -> tuple[str, ...]:
    """The same path for all entries of a section."""
    return section


def _bibtex_in(key: str, kind: str, fields: list[Any], raw: str) -> Bibtex:
    return Bibtex(
        key, intern(kind), tuple(BibtexField(intern(name), value, line) for name, value, line in fields), raw
    )


def _spans_in(title: Any, authors: Any, venue: Any, year: Any, tags: list[list[int]], bibtex: Any) -> Spans:
    return Spans(
        title and Span(*title),
        authors and Span(*authors),
        venue and Span(*venue),
        year and Span(*year),
        tuple([Span(*tag) for tag in tags]) if tags else (),
        bibtex and Span(*bibtex),
    )


# -- what was found


def _found_out(found: Found) -> list[Any]:
    by_rule = [[code, [_finding_out(one) for one in findings]] for code, findings in found.by_rule.items()]
    things, strays, *others = found.facts
    return [by_rule, list(found.asked.items()), found.year, sorted(things), sorted(strays), *others]


def _finding_out(finding: Finding) -> list[Any]:
    related = [[one.span, one.message] for one in finding.related]
    entry = finding.entry and finding.entry[len(finding.path) :]
    return [finding.span, finding.message, finding.subject, entry, related, finding.fix]


def _found_in(
    path: str,
    by_rule: list[Any],
    asked: list[Any],
    year: int,
    things: list[int],
    strays: list[int],
    *facts: Any,
) -> Found:
    twins, shared, alone = facts
    return Found(
        {
            intern(code): tuple(_finding_in(path, code, *one) for one in findings)
            for code, findings in by_rule
        },
        {name: bool(there) for name, there in asked},
        year,
        Facts(
            frozenset(things),
            frozenset(strays),
            tuple((first, later) for first, later in twins),
            tuple(tuple(Use(*use) for use in uses) for uses in shared),
            alone,
        ),
    )


def _finding_in(
    path: str,
    code: str,
    span: list[int],
    message: str,
    subject: str,
    entry: str | None,
    related: list[Any],
    fix: list[Any] | None,
) -> Finding:
    return Finding(
        intern(code),
        path,
        Span(*span),
        message,
        subject,
        None if entry is None else path + entry,
        tuple(Related(path, Span(*place), text) for place, text in related),
        None if fix is None else _fix_in(*fix),
    )


def _fix_in(edits: list[Any], safe: bool, message: str) -> Fix:
    return Fix(tuple(Edit(Span(*span), text) for span, text in edits), safe, message)
