"""A BibTeX block in the form of another one: its fields, in its order and layout, with new values."""

from __future__ import annotations

import re

from peftlint.fields.identifier import identifiers_of_url
from peftlint.model import Entry, Span, Work
from peftlint.readme.arrange import entry_type
from peftlint.readme.bibliography import encode
from peftlint.writing.wanted import Wanted

_LINE = re.compile(r"(\s*)([A-Za-z_-]+)(\s*=\s*)([{\"])(.*)([}\"])\s*(,?)\s*")
_HEAD = re.compile(r"(\s*@\s*)(\w+)(\s*\{\s*)([^,\s]*)(\s*,\s*)")
_ARXIV_VENUE = re.compile(r"(.*\barxiv:?\s*)(\d{4}\.\d{4,5}|[a-z-]+/\d{7})(.*)", re.IGNORECASE)
_VENUE_FIELDS = {"inproceedings": "booktitle", "article": "journal", "misc": "howpublished"}
_PREPRINTS = frozenset({"arxiv", "corr"})


def filled_block(text: str, wanted: Wanted) -> str | None:
    """The block *text*, which holds one BibTeX entry, with what is *wanted*; None if it has another layout.

    Fields that *wanted* says nothing of go, so that no volume or page of another work stays; the type follows the
    venue, and what a preprint has in place of one is added.
    """
    lines = text.split("\n")
    head = next((number for number, line in enumerate(lines) if _HEAD.fullmatch(line)), None)
    if head is None or text.count("@") != 1:
        return None
    body = [line for line in lines[head + 1 :] if line.strip() not in ("", "}")]
    fields = [_LINE.fullmatch(line) for line in body]
    if not fields or lines[-1].strip() not in ("", "}") or not all(fields):
        return None
    found = [field for field in fields if field]
    written = _fields([(field[2], field[5]) for field in found], wanted)
    trailing = found[-1][7]
    layout = found[0]
    new = [f"{layout[1]}{name}{layout[3]}{layout[4]}{value}{layout[6]}," for name, value in written]
    new[-1] = new[-1][:-1] + trailing
    opening = _HEAD.sub(
        lambda was: was[1] + _type(was[2], wanted) + was[3] + _key(wanted) + was[5], lines[head]
    )
    after = [line for line in lines[head + 1 :] if line.strip() in ("", "}")]
    return "\n".join([*lines[:head], opening, *new, *after])


def _type(old: str, wanted: Wanted) -> str:
    """The type of the entry for the venue; for a preprint the one that the block has."""
    if _is_preprint(wanted):
        return old if old.lower() in ("article", "misc") else "misc"
    fits = entry_type(wanted.venue)
    return old if fits == "misc" and wanted.venue else fits


def _is_preprint(wanted: Wanted) -> bool:
    return bool(wanted.venue) and str(wanted.venue).casefold() in _PREPRINTS


def _fields(old: list[tuple[str, str]], wanted: Wanted) -> list[tuple[str, str]]:
    """Names, as they are spelled there, and values in their order; the place of the venue is kept."""
    values = _values(old, wanted)
    spelled = {name.lower(): name for name, _ in old}
    order = [name if name not in ("booktitle", "journal", "howpublished") else "venue" for name in spelled]
    rest = ["title", "author", "venue", "year"]
    if _is_preprint(wanted) and not (values["venue"][1] and "arxiv" in values["venue"][1].lower()):
        rest += ["eprint", "archiveprefix"]
    order = list(dict.fromkeys([*order, *rest]))
    chosen = [values[name] for name in order if name in values]
    return [(spelled.get(name.lower(), name), value) for name, value in chosen if value]


def _values(old: list[tuple[str, str]], wanted: Wanted) -> dict[str, tuple[str, str]]:
    """The field of each role: its name and its value, "" for none."""
    found = [one for link in wanted.links if link.kind == "paper" for one in identifiers_of_url(link.url)]
    named = {identifier.kind: identifier.value for identifier in reversed(found)}
    names = [encode(name) for name in wanted.authors] + ["others"] * wanted.et_al
    arxiv = named.get("arxiv", "")
    simple = {
        "title": encode(wanted.title),
        "author": " and ".join(names),
        "year": str(wanted.year or ""),
        "eprint": arxiv,
        "archiveprefix": "arXiv" if arxiv else "",
        "doi": named.get("doi", ""),
        "url": wanted.link_to("paper") or "",
    }
    spelling = {"archiveprefix": "archivePrefix"}
    values = {name: (spelling.get(name, name), value) for name, value in simple.items()}
    values["venue"] = _venue(old, wanted, arxiv)
    return values


def _venue(old: list[tuple[str, str]], wanted: Wanted, arxiv: str) -> tuple[str, str]:
    """The field of the venue; a preprint's stands where the block has one that names an arXiv id."""
    if not _is_preprint(wanted):
        kind = entry_type(wanted.venue)
        kept = next((name for name, _ in old if name.lower() in _VENUE_FIELDS.values()), "booktitle")
        name = kept if kind == "misc" else _VENUE_FIELDS[kind]
        return name, encode(wanted.venue or "")
    for name, value in old:
        like = _ARXIV_VENUE.fullmatch(value)
        if like and arxiv and name.lower() == "journal":
            return name, like[1] + arxiv + like[3]
    return "howpublished", "" if arxiv else encode(wanted.venue or "")


def _key(wanted: Wanted) -> str:
    from peftlint.accounts.keys import assign_keys

    entry = Entry("", 1, 1, wanted.title, Span(0, 0), authors=wanted.authors, year=wanted.year)
    return assign_keys([Work("", wanted.title, (entry,), authors=wanted.authors)])[0]
