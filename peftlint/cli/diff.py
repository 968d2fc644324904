"""``peftlint diff``: what a change means for the papers in the lists."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from peftlint.cli import FAILED, OK
from peftlint.cli.reading import read_lists

if TYPE_CHECKING:
    from peftlint.changes.words import Summary
    from peftlint.cli.before import Before
    from peftlint.cli.reading import Lists

FORMATS = ("text", "json", "markdown")


@click.command(short_help="Say what a change means for the papers in the lists.")
@click.argument("ref", default="HEAD", metavar="[REF]")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to say it."
)
def diff(ref: str, paths: tuple[str, ...], form: str) -> int:
    """Say what has changed in the lists at PATHs since HEAD and REF (a branch, tag or commit of git) were one.

    Papers added, removed and moved; titles, authors, venues, years, links and tags that say something else;
    lists that came, went or have another name; duplicates that came; and whether README.md is out of date.
    The first line sums it up. Markdown is for the summary of a job, where nothing that lists say takes effect.

    \b
    What is not committed yet:  peftlint diff
    What a branch changes:      peftlint diff main
    """
    from peftlint import files
    from peftlint.changes import words
    from peftlint.cli.before import Before

    read = read_lists(paths, files.load_config(os.getcwd()))
    summary = _summary(read, Before(ref, paths, read))
    write = {"text": words.text, "json": words.json, "markdown": words.markdown}[form]
    click.echo(write(summary), nl=False)
    return FAILED if read.failed else OK


def _summary(read: Lists, before: Before) -> Summary:
    from peftlint.changes.meaning import differences, duplicates
    from peftlint.changes.places import shown_on_changes
    from peftlint.changes.words import Summary
    from peftlint.cli.joining import overrules_of
    from peftlint.cli.linting import Linter, NewOnly
    from peftlint.engine import library_of
    from peftlint.selection import Choice

    linter = Linter(read.config, Choice(select=("DUP001", "MRG001")), read.lists)
    news = NewOnly(linter, before)
    change = news.change(read.lists)
    found = linter.find(read.lists)
    brought = [one for one in news.among(found, read.lists) if one.code == "DUP001"]
    overrules = overrules_of(read.config)
    told = differences(change, library_of(before.lists, overrules), library_of(read.lists, overrules))
    rewritten = (one.path for one in change.new.lists if one not in change.old.lists)
    stale = next((finding.path for finding in found if finding.code == "MRG001"), "")
    return Summary((*told, *duplicates(shown_on_changes(change, brought), change)), tuple(rewritten), stale)
