"""Findings as JSON, in the form of the interface contract (README, "Formats")."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from peftlint.model import Edit, Finding, Fix, Related, Source, Span
from peftlint.reports.escaping import json_text
from peftlint.reports.fingerprint import fingerprints
from peftlint.reports.model import Report
from peftlint.reports.places import Region, region
from peftlint.rules import SEVERITIES

if TYPE_CHECKING:
    from peftlint.online.model import Verdict


def write(report: Report) -> str:
    """One JSON object with ``findings``, in the report's order, and ``summary``; ends in a newline.

    Lines and columns are 1-based, columns in characters; ``end_column`` is the one after the last.
    """
    return json_text(
        {
            "findings": [
                _finding(report, finding) | {"fingerprint": fingerprint}
                for finding, fingerprint in zip(report.findings, fingerprints(report.findings), strict=True)
            ],
            "summary": _summary(report),
        }
    )


def _finding(report: Report, finding: Finding) -> dict[str, Any]:
    rule = report.rules[finding.code]
    source = report.sources[finding.path]
    return {
        "rule": rule.code,
        "name": rule.name,
        "severity": rule.severity,
        "path": finding.path,
        **_place(source, finding.span),
        "message": finding.message,
        "entry": finding.entry,
        "related": [_related(report.sources[related.path], related) for related in finding.related],
        "fix": _fix(source, finding.fix) if finding.fix else None,
        **(_verdict(finding.verdict) if finding.verdict else {}),
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    """What was heard of a link: ``status`` is the HTTP status that decided, null if none did."""
    return {
        "url": verdict.url,
        "state": verdict.state,
        "status": verdict.status,
        "asked": verdict.asked,
        "answered": verdict.answered,
        "when": datetime.fromtimestamp(verdict.when, UTC).isoformat(timespec="seconds"),
        "target": verdict.target,
    }


def _related(source: Source, related: Related) -> dict[str, Any]:
    return {
        "path": related.path,
        **_place(source, related.span),
        "message": related.message,
    }


def _fix(source: Source, fix: Fix) -> dict[str, Any]:
    return {
        "safe": fix.safe,
        "message": fix.message,
        "edits": [_edit(source, edit) for edit in fix.edits],
    }


def _edit(source: Source, edit: Edit) -> dict[str, Any]:
    return {**_place(source, edit.span), "text": edit.text}


def _place(source: Source, span: Span) -> dict[str, int]:
    return dict(zip(Region._fields, region(source, span), strict=True))


def _summary(report: Report) -> dict[str, Any]:
    severities = [report.rules[finding.code].severity for finding in report.findings]
    fixes = [finding.fix for finding in report.findings if finding.fix]
    return {
        "files": report.files,
        "entries": report.entries,
        "findings": len(report.findings),
        "by_severity": {severity: severities.count(severity) for severity in SEVERITIES},
        "fixable": {
            "safe": sum(fix.safe for fix in fixes),
            "unsafe": sum(not fix.safe for fix in fixes),
        },
    }
