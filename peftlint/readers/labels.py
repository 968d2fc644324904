"""Which words say what a link is: its own text, or for ``here`` and bare addresses the words before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from peftlint.fields.label import loose_label_kind
from peftlint.fields.link import label_kind
from peftlint.fields.patterns import late
from peftlint.readers.records import Atom, Part, atoms

_EMPTY_LABEL = late(r"(?:here|link|url|this|click here|链接|点击|这里|此处|)", re.IGNORECASE)
_LONGEST_EMPTY = len("click here")
_BEFORE = late(r"([^\n,;|·•，；、()（）\[\]【】]{1,40})[:：]\s*[\[(（【<「`]*\s*$")


def labelled(part: Part) -> tuple[list[Atom], dict[int, tuple[int, int]]]:
    """The atoms of a part with the labels of its links, and what :func:`name_links` says of them."""
    if part.labelled is None:
        pieces = atoms(part)
        part.labelled = pieces, name_links(pieces)
    return part.labelled


def name_links(atoms: Sequence[Atom]) -> dict[int, tuple[int, int]]:
    """Set ``label`` on every link atom. Returns the ranges of text atoms that were used up as labels.

    The result maps an atom's index to the range of its text (0-based, end exclusive) that is a label.
    """
    used: dict[int, tuple[int, int]] = {}
    last_label = ""
    for index, atom in enumerate(atoms):
        if atom.link is None:
            if atom.kind == "break":
                last_label = ""
            continue
        own = own_label(atom)
        if own and not atom.link.bare and not own.startswith(("http://", "https://")):
            atom.label = own
            continue
        before = _text_before(atoms, index)
        text = atoms[before].text if before is not None else ""
        tail = max(0, len(text) - 80)
        if before is not None and (found := _BEFORE.search(text, tail)):
            used[before] = found.start(1), len(text)
            last_label = found[1].strip(" *-–—")
        atom.label = last_label
    return used


def own_label(atom: Atom) -> str:
    """The link's visible words without brackets and blanks around them; ``""`` if they say nothing."""
    return _own_words(atom.text)


@lru_cache(maxsize=4096)
def _own_words(text: str) -> str:
    words = " ".join(text.split()).strip(" []()【】（）<>|")
    return "" if len(words) <= _LONGEST_EMPTY and _EMPTY_LABEL.fullmatch(words) else words


def is_label(atom: Atom) -> bool:
    """Whether a link's text says what the link is, rather than being a title."""
    return _is_label(atom.text)


@lru_cache(maxsize=4096)
def _is_label(text: str) -> bool:
    label = _own_words(text)
    if not label or label_kind(label):
        return True
    text = text.strip()
    return text.startswith("[") and text.endswith("]") and bool(loose_label_kind(label))


def _text_before(atoms: Sequence[Atom], index: int) -> int | None:
    """The nearest text before an atom on its line, past empty text."""
    for before in range(index - 1, -1, -1):
        atom = atoms[before]
        if atom.kind != "text":
            return None
        if atom.text.strip(" [(【（<"):
            return before
    return None
