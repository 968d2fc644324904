"""What commands share: from the paths that a user names to a library, telling what could not be read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from peftlint.cli import printable

if TYPE_CHECKING:
    from peftlint.config import Config
    from peftlint.model import PaperList, Source
    from peftlint.rules import Rule


class Lists(NamedTuple):
    """What was read. ``failed`` counts the files that could not be; what is wrong with them was printed."""

    config: Config
    lists: tuple[PaperList, ...]
    failed: int


class Sources(NamedTuple):
    """The files that are to be read. ``failed`` counts those that could not be opened; that was printed."""

    sources: tuple[Source, ...]
    failed: int


def read_lists(
    paths: Sequence[str], config: Config, *, stdin_name: str | None = None, leave_out: str | None = None
) -> Lists:
    """Read the lists at *paths*, or the configured ones; *leave_out* is a file that is never one of them."""
    return read_found(find_sources(paths, config, stdin_name=stdin_name, leave_out=leave_out), config)


def find_sources(
    paths: Sequence[str], config: Config, *, stdin_name: str | None = None, leave_out: str | None = None
) -> Sources:
    """Open the files at *paths*, or the configured ones; *leave_out* is a file that is never one of them."""
    from peftlint import files

    found = files.find_lists(paths, config)
    if leave_out is not None:
        found = tuple(path for path in found if not _same_file(path, leave_out))
    sources, failed = [], 0
    for path in found:
        try:
            sources.append(_named(files.read_source(path), stdin_name))
        except files.FileProblem as problem:
            warn(str(problem))
            failed += 1
    return Sources(tuple(sources), failed)


def read_found(found: Sources, config: Config, rules: Iterable[Rule] = ()) -> Lists:
    """Read files; those of *rules* that look at one file alone are asked on the way."""
    from peftlint.cache.readings import default_store
    from peftlint.reading import read_sources

    lists = read_sources(found.sources, default_store(), rules)
    for paper_list in lists:
        _tell_notices(paper_list)
    return Lists(config, lists, found.failed)


def _named(source: Source, stdin_name: str | None) -> Source:
    return source._replace(path=stdin_name or "<stdin>") if source.path == "-" else source


def _same_file(path: str, other: str) -> bool:
    return os.path.realpath(path) == os.path.realpath(other)


def _tell_notices(paper_list: PaperList) -> None:
    for notice in paper_list.notices:
        warn(f"{notice.path}:{notice.line}: {notice.message}")
    if not paper_list.entries:
        warn(
            f"{paper_list.path}: no entry was read; expected a list of papers"
            " (table rows, bullets, numbered items or headings with titles, links, authors or venues)"
        )


warnings: list[str] = []
"""What this process has warned of."""


def warn(message: str) -> None:
    """Print a line to standard error."""
    warnings.append(message)
    click.echo(f"peftlint: {printable(message)}", err=True)
