"""``peftlint new``: an entry for a list, in that list's own form."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from peftlint.cli import FAILED, FOUND, OK, printable
from peftlint.cli.reading import read_lists, warn

if TYPE_CHECKING:
    from peftlint.lookup import Listed
    from peftlint.model import PaperList
    from peftlint.writing.wanted import Wanted


@click.command(
    epilog='Example: peftlint new --list lists/papers.md --title "LoRA: Low-Rank Adaptation of Large Language Models"'
    ' --author "Edward J. Hu" --author "Yelong Shen" --venue ICLR --year 2022'
    " --link https://arxiv.org/abs/2106.09685 --link code=https://github.com/microsoft/LoRA --section Adapters --write"
)
@click.option("--list", "path", required=True, metavar="FILE", help="The list that it is for.")
@click.option("--title", required=True, metavar="TEXT")
@click.option(
    "--author", "authors", multiple=True, metavar="NAME", help="Repeatable, in order; 'et al.' for others."
)
@click.option("--venue", metavar="NAME", help="As the list writes it, without the year.")
@click.option("--year", type=click.IntRange(1900, 2099), metavar="YEAR")
@click.option(
    "--link", "links", multiple=True, metavar="[KIND=]URL", help="Repeatable; kinds: paper, code, project, …"
)
@click.option("--section", metavar="HEADING", help="Its heading, or the path: Methods / Adapters.")
@click.option(
    "--tag", "tags", multiple=True, metavar="TEXT", help="A label as the list puts on entries (repeatable)."
)
@click.option("--write", is_flag=True, help="Insert it into FILE; without it, only print it.")
def new(
    path: str,
    title: str,
    authors: tuple[str, ...],
    venue: str | None,
    year: int | None,
    links: tuple[str, ...],
    section: str | None,
    tags: tuple[str, ...],
    write: bool,
) -> int:
    """Print the entry for a work in the form of the list FILE, or insert it there.

    The entries that are there show how: marks, numbers, order of parts, labels, columns, BibTeX. It goes where the
    order of its section wants it. The result is read back and given only if it reads as what was asked for, and
    nothing else reads differently. A work that the list has already is refused (exit status 1).
    """
    from peftlint import files
    from peftlint.writing.composing import compose

    wanted = _wanted(title, authors, venue, year, links, tags)
    read = read_lists([path], files.load_config(os.getcwd()))
    if read.failed or not read.lists:
        return FAILED
    paper_list = read.lists[0]
    if listed := _listed(wanted, read.lists):
        hit = listed.hits[0]
        warn(f"it is listed already: {hit.entry.id}: {hit.entry.title} ({hit.reason})")
        return FOUND
    composed = compose(paper_list, wanted, section)
    if not write:
        click.echo(printable(composed.entry_text))
        return OK
    files.write_atomically(path, files.encode(paper_list.source, composed.text))
    where = f" below {' / '.join(composed.entry.section)!r}" if composed.entry.section else ""
    click.echo(printable(f"{composed.entry.id}: added{where}"))
    return OK


def _wanted(
    title: str,
    authors: tuple[str, ...],
    venue: str | None,
    year: int | None,
    links: tuple[str, ...],
    tags: tuple[str, ...],
) -> Wanted:
    from peftlint.writing.wanted import wanted_entry, wanted_link

    try:
        wanted = wanted_entry(title, authors, venue, year, tuple(map(wanted_link, links)), tags)
    except ValueError as error:
        raise click.UsageError(printable(str(error))) from None
    if not wanted.title:
        raise click.UsageError("expected a title of at least one character.")
    return wanted


def _listed(wanted: Wanted, lists: tuple[PaperList, ...]) -> Listed | None:
    """The work of the lists that is surely this one: same title, or a link that identifies it."""
    from peftlint import lookup
    from peftlint.engine import library_of

    works = library_of(lists).works
    papers = [link.url for link in wanted.links if link.kind == "paper"]
    found = [listed for asked in (wanted.title, *papers) for listed in lookup.find(lookup.ask(asked), works)]
    return next((listed for listed in found if listed.level == lookup.CERTAIN), None)
