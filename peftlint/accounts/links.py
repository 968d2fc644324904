"""All links and identifiers of a work's entries, each resource once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from peftlint.fields.address import clean_address, with_scheme
from peftlint.fields.identifier import WORK_KINDS, canonical_address, identifier_of_url
from peftlint.fields.link import canonical_form, link_identity
from peftlint.fields.normal import normal_value
from peftlint.model import Entry, Identifier, Link

DECORATIONS = frozenset({"badge", "image"})
"""Kinds of links that adorn a list and lead to nothing about the work."""
KINDS_IN_ORDER = (
    *("paper", "code", "project", "model", "data", "demo", "blog", "video", "slides", "poster", "tutorial"),
    "other",
)
_PLACES = {kind: place for place, kind in enumerate(KINDS_IN_ORDER)}
PAPER_AT_ARXIV = (0, 0)
FIRST_IDENTIFIERS = ("arxiv", "doi", "openreview", "acl")


def identifiers_of(entries: Sequence[Entry]) -> tuple[Identifier, ...]:
    """Every identifier once: arXiv ids, then other names of papers, then resources; most frequent first."""
    if len(entries) == 1 and len(entries[0].identifiers) < 2:
        return entries[0].identifiers
    counts = Counter([identifier for entry in entries for identifier in entry.identifiers])
    if len(counts) < 2:
        return tuple(counts)

    def rank(identifier: Identifier) -> tuple[object, ...]:
        kind = identifier.kind
        place = FIRST_IDENTIFIERS.index(kind) if kind in FIRST_IDENTIFIERS else len(FIRST_IDENTIFIERS)
        return (kind not in WORK_KINDS, place, kind, -counts[identifier], identifier.value)

    return tuple(sorted(counts, key=rank))


_AT_ARXIV = re.compile(r"https?://arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?")


class Resource(NamedTuple):
    """What an address leads to: a key that is equal for equal things, its identifier and its usual address."""

    key: str
    identifier: Identifier | None
    url: str


def links_of(entries: Sequence[Entry], identifiers: Sequence[Identifier]) -> tuple[Link, ...]:
    """Every resource that the entries link, at its canonical address, the most telling first.

    A link keeps label and place of the first entry that shows it. Links without an address and decorations
    are left out, addresses are mended, and an arXiv id that no link leads to gets one.
    """
    if len(entries) == 1 and _is_arxiv_alone(entries[0].links, identifiers):
        return entries[0].links
    shown: dict[str, list[tuple[Link, Resource]]] = {}
    for entry in entries:
        for link in entry.links:
            if link.kind not in DECORATIONS and (resource := resource_of(link.url)).url:
                shown.setdefault(resource.key, []).append((link, resource))
    ranked = [_one(some, some[0][1].identifier in identifiers) for some in shown.values()]
    ranked += [(PAPER_AT_ARXIV, link) for link in _arxiv_links(entries, identifiers, shown)]
    if len(ranked) > 1:
        ranked.sort(key=_rank)
    return tuple([link for _, link in ranked])


def _is_arxiv_alone(links: Sequence[Link], identifiers: Sequence[Identifier]) -> bool:
    """Whether there is one link, to the usual address of the one arXiv id: as mostly, and nothing is left to choose."""
    if len(links) != 1 or len(identifiers) != 1 or links[0].kind in DECORATIONS:
        return False
    return identifiers[0].kind == "arxiv" and links[0].url == canonical_address(identifiers[0])


_rank = itemgetter(0)


@lru_cache(maxsize=1 << 14)
def resource_of(url: str) -> Resource:
    """Find out what an address leads to, however it is written."""
    at_arxiv = _AT_ARXIV.fullmatch(url)
    if at_arxiv and (value := normal_value("arxiv", at_arxiv[1])):  # as most do: no need to take it apart
        name = Identifier("arxiv", value)
        return Resource(str(name), name, canonical_address(name) or url)
    cleaned = clean_address(url)
    mended = with_scheme(cleaned) or cleaned
    identifier = identifier_of_url(mended)
    if not identifier:
        return Resource(link_identity(mended), None, mended)
    if identifier.kind in WORK_KINDS:
        return Resource(str(identifier), identifier, canonical_address(identifier) or mended)
    return Resource(str(identifier), identifier, canonical_form(mended) or mended)


def _one(shown: Sequence[tuple[Link, Resource]], names_work: bool) -> tuple[tuple[int, int], Link]:
    """One link for all that lead to a resource, with its rank: most frequent kind, most frequent address."""
    first, resource = shown[0]
    kind, url = first.kind, resource.url
    if len(shown) > 1:
        kinds = Counter(link.kind for link, _ in shown)
        urls = Counter(resource.url for _, resource in shown)
        kind = max(kinds, key=lambda kind: (kind == "paper" and names_work, kinds[kind], -_place(kind)))
        url = max(urls, key=lambda url: (urls[url], url.startswith("https:")))
    rank = (_place(kind), _rank_of_paper(resource.identifier) if kind == "paper" else 0)
    if kind == first.kind and url == first.url:
        return rank, first
    return rank, Link(kind, url, first.label, first.span, first.url_span)


def _rank_of_paper(identifier: Identifier | None) -> int:
    """arXiv first, then what a registry names, then other addresses."""
    if not identifier:
        return 2
    return int(identifier.kind != "arxiv")


def _arxiv_links(
    entries: Sequence[Entry], identifiers: Sequence[Identifier], shown: Collection[str]
) -> list[Link]:
    """A link to the first arXiv id, unless a link leads to one of them."""
    ids = [identifier for identifier in identifiers if identifier.kind == "arxiv"]
    if not ids or any(str(identifier) in shown for identifier in ids):
        return []
    place = next(entry.span for entry in entries if ids[0] in entry.identifiers)
    return [Link("paper", canonical_address(ids[0]) or "", "arXiv", place, place)]


def _place(kind: str) -> int:
    return _PLACES.get(kind, len(_PLACES))
