"""``peftlint check``: what is wrong in the lists, and the mending of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from peftlint.cli import FAILED, FOUND, OK
from peftlint.cli.reading import read_lists, warn
from peftlint.cli.reporting import FORMATS, print_report, view_of

if TYPE_CHECKING:
    from peftlint.config import Config
    from peftlint.fixes import Lint, Mended
    from peftlint.model import PaperList
    from peftlint.reports.model import Report
    from peftlint.rules import MergedReadme
    from peftlint.selection import Choice

STANDARD_INPUT = "-"


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    help="Look only for these rules: codes (DUP001), names (duplicate-entry), beginnings of codes (DUP) or ALL,"
    " separated by commas.",
)
@click.option("--extend-select", multiple=True, metavar="RULES", help="Look for these rules too.")
@click.option("--ignore", multiple=True, metavar="RULES", help="Do not look for these rules.")
@click.option("--fix", is_flag=True, help="Mend what can be mended safely, and report the rest.")
@click.option(
    "--unsafe-fixes", is_flag=True, help="With --fix or --diff: mend also what should be looked at after."
)
@click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How to report: a line each (text), with the source line (full), or for other programs.",
)
@click.option("--statistics", is_flag=True, help="Count the findings of each rule instead of listing them.")
@click.option("--stdin-filename", metavar="NAME", help="What to call standard input (PATH -).")
def check(
    paths: tuple[str, ...],
    select: tuple[str, ...],
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    form: str,
    statistics: bool,
    stdin_filename: str | None,
) -> int:
    """Report what is wrong in the lists at PATHs.

    PATH is a Markdown file, a folder of them, or - for standard input. Works are compared across all lists
    that are named. Exit status: 0 if there is nothing to report, 1 if there is, 2 if a list could not be read.

    A comment in a list silences a rule: <!-- peftlint: ignore DUP001 --> for the next entry,
    ignore-section for the section it stands in, ignore-file for the file. What a rule means and how to mend
    what it finds, says: peftlint explain DUP001
    """
    from peftlint import files
    from peftlint.selection import Choice

    _refuse_what_does_not_go_together(form, statistics=statistics, diff=diff)
    config = files.load_config(Path.cwd())
    buffer = (stdin_filename or "<stdin>") if STANDARD_INPUT in paths else None
    read = read_lists(paths, config, stdin_name=stdin_filename, leave_out=buffer)
    readme = _readme(config, read.lists)
    lint = _linter(config, Choice(select, extend_select, ignore), read.lists, readme)
    outcome = _outcome(read.lists, lint, fix=fix or diff, unsafe=unsafe_fixes)
    failed = read.failed + _none_read(read.lists)
    if diff:
        return _told_diff(read.lists, outcome, failed)
    if fix:
        unwritten = _write(read.lists, outcome, buffer)
        outcome = _without(unwritten, read.lists, outcome, lint) if unwritten else outcome
        failed += len(unwritten)
        _tell_mended(outcome, "mended")
    print_report(
        _report(outcome, readme),
        form,
        statistics=statistics,
        unsafe=unsafe_fixes,
        err=fix and buffer is not None,
    )
    return FAILED if failed else FOUND if outcome.findings else OK


def _refuse_what_does_not_go_together(form: str, *, statistics: bool, diff: bool) -> None:
    if statistics and form not in ("text", "full"):
        raise click.UsageError(f"--statistics counts for people: it does not go with --format {form}.")
    if diff and (statistics or form not in ("text", "full")):
        raise click.UsageError("--diff prints a patch: it goes neither with --format nor with --statistics.")


def _linter(config: Config, choice: Choice, lists: Sequence[PaperList], readme: MergedReadme | None) -> Lint:
    """The function that finds what is to be reported in lists at the same paths as *lists*."""
    from datetime import date

    from peftlint.files import relative_to
    from peftlint.lint import library_for, lint
    from peftlint.rules import Surroundings, all_rules
    from peftlint.selection import select_rules

    rules = all_rules()
    names = {paper_list.path: relative_to(paper_list.path, config.root) for paper_list in lists}
    selection = select_rules(rules.values(), config, choice, names)
    surroundings = Surroundings(date.today(), os.path.exists, readme)
    return lambda lists: lint(library_for(selection, lists), selection, rules, surroundings)


def _readme(config: Config, lists: Sequence[PaperList]) -> MergedReadme | None:
    """The README that is written from just these lists, if it has the markers."""
    from peftlint import files
    from peftlint.merging import merged_page
    from peftlint.readme import region
    from peftlint.rules import MergedReadme

    path = files.relative_to(str(config.root / config.readme), Path.cwd())
    try:
        source = files.read_source(path)
        region.find(source.text)
        configured = set(files.find_lists((), config)) - {path}
    except (files.FileProblem, region.RegionError):
        return None
    if configured != {paper_list.path for paper_list in lists}:
        return None
    return MergedReadme(source, lambda library: merged_page(source.text, library, config).page)


def _outcome(lists: tuple[PaperList, ...], lint: Lint, *, fix: bool, unsafe: bool) -> Mended:
    """What is found, after mending if *fix*."""
    from peftlint.fixes import Mended, mend

    return mend(lists, lint, unsafe=unsafe) if fix else Mended(lists, lint(lists), (), ())


def _none_read(lists: Sequence[PaperList]) -> bool:
    """Whether there is no entry in any list: then nothing was checked that matters."""
    none = not any(paper_list.entries for paper_list in lists)
    if none:
        warn("no entry was read from any file, so nothing was checked")
    return none


def _report(outcome: Mended, readme: MergedReadme | None) -> Report:
    from peftlint.reports.model import Report
    from peftlint.rules import all_rules

    sources = {paper_list.path: paper_list.source for paper_list in outcome.lists}
    if readme:
        sources[readme.source.path] = readme.source
    entries = sum(len(paper_list.entries) for paper_list in outcome.lists)
    return Report(outcome.findings, sources, all_rules(), entries, len(outcome.lists))


# -- mending


def _write(lists: Sequence[PaperList], outcome: Mended, buffer: str | None) -> set[str]:
    """Write the lists that have changed; which could not be. What came from standard input is printed."""
    from peftlint import files

    unwritten = set()
    for old, new in zip(lists, outcome.lists, strict=True):
        data = files.encode(new.source, new.source.text)
        if new.path == buffer:
            sys.stdout.buffer.write(data)
        elif new.source.text != old.source.text:
            try:
                files.write_atomically(new.path, data)
            except files.FileProblem as problem:
                warn(str(problem))
                unwritten.add(new.path)
    return unwritten


def _without(unwritten: set[str], lists: Sequence[PaperList], outcome: Mended, lint: Lint) -> Mended:
    """The outcome where some lists are as they were."""
    real = tuple(old if old.path in unwritten else new for old, new in zip(lists, outcome.lists, strict=True))
    mended = tuple(finding for finding in outcome.mended if finding.path not in unwritten)
    return outcome._replace(lists=real, findings=lint(real), mended=mended)


def _told_diff(lists: Sequence[PaperList], outcome: Mended, failed: int) -> int:
    """Print the patch, and to standard error what it is about; the exit status."""
    from peftlint.reports.diff import diff, for_terminal

    patch = "".join(diff(old.source, new.source) for old, new in zip(lists, outcome.lists, strict=True))
    view = view_of()
    click.echo(patch if view.columns is None else for_terminal(patch, view), nl=False, color=True)
    _tell_mended(outcome, "can be mended")
    return FAILED if failed else FOUND if patch or outcome.findings else OK


def _tell_mended(outcome: Mended, what: str) -> None:
    from peftlint.reports.text import counted

    for refused in outcome.refused:
        finding = refused.finding
        warn(f"{finding.path}: {finding.code} '{finding.subject}' is not mended: {refused.reason}")
    paths = len({finding.path for finding in outcome.mended})
    told = f"{counted(len(outcome.mended), 'finding')} {what} in {counted(paths, 'list')}"
    left = f"{counted(len(outcome.findings), 'finding')} left"
    if outcome.mended or outcome.findings:
        warn(f"{told}; {left}" if outcome.mended else f"nothing {what}; {left}")
