"""A work as a BibTeX entry, and back.

Text is written so that LaTeX prints it, and so that bibtexparser with pylatexenc reads exactly it again.
An own writer, as that of bibtexparser changes values and repeats faults
(its ``write_string`` turns a swallowed field into valid BibTeX).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from peftlint.fields.identifier import identifiers_of_url
from peftlint.fields.latex import plain_text
from peftlint.fields.patterns import late
from peftlint.model import Bibtex, Identifier
from peftlint.readme.items import Address, Item

# \string^ because \^{} is an accent, \lbrace because BibTeX counts braces even after a backslash.
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\lbrace{}", "}": r"\rbrace{}", "&": r"\&", "%": r"\%", "#": r"\#",
    "_": r"\_", "$": r"\$", "~": r"\textasciitilde{}", "^": r"\string^", "<": r"\ensuremath{<}",
    ">": r"\ensuremath{>}", "|": r"\ensuremath{|}",
}  # fmt: skip
_TRANSLATION = str.maketrans({**_SPECIAL})
_MEANING = {latex: letter for letter, latex in _SPECIAL.items()}
_MAYBE_SPECIAL = re.compile(r"[\\{}&%#_$~^<>|,'`?!-]")
_LIGATURES = ("--", "''", "``", ",,", "?`", "!`")
_LIGATURE = late(r"-(?=-)|'(?=')|`(?=`)|,(?=,)|\?(?=`)|!(?=`)")
_CAPITALIZED = re.compile(r"[^\W_]+")
_BRACE = re.compile(r"[{}]")
_PLAIN = re.compile(r"[^\s{}\\%#&$^~]+")
_OTHERS = "others"
_WORD_AND = late(r"(?<!\S)(an)(d)(?!\S)", re.IGNORECASE)
_AND = late(r"[{}]| and ", re.IGNORECASE)
_COMMA = late(r"[{}]|, ")
_INCIDENTAL = frozenset({"badge", "image", "other"})
_OWN_FIELDS = frozenset({
    "title", "author", "year", "booktitle", "journal", "howpublished", "eprint", "archiveprefix", "doi",
    "url", "alias", "keywords", "identifiers",
})  # fmt: skip
_VENUE_FIELDS = {"inproceedings": "booktitle", "article": "journal"}


class Details(NamedTuple):
    """What a BibTeX entry of the canonical README adds to the line of the list."""

    authors: tuple[str, ...] = ()
    et_al: bool = False
    identifiers: tuple[Identifier, ...] = ()
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    type: str = "misc"
    carried: tuple[tuple[str, str], ...] = ()


def entry(item: Item) -> str:
    """The BibTeX entry of *item*, without a newline at its end."""
    lines = [f"  {name} = {{{value}}},\n" for name, value in _fields(item) if value]
    return f"@{item.type}{{{item.key},\n{''.join(lines)}}}"


def details(bibtex: Bibtex, links: Sequence[Address]) -> Details:
    """Read *bibtex* back, an entry that :func:`entry` wrote for a work with *links*."""
    names = _split(bibtex.get("author") or "", _AND)
    et_al = names[-1:] == [_OTHERS]
    return Details(
        authors=tuple(map(decode, names[: len(names) - et_al])),
        et_al=et_al,
        identifiers=_identifiers_in(bibtex, links),
        tags=tuple(map(decode, _split(bibtex.get("keywords") or "", _COMMA))),
        aliases=tuple(map(decode, _split(bibtex.get("alias") or "", _COMMA))),
        type=bibtex.type,
        carried=tuple((f.name, f.value) for f in bibtex.fields if f.name not in _OWN_FIELDS),
    )


def encode(text: str) -> str:
    """Text → LaTeX that prints it, braces balanced. Letters of all scripts stay as they are."""
    if not _MAYBE_SPECIAL.search(text):
        return text
    text = text.translate(_TRANSLATION)
    return _LIGATURE.sub(r"\g<0>{}", text) if any(map(text.__contains__, _LIGATURES)) else text


def decode(value: str) -> str:
    """LaTeX → the text that it prints: exactly what :func:`encode` wrote, and what others wrote as well."""
    written = _written()
    if "\\" in written.sub("", value):
        return plain_text(value)
    return written.sub(lambda found: _MEANING.get(found[0], ""), value)


@cache
def _written() -> re.Pattern[str]:
    """What :func:`encode` adds; most runs write only, and compile none."""
    return re.compile("|".join(map(re.escape, _MEANING)) + "|[{}]")


def is_verbatim(value: str) -> bool:
    """Whether *value* can stand between the braces of a field as it is: its own braces are in pairs."""
    depth = 0
    for brace in _BRACE.finditer(value):
        depth += 1 if brace[0] == "{" else -1
        if depth < 0 or value[brace.start() - 1 : brace.start()] == "\\":
            return False
    return depth == 0 and not value.endswith("\\")


def _fields(item: Item) -> Iterator[tuple[str, str]]:
    """The fields in the order in which they are written; an empty value is none."""
    eprint, doi = _plain_identifier(item, "arxiv"), _plain_identifier(item, "doi")
    yield "title", _CAPITALIZED.sub(_protected, encode(item.title))
    yield "author", " and ".join([*map(_name, item.authors), *[_OTHERS] * item.et_al])
    yield _VENUE_FIELDS.get(item.type, "howpublished"), _venue(item, eprint)
    yield "year", str(item.year) if item.year is not None else ""
    yield from item.carried
    yield "eprint", eprint
    yield "archiveprefix", "arXiv" if eprint else ""
    yield "doi", doi
    yield "url", "" if eprint or doi else _page(item)
    yield "alias", _joined(item.aliases)
    yield "keywords", _joined(item.tags)
    if list(item.identifiers) != _implied(eprint, doi, item.links):
        yield "identifiers", _joined(map(str, item.identifiers)) or "none"


def _plain_identifier(item: Item, kind: str) -> str:
    """The first identifier of *kind* that BibTeX and LaTeX take without any escape."""
    return next((i.value for i in item.identifiers if i.kind == kind and _PLAIN.fullmatch(i.value)), "")


def _protected(word: re.Match[str]) -> str:
    """Braces keep styles that print titles in lower case from changing ``LoRA``."""
    written: str = word[0]
    if written[1:].islower():
        return written
    return f"{{{written}}}" if any(map(str.isupper, written[1:])) else written


def _name(author: str) -> str:
    """A name in which nothing separates names, nor family from given names."""
    if author == _OTHERS:
        return "other{s}"
    written = encode(author).replace(",", "{,}")
    return _WORD_AND.sub(r"\1{\2}", written) if "and" in written.lower().split() else written


def _venue(item: Item, eprint: str) -> str:
    return "" if eprint and item.venue == "arXiv" else encode(item.venue or "")


def _page(item: Item) -> str:
    """The address of the work itself."""
    first = next(iter(item.links), None)
    return first.url if first and first.kind == "paper" and is_verbatim(first.url) else ""


def _joined(texts: Iterable[str]) -> str:
    return ", ".join([encode(text).replace(",", "{,}") for text in texts])


def _split(value: str, separator: re.Pattern[str]) -> list[str]:
    """Split *value* where *separator*, which matches braces too, stands outside all braces."""
    parts, depth, start = [], 0, 0
    for match in separator.finditer(value):
        if match[0] in "{}":
            depth += 1 if match[0] == "{" else -1
        elif depth == 0:
            parts.append(value[start : match.start()])
            start = match.end()
    return [*parts, value[start:]] if value else []


def _implied(eprint: str, doi: str, links: Iterable[Address]) -> list[Identifier]:
    """The identifiers that the other fields and the links name already, sorted."""
    named = {i for link in links if link.kind not in _INCIDENTAL for i in identifiers_of_url(link.url)}
    stated = {Identifier("arxiv", eprint), Identifier("doi", doi)}
    return sorted(identifier for identifier in named | stated if identifier.value)


def _identifiers_in(bibtex: Bibtex, links: Sequence[Address]) -> tuple[Identifier, ...]:
    stated = bibtex.get("identifiers")
    if stated is None:
        return tuple(_implied(bibtex.get("eprint") or "", bibtex.get("doi") or "", links))
    pairs = (decode(part).partition(":") for part in _split(stated, _COMMA))
    return tuple(Identifier(kind, value) for kind, colon, value in pairs if colon)
