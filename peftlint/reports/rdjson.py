"""Findings in the Reviewdog Diagnostic Format (``rdjson``), for review comments on any code host.

Its definition is ``proto/rdf/reviewdog.proto`` of reviewdog; ``related_locations`` needs version 0.18.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from peftlint.model import Edit, Finding, Fix, Source, Span
from peftlint.reports.escaping import json_text
from peftlint.reports.model import Report
from peftlint.rules import SEVERITIES

STEP = 1024


class ByteColumns:
    """Columns of one source as reviewdog counts them: UTF-8 bytes from 1, a byte-order mark among them.

    It reads lines as the file has them, so a mark in front shifts the first one.
    """

    def __init__(self, source: Source) -> None:
        self._source = source

    def position(self, offset: int) -> dict[str, int]:
        """The 0-based *offset* into the source's text as line and column."""
        line = self._source.place(offset).line
        start = self._source.line_starts[line - 1]
        mark = 3 if self._source.bom and line == 1 else 0
        return {"line": line, "column": self._bytes_before(offset) - self._bytes_before(start) + mark + 1}

    def range(self, span: Span) -> dict[str, Any]:
        """Where *span* lies, its end exclusive."""
        return {"start": self.position(span.start), "end": self.position(span.end)}

    def _bytes_before(self, offset: int) -> int:
        step = offset // STEP
        return self._steps[step] + _size(self._source.text[step * STEP : offset])

    @cached_property
    def _steps(self) -> list[int]:
        """Bytes before every 1024th character: many findings in one long line stay cheap."""
        text = self._source.text
        sizes = [0]
        for start in range(0, len(text), STEP):
            sizes.append(sizes[-1] + _size(text[start : start + STEP]))
        return sizes


def write(report: Report) -> str:
    """One ``DiagnosticResult`` with the findings in the report's order; ends in a newline.

    Of the fixes only safe ones become suggestions: a reviewer applies those with one click, and the
    format has no word to say that one of them needs thought.
    """
    columns = {path: ByteColumns(source) for path, source in report.sources.items()}
    return json_text(
        {
            "source": {"name": "peftlint"},
            "severity": _worst(report),
            "diagnostics": [_diagnostic(report, columns, finding) for finding in report.findings],
        }
    )


def _worst(report: Report) -> str:
    ranks = [SEVERITIES.index(report.rules[finding.code].severity) for finding in report.findings]
    return SEVERITIES[min(ranks, default=-1)].upper()


def _diagnostic(report: Report, columns: dict[str, ByteColumns], finding: Finding) -> dict[str, Any]:
    diagnostic: dict[str, Any] = {
        "message": _decodable(finding.message),
        "location": _location(columns, finding.path, finding.span),
        "severity": report.rules[finding.code].severity.upper(),
        "code": {"value": finding.code},
    }
    if finding.related:
        diagnostic["related_locations"] = [
            {
                "message": _decodable(related.message),
                "location": _location(columns, related.path, related.span),
            }
            for related in finding.related
        ]
    if finding.fix and finding.fix.safe:
        diagnostic["suggestions"] = [
            _suggestion(columns[finding.path], report.sources[finding.path], finding.fix)
        ]
    return diagnostic


def _location(columns: dict[str, ByteColumns], path: str, span: Span) -> dict[str, Any]:
    return {"path": _decodable(path), "range": columns[path].range(span)}


def _suggestion(columns: ByteColumns, source: Source, fix: Fix) -> dict[str, Any]:
    """All edits as one, with the text between them: reviewdog would offer each alone."""
    edits = sorted(fix.edits)
    whole = Span(edits[0].span.start, edits[-1].span.end)
    return {"range": columns.range(whole), "text": _replaced(source.text, whole, edits)}


def _replaced(text: str, whole: Span, edits: list[Edit]) -> str:
    parts, end = [], whole.start
    for edit in edits:
        parts += [text[end : edit.span.start], edit.text]
        end = edit.span.end
    return "".join(parts)


def _decodable(text: str) -> str:
    """Without lone surrogates (of file names that are not UTF-8): they make reviewdog refuse the whole report."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
