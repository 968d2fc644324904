"""Document → the BibTeX that it shows, in entries or beside them, with the place of every line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from peftlint.blocks import blocks_of
from peftlint.document import Block, Document
from peftlint.fields.patterns import late
from peftlint.model import Bibtex, Source, Span

if TYPE_CHECKING:
    from peftlint.fields.bibtex import Bibliography

LANGUAGES = frozenset({"bib", "bibtex", "biblatex"})
"""What stands behind the fence of a block that is BibTeX whatever is in it."""

_ENTRY = late(r"^[ \t]*@[ \t]*[A-Za-z]+[ \t]*\{[ \t]*[^\s,(){}=\"]+[ \t]*,", re.MULTILINE)
"""An entry up to its key: nothing in Python, CSS or Java begins so."""


class BibtexBlock(NamedTuple):
    """A code block that holds BibTeX, and the line of it (from 0) on which each entry begins.

    ``first`` is the 1-based line of the file on which the text of the block begins.
    """

    block: Block
    bibliography: Bibliography
    lines: tuple[int, ...]
    first: int

    def key_at(self, line: int) -> str:
        """The key of the entry that holds a line of the block (from 0); ``""`` above the first."""
        index = bisect_right(self.lines, line) - 1
        return self.bibliography.entries[index].key if index >= 0 else ""

    def span(self, source: Source, line: int) -> Span:
        """The place in the file of what stands on a line of the block (from 0)."""
        number = min(self.first + line, len(source.line_starts))
        start = source.offset(number)
        end = source.line_starts[number] if number < len(source.line_starts) else len(source.text)
        text = source.text[start:end]
        return Span(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))


@lru_cache(maxsize=1)
def bibtex_blocks(document: Document) -> Sequence[BibtexBlock]:
    """The code blocks of a document that hold BibTeX, or should by their language, in order.

    They are found once for all the rules that ask for them in turn; the parser is loaded only where there is one.
    """
    blocks = [block for block in blocks_of(document, "code") if _is_bibtex(block)]
    if not blocks:
        return ()
    from peftlint.fields.bibtex import read_bibtex

    found = []
    for block in blocks:
        bibliography = read_bibtex(block.text)
        lines = tuple(_lines(block.text, bibliography.entries))
        found.append(BibtexBlock(block, bibliography, lines, document.source.place(block.offset).line))
    return found


def _lines(text: str, entries: Sequence[Bibtex]) -> Iterator[int]:
    """The line on which each entry begins, never one before that of the last."""
    line, at = 0, 0
    for entry in entries:
        start = text.find(entry.raw, at)
        if start >= 0:
            line, at = line + text.count("\n", at, start), start
        yield line


def _is_bibtex(block: Block) -> bool:
    language = block.marker.split()[0].lower() if block.marker else ""
    if language.strip("{}.") in LANGUAGES:
        return True
    return "@" in block.text and _ENTRY.search(block.text) is not None
