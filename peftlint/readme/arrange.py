"""Works → :class:`Readme`: by topic, in order, with what a file must not hold removed."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from peftlint.config import Config, list_codes
from peftlint.fields.link import KINDS
from peftlint.model import Bibtex, Identifier, Link, Work
from peftlint.readme.bibliography import is_verbatim
from peftlint.readme.escape import clean, clean_address
from peftlint.readme.items import Address, Item, Readme, Section, SourceList
from peftlint.readme.topics import assign

CARRIED_FIELDS = frozenset({
    "volume", "number", "pages", "series", "editor", "publisher", "organization", "institution", "school",
    "address", "edition", "chapter", "month", "issn", "isbn", "primaryclass", "note",
})  # fmt: skip
"""The standard fields of BibTeX that say more about a publication than the model holds."""

_TYPES = {"conference": "inproceedings", "workshop": "inproceedings", "journal": "article"}
_NOT_IN_KEYS = re.compile(r"[\s,{}\"#%'()=~\\<>&`]+")
_IS_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/")
_END_OF_PATH = re.compile(r"[?#]")


def arrange(works: Iterable[Work], config: Config, lists: Mapping[str, str]) -> Readme:
    """Put *works* in sections by topic and in order: latest year first, then by title, then by key.

    *lists* maps what entries call a list to its path relative to ``config.root``. The result does not
    depend on the order of either. Empty sections are left out. Control characters go, white space
    collapses, links without an address are dropped, and relative ones lead from the README to the file
    that they led to from their list. Nothing else about a work changes.
    """
    codes = {name: clean(code) for name, code in list_codes(lists.values(), config).items()}
    placed: dict[str, list[Item]] = {}
    for work in works:
        placed.setdefault(assign(work, config, lists), []).append(_item(work, config, lists, codes))
    names = [(topic.name, topic.translation) for topic in config.topics] + [(config.other, "")]
    sections = [
        Section(clean(name), clean(translation), _in_order(placed[name]))
        for name, translation in names
        if name in placed
    ]
    return Readme(
        tuple(SourceList(code, _from_readme(name, config)) for name, code in codes.items()),
        _with_unique_keys(sections),
    )


def _in_order(items: Sequence[Item]) -> tuple[Item, ...]:
    ranks: list[tuple[object, ...]] = [_rank(item) for item in items]
    if len(set(ranks)) < len(ranks):  # of keys that became equal, the whole items decide
        ranks = [(*rank, repr(item)) for rank, item in zip(ranks, items, strict=True)]
    return tuple(items[place] for place in sorted(range(len(items)), key=ranks.__getitem__))


def _rank(item: Item) -> tuple[int, str, str]:
    return -(item.year or 0), item.title.casefold(), item.key


def _with_unique_keys(sections: Iterable[Section]) -> tuple[Section, ...]:
    """A key names one work, whatever its case: number those that became equal when they were cleaned."""
    used: set[str] = set()
    numbers: Counter[str] = Counter()

    def unique(item: Item) -> Item:
        key = item.key
        while key.casefold() in used:
            numbers[item.key.casefold()] += 1
            key = f"{item.key}-{numbers[item.key.casefold()] + 1}"
        used.add(key.casefold())
        return item if key == item.key else item._replace(key=key)

    return tuple(section._replace(items=tuple(map(unique, section.items))) for section in sections)


def _item(work: Work, config: Config, lists: Mapping[str, str], codes: Mapping[str, str]) -> Item:
    venue = clean(work.venue or "") or None
    names = {lists[entry.list] for entry in work.entries if entry.list in lists}
    return Item(
        key=_NOT_IN_KEYS.sub("-", clean(work.key)) or "work",
        title=clean(work.title),
        authors=_cleaned(work.authors),
        et_al=work.et_al,
        venue=venue,
        year=work.year,
        links=tuple(_addresses(work, config, lists)),
        identifiers=tuple(sorted({Identifier(i.kind, clean(i.value)) for i in work.identifiers})),
        tags=_cleaned(work.tags),
        aliases=_cleaned(work.aliases),
        codes=tuple(code for name, code in codes.items() if name in names),
        type=entry_type(venue),
        carried=_carried(work.bibtex, venue) if work.bibtex else (),
    )


def _cleaned(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(shown for text in texts if (shown := clean(text)))


def entry_type(venue: str | None) -> str:
    """The type of BibTeX entry for what appeared at *venue* (a name as it is printed)."""
    from peftlint.fields.venue import resolve

    known = resolve(venue) if venue else None
    return _TYPES.get(known.kind, "misc") if known else "misc"


def _carried(bibtex: Bibtex, venue: str | None) -> tuple[tuple[str, str], ...]:
    """What the list's own entry says beyond the model: only if it speaks of the same publication.

    The volume of a preprint is not that of the journal article.
    """
    if not _same_venue(bibtex, venue):
        return ()
    return tuple((item.name, value) for item in bibtex.fields if (value := _verbatim(item.name, item.value)))


def _same_venue(bibtex: Bibtex, venue: str | None) -> bool:
    from peftlint.fields.bibtex import venue_text_of
    from peftlint.fields.venue import resolve

    stated = venue_text_of(bibtex)
    if not stated or not venue:
        return not stated and not venue
    known = resolve(stated)
    return stated == venue or (known is not None and known == resolve(venue))


def _verbatim(name: str, value: str) -> str:
    """The value if it is carried over and can stand between braces as it is, otherwise ``""``."""
    value = clean(value)
    return value if name in CARRIED_FIELDS and is_verbatim(value) else ""


def _addresses(work: Work, config: Config, lists: Mapping[str, str]) -> Iterator[Address]:
    for link in work.links:
        url = clean_address(link.url)
        if url:
            kind = link.kind if link.kind in KINDS else "other"
            yield Address(kind, url if _IS_ABSOLUTE.match(url) else _moved(url, link, work, config, lists))


def _moved(url: str, link: Link, work: Work, config: Config, lists: Mapping[str, str]) -> str:
    """Turn a path relative to the list that shows *link* into one relative to the README."""
    shown_in = (entry.list for entry in work.entries if any(link.url == other.url for other in entry.links))
    home = next((lists[name] for name in shown_in if name in lists), None)
    if home is None:
        return url
    path = _END_OF_PATH.split(url, maxsplit=1)[0]
    target = posixpath.normpath(posixpath.join(posixpath.dirname(home), path)) if path else home
    return _from_readme(target, config) + url[len(path) :]


def _from_readme(name: str, config: Config) -> str:
    """A path relative to ``config.root`` as seen from the folder of the README."""
    return posixpath.relpath(name, posixpath.dirname(config.readme) or ".")
