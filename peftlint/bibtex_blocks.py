"""Document → the BibTeX that it shows, in entries or beside them, with the place of every line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from peftlint.document import Block, Document
from peftlint.model import Bibtex, Source, Span

if TYPE_CHECKING:
    from peftlint.fields.bibtex import Bibliography

LANGUAGES = frozenset({"bib", "bibtex", "biblatex"})
"""What stands behind the fence of a block that is BibTeX whatever is in it."""

_ENTRY = re.compile(r"^[ \t]*@[ \t]*[a-z]+[ \t]*\{[ \t]*[^\s,(){}=\"]+[ \t]*,", re.IGNORECASE | re.MULTILINE)
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


def bibtex_blocks(document: Document) -> Iterator[BibtexBlock]:
    """The code blocks of a document that hold BibTeX, or should by their language, in order."""
    for block in document.root.walk():
        if block.kind == "code" and _is_bibtex(block):
            bibliography = _read(block.text)
            lines = tuple(_lines(block.text, bibliography.entries))
            yield BibtexBlock(block, bibliography, lines, document.source.place(block.offset).line)


def _lines(text: str, entries: Sequence[Bibtex]) -> Iterator[int]:
    """The line on which each entry begins, never one before that of the last."""
    line, at = 0, 0
    for entry in entries:
        start = text.find(entry.raw, at)
        if start >= 0:
            line, at = line + text.count("\n", at, start), start
        yield line


@lru_cache(maxsize=1024)
def _read(text: str) -> Bibliography:
    """Several rules ask for the same blocks; the parser is loaded only where there is one."""
    from peftlint.fields.bibtex import read_bibtex

    return read_bibtex(text)


def _is_bibtex(block: Block) -> bool:
    language = block.marker.split()[0].lower() if block.marker else ""
    return language.strip("{}.") in LANGUAGES or bool(_ENTRY.search(block.text))
