"""A run that is made again tells the same, and whatever it depends on makes it another run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

LIST = """# Papers

- [LoRA: Low-Rank Adaptation](https://arxiv.org/abs/2106.09685), Edward Hu, ICLR 2022 [[code]()] [[notes](../notes.txt)]
- [BitFit: Simple Fine-tuning](https://arxiv.org/abs/2106.10199), Elad Ben Zaken, ACL 2022
- [Prefix-Tuning: Prompts](https://arxiv.org/abs/2101.00190), Xiang Li, NIPS 2021
"""

Run = Callable[..., tuple[int, str, str]]
UNKEPT = {"PEFTLINT_CACHE_DIR": ""}


@pytest.fixture
def check(tmp_path: Path) -> Run:
    """Runs ``peftlint check`` in a folder with one list and a cache of its own."""
    return runner(tmp_path, "check")


@pytest.fixture
def merge(tmp_path: Path) -> Run:
    """Runs ``peftlint merge`` there, where the README is up to date."""
    merge = runner(tmp_path, "merge")
    assert merge()[0] == 0
    return merge


def runner(folder: Path, command: str) -> Run:
    (folder / "lists").mkdir()
    (folder / "lists/a.md").write_text(LIST)

    def run(*arguments: str, environment: Mapping[str, str] | None = None) -> tuple[int, str, str]:
        told = {**os.environ, "PEFTLINT_CACHE_DIR": str(folder / "cache"), **(environment or {})}
        words = [sys.executable, "-m", "peftlint", command, *arguments]
        ran = subprocess.run(words, cwd=folder, env=told, capture_output=True, text=True, check=False)
        return ran.returncode, ran.stdout, ran.stderr

    return run


def kept(folder: Path) -> set[Path]:
    return set((folder / "cache/runs").iterdir())


def test_the_same_run_is_told_again(check: Run, tmp_path: Path) -> None:
    first = check()
    assert first[0] == 1
    assert "LNK001" in first[1]
    assert "LNK004" in first[1]
    assert len(kept(tmp_path)) == 1
    assert check() == first
    assert len(kept(tmp_path)) == 1
    assert check(environment=UNKEPT) == first


def test_warnings_are_told_again(check: Run, tmp_path: Path) -> None:
    (tmp_path / "lists/empty.md").write_text("# Nothing\n\nNo paper here.\n")
    first = check()
    assert "no entry was read" in first[2]
    assert check() == first


CHANGES: dict[str, Callable[[Path], object]] = {
    "the list": lambda folder: (folder / "lists/a.md").write_text(LIST.replace("[[code]()]", "")),
    "another list": lambda folder: (folder / "lists/b.md").write_text(LIST),
    "a file that is linked": lambda folder: (folder / "notes.txt").write_text(""),
    "the configuration": lambda folder: (folder / "pyproject.toml").write_text(
        '[tool.peftlint]\nignore = ["LNK001"]\n'
    ),
    "a readme": lambda folder: (folder / "README.md").write_text(
        "# Papers\n\n<!-- peftlint:begin -->\n\n<!-- peftlint:end -->\n"
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(check: Run, tmp_path: Path, change: str) -> None:
    check()
    CHANGES[change](tmp_path)
    after = check()
    assert after == check(environment=UNKEPT)
    assert ("LNK004" in after[1]) != (change == "a file that is linked")


@pytest.mark.parametrize(
    "words", [["--select", "VEN"], ["--format", "json"], ["--statistics"], ["lists/a.md"]]
)
def test_other_words_are_another_run(check: Run, words: list[str]) -> None:
    before = check()
    after = check(*words)
    assert after == check(*words, environment=UNKEPT)
    assert (after == before) == (words == ["lists/a.md"])


def test_mending_is_never_left_out(check: Run, tmp_path: Path) -> None:
    check("--select", "VEN001")
    check("--select", "VEN001", "--fix")
    assert "NeurIPS 2021" in (tmp_path / "lists/a.md").read_text()


def test_a_list_that_cannot_be_read_is_tried_again(check: Run, tmp_path: Path) -> None:
    (tmp_path / "lists/b.md").write_bytes(b"\xff")
    assert check()[0] == 2
    (tmp_path / "lists/b.md").write_text(LIST.replace("LoRA", "DoRA"))
    assert check()[0] == 1


# -- merge


def test_a_readme_that_is_up_to_date_is_told_again(merge: Run, tmp_path: Path) -> None:
    first = merge("--check")
    assert first[0] == 0
    assert first[1].endswith("README.md is up to date\n")
    assert len(kept(tmp_path)) == 1
    assert merge("--check") == merge() == first
    assert len(kept(tmp_path)) == 1
    assert merge("--check", environment=UNKEPT) == first


@pytest.mark.parametrize("words", [["--verbose"], ["--quiet"], ["--diff"], ["--init"], ["-o", "README.md"]])
def test_other_words_are_another_merge(merge: Run, words: list[str]) -> None:
    merge("--check")
    assert merge(*words) == merge(*words) == merge(*words, environment=UNKEPT)


MERGE_CHANGES: dict[str, Callable[[Path], object]] = {
    "the list": lambda folder: (folder / "lists/a.md").write_text(LIST.replace("BitFit", "FitBit")),
    "another list": lambda folder: (folder / "lists/b.md").write_text(LIST),
    "a list that cannot be read": lambda folder: (folder / "lists/b.md").write_bytes(b"\xff"),
    "the configuration": lambda folder: (folder / "pyproject.toml").write_text(
        '[tool.peftlint]\nother = "Else"\n'
    ),
    "the readme": lambda folder: (folder / "README.md").write_text(
        (folder / "README.md").read_text().replace("BitFit", "Bit-Fit")
    ),
    "no readme": lambda folder: (folder / "README.md").unlink(),
}


@pytest.mark.parametrize("change", MERGE_CHANGES)
def test_a_merge_sees_a_change(merge: Run, tmp_path: Path, change: str) -> None:
    first = merge("--check")
    MERGE_CHANGES[change](tmp_path)
    after = merge("--check")
    assert after == merge("--check", environment=UNKEPT)
    assert (after[0], after != first) == (2 if "cannot" in change else 1, True)
    if after[0] == 1:
        merge()
        assert merge("--check")[0] == 0


def test_warnings_of_a_merge_are_told_again(merge: Run, tmp_path: Path) -> None:
    (tmp_path / "lists/empty.md").write_text("# Nothing\n\nNo paper here.\n")
    merge()
    first = merge("--check")
    assert "no entry was read" in first[2]
    assert merge("--check") == first
