"""How findings call entries, and where they point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from peftlint.fields.identifier import identifier_of_url
from peftlint.identity.overrules import MAINTAINER
from peftlint.identity.titles import squash, words_of
from peftlint.model import Cluster, Entry, Library, Related, Span

LONGEST_TITLE = 60
"""Characters of a title that a message shows."""
_WORDS_OF_NAME = 3
_LETTERS_OF_NAME = 18


Place = tuple[str, Span]


def key(entry: Entry) -> Place:
    """What tells an entry from every other of the run: several may begin on one line."""
    return entry.list, entry.span


def title_place(entry: Entry) -> Span:
    """Where an entry's title stands."""
    return entry.spans.title or entry.span


def venue_place(entry: Entry) -> Span:
    """Where an entry's venue is printed; its title, if the venue comes from a badge or a BibTeX block."""
    return entry.spans.venue or title_place(entry)


def shortened(text: str) -> str:
    """The text itself, or its beginning with an ellipsis if it is long."""
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1].rstrip() + "…"


def called(entry: Entry) -> str:
    """An entry as a message names it: the beginning of its title, its file and line."""
    return f"'{shortened(entry.title)}' ({entry.id})"


def related(entry: Entry, message: str) -> Related:
    """An entry as another place that a finding is about."""
    return Related(entry.list, title_place(entry), message)


def clusters_of(entries: Iterable[Entry], library: Library) -> dict[Place, Cluster]:
    """The clusters that some entries are in, by their entries."""
    wanted = set(map(key, entries))
    if not wanted:
        return {}
    return {
        place: one for one in library.clusters for entry in one.entries if (place := key(entry)) in wanted
    }


def are_parted(one: Cluster, other: Cluster) -> bool:
    """Whether the configuration says that they are two works."""
    theirs = {entry.id for entry in other.entries}
    return any(told.level == MAINTAINER and not theirs.isdisjoint(told[2:]) for told in one.evidence)


def run_order(library: Library) -> Mapping[str, int]:
    """The place of each list, by its path, in the order in which they were named."""
    return {paper_list.path: index for index, paper_list in enumerate(library.lists)}


def in_run_order(entries: Sequence[Entry], order: Mapping[str, int]) -> Sequence[Entry]:
    """Entries in the order of their lists, see ``run_order``, and within a list in the order of its lines."""
    if len(entries) < 2:
        return entries
    return sorted(entries, key=lambda entry: (order[entry.list], entry.span))


def is_short_name(title: str) -> bool:
    """Whether a title is no longer than a name, as in a table of models or data sets: ``GPT-3``, ``Albert-base``."""
    words = words_of(title)
    return len(words) <= _WORDS_OF_NAME and len("".join(words)) <= _LETTERS_OF_NAME


def short_name(title: str) -> str:
    """What stands before a title's colon, only its letters and digits, in small ones; empty without a colon."""
    name, colon, _ = title.partition(":")
    return squash(name) if colon else ""


def cites_several(entry: Entry) -> bool:
    """Whether an entry links several papers, so that nobody can tell which of them it is."""
    papers = [link.url for link in entry.links if link.kind == "paper"]
    if len(papers) < 2:
        return False
    found = {identifier_of_url(url) for url in papers} - {None}
    kinds = [identifier.kind for identifier in found if identifier]
    return len(kinds) > len(set(kinds))
