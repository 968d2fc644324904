"""Findings as Markdown for GitHub: the summary of a job, a comment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from peftlint.model import Finding
from peftlint.reports.escaping import clipped, markdown_block, markdown_code, markdown_text
from peftlint.reports.importance import by_importance
from peftlint.reports.model import Report
from peftlint.reports.places import see_also
from peftlint.reports.text import counted
from peftlint.rules import SEVERITIES

ROWS = 200
"""Findings that get a row of their own; more than that nobody reads in a table."""
TABLE_BYTES = 300_000
PATCH_BYTES = 300_000
"""GitHub drops a step's whole summary if it is larger than 1 MiB: these leave room for what others write."""

_LONGEST = 600
_RELATED = 3
_MARKS = {"error": "❌ error", "warning": "⚠️ warning", "info": "ℹ️ info"}


def write(report: Report) -> str:
    """A heading that says how it went, a row for each finding, the most important first, and what to do next.

    What lists say is shown as text and nothing else (``escaping.markdown_text``). No more than ``ROWS`` rows
    and ``TABLE_BYTES`` of them; the rest is counted by rule.
    """
    heading = f"### peftlint: {_verdict(report)}\n"
    if not report.findings:
        return heading
    ordered = by_importance(report, report.findings)
    rows = list(_fitting(_row(report, finding) for finding in ordered[:ROWS]))
    table = "".join(["| | place | rule | finding | to mend it |\n", "|-|-|-|-|-|\n", *rows])
    return "\n".join([heading, table, *_left(report, ordered[len(rows) :]), _next_steps(ordered)])


def patch(text: str, title: str) -> str:
    """A patch to copy, folded below *title*; ``""`` for none. One over ``PATCH_BYTES`` ends at a line before."""
    if not text:
        return ""
    lines = text.splitlines(keepends=True)
    kept = list(_fitting(lines, PATCH_BYTES))
    block = markdown_block("".join(kept), "diff")
    left = f"\n{counted(len(lines) - len(kept), 'more line')} left out.\n" if len(kept) < len(lines) else ""
    return f"<details>\n<summary>{markdown_text(title)}</summary>\n\n{block}{left}\n</details>\n"


def _verdict(report: Report) -> str:
    new = "" if report.added is None else "new "
    where = f"{counted(report.files, 'list')} ({counted(report.entries, 'entry')})"
    if not report.findings:
        return f"✅ no {new}findings in {where}"
    found = Counter(report.rules[finding.code].severity for finding in report.findings)
    severities = ", ".join(counted(found[severity], severity) for severity in SEVERITIES if found[severity])
    return f"{counted(len(report.findings), f'{new}finding')} in {where}: {severities}"


def _fitting(pieces: Iterable[str], size: int = TABLE_BYTES) -> Iterator[str]:
    """The first *pieces*, as many as take no more than *size* bytes together."""
    pieces = list(pieces)
    sizes = accumulate(len(piece.encode(errors="replace")) for piece in pieces)
    return (piece for piece, taken in zip(pieces, sizes, strict=True) if taken <= size)


def _row(report: Report, finding: Finding) -> str:
    rule = report.rules[finding.code]
    cells = [
        _MARKS[rule.severity],
        markdown_code(clipped(f"{finding.path}:{report.place(finding).line}", _LONGEST)),
        f"{rule.code} {rule.name}",
        _message(report, finding),
        _remedy(finding),
    ]
    return f"| {' | '.join(cells)} |\n"


def _message(report: Report, finding: Finding) -> str:
    told = [finding.message, *(see_also(report, related) for related in finding.related[:_RELATED])]
    more = len(finding.related) - _RELATED
    lines = [markdown_text(clipped(line, _LONGEST)) for line in told]
    return "<br>".join([*lines, *([f"and {more} more"] if more > 0 else [])])


def _remedy(finding: Finding) -> str:
    """What to do, in words, and the command that does it."""
    if finding.fix is None:
        return ""
    option = "--fix" if finding.fix.safe else "--fix --unsafe-fixes"
    return f"{markdown_text(clipped(finding.fix.message, _LONGEST))} (`{option}`)"


def _left(report: Report, findings: Sequence[Finding]) -> list[str]:
    """What has no row, counted by rule."""
    counts = Counter(finding.code for finding in findings)
    rules = ", ".join(f"{counts[code]} {code} {report.rules[code].name}" for code in counts)
    return [f"{counted(len(findings), 'more finding')}: {rules}.\n"] if findings else []


def _next_steps(findings: Sequence[Finding]) -> str:
    fixable = sum(finding.fix is not None and finding.fix.safe for finding in findings)
    mended = f"{counted(fixable, 'finding')} can be mended by `peftlint check --fix`. " if fixable else ""
    return (
        f"{mended}What a rule means and how to mend what it finds: `peftlint explain {findings[0].code}`.\n"
    )
