from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import example, given, settings
from report_samples import NOTHING, RULES, SAMPLE, ZH, any_report

from peftlint.model import Finding, Related, Source, Span
from peftlint.reports.escaping import printable
from peftlint.reports.github import MOST, write
from peftlint.reports.importance import by_importance
from peftlint.reports.model import Report
from peftlint.rules import Rule

PROPERTY_ESCAPES = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))
FIRST = Span(0, 1)
DATA_ESCAPES = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))


def runner_reads(line: str) -> tuple[str, dict[str, str], str]:
    """Name, properties and data as the runner gets them (``ActionCommand.TryParseV2`` in actions/runner)."""
    line = line.lstrip()
    assert line.startswith("::")
    information, separator, data = line[2:].partition("::")
    assert separator
    name, _, listed = information.partition(" ")
    pairs = [part.partition("=") for part in listed.strip().split(",") if part]
    return (
        name,
        {key: unescaped(value, PROPERTY_ESCAPES) for key, _, value in pairs},
        unescaped(data, DATA_ESCAPES),
    )


def unescaped(text: str, escapes: tuple[tuple[str, str], ...]) -> str:
    for escape, character in escapes:
        text = text.replace(escape, character)
    return text


def one(message: str = "m", path: str = "a.md", text: str = "一\n二\n", span: Span = FIRST) -> Report:
    finding = Finding("LNK001", path, span, message, "")
    return Report((finding,), {path: Source(path, text)}, RULES, entries=1, files=1)


def test_commands() -> None:
    assert write(SAMPLE).splitlines() == [
        "::error file=lists/zh-peft.md,line=3,endLine=3,col=15,endColumn=21,title=LNK001 empty-link"
        "::'代码' links to nothing",
        "::warning file=lists/zh-peft.md,line=4,endLine=4,col=23,endColumn=48,title=LNK002 missing-scheme"
        "::github.com/… lacks https://",
        "::notice file=lists/zh-peft.md,line=5,endLine=5,col=1,endColumn=11,title=DUP001 duplicate-entry"
        "::LoRA is listed before: 100%25"
        "%0Asee also lists/zh-peft.md:4: first listed here%0Asee also lists/other, ones.md:1",
    ]


def test_nothing_to_say() -> None:
    assert write(NOTHING) == ""


@pytest.mark.parametrize(
    ("message", "written"),
    [
        ("100%", "100%25"),
        ("%0A::error::x", "%250A::error::x"),
        ("a\nb", "a%0Ab"),
        ("a\r\nb", "a%0D%0Ab"),
        ("a::b,c", "a::b,c"),
        ("\n::stop-commands::x", "%0A::stop-commands::x"),
        ("\x1b[31m\x85\u2028", "\ufffd[31m\ufffd\ufffd"),
    ],
)
def test_messages(message: str, written: str) -> None:
    assert write(one(message)).endswith(f"title=LNK001 empty-link::{written}\n")


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("a,b.md", "a%2Cb.md"),
        ("a::b.md", "a%3A%3Ab.md"),
        ("a\n::error::.md", "a%0A%3A%3Aerror%3A%3A.md"),
        ("50%.md", "50%25.md"),
        ("名 单.md", "名 单.md"),
    ],
)
def test_paths(path: str, written: str) -> None:
    assert write(one(path=path)).startswith(f"::error file={written},line=1,")


@pytest.mark.parametrize(
    ("span", "written"),
    [
        (Span(0, 1), "line=1,endLine=1,col=1,endColumn=2,"),
        (Span(2, 2), "line=2,endLine=2,col=1,endColumn=1,"),
        (Span(0, 3), "line=1,endLine=2,title"),
        (Span(0, 2), "line=1,endLine=1,title"),
        (Span(0, 4), "line=1,endLine=2,title"),
    ],
)
def test_columns_only_within_one_line(span: Span, written: str) -> None:
    assert f"::error file=a.md,{written}" in write(one(span=span))


