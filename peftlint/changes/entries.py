"""Which entry of the old lists is which entry of the new ones."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from peftlint.changes.alignment import aligned
from peftlint.fields.identifier import WORK_KINDS
from peftlint.fields.link import link_identity
from peftlint.identity.titles import is_generic, is_nickname, likeness, read_title, squash
from peftlint.model import Entry, PaperList, Span

Place = tuple[str, Span]

_MOST_COMPARED = 20
"""Entries at one place of a list that a new one is compared with."""


@dataclass(frozen=True)
class Known:
    """One entry as it is compared: ``text`` is what is written, without regard to white space."""

    entry: Entry
    text: str
    index: int

    @cached_property
    def said(self) -> Hashable:
        """What the entry says, without where and in which form."""
        entry = self.entry
        links = tuple((link.kind, link.url) for link in entry.links)
        authors = (entry.authors, entry.et_al)
        bibtex = entry.bibtex.raw if entry.bibtex else ""
        return entry.title, authors, entry.venue, entry.year, links, entry.tags, " ".join(bibtex.split())

    @cached_property
    def title(self) -> str:
        return squash(self.entry.title)

    @property
    def place(self) -> Place:
        return place_of(self.entry)


class Pair(NamedTuple):
    """One entry before and after the change."""

    old: Known
    new: Known


@dataclass(frozen=True)
class Matching:
    """The entries of two states, and which of them are one: ``pairs`` by the place of the new entry.

    ``added`` and ``removed`` are the others. ``files`` maps the path of each new list to that of the old one
    that it was, where there was one. All in the order of the lists.
    """

    pairs: Mapping[Place, Pair]
    added: tuple[Entry, ...]
    removed: tuple[Entry, ...]
    files: Mapping[str, str]

    @cached_property
    def roads(self) -> dict[str, tuple[str, ...]]:
        """For each new list the old ones, other than what it was itself, from which entries have come into it."""
        found: dict[str, dict[str, None]] = {}
        for pair in self.pairs.values():
            new, old = pair.new.entry.list, pair.old.entry.list
            if self.files.get(new) != old:
                found.setdefault(new, {})[old] = None
        return {path: tuple(old) for path, old in found.items()}


def place_of(entry: Entry) -> Place:
    """What tells an entry from every other of its state."""
    return entry.list, entry.span


def match(old: Sequence[PaperList], new: Sequence[PaperList], files: Mapping[str, str]) -> Matching:
    """Find for each entry of *new* the one of *old* that it was; *files* maps new paths to old ones.

    From the surest to the least sure: the same text in the same section, at its place in the list, in the list,
    in any list; then so for the text alone, and for all that it says (in another form); then the same title or
    identifier; at last what stands at the same place and has a link, the authors or most of the title in common.
    Each is taken once.
    """
    matcher = _Matcher([_known(one) for one in old], [_known(one) for one in new], files)
    for names in (_written_in_section, _written, _said):
        matcher.align(names)
        matcher.pair(names)
    matcher.pair(_titles, anywhere=_tells)
    matcher.pair(_identifiers)
    matcher.pair_at_place()
    return matcher.matching()


Names = Callable[[Known], Iterable[Hashable]]


class _Matcher:
    """Pairs in the making."""

    def __init__(
        self, old: Sequence[Sequence[Known]], new: Sequence[Sequence[Known]], files: Mapping[str, str]
    ):
        self.old = {known[0].entry.list: known for known in old if known}
        self.new = {known[0].entry.list: known for known in new if known}
        self.files = files
        self.pairs: dict[Place, Pair] = {}
        self.taken: set[Place] = set()

    def take(self, old: Known, new: Known) -> None:
        self.pairs[new.place] = Pair(old, new)
        self.taken.add(old.place)

    def align(self, names: Names) -> None:
        """Pair in each list what has the same names in the same order."""
        for path, known in self.new.items():
            new, old = self._left(known), self._old_left(self.files.get(path))
            partners = aligned([tuple(names(one)) for one in old], [tuple(names(one)) for one in new])
            for one, index in zip(new, partners, strict=True):
                if index is not None:
                    self.take(old[index], one)

    def pair(self, names: Names, *, anywhere: Callable[[Known], bool] = lambda _: True) -> None:
        """Pair what has a name in common: in the same list, then those for which *anywhere* holds in any list."""
        for path, known in self.new.items():
            self._pair(self._left(known), self._old_left(self.files.get(path)), names)
        new = [one for known in self.new.values() for one in self._left(known) if anywhere(one)]
        if new:
            self._pair(new, [one for path in self.old for one in self._old_left(path)], names)

    def _pair(self, new: Iterable[Known], old: Sequence[Known], names: Names) -> None:
        named: dict[Hashable, list[Known]] = {}
        for one in reversed(old):
            for name in names(one):
                named.setdefault(name, []).append(one)
        for one in new:
            for name in names(one):
                others = named.get(name, [])
                while others and others[-1].place in self.taken:
                    others.pop()
                if others and one.place not in self.pairs:
                    self.take(others.pop(), one)

    def pair_at_place(self) -> None:
        """Pair what stands behind the same entry of a list and has something in common."""
        for path, known in self.new.items():
            old = list(
                self._by_place(self.old.get(self.files.get(path, ""), ()), self._is_old_left, _own_index)
            )
            places: dict[int, list[Known]] = {}
            for place, one in old:
                places.setdefault(place, []).append(one)
            for place, one in list(self._by_place(known, self._is_left, self._old_index)):
                others = [other for other in places.get(place, ()) if other.place not in self.taken]
                like = next((other for other in others[:_MOST_COMPARED] if _are_alike(other, one)), None)
                if like:
                    self.take(like, one)

    def _by_place(
        self, known: Iterable[Known], is_left: Callable[[Known], bool], index: Callable[[Known], int]
    ) -> Iterator[tuple[int, Known]]:
        """Those that are left, each with the old index of the last one before it that is not."""
        place = -1
        for one in known:
            if is_left(one):
                yield place, one
            else:
                place = index(one)

    def _old_index(self, new: Known) -> int:
        return self.pairs[new.place].old.index

    def _is_left(self, new: Known) -> bool:
        return new.place not in self.pairs

    def _is_old_left(self, old: Known) -> bool:
        return old.place not in self.taken

    def _left(self, known: Sequence[Known]) -> list[Known]:
        return [one for one in known if self._is_left(one)]

    def _old_left(self, path: str | None) -> list[Known]:
        return [one for one in self.old.get(path or "", ()) if self._is_old_left(one)]

    def matching(self) -> Matching:
        new = [one for known in self.new.values() for one in known]
        old = [one for known in self.old.values() for one in known]
        return Matching(
            {one.place: self.pairs[one.place] for one in new if one.place in self.pairs},
            tuple(one.entry for one in new if self._is_left(one)),
            tuple(one.entry for one in old if self._is_old_left(one)),
            self.files,
        )


def _known(paper_list: PaperList) -> list[Known]:
    return [Known(entry, _text(entry, paper_list), index) for index, entry in enumerate(paper_list.entries)]


def _text(entry: Entry, paper_list: PaperList) -> str:
    written = f"{paper_list.source.slice(entry.span)} {entry.bibtex.raw if entry.bibtex else ''}"
    return " ".join(written.split())


def _written_in_section(one: Known) -> list[Hashable]:
    return [(one.text, one.entry.section)]


def _written(one: Known) -> list[Hashable]:
    return [one.text]


def _said(one: Known) -> list[Hashable]:
    return [one.said]


def _own_index(one: Known) -> int:
    return one.index


def _titles(one: Known) -> list[Hashable]:
    return [one.title] if one.title else []


def _tells(one: Known) -> bool:
    """Whether a title stands for one work wherever it is found."""
    title = read_title(one.entry.title)
    return not (is_nickname(title) or is_generic(title))


def _identifiers(one: Known) -> list[Hashable]:
    return [identifier for identifier in one.entry.identifiers if identifier.kind in WORK_KINDS]


def _are_alike(old: Known, new: Known) -> bool:
    """Whether two entries at one place have the authors, a link or most of the title in common."""
    before, after = old.entry, new.entry
    if len(after.authors) > 1 and before.authors == after.authors:
        return True
    urls = {link_identity(link.url) for link in before.links if link.url}
    if any(link.url and link_identity(link.url) in urls for link in after.links):
        return True
    return likeness(read_title(before.title), read_title(after.title)).score > 0
