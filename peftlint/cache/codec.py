"""What was read of one file ↔ bytes.

JSON, as what comes out of a folder that others can write to must not be able to run; lists of values in the order
of the model's fields, as their names would be most of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar

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
    found = kept.found and [
        [[code, [_finding_out(one) for one in findings]] for code, findings in kept.found.by_rule.items()],
        list(kept.found.asked.items()),
        kept.found.year,
        _facts_out(kept.found.facts),
    ]
    entries = [_entry_out(entry) for entry in kept.entries]
    notices = [[notice.line, notice.message] for notice in kept.notices]
    return json.dumps([entries, notices, found], separators=(",", ":")).encode("ascii")


def decode(data: bytes, path: str) -> Kept:
    """Read what :func:`encode` wrote as that of the file at *path*.

    Raises ValueError, LookupError or TypeError for anything else.
    """
    try:
        entries, notices, found = json.loads(data)
    except RecursionError:
        raise ValueError("not what encode writes") from None
    return Kept(
        tuple(_entry_in(path, values) for values in entries),
        tuple(Notice(path, line, message) for line, message in notices),
        found and _found_in(path, *found),
    )


_T = TypeVar("_T")


def _maybe(read: Callable[[Any], _T], value: Any) -> _T | None:
    return None if value is None else read(value)


def _each(read: Callable[[Any], _T], values: Iterable[Any]) -> tuple[_T, ...]:
    return tuple(map(read, values))


def _span_in(values: Any) -> Span:
    start, end = values
    return Span(start, end)


# -- entries


def _entry_out(entry: Entry) -> list[Any]:
    return [
        entry.line,
        entry.end_line,
        entry.title,
        entry.span,
        entry.authors,
        entry.et_al,
        entry.venue,
        entry.venue_name,
        entry.year,
        [[link.kind, link.url, link.label, link.span, link.url_span] for link in entry.links],
        entry.identifiers,
        entry.section,
        entry.tags,
        entry.aliases,
        entry.bibtex and _bibtex_out(entry.bibtex),
        _spans_out(entry.spans),
        entry.shape,
        entry.column,
    ]


def _entry_in(path: str, values: list[Any]) -> Entry:
    (line, end_line, title, span, authors, et_al, venue, venue_name, year, *rest) = values
    links, identifiers, section, tags, aliases, bibtex, spans, shape, column = rest
    return Entry(
        path,
        line,
        end_line,
        title,
        _span_in(span),
        tuple(authors),
        et_al,
        venue,
        venue_name,
        year,
        _each(_link_in, links),
        tuple(Identifier(kind, value) for kind, value in identifiers),
        tuple(section),
        tuple(tags),
        tuple(aliases),
        _maybe(_bibtex_in, bibtex),
        _spans_in(spans),
        shape,
        column,
    )


def _link_in(values: Any) -> Link:
    kind, url, label, span, url_span = values
    return Link(kind, url, label, _span_in(span), _span_in(url_span))


def _bibtex_out(bibtex: Bibtex) -> list[Any]:
    fields = [[field.name, field.value, field.line] for field in bibtex.fields]
    return [bibtex.key, bibtex.type, fields, bibtex.raw]


def _bibtex_in(values: Any) -> Bibtex:
    key, kind, fields, raw = values
    return Bibtex(key, kind, tuple(BibtexField(name, value, line) for name, value, line in fields), raw)


def _spans_out(spans: Spans) -> list[Any]:
    return [spans.title, spans.authors, spans.venue, spans.year, spans.tags, spans.bibtex]


def _spans_in(values: Any) -> Spans:
    title, authors, venue, year, tags, bibtex = values
    return Spans(
        _maybe(_span_in, title),
        _maybe(_span_in, authors),
        _maybe(_span_in, venue),
        _maybe(_span_in, year),
        _each(_span_in, tags),
        _maybe(_span_in, bibtex),
    )


# -- findings


def _finding_out(finding: Finding) -> list[Any]:
    fix = finding.fix and [
        [[edit.span, edit.text] for edit in finding.fix.edits],
        finding.fix.safe,
        finding.fix.message,
    ]
    related = [[one.span, one.message] for one in finding.related]
    entry = finding.entry and finding.entry[len(finding.path) :]
    return [finding.span, finding.message, finding.subject, entry, related, fix]


def _found_in(path: str, by_rule: list[Any], asked: list[Any], year: int, facts: list[Any]) -> Found:
    found = {code: tuple(_finding_in(path, code, one) for one in findings) for code, findings in by_rule}
    return Found(found, {name: bool(there) for name, there in asked}, year, _facts_in(*facts))


def _facts_out(facts: Facts) -> list[Any]:
    return [sorted(facts.things), sorted(facts.strays), facts.twins, facts.shared, facts.alone]


def _facts_in(things: list[int], strays: list[int], twins: list[Any], shared: list[Any], alone: int) -> Facts:
    return Facts(
        frozenset(things),
        frozenset(strays),
        tuple((first, later) for first, later in twins),
        tuple(tuple(Use(entry, link) for entry, link in uses) for uses in shared),
        alone,
    )


def _finding_in(path: str, code: str, values: list[Any]) -> Finding:
    span, message, subject, entry, related, fix = values
    return Finding(
        code,
        path,
        _span_in(span),
        message,
        subject,
        None if entry is None else path + entry,
        tuple(Related(path, _span_in(place), text) for place, text in related),
        _maybe(_fix_in, fix),
    )


def _fix_in(values: Any) -> Fix:
    edits, safe, message = values
    return Fix(tuple(Edit(_span_in(span), text) for span, text in edits), safe, message)
