"""A parsed BibTeX entry → what its fields say of the work: title, authors, year, venue, identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from peftlint.fields.bibtex_names import read_names
from peftlint.fields.identifier import WORK_KINDS, identifiers_in_text, identifiers_of_url
from peftlint.fields.latex import plain_text
from peftlint.fields.normal import normal_value
from peftlint.fields.patterns import late
from peftlint.model import Bibtex, Identifier

_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_ADDRESS = re.compile(r"https?:/[^\s{}]+", re.IGNORECASE)
_ESCAPED = late(r"\{?\\([_%#&~$])(?:\{\})?\}?")
_ARXIV_PREFIX = re.compile(r"^arxiv:\s*", re.IGNORECASE)
_ARXIV_FIELDS = ("archiveprefix", "eprinttype", "publisher", "archive")
_ADDRESS_FIELDS = ("url", "howpublished", "link", "ee", "pdf", "eprint", "doi")


def title_of(bibtex: Bibtex) -> str | None:
    """The title as plain text, None if there is none."""
    return _plain(bibtex, "title")


def authors_of(bibtex: Bibtex) -> tuple[tuple[str, ...], bool]:
    """The authors as ``First Last`` in order, and whether ``and others`` or ``et al.`` closes the list."""
    return read_names(bibtex.get("author") or "")


def year_of(bibtex: Bibtex) -> int | None:
    """The year of ``year``, or of biblatex's ``date``; None for ``in press``."""
    found = _YEAR.search(bibtex.get("year") or bibtex.get("date") or "")
    return int(found[0]) if found else None


def venue_text_of(bibtex: Bibtex) -> str | None:
    """Where the work appeared, as plain text: ``booktitle``, else the journal, else arXiv if that is its archive."""
    printed = next(
        filter(None, (_plain(bibtex, name) for name in ("booktitle", "journal", "journaltitle"))), None
    )
    return printed or ("arXiv" if _is_on_arxiv(bibtex) else None)


def identifiers_of(bibtex: Bibtex) -> tuple[Identifier, ...]:
    """The identifiers of the work that the entry states, each once, in order of fields.

    Only fields that are meant for them count (``eprint``, ``doi``, ``url``, ``howpublished``, the number in
    ``arXiv preprint arXiv:N`` or ``abs/N``): an abstract or a note speaks of other works too.
    """
    found = (identifier for identifier in _identifiers(_values(bibtex)) if identifier.kind in WORK_KINDS)
    return tuple(dict.fromkeys(found))


def _plain(bibtex: Bibtex, name: str) -> str | None:
    return plain_text(bibtex.get(name) or "") or None


def _is_on_arxiv(bibtex: Bibtex) -> bool:
    """Whether the entry names arXiv as its archive or publisher, or has one of its numbers without a journal."""
    values = _values(bibtex)
    named = any(values.get(name, "").strip("{}").casefold() == "arxiv" for name in _ARXIV_FIELDS)
    return named or any(_eprint(values)) or "arxiv" in values.get("howpublished", "").casefold()


def _values(bibtex: Bibtex) -> Mapping[str, str]:
    """What :meth:`Bibtex.get` gives, for many questions."""
    return {field.name: field.value for field in reversed(bibtex.fields) if field.value}


def _eprint(values: Mapping[str, str]) -> Iterator[Identifier]:
    """The arXiv identifier of the fields that hold nothing else."""
    archive = values.get("archiveprefix") or values.get("eprinttype") or "arxiv"
    names = (
        ("arxivid", "arxiv", "eprint") if archive.strip("{}").casefold() == "arxiv" else ("arxivid", "arxiv")
    )
    for name in names:
        if printed := values.get(name):
            value = normal_value("arxiv", _ARXIV_PREFIX.sub("", printed.strip("{} ")))
            if value:
                yield Identifier("arxiv", value)


def _identifiers(values: Mapping[str, str]) -> Iterator[Identifier]:
    yield from _eprint(values)
    for name in _ADDRESS_FIELDS:
        if printed := values.get(name):
            value = _ESCAPED.sub(r"\1", printed) if "\\" in printed else printed
            addresses = _ADDRESS.findall(value)
            for address in addresses:
                yield from identifiers_of_url(address)
            if not addresses:
                yield from (identifier for identifier, _, _ in identifiers_in_text(value))
    numbered = [values[name] for name in ("journal", "volume", "number") if name in values]
    if numbered:
        yield from (identifier for identifier, _, _ in identifiers_in_text(", ".join(numbered)))
