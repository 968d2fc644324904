from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from hypothesis import given, settings
from report_samples import NOTHING, SAMPLE, ZH, any_report

from peftlint.model import Finding, Span
from peftlint.reports.escaping import printable
from peftlint.reports.junit import write
from peftlint.reports.model import Report


def read(report: Report) -> Element:
    return ElementTree.fromstring(write(report).encode())


def counts(element: Element) -> tuple[str | None, ...]:
    return tuple(element.get(name) for name in ("name", "tests", "failures", "errors"))


def test_a_suite_for_each_file_also_a_clean_one() -> None:
    suites = read(SAMPLE)
    assert suites.tag == "testsuites"
    assert counts(suites) == ("peftlint", "5", "3", "0")
    assert [counts(suite) for suite in suites] == [
        ("lists/clean.md", "1", "0", "0"),
        ("lists/other, ones.md", "1", "0", "0"),
        ("lists/zh-peft.md", "3", "3", "0"),
    ]


def test_a_failed_test_for_each_finding() -> None:
    tests = read(SAMPLE).findall("testsuite[@name='lists/zh-peft.md']/testcase")
    assert tests[0].attrib == {
        "classname": "lists/zh-peft.md",
        "name": "LNK001 empty-link: 代码",
        "file": "lists/zh-peft.md",
        "line": "3",
    }
    failures = [test.find("failure") for test in tests]
    assert [(f.get("type"), f.get("message"), f.text) for f in failures if f is not None] == [
        ("error", "'代码' links to nothing", "lists/zh-peft.md:3:15: '代码' links to nothing"),
        ("warning", "github.com/… lacks https://", "lists/zh-peft.md:4:23: github.com/… lacks https://"),
        (
            "info",
            "LoRA is listed before: 100%",
            "lists/zh-peft.md:5:1: LoRA is listed before: 100%\n"
            "see also lists/zh-peft.md:4: first listed here\n"
            "see also lists/other, ones.md:1",
        ),
    ]


def test_equal_findings_keep_their_own_names() -> None:
    twice = [Finding("LNK001", ZH.path, Span(at, at + 1), "m", "代码") for at in (0, 1)]
    other = Finding("LNK002", ZH.path, Span(2, 3), "m", "代码")
    report = Report((*twice, other), {ZH.path: ZH}, SAMPLE.rules, entries=1, files=1)
    assert [test.get("name") for test in read(report).iter("testcase")] == [
        "LNK001 empty-link: 代码",
        "LNK001 empty-link: 代码 (2)",
        "LNK002 missing-scheme: 代码",
    ]


def test_a_clean_file_is_a_test_that_passes() -> None:
    (test,) = read(NOTHING).iter("testcase")
    assert (test.get("name"), test.get("classname"), list(test)) == ("no findings", "lists/clean.md", [])


@settings(max_examples=50)
@given(any_report())
def test_any_text_is_valid_xml_and_only_text(report: Report) -> None:
    suites = read(report)
    assert {element.tag for element in suites.iter()} <= {"testsuites", "testsuite", "testcase", "failure"}
    assert [suite.get("name") for suite in suites] == [printable(path) for path in report.sources]
    for suite, path in zip(suites, report.sources, strict=True):
        messages = [failure.get("message") for failure in suite.iter("failure")]
        assert messages == [printable(f.message) for f in report.findings if f.path == path]
