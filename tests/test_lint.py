"""The order of findings, what belongs to them, and that one run is like another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest
from linting import TODAY, linter, lists_of

from peftlint.lint import library_for, lint, settle
from peftlint.model import Finding, Library, PaperList, Span
from peftlint.rules import Rule, Surroundings
from peftlint.selection import Selection

LISTS = sorted((Path(__file__).parents[1] / "lists").glob("*.md"))
PAPER = "[Paper](https://arxiv.org/abs/2106.09685)"
NOTHING = Surroundings(TODAY, lambda _: False)


def words(code: str, word: str) -> Rule:
    """A rule that finds each place of a word in a list."""

    def check(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
        text, at = paper_list.source.text, -1
        while (at := text.find(word, at + 1)) >= 0:
            yield Finding(code, paper_list.path, Span(at, at + len(word)), f"{word} found", word)

    return Rule(code, f"no-{word}", "warning", True, "", of_list=check)


def found(
    files: dict[str, str], *rules: Rule, left_out: dict[str, frozenset[str]] | None = None
) -> list[str]:
    """``path:line:column CODE`` of each finding, in order."""
    lists = lists_of(files)
    known = {rule.code: rule for rule in rules}
    findings = lint(Library(lists, (), lambda: ()), Selection(rules, left_out or {}), known, NOTHING)
    sources = {paper_list.path: paper_list.source for paper_list in lists}
    places = [sources[finding.path].place(finding.span.start) for finding in findings]
    return [
        f"{finding.path}:{place.line}:{place.column} {finding.code}"
        for place, finding in zip(places, findings, strict=True)
    ]


def test_order_is_path_line_column_code() -> None:
    files = {"b.md": "x y\n", "a.md": "y x\n\nx\n", "lists/a.md": "x\n"}
    rules = (words("AAA002", "x"), words("AAA001", "x"), words("AAA003", "y"))
    expected = [
        "a.md:1:1 AAA003", "a.md:1:3 AAA001", "a.md:1:3 AAA002", "a.md:3:1 AAA001", "a.md:3:1 AAA002",
        "b.md:1:1 AAA001", "b.md:1:1 AAA002", "b.md:1:3 AAA003", "lists/a.md:1:1 AAA001", "lists/a.md:1:1 AAA002",
    ]  # fmt: skip
    for order in permutations(rules):
        assert found(files, *order) == expected
        assert found(dict(reversed(files.items())), *order) == expected


def test_rules_left_out_in_a_file() -> None:
    files = {"a.md": "x y\n", "b.md": "x y\n"}
    left_out = {"a.md": frozenset({"AAA001"})}
    assert found(files, words("AAA001", "x"), words("AAA002", "y"), left_out=left_out) == [
        "a.md:1:3 AAA002",
        "b.md:1:1 AAA001",
        "b.md:1:3 AAA002",
    ]


def test_findings_of_other_files_are_dropped() -> None:
    lists = lists_of({"a.md": "x\n"})
    finding = Finding("AAA001", "elsewhere.md", Span(0, 1), "x found", "x")
    assert settle([finding], lists, Selection((words("AAA001", "x"),)), {}) == ()


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        (f"- **LoRA: Low-Rank Adaptation**, ICLR 2022. {PAPER} MARK\n", "list.md:1"),
        (f"- MARK **LoRA: Low-Rank Adaptation**, ICLR 2022. {PAPER}\n", "list.md:1"),
        (f"1. **LoRA: Low-Rank Adaptation**\n   ICLR 2022. {PAPER}\n   MARK\n", "list.md:1"),
        (
            f"- **LoRA: Low-Rank Adaptation** {PAPER}\n- **BitFit: Simple Fine-tuning** MARK {PAPER}\n",
            "list.md:2",
        ),
        (f"MARK\n\n- **LoRA: Low-Rank Adaptation**, ICLR 2022. {PAPER}\n", None),
        (f"- **LoRA: Low-Rank Adaptation**, ICLR 2022. {PAPER}\n\n## MARK\n", None),
        ("MARK\n", None),
    ],
)
def test_findings_know_their_entry(text: str, entry: str | None) -> None:
    rule = words("AAA001", "MARK")
    library = Library(lists_of({"list.md": text}), (), lambda: ())
    [finding] = lint(library, Selection((rule,)), {rule.code: rule}, NOTHING)
    assert finding.entry == entry


def test_a_rule_may_name_the_entry_itself() -> None:
    lists = lists_of({"list.md": f"- **LoRA: Low-Rank Adaptation**, ICLR 2022. {PAPER} MARK\n"})
    rule = words("AAA001", "MARK")
    finding = Finding("AAA001", "list.md", Span(0, 1), "", "", entry="other.md:7")
    assert settle([finding], lists, Selection((rule,)), {})[0].entry == "other.md:7"


def test_works_are_compared_only_for_rules_that_ask() -> None:
    lists = lists_of({"list.md": f"- **LoRA: Low-Rank Adaptation**, ICLR 2022. {PAPER}\n"})
    of_list = words("AAA001", "x")
    of_library = Rule("AAA002", "b", "warning", True, "", of_library=lambda *_: iter(()))
    assert not library_for(Selection((of_list,)), lists).works
    assert library_for(Selection((of_list, of_library)), lists).works


def test_runs_are_alike() -> None:
    files = {path.name: path.read_text("utf-8") for path in LISTS}
    lists = lists_of(files)
    once = linter(files, "ALL")(lists)
    assert len(once) > 50
    assert linter(files, "ALL")(lists_of(files)) == once
    assert linter(files, "ALL")(lists[::-1]) == once
