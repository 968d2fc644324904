"""``peftlint explain-entry``: why a line was, or was not, read as an entry."""

from __future__ import annotations

import click

from peftlint.cli import OK, printable


@click.command()
@click.argument("place", metavar="PATH:LINE")
def explain_entry(place: str) -> int:
    """Say why the line of a list was read as an entry or not, and how each part of it got its role.

    PATH:LINE is what findings and exports print, such as lists/papers.md:12.
    """
    from peftlint import files
    from peftlint.markdown import parse
    from peftlint.readers.trace import trace

    path, colon, line = place.rpartition(":")
    if not colon or not line.isdecimal() or not int(line):
        raise click.UsageError(f"expected PATH:LINE, such as lists/papers.md:12, not {place!r}.")
    source = files.read_source(path)
    if int(line) > len(source.line_starts):
        raise click.UsageError(f"{path} has only {len(source.line_starts)} lines.")
    for told in trace(parse(source), int(line)):
        click.echo(printable(told))
    return OK
