"""``peftlint merge``: one canonical README from all lists."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

import click

from peftlint.cli import FAILED, FOUND, OK, printable
from peftlint.cli.reading import find_sources, read_found, warn
from peftlint.cli.reporting import print_patch

if TYPE_CHECKING:
    from peftlint.config import Config
    from peftlint.merging import Merged
    from peftlint.model import Library, Source, Work
    from peftlint.readme.items import Readme

MOST_EDITS = 20
"""Edits by hand that are named; ``absorb`` names all."""


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "-o", "--output", metavar="FILE", help="Write into FILE instead of README.md; - prints a new page."
)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if the README is out of date.")
@click.option("--diff", is_flag=True, help="Show what would change; write nothing.")
@click.option("--init", is_flag=True, help="Add the markers to a README that has none.")
@click.option("-v", "--verbose", is_flag=True, help="List every choice between accounts and every change.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing unless something is wrong.")
def merge(
    paths: tuple[str, ...],
    output: str | None,
    check: bool,
    diff: bool,
    init: bool,
    verbose: bool,
    quiet: bool,
) -> int:
    """Write every work of the lists at PATHs, once, into the marked part of README.md.

    PATH is a Markdown file or a folder of them. Only what stands between the lines
    <!-- peftlint:begin --> and <!-- peftlint:end --> is written, and only if it changes.
    """
    from peftlint import files
    from peftlint.cli.repeating import Repetition

    config = files.load_config(os.getcwd())
    target = output or files.readme_path(config)
    old = _current(target)
    tell = Teller(quiet, to_stderr=target == "-" or diff)
    found = find_sources(paths, config, leave_out=None if target == "-" else target)
    run = None
    if old and not found.failed:
        words = ("merge", target, tell.to_stderr, init, verbose, quiet)
        run = Repetition(config, found.sources, words, [old.text])
        status = run.told_again(err=tell.to_stderr)
        if status is not None:
            return status
    from peftlint.cli.joining import joined

    read = read_found(found, config)
    library = joined(read)
    if not library.works:
        warn("no entry was read; nothing to write")
        return FAILED
    _tell_library(library, tell, verbose)
    if read.failed:
        warn(f"{target} is left as it is: {_count(read.failed, 'list')} could not be read")
        return FAILED
    merged = _page(library, config, old, init=init)
    if old and merged.page == old.text:  # it was verified when it was written
        tell(f"{target} is up to date")
        if run:
            run.keep(OK, "".join(tell.told), read.lists)
        return OK
    return _write(library, target, old, merged, tell, check=check, diff=diff, verbose=verbose)


class Teller:
    """Prints the report, to standard error where standard output holds the result. ``told`` is what was printed."""

    def __init__(self, quiet: bool, *, to_stderr: bool) -> None:
        self.quiet, self.to_stderr = quiet, to_stderr
        self.told: list[str] = []

    def __call__(self, line: str) -> None:
        if not self.quiet:
            self.told.append(f"{printable(line)}\n")
            click.echo(printable(line), err=self.to_stderr)


def _page(library: Library, config: Config, old: Source | None, *, init: bool) -> Merged:
    """What is to stand in the file that is *old* now."""
    from peftlint.merging import merged_page
    from peftlint.readme import region

    text = old.text if old else region.new_readme(config.title)
    return merged_page(region.add_markers(text) if init else text, library, config)


def _write(
    library: Library,
    target: str,
    old: Source | None,
    merged: Merged,
    tell: Teller,
    *,
    check: bool,
    diff: bool,
    verbose: bool,
) -> int:
    """Put the page into the file, which is *old* now, or tell what would change."""
    from peftlint import files
    from peftlint.model import Source
    from peftlint.readme import changes, layout, verify

    page, readme = merged
    verify.verify(page, readme)
    if target == "-":
        click.echo(page, nl=False)
        return OK
    if warning := layout.size_warning(page):
        warn(warning)
    found = changes.changes(_shown_before(old), readme)
    if diff:
        print_patch([(old or Source(target, ""), Source(target, page, old is not None and old.bom))])
    for change in found if verbose else ():
        tell(f"  {changes.described(change)}")
    told = changes.summary(found) if found else "only its form changes"
    _tell_hand_edits(old, library, readme, target, tell, overwritten=not (check or diff))
    if check or diff:
        tell(f"{target} is out of date: {told}; write it with: peftlint merge")
        return FOUND if check else OK
    files.write_atomically(target, files.encode(old or Source(target, ""), page))
    tell(f"{target}: {told}" if old else f"{target} written")
    return OK


def _current(target: str) -> Source | None:
    """The file to write into as it is now; None if there is none."""
    from peftlint import files
    from peftlint.model import Source

    if target == "-" or not os.path.exists(target):
        return None
    if os.path.isfile(target) and os.path.getsize(target) == 0:
        return Source(target, "")
    return files.read_source(target)


def _shown_before(old: Source | None) -> Readme:
    from peftlint.readme.items import Readme
    from peftlint.readme.read import read
    from peftlint.readme.region import RegionError

    try:
        return read(old.text) if old else Readme((), ())
    except RegionError:
        return Readme((), ())


def _tell_hand_edits(
    old: Source | None, library: Library, readme: Readme, target: str, tell: Teller, *, overwritten: bool
) -> None:
    """Name what was typed in between the markers, which merging does away with, and where to say it instead."""
    from peftlint.cli.history import known_before
    from peftlint.readme.hand_edits import described, hand_edits
    from peftlint.readme.region import RegionError

    if old is None:
        return
    known = known_before(target, [paper_list.path for paper_list in library.lists])
    try:
        edits = hand_edits(old.text, library, readme, known)
    except RegionError:
        return
    sure = [edit for edit in edits if edit.sure]
    told = sure if overwritten else edits
    for edit in told[:MOST_EDITS]:
        places = ", ".join(entry.id for entry in edit.entries) or "the list that it belongs to"
        state = "edited by hand" if edit.sure else "in no list (edited by hand, or the lists have changed)"
        tell(f"{target}:{edit.line}: {state}: {described(edit)}; edit instead: {places}")
    if len(told) > MOST_EDITS:
        tell(f"and {len(told) - MOST_EDITS} more")
    if sure and overwritten:
        warn(f"{target}: {_count(len(sure), 'edit')} by hand overwritten; next time: peftlint absorb")
    elif told:
        tell("to carry them back into the lists: peftlint absorb")


# -- what a person reads


def _tell_library(library: Library, tell: Teller, verbose: bool) -> None:
    for paper_list in library.lists:
        shapes = ", ".join(paper_list.shapes)
        tell(
            f"{paper_list.path}: {_count(len(paper_list.entries), 'entry')}"
            + (f", {shapes}" if shapes else "")
        )
    entries = sum(len(paper_list.entries) for paper_list in library.lists)
    joined = [work for work in library.works if len(work.entries) > 1]
    tell(
        f"{_count(entries, 'entry')} are {_count(len(library.works), 'work')};"
        f" {len(joined)} of them have more than one entry"
    )
    _tell_choices(library.works, tell, verbose)
    if verbose:
        _tell_decisions(library.works, tell)


def _tell_choices(works: tuple[Work, ...], tell: Teller, verbose: bool) -> None:
    differing = [(work, field) for work in works for field in ("venue", "year") if work.others.get(field)]
    fields = Counter(field for _, field in differing)
    if differing:
        counts = ", ".join(f"{field} of {_count(number, 'work')}" for field, number in sorted(fields.items()))
        tell(f"accounts differ: {counts}" + ("" if verbose else " (--verbose lists them)"))
    for work, field in differing if verbose else ():
        chosen = getattr(work, field)
        others = "; ".join(f"{a.value} in {', '.join(a.entries)}" for a in work.others[field])
        tell(f"  {work.title}: {field} {chosen or 'unknown'}, not {others}")


def _tell_decisions(works: tuple[Work, ...], tell: Teller) -> None:
    """What the configuration decided of works, each once."""
    from peftlint.identity.overrules import MAINTAINER

    told = dict.fromkeys(one for work in works for one in work.evidence if one.level == MAINTAINER)
    for one in told:
        tell(f"  {one.left} and {one.right}: {one.reason}")


def _count(number: int, noun: str) -> str:
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number} {noun if number == 1 else plural}"
