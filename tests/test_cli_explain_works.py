"""``peftlint explain-works``, and what the configuration says of works, as a user meets them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

A = """# Papers

- **Sparse Adapters for Continual Speech Recognition.** *Edward Hu, Yelong Shen.* [[PDF](https://arxiv.org/abs/2106.09685)], ICLR 2022.
- **Few Weights Will Do for Vision.** *Shih-Yang Liu, Hongxu Yin.* [[PDF](https://arxiv.org/abs/2303.00003)], ACL 2023.
"""  # noqa: E501
B = """# Papers

- **Sparse adapters for continual speech recognition.** *Edward Hu, Yelong Shen.* [[PDF](https://openreview.net/forum?id=nZeVKeeFYf9)], 2022.
- **SA: Sparse Adapters for Continual Speech Recognition.** *Edward Hu, Yelong Shen.* [[PDF](https://openreview.net/forum?id=nZeVKeeFYf9)], 2022.
"""  # noqa: E501


def peftlint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "peftlint", *arguments]
    run = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert "Traceback" not in run.stderr, run.stderr
    return run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists/a.md").write_text(A)
    (tmp_path / "lists/b.md").write_text(B)
    configure(tmp_path, "")
    return tmp_path


def configure(project: Path, line: str) -> None:
    (project / "pyproject.toml").write_text(f"[tool.peftlint]\n{line}\n")


def works(project: Path) -> list[list[str]]:
    told = json.loads(peftlint(project, "export").stdout)
    return [work["entries"] for work in told["works"]]


ONE = ["lists/a.md:3", "lists/b.md:3", "lists/b.md:4"]


def test_explains_a_work_and_its_overrule_parts_it(project: Path) -> None:
    run = peftlint(
        project, "explain-works", "lists/a.md:3", "b.md#SA: Sparse Adapters for Continual Speech Recognition"
    )
    assert run.returncode == 0, run.stderr
    assert "identifiers: arxiv:2106.09685" in run.stdout
    assert "C (probable): same title but for the short name" in run.stdout
    lines = run.stdout.splitlines()
    assert lines[-3:-1] == ["to part them, write into pyproject.toml:", "[tool.peftlint]"]
    assert works(project) == [ONE, ["lists/a.md:4"]]
    configure(project, lines[-1])
    assert works(project) == [["lists/a.md:3"], ["lists/a.md:4"], ["lists/b.md:3", "lists/b.md:4"]]
    run = peftlint(project, "explain-works", "lists/a.md:3", "lists/b.md:4")
    assert "M (the configuration): lists/a.md:3 and lists/b.md:" in run.stdout
    assert run.stdout.splitlines()[-1].startswith("same = ")


def test_explains_two_works_and_its_overrule_joins_them(project: Path) -> None:
    told = json.loads(peftlint(project, "explain-works", "--format", "json", "a.md:3", "2303.00003").stdout)
    assert not told["together"]
    assert told["direct"][0]["reason"] == "different arXiv ids 2106.09685 and 2303.00003"
    assert told["overrule"] == 'same = [["arxiv:2106.09685", "arxiv:2303.00003"]]'
    configure(project, told["overrule"])
    assert works(project) == [["lists/a.md:3", "lists/a.md:4", "lists/b.md:3", "lists/b.md:4"]]
    assert (
        "the configuration joins them; but different arXiv ids"
        in peftlint(project, "merge", "-v", "-o", "-").stderr
    )
    found = peftlint(project, "check", "--select", "DUP001").stdout
    assert "lists/a.md:4" in found
    assert "as the configuration says" in found


def test_the_way_through_others(project: Path) -> None:
    told = json.loads(peftlint(project, "explain-works", "--format", "json", "a.md:3", "b.md:4").stdout)
    assert told["together"]
    assert {told["path"][0]["left"], told["path"][-1]["right"]} <= set(ONE)
    assert len(told["path"]) >= 1


def test_what_is_stale_is_told_and_nothing_fails(project: Path) -> None:
    configure(project, 'different = [["arxiv:2106.09685", "A Title of Yesterday"]]')
    for command in (["export"], ["merge", "-o", "-"], ["check", "--select", "DUP001"]):
        run = peftlint(project, *command)
        assert run.returncode in (0, 1)
        assert run.stderr.count("no entry is named by 'A Title of Yesterday'") == 1, command


def test_what_is_parted_is_not_told_as_joined(project: Path) -> None:
    column = "- **Editor's Notes**. Jane Doe, 2024. [[PDF](https://arxiv.org/abs/2401.04151)]\n"
    (project / "lists/b.md").write_text("# Papers\n\n" + column + column)
    found = peftlint(project, "check", "--select", "DUP001").stdout
    assert "lists/b.md:4:5 DUP001 the same work as 'Editor's Notes' (lists/b.md:3)\n" in found
    configure(project, 'different = [["b.md:3", "b.md:4"]]')
    assert "DUP001" not in peftlint(project, "check", "--select", "DUP001").stdout


def test_what_is_parted_may_not_be_one_work(project: Path) -> None:
    link = "[[PDF](https://arxiv.org/abs/2106.09685)]"
    text = f"# Papers\n\n- **Few Weights Will Do for Vision**, 2023. {link}\n- **Sparse Adapters of Speech**, 2021. {link}\n"
    (project / "lists/b.md").write_text(text)
    command = ("check", "--select", "DUP003", "lists/b.md")
    assert "one of them is wrong, or they are one work\n" in peftlint(project, *command).stdout
    configure(project, 'different = [["b.md:3", "b.md:4"]]')
    assert "one of them is wrong\n" in peftlint(project, *command).stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["lists/a.md:1", "lists/a.md:3"], "'lists/a.md:1' names no entry"),
        (["lists/a.md:3", "arxiv:2106.09685"], "both name lists/a.md:3"),
    ],
)
def test_names_that_do_not_do(project: Path, arguments: list[str], message: str) -> None:
    run = peftlint(project, "explain-works", *arguments)
    assert run.returncode == 2
    assert message in run.stderr
