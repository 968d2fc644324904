"""All links and identifiers of a work's entries, each resource once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from peftlint.model import Entry, Identifier, Link

DECORATIONS = frozenset({"badge", "image"})
"""Kinds of links that adorn a list and lead to nothing about the work."""
KINDS_IN_ORDER = (
    *("paper", "code", "project", "model", "data", "demo", "blog", "video", "slides", "poster", "tutorial"),
    "other",
)
PAPER_AT_ARXIV = (0, 0)
FIRST_IDENTIFIERS = ("arxiv", "doi", "openreview", "acl")


def identifiers_of(entries: Iterable[Entry]) -> tuple[Identifier, ...]:
    """Every identifier once: arXiv ids, then other names of papers, then resources; most frequent first."""
    from peftlint.fields.identifier import WORK_KINDS

    counts = Counter([identifier for entry in entries for identifier in entry.identifiers])
    if len(counts) < 2:
        return tuple(counts)

    def rank(identifier: Identifier) -> tuple[object, ...]:
        kind = identifier.kind
        place = FIRST_IDENTIFIERS.index(kind) if kind in FIRST_IDENTIFIERS else len(FIRST_IDENTIFIERS)
        return (kind not in WORK_KINDS, place, kind, -counts[identifier], identifier.value)

    return tuple(sorted(counts, key=rank))


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
    shown: dict[str, list[tuple[Link, Resource]]] = {}
    for entry in entries:
        for link in entry.links:
            if link.kind not in DECORATIONS and (resource := resource_of(link.url)).url:
                shown.setdefault(resource.key, []).append((link, resource))
    ranked = [_one(some, some[0][1].identifier in identifiers) for some in shown.values()]
    if len(ranked) == 1 and not identifiers:
        return (ranked[0][1],)
    ranked += ((PAPER_AT_ARXIV, link) for link in _arxiv_links(entries, identifiers, shown))
    return tuple(link for _, link in sorted(ranked, key=lambda item: item[0]))


@lru_cache(maxsize=1 << 14)
def resource_of(url: str) -> Resource:
    """Find out what an address leads to, however it is written."""
    from peftlint.fields.address import clean_address, with_scheme
    from peftlint.fields.identifier import WORK_KINDS, canonical_address, identifier_of_url
    from peftlint.fields.link import canonical_form, link_identity

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
    return rank, Link(kind, url, first.label, first.span, first.url_span)


def _rank_of_paper(identifier: Identifier | None) -> int:
    """arXiv first, then what a registry names, then other addresses."""
    if not identifier:
        return 2
    return int(identifier.kind != "arxiv")


def _arxiv_links(
    entries: Sequence[Entry], identifiers: Sequence[Identifier], shown: Collection[str]
) -> Iterator[Link]:
    """A link to the first arXiv id, unless a link leads to one of them."""
    from peftlint.fields.identifier import canonical_address

    ids = [identifier for identifier in identifiers if identifier.kind == "arxiv"]
    if ids and not any(str(identifier) in shown for identifier in ids):
        place = next(entry.span for entry in entries if ids[0] in entry.identifiers)
        yield Link("paper", canonical_address(ids[0]) or "", "arXiv", place, place)


def _place(kind: str) -> int:
    return KINDS_IN_ORDER.index(kind) if kind in KINDS_IN_ORDER else len(KINDS_IN_ORDER)
