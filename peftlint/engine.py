"""The steps in order: text → document → entries → works. Pure, so that a test needs no file."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from peftlint.model import Library, PaperList, Source, Work

if TYPE_CHECKING:
    from peftlint.identity.overrules import Overrules


def read_list(source: Source) -> PaperList:
    """Read one file: a list as people write them, or a README that ``merge`` wrote."""
    from peftlint.markdown import parse
    from peftlint.readers import read_document

    document = parse(source)
    if "peftlint:begin" in source.text:
        from peftlint.readers.canonical import read_canonical_list

        canonical = read_canonical_list(document)
        if canonical:
            return canonical
    return read_document(document)


def library_of(lists: Iterable[PaperList], overrules: Overrules | None = None, processes: int = 1) -> Library:
    """Join the entries of all lists into works. The order of *lists* is kept; it decides nothing.

    *overrules* are works that the maintainer joins or parts, whatever the evidence says; *processes* says how many may
    be busy with it, and changes nothing.
    """
    from peftlint.identity import join

    lists = tuple(lists)
    clusters = join([entry for one in lists for entry in one.entries], overrules, processes).clusters

    @cache
    def chosen() -> tuple[Work, ...]:
        from peftlint.accounts import choose_all

        return choose_all(clusters)

    return Library(lists, clusters, chosen)


def read_library(sources: Iterable[Source]) -> Library:
    """Read files and join their entries into works."""
    return library_of(map(read_list, sources))
