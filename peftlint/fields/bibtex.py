"""The text of a BibTeX block → its entries, and what is wrong with it.

bibtexparser reads the blocks. It loses data without a word in some common faults (a missing comma, a brace
too many, a field given twice), so each entry that it gives is checked, and what it got wrong is read again
by :mod:`peftlint.fields.bibtex_repair`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

from peftlint.fields.bibtex_fields import authors_of as authors_of
from peftlint.fields.bibtex_fields import identifiers_of as identifiers_of
from peftlint.fields.bibtex_fields import title_of as title_of
from peftlint.fields.bibtex_fields import venue_text_of as venue_text_of
from peftlint.fields.bibtex_fields import year_of as year_of
from peftlint.fields.bibtex_repair import RawField, repair_entry
from peftlint.fields.patterns import late
from peftlint.model import NEWLINE, Bibtex, BibtexField, BibtexProblem

if TYPE_CHECKING:
    from bibtexparser.model import Block, Entry

_MONTHS = dict.fromkeys(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"))
_START = re.compile(r"@\w*[ \t]*[{(]")
_START_WITHOUT_AT = late(
    r"^[ \t]*(?=(?:article|book|conference|inbook|incollection|inproceedings|mastersthesis|misc|online|phdthesis"
    r"|proceedings|techreport|unpublished)[ \t]*\{[^\s,={}]*,)",
    re.IGNORECASE | re.MULTILINE,
)
_NAME = re.compile(r"[A-Za-z][\w:-]*")
_DELIMITER = re.compile(r"(?<!\\)[{}\"]")
_PIECE = r'(?:"[^"]*"|\{[^{}]*\}|[^\s{}",=#]+)'
_PIECES = late(rf"{_PIECE}(?:\s*#\s*{_PIECE})*")


class Bibliography(NamedTuple):
    """What a block holds: its entries in order, and its faults in the order of their lines."""

    entries: tuple[Bibtex, ...] = ()
    problems: tuple[BibtexProblem, ...] = ()


class _Part(NamedTuple):
    """What bibtexparser made of a stretch of text, which reaches up to the next; ``line`` is its first."""

    block: Block
    text: str
    line: int


class _Reading(NamedTuple):
    """The fields of an entry with their plain values, and what was wrong with it."""

    fields: Sequence[RawField]
    problems: Sequence[BibtexProblem]


@lru_cache(maxsize=1024)
def read_bibtex(text: str) -> Bibliography:
    """Read a block of text that may hold several BibTeX entries, or none.

    Lines of fields and problems count from 0 at the first line of ``text``. A fault costs no more than the
    fields that it makes unreadable; of a field that is given twice the first counts. Nothing is raised,
    and text that holds no BibTeX gives an empty value. A block is read with its entry, and again by rules.
    """
    text, problems = _with_at(NEWLINE.sub("\n", text))
    parts = _parts(text) if _START.search(text) else []
    macros = _macros(parts) if parts else {}
    entries = []
    for part in parts:
        entry, found = _read_part(part, macros)
        entries += [entry] if entry else []
        problems += found
    return Bibliography(tuple(entries), tuple(sorted(problems, key=lambda problem: problem.line)))


def _with_at(text: str) -> tuple[str, list[BibtexProblem]]:
    """Give the first entry its ``@`` if it has none."""
    first = _START.search(text)
    if first and not first.start():
        return text, []
    found = _START_WITHOUT_AT.search(text, 0, first.start() if first else len(text))
    if not found:
        return text, []
    line = text.count("\n", 0, found.end())
    return f"{text[: found.end()]}@{text[found.end() :]}", [BibtexProblem("no @ before the entry", line)]


def _parts(text: str) -> list[_Part]:
    blocks = _blocks(text)
    starts, cursor = [], 0
    for block in blocks:
        starts.append(max(cursor, text.find(block.raw or "", cursor)))
        cursor = starts[-1] + len(block.raw or "")
    return [
        _Part(block, text[start:end], block.start_line or 0)
        for block, start, end in zip(blocks, starts, [*starts[1:], len(text)], strict=True)
    ]


def _blocks(text: str) -> list[Block]:
    """All blocks but the text between them, with their values as they stand in the file."""
    from bibtexparser.exceptions import ParsingException
    from bibtexparser.model import ImplicitComment, ParsingFailedBlock

    try:
        blocks: Iterable[Block] = _parser().parse_string(text, parse_stack=[]).blocks
    except ParsingException as error:
        blocks = [ParsingFailedBlock(error, start_line=0, raw=text)]
    return [block for block in blocks if not isinstance(block, ImplicitComment)]


@cache
def _parser() -> ModuleType:
    """bibtexparser, which is slow to import and writes what it cannot parse to standard error."""
    import logging

    import bibtexparser

    logger = logging.getLogger("bibtexparser")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
    return bibtexparser


def _macros(parts: Iterable[_Part]) -> dict[str, str]:
    """What the ``@string`` blocks define, by name in lower case."""
    from bibtexparser.model import String

    macros: dict[str, str] = {}
    for part in parts:
        if isinstance(part.block, String):
            value = part.block.value
            macros[part.block.key.lower()] = value[1:-1] if _is_enclosed(value) else value
    return macros


def _read_part(part: _Part, macros: Mapping[str, str]) -> tuple[Bibtex | None, Sequence[BibtexProblem]]:
    from bibtexparser.model import Entry, ParsingFailedBlock

    block: Block | None = part.block
    if isinstance(block, ParsingFailedBlock):
        block = block.ignore_error_block  # a block that only repeats a name
    if not isinstance(block, Entry):
        return _repaired(part) if block is None else (None, ())
    reading = _reading(block, macros)
    if reading is None:
        return _repaired(part)
    if _is_rest(part.text[len(block.raw or "") :].strip()):
        entry, problems = _repaired(part)
        if problems:
            return entry, problems
    found = [*_key_problems(block.key, part.line), *reading.problems]
    return _entry(block.entry_type, block.key, reading.fields, block.raw or "", found)


def _reading(entry: Entry, macros: Mapping[str, str]) -> _Reading | None:
    """The fields of an entry as they were parsed; None if one of them has swallowed what is behind it."""
    fields, problems = [], []
    for field in entry.fields:
        value = _value(field.value, macros)
        if value is None or not _NAME.fullmatch(field.key):
            return None
        if not field.value or _is_bare(field.value, macros):
            fault = "has neither braces nor quotes" if field.value else "is missing"
            problems.append(BibtexProblem(f"the value of {field.key!r} {fault}", field.start_line))
        fields.append(RawField(field.key.lower(), value, field.start_line))
    return _Reading(fields, problems)


def _is_rest(trailing: str) -> bool:
    """Whether the text behind an entry looks as if it belonged to it."""
    return trailing.startswith((",", "}")) or "=" in trailing


def _repaired(part: _Part) -> tuple[Bibtex | None, Sequence[BibtexProblem]]:
    from bibtexparser.model import ParsingFailedBlock

    repaired = repair_entry(part.text, part.line)
    found = repaired.problems
    if not found and isinstance(part.block, ParsingFailedBlock):
        found = (BibtexProblem("the entry does not parse", part.line),)
    if repaired.type in ("", "comment", "preamble", "string"):
        return None, found
    return _entry(repaired.type, repaired.key, repaired.fields, part.text, found)


def _entry(
    kind: str, key: str, fields: Iterable[RawField], raw: str, problems: Sequence[BibtexProblem]
) -> tuple[Bibtex, Sequence[BibtexProblem]]:
    """An entry whose fields each stand once: the first of those that are equal but for case."""
    kept: dict[str, BibtexField] = {}
    twice = []
    for name, value, line in fields:
        if name in kept:
            twice.append(BibtexProblem(f"the field {name!r} is given twice", line))
        else:
            kept[name] = BibtexField(name, " ".join(value.split()), line)
    return Bibtex(key, kind, tuple(kept.values()), raw.strip()), [*problems, *twice]


def _key_problems(key: str, line: int) -> list[BibtexProblem]:
    if not key:
        return [BibtexProblem("the entry has no key", line)]
    return [BibtexProblem(f"a blank in the key {key!r}", line)] if key.split() != [key] else []


def _value(raw: str, macros: Mapping[str, str]) -> str | None:
    """The text of a value; None if there is more in it than one value, and so a delimiter is missing."""
    if _is_enclosed(raw):
        return raw[1:-1]
    if not raw:
        return ""
    if not _PIECES.fullmatch(raw):
        return None
    pieces = re.findall(_PIECE, raw)
    return "".join(piece[1:-1] if piece[0] in '"{' else macros.get(piece.lower(), piece) for piece in pieces)


def _is_bare(raw: str, macros: Mapping[str, str]) -> bool:
    """Whether a value is text without delimiters: no number, month or name of a ``@string``."""
    single = re.fullmatch(r"[^\s{}\"]+", raw)
    return (
        bool(single)
        and not raw.isdigit()
        and "#" not in raw
        and raw.lower() not in macros
        and raw.lower() not in _MONTHS
    )


def _is_enclosed(raw: str) -> bool:
    """Whether the delimiter that opens a value is closed by its last character, not before."""
    if len(raw) < 2 or raw[0] + raw[-1] not in ("{}", '""'):
        return False
    depth = 0
    for found in _DELIMITER.finditer(raw, 1, len(raw) - 1):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
        elif not depth and raw[0] == '"':
            return False
        if depth < 0:
            return False
    return depth == 0
