"""Findings as SARIF 2.1.0, the exchange format of static analysis (OASIS, with Errata 01).

GitHub's code scanning takes the results of it that it supports; reviewdog and editors read it too.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from textwrap import dedent
from typing import Any
from urllib.parse import quote

from peftlint import __version__
from peftlint.model import Finding, Fix, Related, Source, Span
from peftlint.reports.escaping import json_text
from peftlint.reports.fingerprint import fingerprints
from peftlint.reports.model import Report
from peftlint.reports.places import region
from peftlint.rules import Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
FINGERPRINT = "peftlint/v1"
"""The name of our fingerprint; its number changes when the way to compute it does.

Not ``primaryLocationLineHash``, the only one that GitHub compares: its upload action computes that from
the file and warns of every result that brings another value.
"""
_EXAMPLE = re.compile(r"^(\S.*):\n((?:[ \t].*(?:\n|\Z))(?:[ \t].*(?:\n|\Z)|\n)*)", re.MULTILINE)
_NO_PROSE = re.compile(rf"^Fix:|{_EXAMPLE.pattern}", re.MULTILINE)


def write(report: Report) -> str:
    """One log with one run: all rules sorted by code, the results in the report's order.

    Columns count characters (``unicodeCodePoints``), a byte-order mark none (§3.30.4).
    """
    rules = sorted(report.rules.values(), key=lambda rule: rule.code)
    run = {
        "tool": {
            "driver": {
                "name": "peftlint",
                "version": __version__,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": _results(report, {rule.code: index for index, rule in enumerate(rules)}),
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.page.partition("\n")[0]},
        "fullDescription": {"text": _prose(rule.page)},
        "help": {"text": rule.page, "markdown": _markdown(rule)},
        "defaultConfiguration": {"level": LEVELS[rule.severity], "enabled": rule.default},
    }


def _prose(page: str) -> str:
    """The paragraphs of a page between its first line and its examples, in one; else its first line."""
    first, _, rest = page.partition("\n")
    end = _NO_PROSE.search(rest)
    return " ".join(rest[: end.start() if end else None].split()) or first


def _markdown(rule: Rule) -> str:
    """The page with its indented examples as fenced code, which Markdown needs to show them as such."""
    return f"# {rule.name} ({rule.code})\n\n{_EXAMPLE.sub(_fenced, rule.page)}"


def _fenced(example: re.Match[str]) -> str:
    code = dedent(example[2]).strip("\n")
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", code))])
    return f"**{example[1]}:**\n\n{fence}markdown\n{code}\n{fence}\n\n"


def _results(report: Report, indexes: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "ruleId": finding.code,
            "ruleIndex": indexes[finding.code],
            "level": LEVELS[report.rules[finding.code].severity],
            **_result(report, finding),
            "partialFingerprints": {FINGERPRINT: fingerprint},
        }
        for finding, fingerprint in zip(report.findings, fingerprints(report.findings), strict=True)
    ]


def _result(report: Report, finding: Finding) -> dict[str, Any]:
    source = report.sources[finding.path]
    result: dict[str, Any] = {
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": _physical(source, finding.path, finding.span)}],
    }
    if finding.related:
        result["relatedLocations"] = [
            _related(report.sources[related.path], number, related)
            for number, related in enumerate(finding.related, start=1)
        ]
    if finding.fix:
        result["fixes"] = [_fix(source, finding.path, finding.fix)]
    return result


def _physical(source: Source, path: str, span: Span) -> dict[str, Any]:
    return {"artifactLocation": _artifact(path), "region": _region(source, span)}


@lru_cache(maxsize=1024)
def _artifact(path: str) -> dict[str, Any]:
    """A relative path counts from the root of the sources: the working directory."""
    uri = quote(os.fsencode(path))
    return {"uri": f"file://{uri}"} if path.startswith("/") else {"uri": uri, "uriBaseId": "%SRCROOT%"}


def _region(source: Source, span: Span) -> dict[str, int]:
    place = region(source, span)
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _related(source: Source, number: int, related: Related) -> dict[str, Any]:
    location = {"id": number, "physicalLocation": _physical(source, related.path, related.span)}
    return {**location, "message": {"text": related.message}} if related.message else location


def _fix(source: Source, path: str, fix: Fix) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(source, edit.span), "insertedContent": {"text": edit.text}}
        for edit in fix.edits
    ]
    return {
        "description": {"text": fix.message},
        "artifactChanges": [{"artifactLocation": _artifact(path), "replacements": replacements}],
        "properties": {"safe": fix.safe},
    }
