"""``peftlint export``: the normalized model for other programs."""

from __future__ import annotations

import os
import sys

import click

from peftlint.cli import FAILED, OK
from peftlint.cli.reading import read_lists, warn


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--format", "form", type=click.Choice(["json"]), default="json", show_default=True)
@click.option("--stdin-filename", metavar="NAME", help="What to call standard input (PATH -).")
@click.option("-o", "--output", metavar="FILE", default="-", help="Write to FILE instead of standard output.")
def export(paths: tuple[str, ...], form: str, stdin_filename: str | None, output: str) -> int:
    """Print every entry and work that PATHs hold as JSON.

    PATH is a Markdown file, a folder of them, or - for standard input.
    """
    from io import BytesIO

    from peftlint import files
    from peftlint.cli.joining import joined
    from peftlint.exports import json

    read = read_lists(paths, files.load_config(os.getcwd()), stdin_name=stdin_filename)
    library = joined(read)
    lines = {"json": json.lines}[form](library)
    if output == "-":
        sys.stdout.writelines(lines)
    else:
        data = BytesIO()  # line by line: all of it as text, and then as bytes, would be there twice
        data.writelines(line.encode() for line in lines)
        files.write_atomically(output, data.getvalue())
    if not library.works:
        warn("no entry was read")
        return FAILED
    return FAILED if read.failed else OK
