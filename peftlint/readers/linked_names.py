"""Names that are links: ``*[Jane Doe](…), [Richard Roe](…) and John Smith.*`` is one list of names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from peftlint.document import Flow
from peftlint.fields.authors import name_list_score
from peftlint.readers.labels import is_label, own_label
from peftlint.readers.pieces import Piece
from peftlint.readers.records import Atom

_LIKE_A_NAME = 0.5
_FEWEST_LINKS = 2
"""A single link that reads as a name may as well be a tool's."""


def linked_names(atoms: Sequence[Atom], first: int) -> Mapping[int, Piece | None]:
    """The lists of names from the atom *first* on whose names are links, at the index of their first atom.

    The indices of the other atoms of a list lead to None. A list stays on its line, and takes in the text of its
    own style on both sides.
    """
    found: dict[int, Piece | None] = {}
    if sum([atom.link is not None for atom in atoms[first:]]) < _FEWEST_LINKS:
        return found
    for start, end in _lines(atoms, first):
        links = [index for index in range(start, end) if _is_name(atoms[index])]
        if len(links) < _FEWEST_LINKS:
            continue
        low, high = _widened(atoms, links[0], links[-1], start, end)
        flow = Flow([run for atom in atoms[low : high + 1] for run in atom.flow.runs])
        if name_list_score(" ".join(flow.text.split())) >= _LIKE_A_NAME:
            found.update(dict.fromkeys(range(low, high + 1)))
            found[low] = Piece(flow, 0, len(flow.text))
    return found


def _lines(atoms: Sequence[Atom], first: int) -> Iterator[tuple[int, int]]:
    """The first atom of each line, and the one behind its last."""
    start = first
    for index in range(first, len(atoms)):
        if atoms[index].kind == "break":
            yield start, index
            start = index + 1


def _is_name(atom: Atom) -> bool:
    if atom.kind != "link" or atom.link is None or atom.link.bare or is_label(atom):
        return False
    return name_list_score(own_label(atom)) >= _LIKE_A_NAME


def _widened(atoms: Sequence[Atom], low: int, high: int, start: int, end: int) -> tuple[int, int]:
    """From *low* to *high*, and the marked text of the same style beside them."""
    style = atoms[low].style
    if style != "plain":
        while low > start and atoms[low - 1].kind == "text" and atoms[low - 1].style == style:
            low -= 1
        while high + 1 < end and atoms[high + 1].kind == "text" and atoms[high + 1].style == style:
            high += 1
    return low, high
