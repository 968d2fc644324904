"""The works of entries that no list holds."""

from __future__ import annotations

from collections.abc import Iterable

from peftlint.accounts import choose_all
from peftlint.identity import join
from peftlint.identity.overrules import Overrules
from peftlint.model import Entry, Library, Work


def works_of(
    entries: Iterable[Entry], overrules: Overrules | None = None, processes: int = 1
) -> tuple[Work, ...]:
    """The works that the entries are accounts of, in the order of list and line."""
    return choose_all(join(entries, overrules, processes).clusters)


def library_of_works(works: tuple[Work, ...]) -> Library:
    """A library of which nothing but its works is looked at."""
    return Library((), (), lambda: works)
