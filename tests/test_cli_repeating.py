"""A check that is made again tells the same, and whatever it depends on makes it another check."""

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

Check = Callable[..., tuple[int, str, str]]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Runs ``peftlint check`` in a folder with one list and a cache of its own."""
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists/a.md").write_text(LIST)

    def check(*arguments: str, environment: Mapping[str, str] | None = None) -> tuple[int, str, str]:
        told = {**os.environ, "PEFTLINT_CACHE_DIR": str(tmp_path / "cache"), **(environment or {})}
        command = [sys.executable, "-m", "peftlint", "check", *arguments]
        run = subprocess.run(command, cwd=tmp_path, env=told, capture_output=True, text=True, check=False)
        return run.returncode, run.stdout, run.stderr

    return check


def kept(folder: Path) -> set[Path]:
    return set((folder / "cache/runs").iterdir())


def test_the_same_run_is_told_again(check: Check, tmp_path: Path) -> None:
    first = check()
    assert first[0] == 1
    assert "LNK001" in first[1]
    assert "LNK004" in first[1]
    assert len(kept(tmp_path)) == 1
    assert check() == first
    assert len(kept(tmp_path)) == 1
    assert check(environment={"PEFTLINT_CACHE_DIR": ""}) == first


def test_warnings_are_told_again(check: Check, tmp_path: Path) -> None:
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
def test_a_change_is_seen(check: Check, tmp_path: Path, change: str) -> None:
    check()
    CHANGES[change](tmp_path)
    after = check()
    assert after == check(environment={"PEFTLINT_CACHE_DIR": ""})
    assert ("LNK004" in after[1]) != (change == "a file that is linked")


@pytest.mark.parametrize(
    "words", [["--select", "VEN"], ["--format", "json"], ["--statistics"], ["lists/a.md"]]
)
def test_other_words_are_another_run(check: Check, words: list[str]) -> None:
    before = check()
    after = check(*words)
    assert after == check(*words, environment={"PEFTLINT_CACHE_DIR": ""})
    assert (after == before) == (words == ["lists/a.md"])


def test_mending_is_never_left_out(check: Check, tmp_path: Path) -> None:
    check("--select", "VEN001")
    check("--select", "VEN001", "--fix")
    assert "NeurIPS 2021" in (tmp_path / "lists/a.md").read_text()


def test_a_list_that_cannot_be_read_is_tried_again(check: Check, tmp_path: Path) -> None:
    (tmp_path / "lists/b.md").write_bytes(b"\xff")
    assert check()[0] == 2
    (tmp_path / "lists/b.md").write_text(LIST.replace("LoRA", "DoRA"))
    assert check()[0] == 1
