"""Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request."""

from __future__ import annotations

from peftlint.model import Finding
from peftlint.reports.escaping import clipped, printable
from peftlint.reports.importance import by_importance
from peftlint.reports.model import Report
from peftlint.reports.places import Region, region, see_also
from peftlint.reports.text import counted

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
"""The command for each severity."""


MOST = 9
"""Commands of a level. GitHub shows ten a step and drops the rest without a word; the tenth says what is left."""
_LONGEST = 4000
"""Characters of a message. The service takes 64 KiB; nobody reads more than this beside a line."""
_RELATED = 10


def write(report: Report) -> str:
    """At most ``MOST`` commands of each level, the most important findings first; ``""`` for no finding.

    Where ``report.added`` is known, only findings at those lines get one: GitHub hides the others, or shows
    them far from the change. A last notice says how many findings have none.

    Text of the lists can neither end a command nor start one: each is on one line, every line break in it
    is escaped, the properties hold no bare colon or comma, and the runner reads a line that starts with a
    command of this form no further (``ActionCommand.TryParseV2`` in actions/runner). The escapes are those
    of ``command.ts`` in @actions/core. Columns are in characters, the end is the column after the last.
    """
    shown = _shown(report)
    left = len(report.findings) - len(shown)
    lines = [_command(report, finding) for finding in shown]
    return "".join(f"{line}\n" for line in lines + ([_left(left, bool(shown))] if left else []))


def _shown(report: Report) -> list[Finding]:
    beside = [finding for finding in report.findings if _is_beside_change(report, finding)]
    levels: dict[str, list[Finding]] = {}
    for finding in by_importance(report, beside):
        levels.setdefault(report.rules[finding.code].severity, []).append(finding)
    return [finding for severity in levels for finding in levels[severity][:MOST]]


def _is_beside_change(report: Report, finding: Finding) -> bool:
    if report.added is None:
        return True
    first, last = _first_and_last_line(region(report.sources[finding.path], finding.span))
    return any(first <= line <= last for line in report.added.get(finding.path, ()))


def _left(number: int, any_shown: bool) -> str:
    findings = counted(number, f"{'more ' * any_shown}finding")
    verb = "is" if number == 1 else "are"
    return f"::notice title=peftlint::{findings} {verb} in the summary of this job; or run: peftlint check"


def _command(report: Report, finding: Finding) -> str:
    rule = report.rules[finding.code]
    properties = {
        "file": finding.path,
        **_lines(region(report.sources[finding.path], finding.span)),
        "title": f"{rule.code} {rule.name}",
    }
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{COMMANDS[rule.severity]} {listed}::{data(clipped(_message(report, finding), _LONGEST))}"


def _lines(place: Region) -> dict[str, str]:
    """Without columns where the lines differ: the runner takes them for a mistake then."""
    if place.line == place.end_line:
        columns = {"col": str(place.column), "endColumn": str(place.end_column)}
        return {"line": str(place.line), "endLine": str(place.end_line), **columns}
    first, last = _first_and_last_line(place)
    return {"line": str(first), "endLine": str(last)}


def _first_and_last_line(place: Region) -> tuple[int, int]:
    """The last line is the one before, if the range ends with its end."""
    return place.line, place.end_line - (place.end_line > place.line and place.end_column == 1)


def _message(report: Report, finding: Finding) -> str:
    """An annotation has one place: the others can only stand in its text."""
    told = [see_also(report, related) for related in finding.related[:_RELATED]]
    more = len(finding.related) - len(told)
    return "\n".join([finding.message, *told, *([f"and {more} more"] if more else [])])


def data(text: str) -> str:
    """*text* as the data of a command, on one line."""
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return data(text).replace(":", "%3A").replace(",", "%2C")
