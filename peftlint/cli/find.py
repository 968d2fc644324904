"""``peftlint find``: is a work listed already, and where?"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from peftlint.cli import FAILED, FOUND, OK
from peftlint.cli.reading import read_lists, warn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from peftlint.lookup import Listed

MOST = 10
"""Works that are told of as text; who asks so vaguely that there are more is told how many."""


@click.command(
    epilog="Example: peftlint find LoRA: Low-Rank Adaptation; peftlint find 2106.09685; "
    "peftlint find https://github.com/microsoft/LoRA",
)
@click.argument("asked", nargs=-1, required=True, metavar="TITLE-or-ID-or-URL")
@click.option(
    "--list", "paths", multiple=True, metavar="PATH", help="Look into this list or folder (repeatable)."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def find(asked: tuple[str, ...], paths: tuple[str, ...], form: str) -> int:
    """Say whether a work is listed already, where, how sure that is, and why.

    It is looked for by title, by short name, by an identifier in any form (arXiv, DOI, OpenReview, ACL, …) or by
    an address. Several words are one title. Exits with 0 if the work is listed (certain or likely), with 1 if it
    is not (also if there are only similar ones), with 2 if that cannot be told.
    """
    from peftlint import files, lookup
    from peftlint.cli.joining import joined
    from peftlint.exports import found as json

    text = " ".join(asked)
    if not text.strip():
        raise click.UsageError("expected a title, an identifier or an address.")
    read = read_lists(paths, files.load_config(os.getcwd()))
    found = lookup.find(lookup.ask(text), joined(read).works)
    if form == "json":
        click.echo(json.write(text, found), nl=False)
    else:
        for line in _told(text, found):
            click.echo(line)
    if read.failed:
        warn("not all lists could be read; the work may be in one of those")
        return OK if lookup.is_listed(found) else FAILED
    return OK if lookup.is_listed(found) else FOUND


def _told(asked: str, found: Sequence[Listed]) -> Iterator[str]:
    from peftlint.cells import visible
    from peftlint.lookup import is_listed

    if not is_listed(found):
        yield f"not listed: {visible(asked)}" + (", but similar:" if found else "")
    for listed in found[:MOST]:
        work = listed.work
        published = ", ".join(visible(str(value)) for value in (work.venue, work.year) if value)
        yield f"{listed.level}: {visible(work.title)}" + (f" ({published})" if published else "")
        yield from (f"  {visible(hit.entry.id)}: {visible(hit.reason)}" for hit in listed.hits)
    if len(found) > MOST:
        yield f"and {len(found) - MOST} more; ask for a whole title, or with --format json"
