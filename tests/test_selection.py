"""Which rules run in which file."""

from __future__ import annotations

from pathlib import Path

import pytest

from peftlint.config import Config
from peftlint.rules import Rule
from peftlint.selection import Choice, UnknownSelector, select_rules

RULES = [
    Rule(code, name, "warning", default, "", command=command)
    for code, name, default, command in (
        ("LNK002", "missing-scheme", True, "check"),
        ("LNK001", "empty-link", True, "check"),
        ("LNK006", "non-canonical-link", False, "check"),
        ("LNK101", "dead-link", True, "links"),
        ("DUP001", "duplicate-entry", True, "check"),
        ("DUP004", "listed-elsewhere", False, "check"),
    )
]
DEFAULT = "DUP001 LNK001 LNK002"
ROOT = Path("/project")


def selected(config: Config, choice: Choice, command: str = "check") -> str:
    selection = select_rules(RULES, config, choice, {}, command=command)
    return " ".join(rule.code for rule in selection.rules)


@pytest.mark.parametrize(
    ("choice", "codes"),
    [
        (Choice(), DEFAULT),
        (Choice(select=("LNK001",)), "LNK001"),
        (Choice(select=("lnk001", "Duplicate-Entry")), "DUP001 LNK001"),
        (Choice(select=("LNK",)), "LNK001 LNK002"),
        (Choice(select=("L",)), "LNK001 LNK002"),
        (Choice(select=("LNK", "LNK006")), "LNK001 LNK002 LNK006"),
        (Choice(select=("non-canonical-link",)), "LNK006"),
        (Choice(select=("ALL",)), "DUP001 DUP004 LNK001 LNK002 LNK006"),
        (Choice(select=("all",), ignore=("LNK",)), "DUP001 DUP004"),
        (Choice(extend_select=("DUP004",)), "DUP001 DUP004 LNK001 LNK002"),
        (Choice(ignore=("LNK001",)), "DUP001 LNK002"),
        (Choice(ignore=("LNK",)), "DUP001"),
        (Choice(ignore=("ALL",)), ""),
        # the more specific wins, and of two equal ones the one that leaves out
        (Choice(select=("LNK",), ignore=("LNK002",)), "LNK001"),
        (Choice(select=("LNK001",), ignore=("LNK",)), "LNK001"),
        (Choice(select=("LNK00",), ignore=("LNK",)), "LNK001 LNK002"),
        (Choice(select=("LNK",), ignore=("LNK",)), ""),
        (Choice(select=("ALL",), ignore=("ALL",)), ""),
        (Choice(extend_select=("LNK006",), ignore=("LNK",)), "DUP001 LNK006"),
        # rules of another command are known, but not run
        (Choice(select=("LNK101", "LNK001")), "LNK001"),
    ],
)
def test_selectors(choice: Choice, codes: str) -> None:
    assert selected(Config(ROOT), choice) == codes
    config = Config(
        ROOT, select=choice.select or None, extend_select=choice.extend_select, ignore=choice.ignore
    )
    assert selected(config, Choice()) == codes


def test_several_selectors_in_one_option() -> None:
    assert selected(Config(ROOT), Choice(select=("LNK001, duplicate-entry,", "LNK002"))) == DEFAULT


def test_rules_of_another_command() -> None:
    assert selected(Config(ROOT), Choice(), command="links") == "LNK101"


@pytest.mark.parametrize(
    ("config", "choice", "codes"),
    [
        (Config(ROOT, select=("LNK",)), Choice(), "LNK001 LNK002"),
        (Config(ROOT, select=()), Choice(), ""),
        (Config(ROOT, ignore=("LNK",)), Choice(), "DUP001"),
        (Config(ROOT, ignore=("LNK001",)), Choice(ignore=("DUP",)), "LNK002"),
        (Config(ROOT, extend_select=("DUP004",)), Choice(), "DUP001 DUP004 LNK001 LNK002"),
        (Config(ROOT, select=("LNK",)), Choice(extend_select=("DUP001",)), "DUP001 LNK001 LNK002"),
        # --select begins anew
        (Config(ROOT, select=("LNK",)), Choice(select=("DUP",)), "DUP001"),
        (Config(ROOT, ignore=("DUP001",)), Choice(select=("DUP001",)), "DUP001"),
        (Config(ROOT, extend_select=("DUP004",)), Choice(select=("LNK001",)), "LNK001"),
    ],
)
def test_command_line_and_configuration(config: Config, choice: Choice, codes: str) -> None:
    assert selected(config, choice) == codes


@pytest.mark.parametrize(
    ("config", "choice", "message"),
    [
        (
            Config(ROOT),
            Choice(select=("LNK003",)),
            "--select: no rule is called 'LNK003'; did you mean 'LNK0",
        ),
        (Config(ROOT), Choice(ignore=("emptylink",)), "--ignore: no rule is called 'emptylink'; "),
        (Config(ROOT), Choice(extend_select=("empty-links",)), "did you mean 'empty-link'?"),
        (Config(ROOT), Choice(select=("X",)), "'X'; all rules are listed by: peftlint explain"),
        (Config(ROOT, select=("X",)), Choice(select=("DUP",)), "[tool.peftlint] select: no rule"),
        (Config(ROOT, extend_select=("X",)), Choice(), "[tool.peftlint] extend-select: no rule"),
        (Config(ROOT, ignore=("X",)), Choice(), "[tool.peftlint] ignore: no rule"),
        (Config(ROOT, per_file_ignores={"a.md": ("X",)}), Choice(), "per-file-ignores.a.md: no rule"),
    ],
)
def test_unknown_selectors(config: Config, choice: Choice, message: str) -> None:
    with pytest.raises(UnknownSelector) as caught:
        selected(config, choice)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("pattern", "selectors", "path", "runs"),
    [
        ("lists/a.md", ("LNK001",), "lists/a.md", False),
        ("lists/a.md", ("LNK001",), "lists/b.md", True),
        ("lists/a.md", ("LNK001",), "other/lists/a.md", True),
        ("lists/*.md", ("LNK",), "lists/a.md", False),
        ("a.md", ("empty-link",), "lists/a.md", False),
        ("*.md", ("ALL",), "lists/deep/a.md", False),
        ("*.md", ("DUP",), "lists/a.md", True),
        ("[ab].md", ("LNK001",), "lists/b.md", False),
    ],
)
def test_per_file(pattern: str, selectors: tuple[str, ...], path: str, runs: bool) -> None:
    config = Config(ROOT, per_file_ignores={pattern: selectors})
    selection = select_rules(RULES, config, Choice(), {f"../{path}": path})
    assert selection.runs("LNK001", f"../{path}") is runs
    assert not selection.runs("LNK006", f"../{path}")
