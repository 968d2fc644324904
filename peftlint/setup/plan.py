"""From what a repository holds to what each of its files should hold."""

from __future__ import annotations

import glob
import posixpath
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from peftlint.config import PYPROJECT, Config, ConfigError, read_config
from peftlint.readme import region
from peftlint.setup import texts
from peftlint.setup.origin import Origin, Package

HOOKS = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/peftlint.yml"
README = "README.md"
FILES = (PYPROJECT, README, HOOKS, WORKFLOW)

_OURS = re.compile(r"^\s*-?\s*['\"]?id['\"]?\s*:\s*['\"]?peftlint(-merge)?\b", re.MULTILINE)


class Repository(NamedTuple):
    """What is there. All paths are relative to the top folder, with ``/``.

    ``lists`` are the files that read as lists, sorted, README.md among them if it is one that people keep;
    ``markdown`` are all Markdown files; ``texts`` are the FILES that exist.
    """

    lists: tuple[str, ...]
    markdown: Collection[str]
    texts: Mapping[str, str]


class Step(NamedTuple):
    """One file: its text now (None: there is none) and then; ``left`` says why a person has to do it."""

    path: str
    old: str | None
    new: str | None
    left: str = ""


def plan(repository: Repository, origin: Origin | Package) -> tuple[Step, ...]:
    """What to do, file by file, in the order of FILES; a file that is as it should be is left out."""
    merged = _is_merged(repository)
    steps = [_configured(repository), *([_marked(repository)] if merged else [])]
    steps += [_hooked(repository.texts.get(HOOKS), origin, merged=merged)]
    steps += [_worked(repository.texts.get(WORKFLOW), origin)]
    return tuple(step for step in steps if step.left or step.new != step.old)


def _is_merged(repository: Repository) -> bool:
    """Whether the README is written from the lists.

    The markers say so; where nothing has been set up yet, that there are several lists and it is none of them.
    """
    if "peftlint:begin" in repository.texts.get(README, ""):
        return True
    return not _config(repository) and README not in repository.lists and len(repository.lists) > 1


# -- pyproject.toml


def _configured(repository: Repository) -> Step:
    old = repository.texts.get(PYPROJECT)
    if _config(repository):
        return Step(PYPROJECT, old, old)
    table = texts.table(patterns(repository.lists, repository.markdown))
    new = _appended(old, table)
    try:
        read = read_config(new, PYPROJECT, Path())
    except ConfigError:
        read = None
    if read != read_config(table, PYPROJECT, Path()):
        return Step(
            PYPROJECT, old, None, f"nothing can be added at its end; put this where it fits:\n{table}"
        )
    return Step(PYPROJECT, old, new)


def _config(repository: Repository) -> Config | None:
    return read_config(repository.texts.get(PYPROJECT, ""), PYPROJECT, Path())


def _appended(old: str | None, text: str) -> str:
    """*text* below *old*, with an empty line between and the line ends that *old* has."""
    if not old:
        return text
    newline = "\r\n" if "\r\n" in old else "\n"
    gap = newline if old.endswith("\n") else 2 * newline
    return old + gap + text.replace("\n", newline)


def patterns(lists: Sequence[str], markdown: Collection[str]) -> tuple[str, ...]:
    """What to write for *lists*: ``folder/*.md`` where they are all the Markdown there is in one folder."""
    folders = {posixpath.dirname(path) for path in lists}
    if len(folders) == 1 and len(lists) > 1 and (folder := folders.pop()):
        inside = {path for path in markdown if posixpath.dirname(path) == folder}
        if inside == set(lists) and all(path.endswith(".md") for path in lists):
            return (f"{glob.escape(folder)}/*.md",)
    return tuple(glob.escape(path) for path in lists)


# -- README.md


def _marked(repository: Repository) -> Step:
    old = repository.texts.get(README)
    try:
        return Step(
            README, old, region.new_readme(Config(Path()).title) if old is None else region.add_markers(old)
        )
    except region.RegionError as error:
        return Step(README, old, None, str(error))


# -- .pre-commit-config.yaml and the workflow


def _hooked(old: str | None, origin: Origin | Package, *, merged: bool) -> Step:
    if old is not None and _OURS.search(old):
        return Step(HOOKS, old, old)
    if not old:
        return Step(HOOKS, old, f"repos:\n{texts.hooks(origin, merged=merged)}")
    new = texts.with_hooks(old, origin, merged=merged)
    item = texts.hooks(origin, merged=merged)
    return Step(HOOKS, old, new, "" if new else f"left as it is; put this under its repos:\n{item}")


def _worked(old: str | None, origin: Origin | Package) -> Step:
    if isinstance(origin, Origin) and origin.on_github is None:
        return Step(WORKFLOW, old, old, "" if old else f"not written: {origin.url} is not on GitHub")
    new = texts.workflow(origin)
    if old is None or old == new:
        return Step(WORKFLOW, old, new)
    return Step(WORKFLOW, old, None, f"left as it is, though another than this would be written:\n{new}")
