"""Real git repositories for tests: this one as it stands in the working tree, and those of users."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

_OURS = (
    "lists",
    "peftlint",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    ".pre-commit-hooks.yaml",
    "action.yml",
    ".github",
)
_WHO = {
    f"GIT_{role}_{what}": "nobody@example.org"
    for role in ("AUTHOR", "COMMITTER")
    for what in ("NAME", "EMAIL")
}
_OF_OTHERS = ("GIT_", "PRE_COMMIT", "GITHUB_", "INPUT_", "PYTHON", "VIRTUAL_ENV")


def environment(**more: str) -> dict[str, str]:
    """The environment without what a surrounding hook or workflow has set, and with nobody's git settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OF_OTHERS)}
    return {**kept, **_WHO, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, **more}


class Repository:
    """A git repository in *folder*, on the branch ``main``; ``environment`` is what its programs run in."""

    def __init__(self, folder: Path, **more: str) -> None:
        self.folder = folder
        self.environment = environment(**more)
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def run(self, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a program in the folder, with *more* in its environment; its output is one text."""
        return subprocess.run(
            command,
            cwd=self.folder,
            env={**self.environment, **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def git(self, *arguments: str) -> str:
        """Run git, which must succeed; what it printed, without white space around it."""
        ran = self.run("git", *arguments)
        assert ran.returncode == 0, ran.stdout
        return ran.stdout.strip()

    def peftlint(self, *arguments: str) -> str:
        """Run the peftlint of this checkout, which must succeed."""
        ran = self.run(sys.executable, "-m", "peftlint", *arguments)
        assert ran.returncode == 0, ran.stdout
        return ran.stdout

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def commit(self, message: str = "change") -> str:
        """Commit everything that is there, without hooks; the commit's name."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "--message", message)
        return self.git("rev-parse", "HEAD")


def copy_of_this_repository(folder: Path) -> Repository:
    """This repository's working tree, as far as others install or use it, as one commit."""
    for name in _OURS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder / name)
    repository = Repository(folder)
    repository.commit()
    return repository
