"""Document → its blocks by kind. Many ask for those of one kind; the tree is walked once for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from peftlint.document import Block, Document


def blocks_of(document: Document, kind: str) -> Sequence[Block]:
    """The blocks of a document that are of a kind, in the order of the file."""
    return _by_kind(document).get(kind, ())


@lru_cache(maxsize=1)
def _by_kind(document: Document) -> Mapping[str, list[Block]]:
    found: dict[str, list[Block]] = {}
    for block in document.root.walk():
        found.setdefault(block.kind, []).append(block)
    return found
