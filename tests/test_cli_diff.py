"""``peftlint diff`` in real repositories."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from repositories import Repository
from running import Run, runner

LORA = "- **LoRA: Low-Rank Adaptation**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]\n"
BITFIT = "- **BitFit: Simple Tuning of Models**, arXiv 2021. [[Paper](https://arxiv.org/abs/2106.10199)]\n"
README = "# Papers\n\n<!-- peftlint:begin -->\n<!-- peftlint:end -->\n"


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The working directory: a repository with two lists."""
    repository = Repository(tmp_path / "repository")
    monkeypatch.chdir(repository.folder)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    repository.write("lists/a.md", f"# A\n\n## Old\n\n{LORA}{BITFIT}")
    repository.write("lists/b.md", f"# B\n\n{BITFIT}")
    repository.commit()
    return repository


@pytest.fixture
def run(git: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    assert git.folder.is_dir()
    return runner(monkeypatch, capsys, "diff")


def test_in_words(git: Repository, run: Run) -> None:
    assert run() == (0, "nothing changes\n", "")
    git.write("lists/a.md", f"# A\n\n{LORA}\n## Old\n\n{BITFIT.replace('arXiv 2021', 'ACL 2022')}{LORA}")
    git.git("mv", "lists/b.md", "lists/c.md")
    status, out, err = run()
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "1 more entry of listed papers, 1 duplicate, 1 list renamed, 1 venue arXiv → ACL, 1 year 2021 → 2022, 0 removed",
        "~ lists/c.md: list renamed: lists/b.md → lists/c.md",
        "+ lists/a.md:3: entry added: LoRA: Low-Rank Adaptation: ICLR 2022 (also lists/a.md:8)",
        "~ lists/a.md:7: venue: BitFit: Simple Tuning of Models: arXiv → ACL",
        "~ lists/a.md:7: year: BitFit: Simple Tuning of Models: 2021 → 2022",
        "! lists/a.md:3: duplicate: LoRA: Low-Rank Adaptation:"
        " the same work as 'LoRA: Low-Rank Adaptation' (lists/a.md:8)",
    ]


def test_only_the_form(git: Repository, run: Run) -> None:
    git.write("lists/a.md", git.read("lists/a.md").replace("- **", "*  **").replace("\n", "\r\n"))
    assert run()[1] == "nothing changes in meaning: only the form of 1 list\n"


def test_a_branch(git: Repository, run: Run) -> None:
    git.git("checkout", "--quiet", "-b", "branch")
    git.write("lists/b.md", "# B\n\nnothing is left\n")
    git.commit()
    git.git("checkout", "--quiet", "main")
    git.write("lists/a.md", f"# A\n\n{BITFIT}")
    git.commit()
    git.git("checkout", "--quiet", "branch")
    status, out, _ = run("main", "--format", "json")
    told = json.loads(out)
    assert status == 0
    assert told["verdict"] == "1 entry of listed papers removed, 0 removed"
    assert told["changes"] == [
        {
            "kind": "entry removed",
            "title": "BitFit: Simple Tuning of Models",
            "before": "arXiv 2021",
            "after": "lists/a.md:6",
            "place": "lists/b.md:3",
        }
    ]


def test_some_lists(git: Repository, run: Run) -> None:
    git.write("lists/a.md", f"# A\n\n{LORA}")
    git.write("lists/b.md", f"# B\n\n{BITFIT}{LORA}")
    assert run("HEAD", "lists/b.md")[1].startswith("+1 paper, 0 removed\n")


def test_a_stale_readme(git: Repository, run: Run) -> None:
    git.write("README.md", README)
    assert run()[1] == "nothing changes, README.md out of date\n"


def test_for_a_page(git: Repository, run: Run) -> None:
    hostile = LORA.replace("LoRA: Low-Rank Adaptation", "LoRA: Low-Rank #1 @all Adaptation")
    git.write("lists/a.md", f"# A\n\n## Old\n\n{hostile}{BITFIT}")
    out = run("--format", "markdown")[1]
    assert out.startswith("### 1 title changed, 0 removed\n\n| change |")
    assert "`@all`" in out
    assert "`#1`" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["nowhere"], "no commit is called 'nowhere'"), (["HEAD", "no.md"], "no.md: no such file or folder")],
)
def test_could_not_run(run: Run, arguments: list[str], message: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert message in err
