"""Findings as JUnit XML, which CI servers show as failed tests."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from peftlint.model import Finding, Place
from peftlint.reports.escaping import printable
from peftlint.reports.fingerprint import ordinals
from peftlint.reports.model import Report
from peftlint.reports.places import see_also

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write(report: Report) -> str:
    """One test suite a file: a failed test for each of its findings, in the report's order, or one that passes.

    A test is named for its rule and subject, as GitLab tells new failures from old ones by their names,
    and of several tests that share one it drops all but the first. Characters that XML 1.0 cannot hold
    are replaced by U+FFFD.
    """
    by_path: dict[str, list[Element]] = {path: [] for path in report.sources}
    for finding, ordinal in zip(report.findings, ordinals(report.findings), strict=True):
        by_path[finding.path].append(_failed(report, finding, ordinal))
    suites = _suite("testsuites", "peftlint", [_file(path, tests) for path, tests in by_path.items()])
    ElementTree.indent(suites)
    return DECLARATION + ElementTree.tostring(suites, encoding="unicode") + "\n"


def _file(path: str, failed: list[Element]) -> Element:
    return _suite("testsuite", path, failed or [_test(path, "no findings")])


def _suite(tag: str, name: str, content: Sequence[Element]) -> Element:
    """A suite of tests or of suites, with the numbers of the tests in it."""
    suite = _element(tag, name=name)
    suite.extend(content)
    suite.set("tests", str(sum(1 for _ in suite.iter("testcase"))))
    suite.set("failures", str(sum(1 for _ in suite.iter("failure"))))
    suite.set("errors", "0")
    return suite


def _failed(report: Report, finding: Finding, ordinal: int) -> Element:
    rule = report.rules[finding.code]
    place = report.place(finding)
    again = f" ({ordinal})" if ordinal > 1 else ""
    test = _test(finding.path, f"{rule.code} {rule.name}: {finding.subject}{again}")
    test.set("line", str(place.line))
    failure = _element("failure", message=finding.message, type=rule.severity)
    failure.text = printable(_description(report, finding, place))
    test.append(failure)
    return test


def _description(report: Report, finding: Finding, place: Place) -> str:
    first = f"{finding.path}:{place.line}:{place.column}: {finding.message}"
    return "\n".join([first, *(see_also(report, related) for related in finding.related)])


def _test(path: str, name: str) -> Element:
    return _element("testcase", classname=path, name=name, file=path)


def _element(tag: str, **attributes: str) -> Element:
    return Element(tag, {name: printable(value) for name, value in attributes.items()})
