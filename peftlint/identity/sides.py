"""How a maintainer names a work: by identifier, address or title, or by the place where a list has it.

An identifier (``arXiv:2106.09685``), an address or a title stays true when lines move; a place (``list.md:12``, as
findings and exports print it) does not. A name may be bound to one list: ``list.md#Introduction``.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from peftlint.identity.titles import squash
from peftlint.model import Entry, Identifier


class Side(NamedTuple):
    """A name taken apart: what an entry must have one of, and the lists that it must be in (None: any).

    ``places`` are ids of entries; ``title`` is squashed, "" for none, ``address`` the key of a resource, "" for none.
    """

    lists: frozenset[str] | None
    places: frozenset[str]
    identifiers: frozenset[Identifier]
    address: str
    title: str

    def names(self, entry: Entry) -> bool:
        """Whether the entry is one of those that are meant."""
        if self.lists is not None and entry.list not in self.lists:
            return False
        return (
            entry.id in self.places
            or not self.identifiers.isdisjoint(entry.identifiers)
            or bool(self.address and self._is_linked(entry))
            or bool(self.title and self.title in map(squash, (entry.title, *entry.aliases)))
        )

    def _is_linked(self, entry: Entry) -> bool:
        from peftlint.fields.link import link_identity

        return any(link_identity(link.url) == self.address for link in entry.links if link.kind == "paper")


def entries_named(names: Iterable[str], entries: Sequence[Entry]) -> Mapping[str, tuple[int, ...]]:
    """For each name the indices of the entries that it means, ascending; empty for a name that means none."""
    lists = frozenset([entry.list for entry in entries])
    sides = {name: read_side(name, lists) for name in names}
    found: dict[str, list[int]] = {name: [] for name in sides}
    for index, entry in enumerate(entries):
        for name, side in sides.items():
            if side.names(entry):
                found[name].append(index)
    return {name: tuple(indices) for name, indices in found.items()}


def read_side(name: str, lists: frozenset[str]) -> Side:
    """Take a name apart; *lists* are the paths of the lists that there are."""
    from peftlint.lookup import ask

    path, line, column = _place(name)
    if line and (meant := _lists_called(path, lists)):
        ids = frozenset(f"{one}:{line}" + (f":{column}" if column else "") for one in meant)
        return Side(meant, ids, frozenset(), "", "")
    path, bound, rest = name.partition("#")
    meant = _lists_called(path, lists) if bound and rest.strip() else frozenset()
    asked = ask(rest if meant else name)
    title = "" if asked.address or asked.identifiers else asked.title.squashed
    return Side(meant or None, frozenset(), asked.identifiers, asked.address, title)


def _place(name: str) -> tuple[str, str, str]:
    """``list.md:12:3`` → path, line and column; empty texts for what is not there."""
    head, _, last = name.rpartition(":")
    path, _, line = head.rpartition(":")
    if path and line.isdecimal() and last.isdecimal():
        return path, line, last
    return (head, last, "") if head and last.isdecimal() else ("", "", "")


def _lists_called(path: str, lists: frozenset[str]) -> frozenset[str]:
    """The lists that a path means, seen from here or from the folder of the configuration."""
    path = posixpath.normpath(path) if path else ""
    return frozenset(
        one for one in lists if path and (one == path or one.endswith(f"/{path}") or path.endswith(f"/{one}"))
    )