@settings(max_examples=50)
@given(any_report())
@example(one("\r\n::stop-commands::token", "x::add-mask::,y\n::error::z"))
def test_one_command_a_finding_whatever_the_lists_say(report: Report) -> None:
    lines = re.split(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]", write(report))
    assert lines.pop() == ""
    assert len(lines) == len(report.findings)
    for line, finding in zip(lines, by_importance(report, report.findings), strict=True):
        name, properties, data = runner_reads(line)
        assert name in {"error", "warning", "notice"}
        assert set(properties) - {"col", "endColumn"} == {"file", "line", "endLine", "title"}
        assert properties["file"] == printable(finding.path)
        assert data.startswith(printable(finding.message))


def many(*codes: str, added: dict[str, frozenset[int]] | None = None) -> Report:
    """A finding a line of one list, by these rules."""
    text = "x\n" * len(codes)
    findings = (
        Finding(code, "a.md", Span(2 * at, 2 * at + 1), f"{at + 1}", "") for at, code in enumerate(codes)
    )
    return Report(tuple(findings), {"a.md": Source("a.md", text)}, RULES, len(codes), 1, added)


def told(report: Report) -> list[tuple[str, str, str]]:
    """Level, line and message of each annotation."""
    read = [runner_reads(line) for line in write(report).splitlines()]
    return [(name, properties.get("line", ""), message) for name, properties, message in read]


def test_no_more_of_a_level_than_is_shown() -> None:
    counts = Counter(level for level, _, _ in told(many(*["LNK001", "LNK002", "DUP001"] * 4000)))
    assert counts == {"error": MOST, "warning": MOST, "notice": MOST + 1}
    assert told(many(*["LNK001"] * 12000))[-1][2].startswith("11991 more findings are in the summary")
    assert told(many(*["LNK001"] * 10))[-1][2].startswith("1 more finding is in the summary")
    assert len(told(many(*["LNK001"] * MOST))) == MOST


def test_the_most_important_first() -> None:
    severe = {
        **RULES,
        "SEC001": Rule("SEC001", "s", "error", True, ""),
        "DUP009": Rule("DUP009", "d", "error", True, ""),
    }
    report = many("DUP001", "SEC001", "LNK001", "DUP009", "LNK001", "LNK002")._replace(rules=severe)
    assert [line for _, line, _ in told(report)] == ["4", "3", "5", "2", "6", "1"]


@pytest.mark.parametrize(
    ("lines", "shown"),
    [((), []), ((2,), ["2"]), ((1, 3, 99), ["1", "3"])],
)
def test_only_at_added_lines(lines: tuple[int, ...], shown: list[str]) -> None:
    report = many(*["LNK001"] * 3, added={"a.md": frozenset(lines)} if lines else {})
    left = 3 - len(shown)
    assert [line for _, line, _ in told(report) if line] == shown
    assert [message for _, line, message in told(report) if not line] == [
        f"{left} {'more ' * bool(shown)}finding{'s' * (left > 1)} {'are' if left > 1 else 'is'}"
        " in the summary of this job; or run: peftlint check"
    ]


def test_a_finding_over_several_lines_is_at_each_of_them() -> None:
    finding = many("LNK001").findings[0]._replace(span=Span(0, 4))  # two lines and the end of the second
    report = many(*["LNK001"] * 3, added={"a.md": frozenset([2])})
    assert [line for _, line, _ in told(report._replace(findings=(finding,)))] == ["1"]
    past = report._replace(findings=(finding,), added={"a.md": frozenset([3])})
    assert [line for _, line, _ in told(past)] == [""]


def test_a_message_is_no_book() -> None:
    related = tuple(Related("a.md", FIRST) for _ in range(5000))
    finding = one("x" * 100_000).findings[0]._replace(related=related)
    assert len(write(one()._replace(findings=(finding,)))) < 5000
    finding = one("x").findings[0]._replace(related=related)
    assert write(one()._replace(findings=(finding,))).endswith("%0Aand 4990 more\n")


def test_the_line_is_that_of_the_text() -> None:
    line = ZH.text.split("\n")[3]
    _, properties, _ = runner_reads(write(SAMPLE).splitlines()[1])
    assert line[int(properties["col"]) - 1 : int(properties["endColumn"]) - 1] == "github.com/microsoft/LoRA"
