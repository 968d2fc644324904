"""What commands that compare share: the lists, the configuration and the README as they were at another commit."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peftlint.changes.states import Change
    from peftlint.cli.reading import Lists
    from peftlint.config import Config
    from peftlint.git import Repository
    from peftlint.model import PaperList, Source
    from peftlint.rules import MergedReadme


class TreeFromHere:
    """The files of a commit, called as findings call files: relative to the working directory, with ``/``."""

    def __init__(self, repository: Repository, commit: str) -> None:
        self.root = Path(repository.root)
        self._tree = repository.tree(commit)
        self._here = f"{os.path.relpath(os.path.realpath('.'), self.root)}/".replace(
            os.sep, "/"
        ).removeprefix("./")

    def paths(self) -> list[str]:
        """All files."""
        return [self._from_here(path) for path in self._tree.blobs]

    def _from_here(self, path: str) -> str:
        if path.startswith(self._here):
            return path[len(self._here) :]
        return posixpath.relpath(path, self._here)

    def _in_tree(self, path: str) -> str:
        """*path* from the top of the repository; links on the way to it are followed, the last name is not."""
        folder, name = os.path.split(os.path.abspath(path))
        return os.path.relpath(os.path.join(os.path.realpath(folder), name), self.root).replace(os.sep, "/")

    def exists(self, path: str) -> bool | None:
        """Whether there was a file or folder; None where the commit does not know."""
        return self._tree.exists(self._in_tree(path))

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The contents of those of *paths* that were files."""
        names = {path: self._in_tree(path) for path in paths}
        contents = self._tree.read(names.values())
        return {path: contents[name] for path, name in names.items() if name in contents}

    def sources(self, paths: Iterable[str]) -> dict[str, Source]:
        """Those of *paths* that were files with text."""
        from peftlint.files import FileProblem, source_of

        sources = {}
        for path, data in self.read(paths).items():
            try:
                sources[path] = source_of(path, data)
            except FileProblem:  # what could not be read then counts as empty
                continue
        return sources


class Before:
    """The state with which the lists that are *read* now are compared: at the commit of ``git.Repository.base``.

    Its lists are the files that *paths* name there (none: the configuration of then), those that are read now,
    and what these were renamed from. Raises GitProblem.
    """

    def __init__(self, ref: str, paths: Sequence[str], read: Lists) -> None:
        from peftlint.git import repository_at

        repository = repository_at(os.getcwd())
        self._tree = TreeFromHere(repository, repository.base(ref))
        self._paths, self._read = paths, read
        self.config = self._config()

    def _config(self) -> Config:
        """The configuration of then; today's where there was none that can be used."""
        from peftlint.config import PYPROJECT, Config, ConfigError, read_config

        start = Path.cwd().resolve()
        above = [folder for folder in (start, *start.parents) if folder.is_relative_to(self._tree.root)]
        sources = self._tree.sources(str(folder / PYPROJECT) for folder in above)
        for path, source in sources.items():
            try:
                config = read_config(source.text, path, Path(path).parent)
            except ConfigError:
                return self._read.config
            if config:
                return config
        today = self._read.config
        return Config(root=start) if Path(today.root).is_relative_to(self._tree.root) else today

    def exists(self, path: str) -> bool:
        """Whether there was a file or folder at *path*; outside of the commit, what is there now decides."""
        found = self._tree.exists(path)
        return os.path.exists(path) if found is None else found

    @cached_property
    def files(self) -> dict[str, str]:
        """The path of each list of now that was there then → its path then."""
        from peftlint.changes.renames import renames

        new = {paper_list.path: paper_list.source.text for paper_list in self._read.lists}
        kept = self._tree.read(new)
        come = {path: text for path, text in new.items() if path not in kept}
        gone = self._tree.sources(self._gone()) if come else {}
        renamed = renames({path: source.text for path, source in gone.items()}, come)
        return {path: renamed.get(path, path) for path in new if path in kept or path in renamed}

    def _gone(self) -> list[str]:
        """The Markdown files of then that are no longer there."""
        return [path for path in self._tree.paths() if _is_markdown(path) and not os.path.lexists(path)]

    @cached_property
    def lists(self) -> tuple[PaperList, ...]:
        """The lists of then, sorted by path; those that did not change are those of now, and not read again."""
        from peftlint.engine import read_list

        today = {paper_list.path: paper_list for paper_list in self._read.lists}
        named = (path for path in self._tree.paths() if self._is_named(path))
        sources = self._tree.sources(sorted({*self.files.values(), *named}))
        return tuple(
            today[path] if path in today and today[path].source == source else read_list(source)
            for path, source in sources.items()
        )

    def _is_named(self, path: str) -> bool:
        if not self._paths:
            return self._is_configured(path)
        return any(path == posixpath.normpath(name) or _is_below(path, name) for name in self._paths)

    def _is_configured(self, path: str) -> bool:
        from peftlint.changes.patterns import matches
        from peftlint.files import relative_to

        name = relative_to(path, self.config.root)
        return any(matches(name, pattern) for pattern in self.config.lists)

    @cached_property
    def readme(self) -> MergedReadme | None:
        """The README of then, if it had the markers and was written from just these lists."""
        from peftlint.cli.linting import merged_readme
        from peftlint.files import readme_path

        path = readme_path(self.config)
        source = self._tree.sources([path]).get(path)
        configured = {name for name in self._tree.paths() if self._is_configured(name)} - {path}
        if source is None or configured != {paper_list.path for paper_list in self.lists}:
            return None
        return merged_readme(source, self.config)

    def change(self, lists: Sequence[PaperList], readme: MergedReadme | None) -> Change:
        """What leads from then to *lists* and *readme*."""
        from peftlint.changes.states import Change, State

        then = self._tree.sources([readme.source.path]).get(readme.source.path) if readme else None
        files = {**self.files, then.path: then.path} if then else self.files
        return Change(State(self.lists, then), State(tuple(lists), readme.source if readme else None), files)


def _is_markdown(path: str) -> bool:
    from peftlint.files import SUFFIXES

    return posixpath.splitext(path)[1].lower() in SUFFIXES


def _is_below(path: str, folder: str) -> bool:
    """Whether *path* is one of the lists that *folder* stands for (``files.find_lists``)."""
    from peftlint.files import SKIPPED_FOLDERS

    *folders, _ = posixpath.relpath(path, folder or ".").split("/")
    return _is_markdown(path) and not any(name.startswith(".") or name in SKIPPED_FOLDERS for name in folders)
