"""What stood in real repositories, whatever is set around them and in them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from repositories import Repository

from peftlint.git import GitProblem, repository_at


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    repository = Repository(tmp_path / "made")
    repository.write("lists/a.md", "one\r\ntwo")
    repository.write("lists/表 ü\t.md", "三")
    repository.write("empty.md", "")
    repository.commit()
    return repository


def read(made: Repository, *paths: str, ref: str = "HEAD") -> dict[str, bytes]:
    repository = repository_at(str(made.folder))
    return repository.tree(repository.base(ref)).read(paths)


def test_contents_are_as_they_were(made: Repository) -> None:
    made.write("lists/a.md", "changed")
    expected = {"lists/a.md": b"one\r\ntwo", "lists/表 ü\t.md": "三".encode(), "empty.md": b""}
    assert read(made, *expected, "lists", "missing.md") == expected


def test_from_a_folder_below(made: Repository) -> None:
    assert repository_at(str(made.folder / "lists")).root == str(made.folder)


def test_links_are_followed_within_the_tree(made: Repository) -> None:
    for name, target in {
        "link.md": "lists/a.md",
        "folder": "lists",
        "lists/up.md": "../link.md",
        "loop.md": "loop.md",
        "out.md": "../../outside.md",
        "root.md": "/etc/hostname",
        "broken.md": "nowhere.md",
    }.items():
        (made.folder / name).symlink_to(target)
    made.commit()
    repository = repository_at(str(made.folder))
    tree = repository.tree(repository.base("HEAD"))
    assert set(
        tree.read(["link.md", "folder/a.md", "lists/up.md", "loop.md", "out.md", "root.md", "broken.md"])
    ) == {
        "link.md",
        "folder/a.md",
        "lists/up.md",
    }
    assert {
        path: tree.exists(path) for path in ("folder/a.md", "lists", "broken.md", "out.md", "root.md", "x/..")
    } == {
        "folder/a.md": True,
        "lists": True,
        "broken.md": False,
        "out.md": None,
        "root.md": None,
        "x/..": True,
    }


def test_a_submodule_is_there_but_what_it_holds_is_not_known(made: Repository, tmp_path: Path) -> None:
    other = Repository(tmp_path / "other")
    other.write("x.md", "x")
    other.commit()
    made.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other.folder), "sub")
    made.commit()
    repository = repository_at(str(made.folder))
    tree = repository.tree(repository.base("HEAD"))
    assert (tree.exists("sub"), tree.exists("sub/x.md"), tree.read(["sub"])) == (True, None, {})


@pytest.mark.parametrize(
    "name", ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX"]
)
def test_what_hooks_are_run_with_does_not_count(
    made: Repository, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "/nowhere")
    assert read(made, "lists/a.md")


def test_nothing_of_the_repository_runs(made: Repository, tmp_path: Path) -> None:
    """Also not the filter that ``git diff`` with the working tree would run, which the control shows."""
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\ncat\n")
    trap.chmod(0o755)
    made.write(".gitattributes", "*.md diff=trap filter=trap merge=trap\n")
    for name in ("core.fsmonitor", "core.pager", "core.sshCommand", "diff.external", "diff.trap.textconv"):
        made.git("config", name, str(trap))
    made.git("config", "core.hooksPath", str(tmp_path))
    made.git("commit", "--quiet", "--no-verify", "--allow-empty", "-m", "one more")
    for name in (
        "filter.trap.clean",
        "filter.trap.smudge",
        "filter.trap.process",
        "alias.ls-tree",
        "pager.cat-file",
    ):
        made.git("config", name, str(trap))
    made.write("lists/a.md", "changed")
    (tmp_path / "ran").unlink(missing_ok=True)
    assert read(made, "lists/a.md") == {"lists/a.md": b"one\r\ntwo"}
    assert not (tmp_path / "ran").exists()
    made.run("git", "diff", "--no-ext-diff", "--no-textconv", "HEAD")
    assert (tmp_path / "ran").exists()


class TestBase:
    def test_a_branch_that_lags_behind_is_compared_with_where_it_left(self, made: Repository) -> None:
        start = made.git("rev-parse", "HEAD")
        made.git("checkout", "--quiet", "-b", "ours")
        made.write("ours.md", "x")
        made.commit()
        made.git("checkout", "--quiet", "main")
        made.write("theirs.md", "x")
        tip = made.commit()
        made.git("checkout", "--quiet", "ours")
        repository = repository_at(str(made.folder))
        assert repository.base("main") == start
        made.git("merge", "--quiet", "--no-commit", "main")
        assert repository.base("main") == tip  # what is merged just now is not ours
        made.commit()
        assert repository.base("main") == repository.base("HEAD^2") == tip

    def test_histories_that_never_met(self, made: Repository) -> None:
        main = made.git("rev-parse", "HEAD")
        made.git("checkout", "--quiet", "--orphan", "other")
        assert repository_at(str(made.folder)).base("main") == main  # HEAD has no commit yet
        made.commit("other")
        assert repository_at(str(made.folder)).base("main") == main

    def test_the_checkout_of_a_pull_request_needs_no_history(self, made: Repository, tmp_path: Path) -> None:
        made.git("checkout", "--quiet", "-b", "request")
        made.write("new.md", "x")
        made.commit()
        made.git("checkout", "--quiet", "main")
        made.write("other.md", "x")
        tip = made.commit()
        made.git("merge", "--quiet", "--no-ff", "request", "-m", "merge")
        merge = made.git("rev-parse", "HEAD")
        clone = Repository(tmp_path / "clone")
        origin = made.folder.as_uri()
        made.git("config", "uploadpack.allowAnySHA1InWant", "true")
        clone.git("fetch", "--quiet", "--depth=1", origin, merge)
        clone.git("checkout", "--quiet", "--detach", merge)
        clone.git("fetch", "--quiet", "--depth=1", origin, tip)
        assert repository_at(str(clone.folder)).base(tip) == tip

    def test_too_shallow(self, made: Repository, tmp_path: Path) -> None:
        made.git("checkout", "--quiet", "-b", "request")
        made.write("new.md", "x")
        made.commit()
        made.git("checkout", "--quiet", "main")
        made.write("other.md", "x")
        made.commit()
        origin = made.folder.as_uri()
        made.git("clone", "--quiet", "--depth=1", "--branch=request", origin, str(tmp_path / "clone"))
        clone = repository_at(str(tmp_path / "clone"))
        with pytest.raises(
            GitProblem, match=r"git fetch origin main:main --unshallow .actions/checkout: fetch-depth: 0"
        ):
            clone.base("main")
        with pytest.raises(GitProblem, match=r"git fetch origin main:refs/remotes/origin/main --unshallow"):
            clone.base("origin/main")
        made.git("-C", str(tmp_path / "clone"), "fetch", "--quiet", "--depth=1", "origin", "main:main")
        with pytest.raises(GitProblem, match=r"shallow: it does not reach back .* git fetch --unshallow"):
            clone.base("main")
        made.git("-C", str(tmp_path / "clone"), "fetch", "--quiet", "--unshallow")
        assert repository_at(clone.root).base("main") == made.git("merge-base", "main", "request")


@pytest.mark.parametrize(
    ("ref", "message"),
    [
        ("-x", "expected a commit, branch or tag to compare with, found '-x'"),
        ("--upload-pack=touch x", "expected a commit"),
        ("", "expected a commit"),
        (
            "mian",
            "no commit is called 'mian' here; check the spelling, or fetch it with: git fetch origin mian:mian",
        ),
        ("origin/v1~3", "git fetch origin v1:refs/remotes/origin/v1"),
        ("a; rm x", "git fetch origin 'a; rm x:a; rm x'"),
        ("0" * 40, f"git fetch origin {'0' * 40}"),
        ("HEAD:lists/a.md", "no commit is called"),
    ],
)
def test_no_commit(made: Repository, ref: str, message: str) -> None:
    with pytest.raises(GitProblem) as raised:
        repository_at(str(made.folder)).base(ref)
    assert message in str(raised.value)


def test_a_branch_of_origin_is_named(made: Repository) -> None:
    made.git("update-ref", "refs/remotes/origin/next", "HEAD")
    with pytest.raises(GitProblem, match="one is called 'origin/next'; name that"):
        repository_at(str(made.folder)).base("next")


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(
        GitProblem, match=r"expected a folder of a git repository: fatal: not a git repository"
    ):
        repository_at(str(tmp_path))
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(GitProblem, match="git was not found; install it"):
        repository_at(str(tmp_path))


def test_a_clone_without_contents(made: Repository, tmp_path: Path) -> None:
    made.git("config", "uploadpack.allowFilter", "true")
    folder = str(tmp_path / "clone")
    made.git("clone", "--quiet", "--no-checkout", "--filter=blob:none", made.folder.as_uri(), folder)
    repository = repository_at(folder)
    with pytest.raises(
        GitProblem, match=r"as in a partial clone; fetch it with: git fetch --refetch --no-filter"
    ):
        repository.tree(repository.base("HEAD")).read(["lists/a.md"])
