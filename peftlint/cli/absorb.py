"""``peftlint absorb``: carry what was edited in README.md by hand back into the lists."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from peftlint.cli import FAILED, FOUND, OK, printable
from peftlint.cli.history import known_before
from peftlint.cli.reading import read_lists, warn
from peftlint.cli.reporting import print_patch

if TYPE_CHECKING:
    from peftlint.absorbing import Absorption
    from peftlint.model import Library


@click.command(epilog="Example: peftlint absorb --diff; peftlint absorb --write && peftlint merge")
@click.argument("readme", required=False, metavar="[README]")
@click.option(
    "--list", "paths", multiple=True, metavar="PATH", help="The lists that were merged (repeatable)."
)
@click.option("--write", is_flag=True, help="Write the lists; without it, only say what would be done.")
@click.option("--diff", is_flag=True, help="Show how the lists would change; write nothing.")
def absorb(readme: str | None, paths: tuple[str, ...], write: bool, diff: bool) -> int:
    """Carry what was changed by hand between the markers of README back into the lists it is merged from.

    A changed title, venue, year or link goes where its old value stands, if that is certain and if merging again then
    shows just what was wanted. For all else it says why not, and what to do. Exits with 0 if nothing is left to
    do by hand, else with 1.
    """
    from peftlint import absorbing, files
    from peftlint.cli.joining import joined
    from peftlint.merging import merged_page
    from peftlint.readme.hand_edits import hand_edits

    if write and diff:
        raise click.UsageError("--write and --diff exclude one another.")
    config = files.load_config(os.getcwd())
    target = readme or files.readme_path(config)
    page = files.read_source(target).text
    read = read_lists(paths, config, leave_out=target)
    if read.failed:
        warn("nothing is carried back: not all lists could be read")
        return FAILED
    library = joined(read)
    known = known_before(target, [paper_list.path for paper_list in read.lists])
    edits = hand_edits(page, library, merged_page(page, library, config).readme, known)
    outcome = absorbing.absorb(page, library, edits, config)
    _tell(outcome, target, library, done=write)
    changed = [(old, new) for old, new in zip(library.lists, outcome.lists, strict=True) if old is not new]
    if diff:
        print_patch((old.source, new.source) for old, new in changed)
    for _, new in changed if write else ():
        files.write_atomically(new.path, files.encode(new.source, new.source.text))
    if changed and not diff:
        click.echo(
            "now run: peftlint merge" if write else "write this into the lists with: peftlint absorb --write"
        )
    return FOUND if outcome.left else OK


def _tell(outcome: Absorption, target: str, library: Library, *, done: bool) -> None:
    from peftlint.absorbing import suggestion
    from peftlint.readme.hand_edits import described

    if not outcome.absorbed and not outcome.left:
        click.echo(printable(f"{target}: nothing was edited by hand"))
    for edit, places in outcome.absorbed:
        state = "changed" if done else "would change"
        click.echo(printable(f"{target}:{edit.line}: {described(edit)}; {state}: {', '.join(places)}"))
    for edit, reason in outcome.left:
        click.echo(printable(f"{target}:{edit.line}: {described(edit)}; not carried back: {reason}"))
        if edit.field == "work" and library.lists:
            click.echo(printable(f"  add it with: {suggestion(edit, library.lists[0].path)}"))
