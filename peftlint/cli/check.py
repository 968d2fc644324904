"""``peftlint check``: what is wrong in the lists, and the mending of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from peftlint.cli import FAILED, FOUND, OK
from peftlint.cli.options import refuse_statistics_for_programs, report_options, rule_options
from peftlint.cli.reading import Lists, find_sources, read_found, warn
from peftlint.cli.reporting import FORMATS, print_report, view_of, write_report

if TYPE_CHECKING:
    from peftlint.cli.known import KnownFindings
    from peftlint.cli.linting import Linter, NewOnly
    from peftlint.config import Config
    from peftlint.fixes import Lint, Mended
    from peftlint.model import Finding, PaperList
    from peftlint.reports.model import Report

STANDARD_INPUT = "-"


def formats_and_files(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """Read each ``FORMAT=FILE``: the name of a format, and where to write."""
    parts = [value.partition("=") for value in values]
    for form, _, path in parts:
        if form not in FORMATS or not path:
            raise click.BadParameter(f"{form!r}: expected FORMAT=FILE with one of {', '.join(FORMATS)}")
    return tuple((form, path) for form, _, path in parts)


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@rule_options
@click.option("--fix", is_flag=True, help="Mend what can be mended safely, and report the rest.")
@click.option(
    "--unsafe-fixes", is_flag=True, help="With --fix or --diff: mend also what should be looked at after."
)
@click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
@report_options
@click.option(
    "--report",
    "reports",
    multiple=True,
    callback=formats_and_files,
    metavar="FORMAT=FILE",
    help="Write the same findings to FILE too, in any FORMAT; the summary of a GitHub job is added to.",
)
@click.option(
    "--since",
    metavar="REF",
    help="Report only what has been brought since HEAD and REF (a branch, tag or commit of git) were one.",
)
@click.option(
    "--baseline", metavar="FILE", help="Do not report what FILE knows; take out of it what is mended."
)
@click.option("--write-baseline", is_flag=True, help="Write all that is found now into the --baseline FILE.")
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
    reports: tuple[tuple[str, str], ...],
    statistics: bool,
    since: str | None,
    baseline: str | None,
    write_baseline: bool,
    stdin_filename: str | None,
) -> int:
    """Report what is wrong in the lists at PATHs.

    PATH is a Markdown file, a folder of them, or - for standard input. Works are compared across all lists
    that are named. Exit status: 0 if there is nothing to report, 1 if there is, 2 if a list could not be read.

    A comment in a list silences a rule: <!-- peftlint: ignore DUP001 --> for the next entry,
    ignore-section for the section it stands in, ignore-file for the file. What a rule means and how to mend
    what it finds, says: peftlint explain DUP001

    \b
    What a branch brings:    peftlint check --since main
    What is not committed:   peftlint check --since HEAD
    To live with old debts:  peftlint check --baseline known.json --write-baseline
    """
    from peftlint import files
    from peftlint.cli.repeating import Repetition

    _refuse_what_does_not_go_together(form, statistics=statistics, diff=diff, reports=bool(reports))
    _refuse_to_write_a_baseline(write_baseline, baseline, since=since, fix=fix, diff=diff)
    config = files.load_config(os.getcwd())
    buffer = (stdin_filename or "<stdin>") if STANDARD_INPUT in paths else None
    found = find_sources(paths, config, stdin_name=stdin_filename, leave_out=buffer)
    run = None
    if not (found.failed or fix or diff or reports or since or baseline):
        words = (select, extend_select, ignore, form, statistics, view_of(unsafe=unsafe_fixes), _year())
        run = Repetition(config, found.sources, words, _merged_readme(config))
        status = run.told_again()
        if status is not None:
            return status
    from peftlint.cli.linting import Linter, chosen_rules
    from peftlint.cli.mending import mended, tell_diff, tell_mended, without, write_mended
    from peftlint.selection import Choice

    choice = Choice(select, extend_select, ignore)
    read = read_found(found, config, chosen_rules(config, choice))
    _refuse_to_overwrite(read.lists, [path for _, path in reports] + [baseline] * bool(baseline))
    linter = Linter(config, choice, read.lists)
    known = _known(baseline, linter, read, create=write_baseline)
    failed = read.failed + _none_read(read.lists)
    if known and write_baseline:
        return _write_baseline(known, linter, read.lists, failed)
    news = _news(since, paths, linter, read)
    lint = _lint(linter, [part for part in (known, news) if part])
    outcome = mended(read.lists, lint, fix=fix or diff, unsafe=unsafe_fixes)
    if diff:
        return tell_diff(read.lists, outcome, failed)
    if fix:
        unwritten = write_mended(read.lists, outcome, buffer)
        outcome = without(unwritten, read.lists, outcome, lint) if unwritten else outcome
        failed += len(unwritten)
        tell_mended(outcome, "mended")
    if known:
        known.prune()
    report = _report(outcome, linter, news)
    for report_form, path in reports:
        write_report(report, report_form, path)
    written = print_report(
        report, form, statistics=statistics, unsafe=unsafe_fixes, err=fix and buffer is not None
    )
    status = FAILED if failed else FOUND if outcome.findings else OK
    if run:
        run.keep(status, written, read.lists)
    return status


def _year() -> int:
    from datetime import date

    return date.today().year


def _merged_readme(config: Config) -> tuple[str, ...]:
    """The README that the lists are merged into, and which lists these are: a rule compares them."""
    from peftlint import files

    try:
        return (files.read_source(files.readme_path(config)).text, *files.find_lists((), config))
    except files.FileProblem as problem:
        return (str(problem),)


def _refuse_what_does_not_go_together(form: str, *, statistics: bool, diff: bool, reports: bool) -> None:
    refuse_statistics_for_programs(form, statistics=statistics)
    if diff and (statistics or reports or form not in ("text", "full")):
        raise click.UsageError(
            "--diff prints a patch: it goes with none of --format, --report and --statistics."
        )


def _refuse_to_write_a_baseline(
    write: bool, baseline: str | None, *, since: str | None, fix: bool, diff: bool
) -> None:
    if write and not baseline:
        raise click.UsageError("--write-baseline needs to know where: --baseline FILE.")
    if write and (since or fix or diff):
        raise click.UsageError(
            "--write-baseline writes all findings: it goes with none of --since, --fix and --diff."
        )


def _refuse_to_overwrite(lists: Sequence[PaperList], files: Iterable[str | None]) -> None:
    taken = {os.path.realpath(paper_list.path) for paper_list in lists}
    for file in files:
        if file and os.path.realpath(file) in taken:
            raise click.UsageError(f"{file} is a list: a report or baseline needs a file of its own.")


# -- what is told


def _known(path: str | None, linter: Linter, read: Lists, *, create: bool) -> KnownFindings | None:
    if not path:
        return None
    from peftlint.cli.known import KnownFindings

    return KnownFindings(path, linter, read, create=create)


def _news(since: str | None, paths: Sequence[str], linter: Linter, read: Lists) -> NewOnly | None:
    if since is None:
        return None
    from peftlint.cli.before import Before
    from peftlint.cli.linting import NewOnly

    return NewOnly(linter, Before(since, paths, read))


def _lint(linter: Linter, parts: Sequence[KnownFindings | NewOnly]) -> Lint:
    """The function that finds what is to be told: what every one of *parts* tells."""

    def told(lists: Sequence[PaperList]) -> tuple[Finding, ...]:
        found = linter.find(lists)
        kept = [{id(finding) for finding in part.among(found, lists)} for part in parts]
        return tuple(finding for finding in found if all(id(finding) in ids for ids in kept))

    return told


def _write_baseline(known: KnownFindings, linter: Linter, lists: Sequence[PaperList], failed: int) -> int:
    if failed:
        warn("the baseline is left as it is: not every list could be read")
        return FAILED
    known.replace(linter.find(lists), lists)
    return OK


def _none_read(lists: Sequence[PaperList]) -> bool:
    """Whether there is no entry in any list: then nothing was checked that matters."""
    none = not any(paper_list.entries for paper_list in lists)
    if none:
        warn("no entry was read from any file, so nothing was checked")
    return none


def _report(outcome: Mended, linter: Linter, news: NewOnly | None) -> Report:
    from peftlint.reports.model import Report

    sources = {paper_list.path: paper_list.source for paper_list in outcome.lists}
    if linter.readme:
        sources[linter.readme.source.path] = linter.readme.source
    entries = sum(len(paper_list.entries) for paper_list in outcome.lists)
    report = Report(outcome.findings, sources, linter.rules, entries, len(outcome.lists))
    if news is None:
        return report
    from peftlint.changes.places import shown_on_changes

    change = news.change(outcome.lists)
    return report._replace(findings=shown_on_changes(change, outcome.findings), added=change.added)
