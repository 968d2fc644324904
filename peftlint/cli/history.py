"""What the lists held before, as far as git has it at hand."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peftlint.git import Tree
    from peftlint.readme.hand_edits import Known

_COMMITS = ("HEAD", "HEAD^")
"""The last commit, and the one that it changed: of a pull request's checkout, the base."""


def known_before(readme: str, lists: Sequence[str]) -> Known:
    """Whether a list held a text at the last commits; None where neither lists nor the README had it, or no git is.

    A text that only the README had at those commits may have been typed in earlier: None, too.
    """
    from peftlint.readme.hand_edits import unknown

    trees = _trees(readme)
    if not trees:
        return unknown
    held = [_texts(tree, lists) for tree in trees]
    pages = [_texts(tree, [readme]) for tree in trees]

    def known(text: str) -> bool | None:
        folded = text.casefold()
        if any(folded in held_then for held_then in held):
            return True
        return None if all(folded in page for page in pages) else False

    return known


def _trees(readme: str) -> list[Tree]:
    from peftlint.git import GitProblem, repository_at

    found = []
    try:
        repository = repository_at(str(Path(readme).resolve().parent))
        for name in _COMMITS:
            found.append(repository.tree(repository.base(name)))
    except GitProblem:
        pass  # no repository, no commit yet, or a clone that holds the last one alone: what was found must do
    return found


def _texts(tree: Tree, paths: Sequence[str]) -> str:
    """The files at *paths* (relative to the working directory) as they were, in small letters, joined."""
    inside = [
        Path(os.path.relpath(os.path.realpath(path), tree.repository.root)).as_posix() for path in paths
    ]
    return "\n".join(data.decode("utf-8", "replace").casefold() for data in tree.read(inside).values())
