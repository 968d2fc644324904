"""Where the parts of an entry stand in its lines, so that another entry can be written in the same form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from peftlint.fields.badge import read_badge
from peftlint.fields.label import is_link_label
from peftlint.fields.link import link_identity
from peftlint.model import Link, Span
from peftlint.writing.units import Unit

_AFTER = re.compile(r"[\s,'’‘(\[`*_-]{0,6}(\d{4}|\d\d)(?!\d)")
_BEFORE = re.compile(r"(?<!\d)(\d{4})[\s,:'’*_`-]{1,5}$")
_IMAGE = re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)|<img\s[^<>]*>")
_BADGE = re.compile(
    r"(?P<url>https?://[^\s()\"'<>]{1,60}/badge/(?:(?:[^/()\s\"<>-]|--){0,80}-(?!-))?"
    r"(?P<message>(?:[^/()\s\"<>-]|--){1,80})-(?!-)\w+(?:\.svg)?(?:\?[^()\s\"'<>]*)?)"
)
_NUMBER = re.compile(r"\s*(?:[-*+]\s+)?[|\s*_\[(#【]*(\d{1,4})(?=[.)\]】、:\s|*])")
_WORD = re.compile(r"[^\W\d_]{2,}|\d+")
_ADDRESS = re.compile(r"https?://[^\s)>\"]+|\]\([^)\n]*\)|<[^<>\n]*>")


COMMON = 0.4
"""The share of entries that have a word which is their form, not something about one of them."""


class LinkPart(NamedTuple):
    """The links of an entry that lead to one thing. ``spans`` are the whole links, ``urls`` the addresses."""

    kind: str
    url: str
    spans: tuple[Span, ...]
    urls: tuple[Span, ...]
    holds_title: bool


class Template(NamedTuple):
    """A unit and the places of its parts in ``unit.text``; None where the part is not printed by itself.

    ``words`` are those that stand outside of all parts: the list's own labels, or something about this entry.
    """

    unit: Unit
    title: Span
    authors: Span | None
    venue: Span | None
    year: Span | None
    links: tuple[LinkPart, ...]
    tags: tuple[Span, ...]
    bibtex: Span | None
    number: Span | None
    images: tuple[Span, ...]
    words: frozenset[str]

    @property
    def spans(self) -> list[Span]:
        """The places of all parts."""
        single = [span for span in (self.title, self.authors, self.venue, self.year, self.bibtex) if span]
        return [*single, *self.tags, *(span for link in self.links for span in link.spans)]


def templates(units: Iterable[Unit]) -> tuple[Template, ...]:
    """What can be written after each of *units*; left out are those whose parts stand inside one another."""
    return tuple(found for unit in units if (found := _template(unit)))


def _template(unit: Unit) -> Template | None:
    spans = unit.entry.spans
    if spans.title is None:
        return None
    title, authors, venue, bibtex = (
        unit.relative(span) if span else None
        for span in (spans.title, spans.authors, spans.venue, spans.bibtex)
    )
    assert title is not None
    images = tuple(Span(*found.span()) for found in _IMAGE.finditer(unit.text))
    venue = venue or _venue_in_badge(unit, images)
    year = unit.relative(spans.year) if spans.year else year_beside(unit, venue)
    tags = tuple(_tag(unit, tag, span, images) for tag, span in zip(unit.entry.tags, spans.tags, strict=True))
    found = Template(
        unit, title, authors, venue, year, tuple(_links(unit, title)), tags, bibtex, _number(unit, title), images,
        frozenset(),
    )  # fmt: skip
    parts = sorted({title, *(span for span in (authors, venue, year, bibtex) if span), *tags})
    inside = all(0 <= span.start < span.end <= len(unit.text) for span in parts)
    apart = all(left.end <= right.start for left, right in pairwise(parts))
    return found._replace(words=_words(found)) if inside and apart else None


def year_beside(unit: Unit, venue: Span | None) -> Span | None:
    """The year that is printed with the venue: ``CoRR'2019``, ``ICML24``, ``2021 ACL``."""
    year = unit.entry.year
    if venue is None or year is None:
        return None
    for found in (_AFTER.match(unit.text, venue.end), _BEFORE.search(unit.text, 0, venue.start)):
        if found and int(found[1]) in (year, year % 100):
            return Span(*found.span(1))
    return None


def _tag(unit: Unit, tag: str, span: Span, images: Sequence[Span]) -> Span:
    """The place of a tag; where a badge says it, that of the message in the badge's address."""
    for image in images:
        badge = _BADGE.search(unit.text, *image)
        read = read_badge(badge["url"]) if badge else None
        if badge and read and read.message == tag:
            return Span(*badge.span("message"))
    return unit.relative(span)


def _venue_in_badge(unit: Unit, images: Sequence[Span]) -> Span | None:
    """The place of the venue in the address of a badge that says it: ``/badge/Conference-EMNLP'24-blue``."""
    venue = unit.entry.venue
    for image in images if venue else ():
        badge = _BADGE.search(unit.text, *image)
        start = badge["message"].find(venue) if badge and venue else -1
        if badge and venue and start >= 0:
            return Span(badge.start("message") + start, badge.start("message") + start + len(venue))
    return None


def _links(unit: Unit, title: Span) -> Iterator[LinkPart]:
    groups: dict[tuple[str, str], list[Link]] = {}
    for number, link in enumerate(unit.entry.links):
        groups.setdefault((link.kind, link_identity(link.url) or f"empty {number}"), []).append(link)
    for (kind, _), links in groups.items():
        spans = tuple(unit.relative(link.span) for link in links)
        holds = any(span.start <= title.start and title.end <= span.end for span in spans)
        yield LinkPart(
            kind, links[0].url, spans, tuple(unit.relative(link.url_span) for link in links), holds
        )


def _number(unit: Unit, title: Span) -> Span | None:
    found = _NUMBER.match(unit.text, 0, title.start)
    return Span(*found.span(1)) if found else None


def _words(template: Template) -> frozenset[str]:
    """The words that a reader sees outside of all parts."""
    links = [span for link in template.links for span in link.spans]
    covered = [span for span in template.spans if span not in links]
    covered += [*template.images, *(place for link in template.links for place in link.urls)]
    covered += [template.number] if template.number else []
    return words_outside(template.unit.text, Span(0, len(template.unit.text)), covered)


def words_outside(text: str, stretch: Span, covered: Iterable[Span]) -> frozenset[str]:
    """The words in *stretch* of *text* outside of all that is *covered*, in small letters, addresses left out."""
    seen = list(text)
    for span in covered:
        seen[span.start : span.end] = " " * (span.end - span.start)
    plain = _ADDRESS.sub(" ", "".join(seen[stretch.start : stretch.end]))
    return frozenset(word.casefold() for word in _WORD.findall(plain))


def form_words(found: Sequence[Template]) -> frozenset[str]:
    """The words that are the list's form: they stand in most of its entries, or say what a link is."""
    counts = Counter(word for template in found for word in template.words)
    return frozenset(
        word
        for word, count in counts.items()
        if (count >= max(2, COMMON * len(found)) and not word.isdecimal()) or is_link_label(word)
    )
