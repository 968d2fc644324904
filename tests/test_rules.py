"""Every rule keeps what its page says, and the cases beside it in ``rules/``.

A case is a list (or several files, as in a rule's examples) and what is found in it, a finding a line:
``line:column CODE words of the message [*]``, with ``path:`` in front where the file is not ``list.md``.
``[*]`` marks a safe fix, ``[unsafe]`` one that is not. The case file ``LNK001.md`` is about rule LNK001 alone,
another may hold cases of several: its cases are linted with the rules that are on by default.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cases import Case, read_cases
from hypothesis import given, settings
from hypothesis import strategies as st
from linting import findings_in, linter, lists_of, told

from peftlint.fixes import mend
from peftlint.model import Finding
from peftlint.rules import SEVERITIES, Rule, all_rules, files_of

FOLDER = Path(__file__).parent / "rules"
RULES = all_rules()
CHECKED = [rule for rule in RULES.values() if rule.command == "check"]
EXAMPLES = [
    pytest.param(rule, part, files, id=f"{rule.code}-{part}-{number}")
    for rule in CHECKED
    for part in ("Bad", "Good")
    for number, files in enumerate(rule.examples(part), 1)
]
CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}-{case.name}")
    for path in sorted(FOLDER.glob("*.md"))
    for case in read_cases(path)
]


def by_rule(rule: Rule) -> str:
    return rule.code


@pytest.mark.parametrize("rule", RULES.values(), ids=by_rule)
def test_page_is_complete(rule: Rule) -> None:
    first, _, rest = rule.page.partition("\n")
    assert re.fullmatch(r"[A-Z]{3}\d{3}", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert rule.severity in SEVERITIES
    assert first.endswith(".")
    assert len(first) <= 100
    assert rest.startswith("\n"), "an empty line after the summary"
    assert rule.fix.split()[0].strip(".,;:") in ("none", "safe", "unsafe")


@pytest.mark.parametrize("rule", CHECKED, ids=by_rule)
def test_page_has_examples(rule: Rule) -> None:
    assert rule.examples("Bad")
    assert rule.examples("Good")


def test_names_are_different() -> None:
    assert len({rule.name for rule in RULES.values()}) == len(RULES)


@pytest.mark.parametrize(("rule", "part", "files"), EXAMPLES)
def test_examples_on_the_page(rule: Rule, part: str, files: dict[str, str]) -> None:
    codes = {finding.code for finding in findings_in(files, *_selectors(rule.code))}
    assert (rule.code in codes) == (part == "Bad")


def _selectors(code: str) -> tuple[str, ...]:
    """The rule alone; but what comments silence can only be told with the other rules."""
    return ("ALL",) if code.startswith("SUP") else (code,)


@pytest.mark.parametrize("rule", CHECKED, ids=by_rule)
def test_the_page_tells_of_the_fix(rule: Rule) -> None:
    found = [
        finding
        for files in rule.examples("Bad")
        for finding in findings_in(files, *_selectors(rule.code))
        if finding.code == rule.code
    ]
    safe = {finding.fix.safe for finding in found if finding.fix}
    assert {"none": set(), "safe": {True}, "unsafe": {False}}[rule.fix.split()[0].strip(".,;:")] == safe


@pytest.mark.parametrize(("rule", "part", "files"), EXAMPLES)
def test_fixes_mend_the_examples(rule: Rule, part: str, files: dict[str, str]) -> None:
    lint = linter(files, *_selectors(rule.code))
    before = [finding for finding in lint(lists_of(files)) if finding.code == rule.code and finding.fix]
    outcome = mend(lists_of(files), lint, unsafe=True)
    assert (outcome.refused == ()) or part == "Good"
    assert len([finding for finding in outcome.mended if finding.code == rule.code]) >= len(before)
    assert not [finding for finding in outcome.findings if finding.code == rule.code and finding.fix]


@pytest.mark.parametrize(("stem", "case"), CASES)
def test_cases(stem: str, case: Case) -> None:
    files = files_of(case.text)
    found = findings_in(files, *([stem] if stem in RULES else []))
    expected = [_parsed(line) for line in case.expected]
    assert [(told(finding, files), _mark(finding)) for finding in found] == [
        (place, mark) for place, _, mark in expected
    ]
    for finding, (_, words, _) in zip(found, expected, strict=True):
        assert words in finding.message


def _parsed(line: str) -> tuple[str, str, str]:
    """Place with code, words of the message, mark."""
    place, code, *words = line.split(" ")
    mark = words.pop() if words and words[-1] in ("[*]", "[unsafe]") else ""
    return f"{place} {code}", " ".join(words), mark


def _mark(finding: Finding) -> str:
    return "" if finding.fix is None else "[*]" if finding.fix.safe else "[unsafe]"


PIECES = [
    "# A\n", "## B\n", "\n", "- ", "1. ", "2.", "**LoRA**", "[x]", "()", "(#b)", "(github.com/a/b)", "`ICLR`", ", 2022.",
    "| a | b |\n|---|---|\n", "| x |\n", "<a href=''>", "</a>", "<h2 id=q>", "<!-- peftlint: ignore LNK001 -->", "```\n",
    "@misc{a, title={b}}\n", "*Hu, Edward, Yelong Shen*", "![](i.png)", "(https://arxiv.org/abs/2106.09685)", "低秩", "<td>",
    "<details>", "&amp;", "\\", "\t", "\r\n", "> ", "\u202e", "---\n",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.text(max_size=40))
def test_no_text_is_too_strange(text: str, more: str) -> None:
    files = {"list.md": text, "lists/b.md": more + text}
    found = findings_in(files, "ALL")
    assert found == findings_in(files, "ALL")
    for finding in found:
        assert finding.code in RULES
        assert 0 <= finding.span.start <= finding.span.end <= len(files[finding.path])
        assert all(related.path in files for related in finding.related)
        assert finding.message


def test_a_venue_conflict_is_known_again_by_the_entry_itself() -> None:
    """However other lists write the title: else an old finding would be new."""
    link = "[[PDF](https://arxiv.org/abs/2106.04489)]"
    files = {
        "a.md": f"- **Fine-tuning via shared hypernetworks**, EMNLP 2021. {link}\n",
        "b.md": f"- **Fine-Tuning via Shared Hypernetworks**, ACL 2021. {link}\n",
        "c.md": f"- **Fine-Tuning via Shared Hypernetworks**, ACL 2021. {link}\n",
    }
    (found,) = findings_in(files, "VEN002")
    assert found.path == "a.md"
    assert found.subject.startswith("Fine-tuning via shared hypernetworks")
