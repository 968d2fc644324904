"""``find``, ``new``, ``absorb`` and what ``merge`` says of hand edits, as a user runs them: real processes, real files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

LIST = """# Papers

## Adapters

1. **LoRA: Low-Rank Adaptation of Large Language Models.** `ICLR`
   *Edward J. Hu, Yelong Shen* [[PDF](https://arxiv.org/abs/2106.09685)]
   [[Code](https://github.com/microsoft/LoRA)], 2022.

2. **Attention Is All You Need.** `NeurIPS`
   *Ashish Vaswani, Noam Shazeer* [[PDF](https://arxiv.org/abs/1706.03762)], 2017.
"""
NEW = ("new", "--list", "lists/a.md", "--title", "Sparse Adapters for Translation", "--author", "Ana Abaroa",
       "--venue", "ICML", "--year", "2024", "--link", "https://arxiv.org/abs/2401.00001")  # fmt: skip


def peftlint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    run = subprocess.run(
        [sys.executable, "-m", "peftlint", *arguments],
        cwd=folder,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert "Traceback" not in run.stderr, run.stderr
    return run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "a.md").write_text(LIST)
    (tmp_path / "pyproject.toml").write_text('[tool.peftlint]\ntitle = "All papers"\n')
    return tmp_path


def test_find_speaks_as_grep_does(project: Path) -> None:
    run = peftlint(project, "find", "attention", "is", "all", "you", "need")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == ("certain: Attention Is All You Need (NeurIPS, 2017)\n  lists/a.md:9: same title\n")
    run = peftlint(project, "find", "Deep Residual Learning")
    assert (run.returncode, run.stdout) == (1, "not listed: Deep Residual Learning\n")
    assert peftlint(project, "find", "x", "--list", "none.md").returncode == 2
    assert peftlint(project, "find", " ").returncode == 2


def test_find_as_json(project: Path) -> None:
    run = peftlint(project, "find", "2106.09685", "--format", "json")
    told = json.loads(run.stdout)
    assert (told["listed"], told["works"][0]["sure"]) == (True, "certain")
    assert told["works"][0]["entries"][0]["line"] == 5
    run = peftlint(project, "find", "nothing of the kind", "--format", "json")
    assert (run.returncode, json.loads(run.stdout)["works"]) == (1, [])


def test_find_prints_no_control_character_of_its_question(project: Path) -> None:
    run = peftlint(project, "find", "\x1b[31m\u202egnp.exe")
    assert run.returncode == 1
    assert not {"\x1b", "\u202e"} & set(run.stdout + run.stderr)


def test_new_prints_and_then_writes(project: Path) -> None:
    run = peftlint(project, *NEW)
    expected = (
        "3. **Sparse Adapters for Translation.** `ICML`\n"
        "   *Ana Abaroa* [[PDF](https://arxiv.org/abs/2401.00001)], 2024.\n"
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, expected, "")
    assert (project / "lists" / "a.md").read_text() == LIST
    run = peftlint(project, *NEW, "--write")
    assert (run.returncode, run.stdout) == (0, "lists/a.md:12: added below 'Adapters'\n")
    assert (project / "lists" / "a.md").read_text() == f"{LIST}\n{expected}"


def test_new_refuses_what_is_there(project: Path) -> None:
    run = peftlint(
        project,
        "new",
        "--list",
        "lists/a.md",
        "--title",
        "LoRA: low-rank adaptation of large language models",
    )
    assert (run.returncode, run.stdout) == (1, "")
    assert "lists/a.md:5" in run.stderr
    run = peftlint(
        project,
        "new",
        "--list",
        "lists/a.md",
        "--title",
        "X Y Z",
        "--link",
        "https://arxiv.org/pdf/1706.03762v5",
    )
    assert (run.returncode, "lists/a.md:9" in run.stderr) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--section", "Adaptors"), "did you mean 'Adapters'?"),
        (("--tag", "nice"), "cannot hold"),
        (("--link", "javascript:alert(1)"), "expected an address"),
    ],
)
def test_new_says_what_is_wrong_and_writes_nothing(
    project: Path, arguments: tuple[str, ...], told: str
) -> None:
    run = peftlint(project, *NEW, *arguments, "--write")
    assert run.returncode == 2
    assert told in run.stderr or "no entry there has all the parts" in run.stderr
    assert (project / "lists" / "a.md").read_text() == LIST


def edit(project: Path, old: str, new: str) -> None:
    page = (project / "README.md").read_text()
    lines = [line.replace(old, new) if line.startswith("- **") else line for line in page.split("\n")]
    (project / "README.md").write_text("\n".join(lines))


def git(project: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=project, check=True, capture_output=True)


def test_merge_check_names_the_list_to_edit_and_absorb_does_it(project: Path) -> None:
    peftlint(project, "merge")
    edit(project, "_ICLR_", "_ICML_")
    run = peftlint(project, "merge", "--check")
    assert run.returncode == 1
    assert (
        "edited by hand: LoRA: Low-Rank Adaptation of Large Language Models: venue ICLR → ICML" in run.stdout
    )
    assert "edit instead: lists/a.md:5" in run.stdout
    run = peftlint(project, "absorb")
    assert (run.returncode, "would change: lists/a.md:5" in run.stdout) == (0, True)
    run = peftlint(project, "absorb", "--diff")
    assert "+1. **LoRA: Low-Rank Adaptation of Large Language Models.** `ICML`" in run.stdout.splitlines()
    assert (project / "lists" / "a.md").read_text() == LIST
    run = peftlint(project, "absorb", "--write")
    assert (run.returncode, run.stdout.splitlines()[-1]) == (0, "now run: peftlint merge")
    assert (project / "lists" / "a.md").read_text() == LIST.replace("`ICLR`", "`ICML`")
    assert peftlint(project, "merge").returncode == 0
    assert peftlint(project, "absorb").stdout == "README.md: nothing was edited by hand\n"


def test_merge_says_that_it_overwrites(project: Path) -> None:
    peftlint(project, "merge")
    edit(project, "_ICLR_", "_ICML_")
    run = peftlint(project, "merge")
    assert run.returncode == 0
    assert "1 edit by hand overwritten" in run.stderr
    assert "edit instead: lists/a.md:5" in run.stdout


def test_history_tells_what_the_lists_had_before(project: Path) -> None:
    """With git at hand, an address that the committed list has is no hand edit; one that nothing had is."""
    peftlint(project, "merge")
    git(project, "init", "-q")
    git(project, "add", ".")
    git(project, "commit", "-qm", "lists")
    moved = LIST.replace("microsoft/LoRA", "microsoft/peft")
    (project / "lists" / "a.md").write_text(moved)
    run = peftlint(project, "merge", "--check")
    assert (run.returncode, "by hand" in run.stdout) == (1, False)
    (project / "lists" / "a.md").write_text(LIST)
    edit(project, "microsoft/LoRA", "microsoft/peft")
    run = peftlint(project, "merge", "--check")
    assert ": edited by hand: LoRA" in run.stdout
    run = peftlint(project, "absorb", "--write")
    assert (run.returncode, (project / "lists" / "a.md").read_text()) == (0, moved)


def test_absorb_says_why_not(project: Path) -> None:
    peftlint(project, "merge")
    page = (project / "README.md").read_text()
    made = "- **[A New Paper](https://arxiv.org/abs/2401.00009)**, 2024, _ICML_.\n- **["
    (project / "README.md").write_text(page.replace("- **[", made, 1))
    run = peftlint(project, "absorb", "--write")
    assert run.returncode == 1
    assert "no list has this work" in run.stdout
    assert "peftlint new --list lists/a.md --title 'A New Paper'" in run.stdout
    assert (project / "lists" / "a.md").read_text() == LIST
    assert peftlint(project, "absorb", "--write", "--diff").returncode == 2


@pytest.mark.parametrize("command", ["find", "new", "absorb"])
def test_help_has_an_example(command: str, project: Path) -> None:
    run = peftlint(project, command, "--help")
    assert (run.returncode, f"Example: peftlint {command}" in run.stdout) == (0, True)
