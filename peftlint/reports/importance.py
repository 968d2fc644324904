"""Which findings are told first where there is no room for all."""

from __future__ import annotations

from collections.abc import Iterable

from peftlint.model import Finding
from peftlint.reports.model import Report
from peftlint.rules import SEVERITIES

FAMILIES = ("DUP", "LNK", "VEN", "BIB", "ENT", "MRG", "SEC", "SUP")
"""Rules by the beginning of their codes: what misleads readers most, and a reviewer sees least, first."""


def by_importance(report: Report, findings: Iterable[Finding]) -> list[Finding]:
    """Sort *findings* by severity, then by family of rules, then as they stand."""
    return sorted(findings, key=lambda finding: _rank(report, finding))


def _rank(report: Report, finding: Finding) -> tuple[int, int]:
    family = finding.code.rstrip("0123456789")
    known = FAMILIES.index(family) if family in FAMILIES else len(FAMILIES)
    return SEVERITIES.index(report.rules[finding.code].severity), known
