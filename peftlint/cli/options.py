"""Options that commands which report findings share."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any, TypeVar

import click

from peftlint.cli.reporting import FORMATS

_Command = TypeVar("_Command", bound=Callable[..., Any])


def rule_options(command: _Command) -> _Command:
    """``--select``, ``--extend-select`` and ``--ignore``: which rules are looked for."""
    return _with(
        command,
        click.option(
            "--select",
            multiple=True,
            metavar="RULES",
            help="Look only for these rules: codes (DUP001), names (duplicate-entry), beginnings of codes (DUP) or"
            " ALL, separated by commas.",
        ),
        click.option("--extend-select", multiple=True, metavar="RULES", help="Look for these rules too."),
        click.option("--ignore", multiple=True, metavar="RULES", help="Do not look for these rules."),
    )


def report_options(command: _Command) -> _Command:
    """``--format`` and ``--statistics``: how findings are told."""
    return _with(
        command,
        click.option(
            "--format",
            "form",
            type=click.Choice(FORMATS),
            default="text",
            show_default=True,
            help="How to report: a line each (text), with the source line (full), or for other programs.",
        ),
        click.option(
            "--statistics", is_flag=True, help="Count the findings of each rule instead of listing them."
        ),
    )


def refuse_statistics_for_programs(form: str, *, statistics: bool) -> None:
    """Raises UsageError for ``--statistics`` with a format that is not for people."""
    if statistics and form not in ("text", "full"):
        raise click.UsageError(f"--statistics counts for people: it does not go with --format {form}.")


def _with(command: _Command, *options: Callable[[_Command], _Command]) -> _Command:
    return reduce(lambda decorated, option: option(decorated), reversed(options), command)
