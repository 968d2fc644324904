"""The summary of a job: read as GitHub's parser reads it, whatever the lists say."""

from __future__ import annotations

import mistune
import pytest
from hypothesis import given, settings
from report_samples import NOTHING, RULES, SAMPLE, any_report

from peftlint.model import Finding, Source, Span
from peftlint.reports.markdown import PATCH_BYTES, ROWS, TABLE_BYTES, patch, write
from peftlint.reports.model import Report

HOSTILE = (
    "::error::x",
    "@all #1 a/b#2 deadbeef",
    "<script>alert(1)</script><img src=x onerror=y>",
    "| a | b |\n|---|---|\n",
    "\x1b[31m\u202e",
    "</details>\n\n# h\n\n```",
    "[x](javascript:y) ![z](https://w)",
    "x" * 20_000,
)


def rendered(text: str) -> str:
    page = mistune.create_markdown(escape=False, plugins=["table", "strikethrough", "url"])(text)
    assert isinstance(page, str)
    return page


def hostile(count: int, message: str = "") -> Report:
    findings = (
        Finding("LNK001", "a.md", Span(0, 1), message or HOSTILE[at % len(HOSTILE)], str(at))
        for at in range(count)
    )
    return Report(tuple(findings), {"a.md": Source("a.md", "x\n")}, RULES, entries=count, files=1)


def test_findings() -> None:
    assert write(SAMPLE).splitlines() == [
        "### peftlint: 3 findings in 3 lists (4 entries): 1 error, 1 warning, 1 info",
        "",
        "| | place | rule | finding | to mend it |",
        "|-|-|-|-|-|",
        "| ❌ error | `lists/zh-peft.md:3` | LNK001 empty-link | '代码' links to nothing |  |",
        "| ⚠️ warning | `lists/zh-peft.md:4` | LNK002 missing-scheme | github.com/… lacks `https://`"
        " | add `https://` (`--fix`) |",
        "| ℹ️ info | `lists/zh-peft.md:5` | DUP001 duplicate-entry | LoRA is listed before: 100%"
        "<br>see also lists/zh-peft.md:4: first listed here<br>see also lists/other, ones.md:1"
        " | drop the entry (`--fix --unsafe-fixes`) |",
        "",
        "1 finding can be mended by `peftlint check --fix`."
        " What a rule means and how to mend what it finds: `peftlint explain LNK001`.",
    ]


@pytest.mark.parametrize(
    ("report", "verdict"),
    [
        (NOTHING, "### peftlint: ✅ no findings in 1 list (0 entries)\n"),
        (NOTHING._replace(added={}), "### peftlint: ✅ no new findings in 1 list (0 entries)\n"),
        (hostile(1, "m")._replace(added={}), "### peftlint: 1 new finding in 1 list (1 entry): 1 error\n"),
    ],
)
def test_verdict(report: Report, verdict: str) -> None:
    assert write(report).startswith(verdict)


def test_ten_thousand_findings() -> None:
    text = write(hostile(10_000))
    assert len(text.encode()) < TABLE_BYTES + 10_000
    rows = rendered(text).count("<tr>") - 1
    assert 0 < rows <= ROWS
    assert f"\n{10_000 - rows} more findings: {10_000 - rows} LNK001 empty-link.\n" in text


def test_rows_that_are_long() -> None:
    text = write(hostile(ROWS, "&" * 5000))
    assert len(text.encode()) < TABLE_BYTES + 10_000
    assert "more findings" in text


@settings(max_examples=50)
@given(any_report())
def test_a_row_a_finding_and_nothing_else(report: Report) -> None:
    page = rendered(write(report))
    assert page.count("<tr>") == len(report.findings) + bool(report.findings)
    assert page.count("<td>") == 5 * len(report.findings)
    assert not any(tag in page for tag in ("<script", "<img", "<a ", "<h1", "<em", "<pre"))


def test_hostile_text_is_text() -> None:
    page = rendered(write(hostile(len(HOSTILE))))
    assert page.count("<td>") == 5 * len(HOSTILE)
    assert not any(tag in page for tag in ("<script", "<img", "<a ", "<h1", "<pre", "<details", "</details"))
    assert "<code>@all</code> <code>#1</code> <code>a/b#2</code> <code>deadbeef</code>" in page


def test_patch() -> None:
    text = patch("--- README.md\n+++ README.md\n@@ -1 +1 @@\n-a\n+```\n+</details>@all\x1b\n", "To <apply>")
    assert text == (
        "<details>\n<summary>To &lt;apply&gt;</summary>\n\n````diff\n--- README.md\n+++ README.md\n@@ -1 +1 @@\n-a\n"
        "+```\n+</details>@all\ufffd\n````\n\n</details>\n"
    )
    assert rendered(text).count("details>") == 2


def test_a_long_patch_ends_at_a_line() -> None:
    text = patch("+line\n" * 100_000, "x")
    assert len(text) < PATCH_BYTES + 1000
    left = 100_000 - text.count("+line\n")
    assert text.endswith(f"+line\n```\n\n{left} more lines left out.\n\n</details>\n")
