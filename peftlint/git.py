"""What stood in a repository at another commit: the only module that runs git.

It asks for objects alone: names of commits, trees, the bytes of files. git reads no working tree, index or
attributes for that, so nothing runs that a repository can name (filters, textconv, external diffs, a file
system monitor, hooks, a pager), and nothing is fetched. What the working tree holds is read by ``files.py``;
what lies between the two is found by ``changes``.
"""

from __future__ import annotations

import os
import posixpath
import re
import shlex
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, NoReturn

from peftlint.errors import Problem

_SYMLINK, _SUBMODULE = "120000", "160000"
_MOST_LINKS = 40
"""Symbolic links that are followed on the way to one file, as Linux does (path_resolution(7))."""

_KEPT = re.compile("GIT_(?:CONFIG|EXEC_PATH|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM)")
"""Variables of git that do not bind it to one repository, index or folder, as those do that hooks are run with."""

_NO_ACTIONS = {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
_HEXADECIMAL = re.compile("[0-9a-f]{40,64}")
_ANCESTOR = re.compile("[~^@]")
"""What follows a name in a revision (gitrevisions(7))."""


class GitProblem(Problem):
    """git cannot say what was asked; the message says what to do."""


class Blob(NamedTuple):
    """A file of a tree: its mode as git writes it (``100644``) and the name of its content."""

    mode: str
    id: str


@dataclass(frozen=True)
class Tree:
    """All files of one commit, by their path from the top of the repository, with ``/``."""

    repository: Repository
    commit: str
    blobs: Mapping[str, Blob]

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder that holds a file, at whatever depth; ``.`` is the top."""
        found = {"."}
        for path in self.blobs:
            while (path := posixpath.dirname(path)) and path not in found:
                found.add(path)
        return frozenset(found)

    def exists(self, path: str) -> bool | None:
        """Whether there is a file or folder at *path*, links followed.

        None where the tree does not know: outside of the repository and in its submodules.
        """
        real = self.real(path)
        return None if real is None else real in self.blobs or real in self.folders

    def real(self, path: str) -> str | None:
        """The path to which the symbolic links on the way lead; None where that is not in this tree."""
        rest, real = path.split("/")[::-1], "."
        links = 0
        while rest:
            real = posixpath.normpath(posixpath.join(real, rest.pop()))
            blob = self.blobs.get(real)
            if real.startswith("..") or (blob and blob.mode == _SUBMODULE and rest):
                return None
            if blob and blob.mode == _SYMLINK and links < _MOST_LINKS:
                target = os.fsdecode(self.repository.contents([blob.id])[blob.id])
                if target.startswith("/"):
                    return None
                rest += target.split("/")[::-1]
                real, links = posixpath.dirname(real) or ".", links + 1
        return real

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The contents of those of *paths* that are files, links followed."""
        real = {path: self.real(path) for path in paths}
        found = {path: self.blobs[at] for path, at in real.items() if at is not None and at in self.blobs}
        files = {path: blob.id for path, blob in found.items() if blob.mode not in (_SYMLINK, _SUBMODULE)}
        contents = self.repository.contents(files.values())
        return {path: contents[name] for path, name in files.items()}


@dataclass(frozen=True)
class Repository:
    """A repository with a working tree; ``root`` is the real path of its top. ``shallow``: history is cut off."""

    root: str
    shallow: bool

    def tree(self, commit: str) -> Tree:
        """The files of a commit (by its full name)."""
        blobs: dict[str, Blob] = {}
        for line in self._run("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0")[:-1]:
            told, path = line.split(b"\t", 1)
            mode, _, name = os.fsdecode(told).split(" ")
            blobs[os.fsdecode(path)] = Blob(mode, name)
        return Tree(self, commit, blobs)

    def contents(self, names: Iterable[str]) -> dict[str, bytes]:
        """The bytes of blobs, by their names, from one process. Raises GitProblem where one is not there."""
        asked = list(dict.fromkeys(names))
        if not asked:
            return {}
        ran = self._try("cat-file", "--batch", given="".join(f"{name}\n" for name in asked).encode())
        found, at = {}, 0
        for name in asked:
            end = ran.stdout.find(b"\n", at)
            _, _, size = ran.stdout[at:end].rpartition(b" blob ")
            if not size.isdigit():
                raise GitProblem(
                    f"{self.root}: git has no content for {name}, as in a partial clone;"
                    " fetch it with: git fetch --refetch --no-filter"
                )
            start = end + 1
            at = start + int(size) + 1
            found[name] = ran.stdout[start : at - 1]
        return found

    def base(self, ref: str) -> str:
        """The commit that the working tree is to be compared with if it is to be compared with *ref*.

        That is where the history of HEAD left that of *ref* (their merge base), so that what *ref* has
        got since is no change of ours; for an ancestor of HEAD it is *ref* itself. In the middle of a merge,
        what is merged counts as history of HEAD. Histories that never met: *ref*.

        Raises GitProblem if there is no such commit, or if a shallow clone does not reach back that far.
        """
        commit = self._commit(ref)
        heads = [head for name in ("HEAD", "MERGE_HEAD") if (head := self._find(name))]
        if commit in heads[:1] or any(commit in self._parents(head) for head in heads):
            return commit
        ran = self._try("merge-base", commit, *heads) if heads else None
        if ran is not None and ran.returncode == 0:
            return ran.stdout.decode().split()[0]
        if self.shallow:
            raise GitProblem(
                f"this clone is shallow: it does not reach back to where HEAD left {ref!r};"
                " fetch more with: git fetch --unshallow (actions/checkout: fetch-depth: 0)"
            )
        return commit

    def _commit(self, ref: str) -> str:
        if not ref or ref.startswith("-"):
            raise GitProblem(f"expected a commit, branch or tag to compare with, found {ref!r}")
        return self._find(ref) or self._refuse(ref)

    def _find(self, ref: str) -> str | None:
        """The full name of a commit; None if there is no such commit."""
        ran = self._try("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
        return ran.stdout.decode().strip() if ran.returncode == 0 else None

    def _refuse(self, ref: str) -> NoReturn:
        if not ref.startswith("origin/") and self._find(f"refs/remotes/origin/{ref}"):
            raise GitProblem(f"no commit is called {ref!r} here, but one is called 'origin/{ref}'; name that")
        fetch = f"git fetch origin {_refspec(ref)}"
        if self.shallow:
            hint = f"this clone is shallow; fetch it with: {fetch} --unshallow (actions/checkout: fetch-depth: 0)"
        else:
            hint = f"check the spelling, or fetch it with: {fetch}"
        raise GitProblem(f"no commit is called {ref!r} here; {hint}")

    def _parents(self, commit: str) -> list[str]:
        """The parents that a commit names, also those that a shallow clone does not have.

        A pull request's checkout is a merge commit whose first parent is the base, often without history.
        """
        lines = self._run("cat-file", "commit", commit).split(b"\n\n", 1)[0].split(b"\n")
        return [line.split(b" ")[1].decode() for line in lines if line.startswith(b"parent ")]

    def _try(self, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return _ran(self.root, *arguments, given=given)

    def _run(self, *arguments: str, given: bytes = b"") -> bytes:
        ran = self._try(*arguments, given=given)
        if ran.returncode:
            raise GitProblem(f"{self.root}: git {arguments[0]} failed: {_last_line(ran.stderr)}")
        return ran.stdout


def repository_at(folder: str) -> Repository:
    """The repository whose working tree holds *folder*. Raises GitProblem if there is none, or no git."""
    ran = _ran(folder, "rev-parse", "--is-shallow-repository", "--show-toplevel")
    if ran.returncode:
        raise GitProblem(f"{folder}: expected a folder of a git repository: {_last_line(ran.stderr)}")
    shallow, root = os.fsdecode(ran.stdout).removesuffix("\n").split("\n", 1)
    return Repository(os.path.realpath(root), shallow == "true")


def _ran(folder: str, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith("GIT_") or _KEPT.match(name)
    }
    try:
        return subprocess.run(
            ["git", *arguments],
            cwd=folder,
            env={**kept, **_NO_ACTIONS},
            input=given,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise GitProblem("git was not found; install it, or run without comparing to a commit") from None


def _refspec(ref: str) -> str:
    """What to fetch so that *ref* names it afterwards, quoted for a shell."""
    name = _ANCESTOR.split(ref)[0]
    branch = name.removeprefix("origin/")
    if _HEXADECIMAL.fullmatch(name):
        return name
    return shlex.quote(f"{branch}:{name if name == branch else f'refs/remotes/{name}'}")


def _last_line(told: bytes) -> str:
    lines = os.fsdecode(told).strip().splitlines()
    return lines[-1] if lines else "it said nothing"
