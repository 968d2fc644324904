"""The hooks as users have them: real pre-commit, real git repositories, a pinned clone of this one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from repositories import ROOT, Repository, copy_of_this_repository

LORA = "- **LoRA: Low-Rank Adaptation**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]\n"
BITFIT = "- **BitFit: Simple Fine-tuning**, ACL 2022. [[Paper](https://arxiv.org/abs/2106.10199)]\n"
PREFIX = "- **Prefix-Tuning: Prompts**, ACL 2021. [[Paper](https://arxiv.org/abs/2101.00190)]\n"
BROKEN = "- **QLoRA: Efficient Finetuning**, NeurIPS 2023. [[Paper](https://arxiv.org/abs/2305.14314)] [[Code]()]\n"


class Pinned(NamedTuple):
    """A clone of this repository, and where pre-commit keeps what it installs from it."""

    repository: Repository
    revision: str
    store: Path


@pytest.fixture(scope="module")
def pinned(tmp_path_factory: pytest.TempPathFactory) -> Pinned:
    repository = copy_of_this_repository(tmp_path_factory.mktemp("clone"))
    return Pinned(repository, repository.git("rev-parse", "HEAD"), tmp_path_factory.mktemp("store"))


@pytest.fixture
def user(pinned: Pinned, tmp_path: Path) -> Repository:
    """A repository with two lists and the README merged from them, committed, with both hooks installed."""
    user = Repository(tmp_path / "user", PRE_COMMIT_HOME=str(pinned.store))
    hooks = [{"id": "peftlint-merge"}, {"id": "peftlint"}]
    repo = {"repo": str(pinned.repository.folder), "rev": pinned.revision, "hooks": hooks}
    user.write(".pre-commit-config.yaml", yaml.safe_dump({"repos": [repo]}))
    user.write("lists/a.md", f"# A\n\n{LORA}")
    user.write("lists/b.md", f"# B\n\n{BITFIT}")
    user.peftlint("merge", "--init")
    user.commit()
    pre_commit(user, "install")
    return user


def pre_commit(user: Repository, *arguments: str) -> str:
    ran = user.run(sys.executable, "-m", "pre_commit", *arguments)
    assert ran.returncode in (0, 1), ran.stdout
    return ran.stdout


def commit(user: Repository, *arguments: str) -> tuple[int, str]:
    """``git commit``, which runs the hooks: its exit status, and what they said."""
    ran = user.run("git", "commit", "--message", "change", *arguments)
    return ran.returncode, ran.stdout


# -- what the files say


def manifest() -> list[dict[str, Any]]:
    hooks: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    return hooks


@pytest.mark.parametrize("hook", manifest(), ids=lambda hook: hook["id"])
def test_manifest(hook: dict[str, Any]) -> None:
    """pre-commit takes a misspelt key without a word."""
    words = {"id", "name", "description", "entry"}
    settings = {"language": "python", "pass_filenames": False, "always_run": True}
    assert hook == {**{word: hook[word] for word in words}, **settings}


def test_this_repository_uses_its_own_hooks() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    own = {hook["id"]: hook for repo in config["repos"] for hook in repo["hooks"]}
    for hook in manifest():
        here = own[hook["id"]]
        assert here["entry"] == f".venv/bin/{hook['entry']}"
        assert {key: here[key] for key in ("name", "pass_filenames", "always_run")} == {
            key: hook[key] for key in ("name", "pass_filenames", "always_run")
        }


# -- what they do


def add(user: Repository) -> None:
    user.write("lists/c.md", f"# C\n\n{PREFIX}")


def change(user: Repository) -> None:
    user.write("lists/a.md", user.read("lists/a.md").replace("ICLR 2022", "arXiv 2021"))


def rename(user: Repository) -> None:
    user.git("mv", "lists/b.md", "lists/z.md")


def delete(user: Repository) -> None:
    user.git("rm", "--quiet", "lists/b.md")


@pytest.mark.parametrize(
    ("act", "shown", "gone"),
    [
        (add, "Prefix-Tuning", "nothing"),
        (change, "2021, _arXiv_", "ICLR"),
        (rename, "[lists/z.md](lists/z.md)", "lists/b.md"),
        (delete, "LoRA", "BitFit"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_readme_follows_the_lists(
    user: Repository, act: Callable[[Repository], None], shown: str, gone: str
) -> None:
    act(user)
    user.git("add", "--all")
    status, told = commit(user)
    assert status == 1
    assert "files were modified by this hook" in told
    readme = user.read("README.md")
    assert shown in readme
    assert gone not in readme
    user.git("add", "README.md")
    status, told = commit(user)
    assert (status, told.count("Passed")) == (0, 2), told
    assert user.git("status", "--porcelain") == ""


def test_the_last_list(user: Repository) -> None:
    """Without a list there is nothing to write: the page stays, and the message says what to do."""
    before = user.read("README.md")
    user.git("rm", "--quiet", "lists/a.md", "lists/b.md")
    status, told = commit(user)
    assert status == 1
    assert "no list matches lists/*.md" in told
    assert "set lists under [tool.peftlint]" in told
    assert user.read("README.md") == before


def test_findings_stop_a_commit(user: Repository) -> None:
    user.write("lists/a.md", user.read("lists/a.md") + BROKEN)
    user.peftlint("merge")
    user.git("add", "--all")
    status, told = commit(user)
    assert status == 1
    assert "lists/a.md:4:" in told
    assert "LNK001" in told
    assert "files were modified" not in told


def test_what_is_not_staged_counts_not_and_stays(user: Repository) -> None:
    user.write("notes.txt", "x")
    user.git("add", "notes.txt")
    broken = user.read("lists/a.md") + BROKEN
    user.write("lists/a.md", broken)
    status, told = commit(user)
    assert (status, told.count("Passed")) == (0, 2), told
    assert user.read("lists/a.md") == broken
    assert user.git("status", "--porcelain") == "M lists/a.md"


@pytest.mark.parametrize("arguments", [("--all",), ("--", "lists/a.md")], ids=["all", "one file"])
def test_only_new_findings_with_since(user: Repository, arguments: tuple[str, ...]) -> None:
    """``git commit --all`` and ``git commit FILE`` have an index of their own, which hooks are told by GIT_INDEX_FILE."""
    config = yaml.safe_load(user.read(".pre-commit-config.yaml"))
    config["repos"][0]["hooks"] = [{"id": "peftlint", "args": ["--since", "HEAD"]}]
    user.write(".pre-commit-config.yaml", yaml.safe_dump(config))
    user.write("lists/a.md", user.read("lists/a.md") + BROKEN)
    user.peftlint("merge")
    user.commit()
    user.write("lists/a.md", user.read("lists/a.md").replace("**LoRA:", "**LoRA :"))
    user.peftlint("merge")
    user.git("add", "README.md")
    status, told = commit(user, "--all")
    assert (status, told.count("Passed")) == (0, 1), told
    user.write("lists/a.md", user.read("lists/a.md") + LORA)
    status, told = commit(user, *arguments)
    assert status == 1
    assert "DUP001" in told
    assert "LNK001" not in told


def test_try_repo(user: Repository, pinned: Pinned) -> None:
    """As somebody tries it out before using it: no configuration, nothing pinned."""
    user.write("lists/a.md", user.read("lists/a.md") + BROKEN)
    user.git("add", "--all")
    told = pre_commit(user, "try-repo", str(pinned.repository.folder), "peftlint", "--all-files")
    assert "LNK001" in told
    assert "MRG001" in told
