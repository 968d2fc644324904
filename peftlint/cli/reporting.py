"""What commands that report findings share: the formats, and where and how they are printed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from peftlint.model import Source
    from peftlint.reports.model import Report
    from peftlint.reports.view import View

FORMATS = ("text", "full", "json", "github", "sarif", "junit", "rdjson", "markdown")


def print_report(
    report: Report, form: str, *, statistics: bool = False, unsafe: bool = False, err: bool = False
) -> str:
    """Print *report* in one of FORMATS, with *err* to standard error. *statistics* counts instead of telling.

    Returns what was printed.
    """
    if form in ("text", "full"):
        written = _text(report, form, statistics=statistics, view=view_of(unsafe=unsafe, err=err))
    else:
        written = import_module(f"peftlint.reports.{form}").write(report)
    print_written(written, err=err)
    return written


def print_written(written: str, *, err: bool = False) -> None:
    """Print a report that is written already."""
    # The colours are ours, and what lists say holds no escapes any more: nothing is to be stripped.
    click.echo(written, nl=False, err=err, color=True)


def print_patch(changes: Iterable[tuple[Source, Source]]) -> str:
    """Print what leads from the first to the second of each pair, and return it.

    On a terminal it is in colour and commands nothing; elsewhere it is to the byte what ``git apply -p0`` reads.
    """
    from peftlint.reports.diff import diff, for_terminal

    patch = "".join(diff(old, new) for old, new in changes)
    view = view_of()
    print_written(patch if view.columns is None else for_terminal(patch, view))
    return patch


def write_report(report: Report, form: str, path: str) -> None:
    """Write *report* in one of FORMATS to the file at *path*.

    What stands there is replaced, but for the summary of a GitHub job, to which every step adds its own.
    Raises FileProblem.
    """
    from peftlint import files
    from peftlint.reports import text
    from peftlint.reports.view import View

    if form in ("text", "full"):
        view = View()
        written = (text.full if form == "full" else text.concise)(report, view) + text.closing(report, view)
    else:
        written = import_module(f"peftlint.reports.{form}").write(report)
    data = written.encode("utf-8", "backslashreplace")
    write = files.append if _is_job_summary(path) else files.write_atomically
    write(path, data)


def _is_job_summary(path: str) -> bool:
    """Whether that is the file whose content GitHub shows as the summary of a job."""
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    return bool(summary) and os.path.realpath(path) == os.path.realpath(summary or "")


def _text(report: Report, form: str, *, statistics: bool, view: View) -> str:
    """Nothing at all if nothing was found and nobody is looking."""
    from peftlint.reports import text

    if not report.findings and view.columns is None:
        return ""
    write = text.statistics if statistics else text.full if form == "full" else text.concise
    return write(report, view) + text.closing(report, view)


def view_of(*, unsafe: bool = False, err: bool = False) -> View:
    """How standard output (with *err*, standard error) wants to be written to.

    NO_COLOR (no-color.org), FORCE_COLOR (force-color.org) and TERM decide in this order, as in CPython;
    without them there is colour where there is a terminal.
    """
    from peftlint.reports.view import View

    stream = sys.stderr if err else sys.stdout
    terminal = stream.isatty()
    return View(_wants_colour(terminal), _columns() if terminal else None, unsafe)


def _columns() -> int:
    from shutil import get_terminal_size  # late: it is slow to import, and most runs print into a file

    return get_terminal_size().columns


def _wants_colour(terminal: bool) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"
