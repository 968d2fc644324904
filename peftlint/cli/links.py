"""``peftlint links``: which links are dead, have moved, or lead to another work."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from peftlint.cli import FAILED, FOUND, INTERRUPTED, OK
from peftlint.cli.asking import Run, Terms, ask
from peftlint.cli.mending import mended, without, write_mended
from peftlint.cli.options import refuse_statistics_for_programs, report_options, rule_options
from peftlint.cli.reading import Lists, read_lists, warn
from peftlint.cli.reporting import print_report

if TYPE_CHECKING:
    from peftlint.config import Config
    from peftlint.fixes import Lint, Mended
    from peftlint.model import Finding, Library, PaperList
    from peftlint.online.model import Verdict
    from peftlint.selection import Choice, Selection

DAY = 86_400.0
STATES = ("ok", "moved", "dead", "unverified")
DEAD = "LNK101"
PUBLISHED = "VEN003"
"""The one rule of `check` for which services know something too."""


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@rule_options
@click.option(
    "--fix", is_flag=True, help="Mend what can be mended safely; new addresses need the next option."
)
@click.option(
    "--unsafe-fixes", is_flag=True, help="With --fix: write new addresses for links that have moved."
)
@report_options
@click.option("--since", metavar="REF", help="Ask only for links that no list had at REF (of git).")
@click.option(
    "--max-time",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Ask for so long at most; the rest is unverified.",
)
@click.option("--offline", is_flag=True, help="Ask nobody: say what is known from earlier runs.")
@click.option(
    "--max-age",
    type=click.FloatRange(min=0),
    default=7,
    show_default=True,
    metavar="DAYS",
    help="Do not ask again for links that worked in so many days.",
)
@click.option("--store", metavar="FILE", help="Where that is kept; by default in the folder for caches.")
@click.option(
    "--allow",
    multiple=True,
    metavar="NETWORK",
    help="Ask this network, address or host though it is not public (10.0.0.0/8, wiki.example.org).",
)
def links(
    paths: tuple[str, ...],
    select: tuple[str, ...],
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    fix: bool,
    unsafe_fixes: bool,
    form: str,
    statistics: bool,
    since: str | None,
    max_time: float | None,
    offline: bool,
    max_age: float,
    store: str | None,
    allow: tuple[str, ...],
) -> int:
    """Check the links of the lists at PATHs over the network.

    Links by identifier (arXiv, DOI, GitHub and more) are verified many at a time at their registries, all others
    by their pages, politely. A link is dead only if it was said to be gone twice; what turns programs away or is
    out of order is unverified. Exit status: 0 if no link is dead, 1 if one is, 2 if a list could not be read.

    With GITHUB_TOKEN in the environment, repositories are verified a hundred at a time. S2_API_KEY and
    OPENALEX_API_KEY are used too.

    \b
    All links, for ten minutes:  peftlint links --max-time 600
    What a branch brings:        peftlint links --since main
    What has moved:              peftlint links --select LNK102 --fix --unsafe-fixes
    """
    from peftlint import files
    from peftlint.selection import Choice

    refuse_statistics_for_programs(form, statistics=statistics)
    if fix and "-" in paths:
        raise click.UsageError("--fix writes files: it does not go with standard input (PATH -).")
    gc.enable()  # this run may be long, and every connection that fails leaves a cycle behind
    config = files.load_config(os.getcwd())
    read = read_lists(paths, config)
    selection = _selection(config, Choice(select, extend_select, ignore), read.lists)
    library = _library(read.lists, config)
    addresses = _addresses(read.lists, since, paths, read)
    run = ask(addresses, library, store, Terms(config.links, max_age * DAY, max_time, offline, allow))
    lint = _lint(run, read.config, selection)
    outcome = mended(read.lists, lint, fix=fix, unsafe=unsafe_fixes)
    unwritten = write_mended(read.lists, outcome, None)
    outcome = without(unwritten, read.lists, outcome, lint) if unwritten else outcome
    failed = read.failed + len(unwritten)
    _tell(run, outcome, form, statistics=statistics, unsafe=unsafe_fixes)
    if run.interrupted:
        return INTERRUPTED
    dead = any(finding.code == DEAD for finding in outcome.findings)
    return FAILED if failed else FOUND if dead else OK


# -- what is looked for, and where


def _selection(config: Config, choice: Choice, lists: Sequence[PaperList]) -> Selection:
    from peftlint.files import relative_to
    from peftlint.rules import all_rules
    from peftlint.selection import Selection, select_rules

    rules = all_rules().values()
    names = {paper_list.path: relative_to(paper_list.path, config.root) for paper_list in lists}
    online = select_rules(rules, config, choice, names, command="links")
    offline = select_rules(rules, config, choice, names)
    known = [rule for rule in offline.rules if rule.code == PUBLISHED]
    if not online.rules and not known:
        raise click.UsageError("none of the rules that links looks for is selected; they begin with LNK1.")
    return Selection((*online.rules, *known), online.left_out)


def _library(lists: Sequence[PaperList], config: Config) -> Library:
    from peftlint.cli.joining import overrules_of
    from peftlint.engine import library_of

    return library_of(sorted(lists, key=lambda paper_list: paper_list.path), overrules_of(config))


def _addresses(
    lists: Sequence[PaperList], since: str | None, paths: Sequence[str], read: Lists
) -> tuple[str, ...]:
    """What is to be asked for, each once: what the lists link, but for what they linked at *since*."""
    before: frozenset[str] = frozenset()
    if since is not None:
        from peftlint.cli.before import Before

        before = frozenset(_linked(Before(since, paths, read).lists))
    return tuple(address for address in dict.fromkeys(_linked(lists)) if address not in before)


def _linked(lists: Iterable[PaperList]) -> Iterator[str]:
    from peftlint.online.listed import web_links

    return (listed.address for paper_list in lists for listed in web_links(paper_list))


# -- telling


def _lint(run: Run, config: Config, selection: Selection) -> Lint:
    """The function that finds what the verdicts mean for lists."""
    from peftlint.lint import settle
    from peftlint.online.findings import link_findings
    from peftlint.rules import all_rules

    def lint(lists: Sequence[PaperList]) -> tuple[Finding, ...]:
        found = link_findings(_library(lists, config), run.verdicts)
        return settle(found, lists, selection, all_rules())

    return lint


def _tell(run: Run, outcome: Mended, form: str, *, statistics: bool, unsafe: bool) -> None:
    from peftlint.reports.model import Report
    from peftlint.reports.text import counted
    from peftlint.rules import all_rules

    sources = {paper_list.path: paper_list.source for paper_list in outcome.lists}
    entries = sum(len(paper_list.entries) for paper_list in outcome.lists)
    report = Report(outcome.findings, sources, all_rules(), entries, len(outcome.lists))
    print_report(report, form, statistics=statistics, unsafe=unsafe)
    for refused in outcome.refused:
        warn(f"{refused.finding.path}: '{refused.finding.subject}' is not mended: {refused.reason}")
    if outcome.mended:
        warn(f"{counted(len(outcome.mended), 'link')} mended")
    click.echo(_closing(run), err=form not in ("text", "full"))


def _closing(run: Run) -> str:
    """``194 links: 180 ok, 5 moved, 2 dead, 7 unverified; 20 from the store, 31 requests``."""
    from peftlint.reports.text import counted

    counts = _counts(run.verdicts)
    told = ", ".join(f"{counts[state]} {state}" for state in STATES)
    left = run.links - len(run.verdicts)
    unknown = f", {left} not asked for (interrupted)" if left else ""
    return (
        f"{counted(run.links, 'link')}: {told}{unknown};"
        f" {run.stored} from the store, {counted(run.requests, 'request')}"
    )


def _counts(verdicts: Mapping[str, Verdict]) -> dict[str, int]:
    states = [verdict.state for verdict in verdicts.values()]
    return {state: sum(one == state for one in states) for state in STATES}
