"""Findings as a person sees them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from report_samples import NOTHING, SAMPLE, any_report

from peftlint.cells import width
from peftlint.model import Finding, Source, Span
from peftlint.reports.model import Report
from peftlint.reports.text import closing, concise, full, statistics
from peftlint.reports.view import View

PIPE = View()
WIDE = View(columns=100)
COLOUR = View(colour=True, columns=100)
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def one(text: str, meant: str, message: str = "m", path: str = "list.md") -> Report:
    """A report with one finding about the first place of *meant*."""
    span = Span(text.index(meant), text.index(meant) + len(meant))
    finding = Finding("LNK001", path, span, message, meant)
    return Report((finding,), {path: Source(path, text)}, SAMPLE.rules, entries=1, files=1)


def test_a_line_each() -> None:
    assert concise(SAMPLE, PIPE) == (
        "lists/zh-peft.md:3:15 LNK001 '代码' links to nothing\n"
        "lists/zh-peft.md:4:23 LNK002 github.com/… lacks https:// [*]\n"
        "lists/zh-peft.md:5:1 DUP001 LoRA is listed before: 100%\n"
    )


def test_unsafe_fixes_are_marked_when_asked_for() -> None:
    assert concise(SAMPLE, View(unsafe=True)).count("[*]") == 2


def test_grouped_on_a_terminal() -> None:
    assert concise(SAMPLE, WIDE) == (
        "lists/zh-peft.md\n"
        "  3:15  LNK001  '代码' links to nothing\n"
        "  4:23  LNK002  github.com/… lacks https:// [*]\n"
        "   5:1  DUP001  LoRA is listed before: 100%\n"
        "\n"
    )


def test_each_file_is_a_group() -> None:
    other = Finding("LNK001", "lists/other, ones.md", Span(0, 1), "x", "x")
    report = SAMPLE._replace(findings=(other, *SAMPLE.findings))
    assert re.findall(r"(?m)^\S.*$", concise(report, WIDE)) == ["lists/other, ones.md", "lists/zh-peft.md"]


@pytest.mark.parametrize(
    ("columns", "shown"),
    [
        (60, "  1:1  LNK001  one two three four five six seven eight nine\n               ten\n"),
        (40, "  1:1  LNK001\n    one two three four five six seven\n    eight nine ten\n"),
        (20, "  1:1  LNK001\n    one two three\n    four five six\n    seven eight nine\n    ten\n"),
    ],
)
def test_narrow_terminals(columns: int, shown: str) -> None:
    report = one("x", "x", "one two three four five six seven eight nine ten")
    assert concise(report, View(columns=columns)) == f"list.md\n{shown}\n"


@settings(max_examples=40)
@given(any_report())
def test_colours_are_all_that_differs(report: Report) -> None:
    for write in (concise, full, statistics, closing):
        plain = write(report, WIDE)
        assert _ESCAPES.sub("", write(report, COLOUR)) == plain
        assert "\x1b" not in plain


@settings(max_examples=40)
@given(any_report())
def test_strangers_never_reach_the_terminal(report: Report) -> None:
    for write in (concise, full, statistics, closing):
        for view in (PIPE, WIDE, View(columns=10)):
            printed = write(report, view)
            assert not re.search(
                "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", printed
            )
            printed.encode("utf-8")


@settings(max_examples=40)
@given(any_report())
def test_a_finding_is_a_line(report: Report) -> None:
    assert concise(report, PIPE).count("\n") == len(report.findings)


def test_full() -> None:
    assert full(SAMPLE, PIPE) == (
        "LNK001 empty-link: '代码' links to nothing\n"
        " --> lists/zh-peft.md:3:15\n"
        "  |\n"
        "3 | - **低秩适配** 𝓛 [[代码]()], 2022.\n"
        "  |                   ^^^^^^^^\n"
        "\n"
        "LNK002 missing-scheme: github.com/… lacks https:// [*]\n"
        " --> lists/zh-peft.md:4:23\n"
        "  |\n"
        "4 | - **LoRA** 方法 [[Code](github.com/microsoft/LoRA)]\n"
        "  |                         ^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  = safe fix: add https://\n"
        "\n"
        "DUP001 duplicate-entry: LoRA is listed before: 100%\n"
        " --> lists/zh-peft.md:5:1\n"
        "  |\n"
        "5 | - **LoRA**\n"
        "  | ^^^^^^^^^^\n"
        "  = see also lists/zh-peft.md:4:5: first listed here\n"
        "  = see also lists/other, ones.md:1:1\n"
        "  = unsafe fix: drop the entry\n"
        "\n"
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("- 低秩适配 [代码]()", "[代码]()"),
        ("- 🚀👩\u200d💻 [Code]()", "[Code]()"),
        ("- Ru\u0308ckle\u0301 [Code]()", "[Code]()"),
        ("\t- a\tb [Code]()", "[Code]()"),
        ("- \x1b[31m\u202e [Code]()", "[Code]()"),
        ("- 「微调」，ＬｏＲＡ한국어 " * 20 + "[Code]() 低秩" + "适配" * 60, "[Code]()"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("view", [PIPE, WIDE, View(columns=40)])
def test_the_mark_stands_under_what_is_meant(text: str, meant: str, newline: str, view: View) -> None:
    lines = full(one(f"# A{newline}{text}{newline}", meant), view).split("\n")
    shown, mark = (line.partition("|")[2][1:] for line in lines[3:5])
    begin, end = mark.index("^"), len(mark)
    before = next(size for size in range(len(shown) + 1) if width(shown[:size]) == begin)
    while before < len(shown) and width(shown[: before + 1]) == begin:
        before += 1
    assert shown[before:].startswith(meant)
    assert end - begin == width(meant)
    assert width(shown) <= (view.columns or 120)


def test_a_mark_at_the_end_of_the_file_and_over_several_lines() -> None:
    at_end = Finding("LNK001", "a.md", Span(2, 2), "m", "s")
    over = Finding("LNK001", "a.md", Span(0, 5), "m", "s")
    report = Report((at_end, over), {"a.md": Source("a.md", "x\ny\nz")}, SAMPLE.rules, entries=0, files=1)
    assert re.findall(r"\| *(\^+)", full(report, PIPE)) == ["^", "^"]


def test_statistics() -> None:
    report = SAMPLE._replace(findings=(*SAMPLE.findings, SAMPLE.findings[0]))
    assert statistics(report, PIPE) == (
        "2  LNK001  empty-link\n1  DUP001  duplicate-entry\n1  LNK002  missing-scheme   [*] 1 fixable\n"
    )
    assert "DUP001  duplicate-entry  [*] 1 fixable" in statistics(report, View(unsafe=True))


@pytest.mark.parametrize(
    ("report", "view", "line"),
    [
        (
            SAMPLE,
            PIPE,
            "3 findings in 1 of 3 lists (4 entries): 1 error, 1 warning, 1 info;"
            " 1 fixable with --fix (1 more with --fix --unsafe-fixes)",
        ),
        (
            SAMPLE,
            View(unsafe=True),
            "3 findings in 1 of 3 lists (4 entries): 1 error, 1 warning, 1 info;"
            " 2 fixable with --fix --unsafe-fixes",
        ),
        (
            SAMPLE._replace(findings=SAMPLE.findings[2:]),
            PIPE,
            "1 finding in 1 of 3 lists (4 entries): 1 info; 1 fixable with --fix --unsafe-fixes",
        ),
        (
            SAMPLE._replace(findings=SAMPLE.findings[1:2], files=1, entries=1),
            PIPE,
            "1 finding in 1 of 1 list (1 entry): 1 warning; 1 fixable with --fix",
        ),
        (
            SAMPLE._replace(findings=SAMPLE.findings[:1] * 2),
            PIPE,
            "2 findings in 1 of 3 lists (4 entries): 2 errors",
        ),
        (NOTHING, PIPE, "no findings in 1 list (0 entries)"),
    ],
)
def test_closing(report: Report, view: View, line: str) -> None:
    assert closing(report, view) == f"{line}\n"
