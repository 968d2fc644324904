"""Findings for people: a line each, or with the source line and a mark under what is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from peftlint.cells import Excerpt, excerpt, visible, wrapped
from peftlint.fixes import is_wanted
from peftlint.model import Finding
from peftlint.reports.model import Report
from peftlint.reports.view import View
from peftlint.rules import SEVERITIES

_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
_MARK = "[*]"
_NO_TERMINAL = 120
"""Cells for a source line where the output is no terminal."""
_NARROW = 60


def concise(report: Report, view: View) -> str:
    """One line a finding, ``path:line:column CODE message [*]``; on a terminal below the name of its file."""
    if view.columns is None:
        return "".join([_line(report, finding, view) for finding in report.findings])
    return "".join(
        _group(report, path, list(findings), view)
        for path, findings in groupby(report.findings, lambda finding: finding.path)
    )


def full(report: Report, view: View) -> str:
    """Some lines a finding: what is wrong, where, the source line with a mark below, and what goes with it."""
    return "".join("\n".join(_details(report, finding, view)) + "\n\n" for finding in report.findings)


def statistics(report: Report, view: View) -> str:
    """One line a rule: how many findings, how many of them can be fixed; the most frequent first."""
    counts = Counter(finding.code for finding in report.findings)
    fixable = Counter(one.code for one in report.findings if is_wanted(one, unsafe=view.unsafe))
    most = len(str(max(counts.values(), default=0)))
    names = max((len(report.rules[code].name) for code in counts), default=0)
    lines = []
    for code in sorted(counts, key=lambda code: (-counts[code], code)):
        told = f"  {_MARK} {fixable[code]} fixable" if fixable[code] else ""
        name = report.rules[code].name.ljust(names)
        lines.append(f"{counts[code]:>{most}}  {_code(report, code, view)}  {name}{told}".rstrip() + "\n")
    return "".join(lines)


def closing(report: Report, view: View) -> str:
    """The last line: how much was found in how much, and the command that mends it.

    On a terminal another one says how to learn more.
    """
    found = Counter(report.rules[finding.code].severity for finding in report.findings)
    severities = ", ".join(counted(found[severity], severity) for severity in SEVERITIES if found[severity])
    paths = len({finding.path for finding in report.findings})
    where = f"{paths} of {counted(report.files, 'list')} ({counted(report.entries, 'entry')})"
    if not report.findings:
        return f"no findings in {where.removeprefix('0 of ')}\n"
    total = counted(len(report.findings), "finding")
    more = f"what a rule means: peftlint explain {report.findings[0].code}\n" if view.columns else ""
    return f"{total} in {where}: {severities}{_next_command(report.findings, view)}\n{more}"


def _next_command(findings: Iterable[Finding], view: View) -> str:
    fixes = [finding.fix for finding in findings if finding.fix]
    safe = sum(fix.safe for fix in fixes)
    unsafe = len(fixes) - safe
    if view.unsafe and fixes:
        return f"; {len(fixes)} fixable with --fix --unsafe-fixes"
    hidden = f"{unsafe} {'more ' if safe else ''}with --fix --unsafe-fixes" if unsafe else ""
    if safe:
        return f"; {safe} fixable with --fix" + (f" ({hidden})" if hidden else "")
    return f"; {hidden.replace('with', 'fixable with')}" if hidden else ""


def counted(number: int, noun: str) -> str:
    """``1 entry``, ``2 entries``; what has no plural (``info``) keeps its form."""
    plural = {"entry": "entries", "info": "info"}.get(noun, f"{noun}s")
    return f"{number} {noun if number == 1 else plural}"


# -- one line a finding


def _line(report: Report, finding: Finding, view: View) -> str:
    line, column = report.place(finding)
    path = view.style(visible(finding.path), bold=True)
    code = _code(report, finding.code, view)
    return f"{path}:{line}:{column} {code} {visible(finding.message)}{_fixable(finding, view)}\n"


def _code(report: Report, code: str, view: View) -> str:
    return view.style(code, fg=_COLOURS[report.rules[code].severity], bold=True)


def _fixable(finding: Finding, view: View) -> str:
    return f" {view.style(_MARK, fg='cyan')}" if is_wanted(finding, unsafe=view.unsafe) else ""


def _group(report: Report, path: str, findings: list[Finding], view: View) -> str:
    places = [f"{place.line}:{place.column}" for place in map(report.place, findings)]
    longest = max(map(len, places))
    lines = [view.style(visible(path), bold=True, underline=True)]
    for place, finding in zip(places, findings, strict=True):
        lines += _row(report, place.rjust(longest), finding, view)
    return "\n".join(lines) + "\n\n"


def _row(report: Report, place: str, finding: Finding, view: View) -> Iterator[str]:
    """A finding in a group; its message is wrapped beside the code, or below it where there is no room."""
    columns = view.columns or _NO_TERMINAL
    head = f"  {view.style(place, dim=True)}  {_code(report, finding.code, view)}"
    message = visible(finding.message) + (f" {_MARK}" if is_wanted(finding, unsafe=view.unsafe) else "")
    indent = 4 if columns < _NARROW else len(place) + len(finding.code) + 6
    rows = wrapped(message, columns - indent)
    if rows[-1].endswith(_MARK) and is_wanted(finding, unsafe=view.unsafe):
        rows[-1] = rows[-1].removesuffix(_MARK) + view.style(_MARK, fg="cyan")
    if columns < _NARROW:
        yield head
    else:
        yield f"{head}  {rows.pop(0)}"
    yield from (" " * indent + row for row in rows)


# -- details


def _details(report: Report, finding: Finding, view: View) -> Iterator[str]:
    rule, place = report.rules[finding.code], report.place(finding)
    yield f"{_code(report, rule.code, view)} {rule.name}: {visible(finding.message)}{_fixable(finding, view)}"
    gutter = len(str(place.line))
    edge = view.style("|", fg="blue")
    yield f"{' ' * gutter}{view.style('-->', fg='blue')} {visible(finding.path)}:{place.line}:{place.column}"
    yield f"{' ' * gutter} {edge}"
    shown = _excerpt(report, finding, view, gutter + 3)
    yield f"{view.style(str(place.line), fg='blue')} {edge} {shown.text}".rstrip()
    mark = view.style("^" * shown.marked, fg=_COLOURS[rule.severity], bold=True)
    yield f"{' ' * gutter} {edge} {' ' * shown.before}{mark}"
    yield from (f"{' ' * gutter} {view.style('=', fg='blue')} {note}" for note in _notes(report, finding))


def _excerpt(report: Report, finding: Finding, view: View, indent: int) -> Excerpt:
    """The source line where the finding begins, and what of it is meant."""
    source = report.sources[finding.path]
    line = source.place(finding.span.start).line
    begin = source.line_starts[line - 1]
    end = source.line_starts[line] if line < len(source.line_starts) else len(source.text)
    text = source.text[begin:end].rstrip("\r\n")
    columns = max((view.columns or _NO_TERMINAL) - indent, 20)
    return excerpt(text, finding.span.start - begin, min(finding.span.end - begin, len(text)), columns)


def _notes(report: Report, finding: Finding) -> Iterator[str]:
    for related in finding.related:
        place = report.sources[related.path].place(related.span.start)
        message = f": {visible(related.message)}" if related.message else ""
        yield f"see also {visible(related.path)}:{place.line}:{place.column}{message}"
    if finding.fix:
        yield f"{'safe' if finding.fix.safe else 'unsafe'} fix: {visible(finding.fix.message)}"
