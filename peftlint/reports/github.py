"""Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request."""

from __future__ import annotations

from peftlint.model import Finding
from peftlint.reports.escaping import printable
from peftlint.reports.model import Report
from peftlint.reports.places import Region, region, see_also

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
"""The command for each severity."""


def write(report: Report) -> str:
    """One command a finding, in the report's order, each on one line; ``""`` for no finding.

    Text of the lists can neither end a command nor start one: every line break in it is escaped, the
    properties hold no bare colon or comma, and the runner reads a line that starts with a command of
    this form no further (``ActionCommand.TryParseV2`` in actions/runner). The escapes are those of
    ``command.ts`` in @actions/core. Columns are in characters, the end is the column after the last.
    """
    return "".join(_command(report, finding) + "\n" for finding in report.findings)


def _command(report: Report, finding: Finding) -> str:
    rule = report.rules[finding.code]
    properties = {
        "file": finding.path,
        **_lines(region(report.sources[finding.path], finding.span)),
        "title": f"{rule.code} {rule.name}",
    }
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{COMMANDS[rule.severity]} {listed}::{_data(_message(report, finding))}"


def _lines(place: Region) -> dict[str, str]:
    """Without columns where the lines differ: the runner takes them for a mistake then."""
    if place.line == place.end_line:
        columns = {"col": str(place.column), "endColumn": str(place.end_column)}
        return {"line": str(place.line), "endLine": str(place.end_line), **columns}
    last = place.end_line - (place.end_column == 1)  # the range may end with its last line's end
    return {"line": str(place.line), "endLine": str(last)}


def _message(report: Report, finding: Finding) -> str:
    """An annotation has one place: the others can only stand in its text."""
    return "\n".join([finding.message, *(see_also(report, related) for related in finding.related)])


def _data(text: str) -> str:
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
