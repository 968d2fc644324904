"""What commands that report findings share: the formats, and where and how they are printed."""

from __future__ import annotations

import os
import shutil
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from peftlint.reports.model import Report
    from peftlint.reports.text import View

FORMATS = ("text", "full", "json", "github", "sarif", "junit", "rdjson")


def print_report(
    report: Report, form: str, *, statistics: bool = False, unsafe: bool = False, err: bool = False
) -> None:
    """Print *report* in one of FORMATS, with *err* to standard error. *statistics* counts instead of telling."""
    if form in ("text", "full"):
        _print_text(report, form, statistics=statistics, view=view_of(unsafe=unsafe, err=err), err=err)
    else:
        written = import_module(f"peftlint.reports.{form}").write(report)
        click.echo(written, nl=False, err=err)


def _print_text(report: Report, form: str, *, statistics: bool, view: View, err: bool) -> None:
    """Print nothing at all if nothing was found and nobody is looking."""
    from peftlint.reports import text

    if not report.findings and view.columns is None:
        return
    write = text.statistics if statistics else text.full if form == "full" else text.concise
    # The colours are ours, and what lists say holds no escapes any more: nothing is to be stripped.
    click.echo(write(report, view) + text.closing(report, view), nl=False, err=err, color=True)


def view_of(*, unsafe: bool = False, err: bool = False) -> View:
    """How standard output (with *err*, standard error) wants to be written to.

    NO_COLOR (no-color.org), FORCE_COLOR (force-color.org) and TERM decide in this order, as in CPython;
    without them there is colour where there is a terminal.
    """
    from peftlint.reports.text import View

    stream = sys.stderr if err else sys.stdout
    terminal = stream.isatty()
    return View(_wants_colour(terminal), shutil.get_terminal_size().columns if terminal else None, unsafe)


def _wants_colour(terminal: bool) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"
