"""``peftlint explain-works``: why two entries are, or are not, accounts of one work."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from peftlint.cli import FAILED, OK, printable
from peftlint.cli.joining import joined
from peftlint.cli.reading import read_lists

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from peftlint.identity.explaining import Explanation
    from peftlint.model import Entry, Evidence

_LEVELS = {
    "A": "certain",
    "B": "strong",
    "C": "probable",
    "D": "possible",
    "M": "the configuration",
    "X": "against it",
}


@click.command(
    epilog="Examples: peftlint explain-works lists/a.md:12 lists/b.md:40; "
    "peftlint explain-works arXiv:2106.09685 'LoRA: Low-Rank Adaptation'"
)
@click.argument("one")
@click.argument("other")
@click.option(
    "--list", "paths", multiple=True, metavar="PATH", help="Look into this list or folder (repeatable)."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def explain_works(one: str, other: str, paths: tuple[str, ...], form: str) -> int:
    """Say what made the entries ONE and OTHER one work or two, and what to write to have it otherwise.

    They are named by place (list.md:12, list.md:12:40), identifier, address or title; a name bound to one list is
    list.md#Introduction. Of several entries that a name means, the two that are nearest to each other are told of.
    """
    from peftlint import files
    from peftlint.exports import explanation as json
    from peftlint.identity.explaining import explain_names

    read = read_lists(paths, files.load_config(os.getcwd()))
    told = explain_names(one, other, joined(read).works)
    if form == "json":
        click.echo(json.write(told), nl=False)
    else:
        for line in _lines(told):
            click.echo(printable(line))
    return FAILED if read.failed else OK


def _lines(told: Explanation) -> Iterator[str]:
    for entry in (told.left, told.right):
        yield f"{entry.id}: {entry.title}"
        yield from (f"  {fact}" for fact in facts(entry))
    yield ""
    if told.together:
        yield f"one work: {told.works[0].key}"
    else:
        yield f"two works: {told.works[0].key} and {told.works[1].key}"
    yield "what they say of each other:" if told.direct else "they have nothing in common by themselves"
    yield from _evidence(told.direct, places=False)
    if told.path:
        yield "what joined them:"
        yield from _evidence(told.path, places=True)
    if told.obstacles:
        yield "what keeps their works apart:"
        yield from _evidence(told.obstacles, places=True)
    yield ""
    yield f"to {'part' if told.together else 'join'} them, write into pyproject.toml:"
    yield "[tool.peftlint]"
    yield told.overrule


def _evidence(some: Iterable[Evidence], *, places: bool) -> Iterator[str]:
    for one in some:
        place = f"{one.left} and {one.right}: " if places else ""
        yield f"  {one.level} ({_LEVELS[one.level]}): {place}{one.reason}"


def facts(entry: Entry) -> Iterator[str]:
    """What is compared of an entry, in words."""
    from peftlint.identity.differences import numbers_of
    from peftlint.identity.profile import profile_of

    profile = profile_of(entry)
    told = {
        "short name": profile.title.name,
        "numbers": ", ".join(sorted(numbers_of(profile.title))),
        "authors": ", ".join(person.family for person in profile.people),
        "year": str(entry.year or ""),
        "venue": profile.series.name or entry.venue or "",
        "identifiers": ", ".join(sorted(map(str, profile.identifiers))),
    }
    yield from (f"{name}: {value or 'none'}" for name, value in told.items())
