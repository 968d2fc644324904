"""The links of an entry as a list writes them: which goes where, and one entry's form of a link for another address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from peftlint.fields.identifier import identifier_of_url
from peftlint.fields.label import label_kind
from peftlint.model import Span
from peftlint.writing import markup
from peftlint.writing.templates import LinkPart, Template
from peftlint.writing.wanted import WantedLink

_URL = re.compile(r"https?://|\]\(")


def assign(parts: Sequence[LinkPart], links: Sequence[WantedLink]) -> list[tuple[LinkPart, WantedLink]]:
    """Which wanted link goes where: to a part of its kind, of its host if there is one, in order."""
    free = list(parts)
    result: list[tuple[LinkPart, WantedLink]] = []
    for exact in (True, False):
        for link in links:
            if any(link is taken for _, taken in result):
                continue
            fits = [
                part for part in free if part.kind == link.kind and (not exact or _alike(part.url, link.url))
            ]
            if fits:
                result.append((fits[0], link))
                free.remove(fits[0])
    return result


def _alike(url: str, other: str) -> bool:
    one, two = identifier_of_url(url), identifier_of_url(other)
    return one is not None and two is not None and one.kind == two.kind


def repository(links: Iterable[LinkPart | WantedLink]) -> str | None:
    """``owner/name`` of the first repository that is linked, as it is written."""
    for link in links:
        if found := re.search(r"github\.com/([\w.-]+/[\w.-]+)", link.url):
            return found[1].removesuffix(".git")
    return None


def address_at(text: str, place: Span, url: str, *, row: bool) -> str | None:
    return markup.address(url, text[place.start - 1 : place.start], text[place.end : place.end + 1], row=row)


def with_address(donor: Template, part: LinkPart, taken: Span, link: WantedLink) -> str | None:
    """The text of *donor* at *taken*, which holds one link, leading elsewhere."""
    url = part.urls[0]
    others = [
        span for span in donor.spans if span not in part.spans and taken.start <= span.start < taken.end
    ]
    if others or not taken.start <= url.start <= taken.end:
        return None
    written = address_at(donor.unit.text, url, link.url, row=donor.unit.row)
    if written is None:
        return None
    return donor.unit.text[taken.start : url.start] + written + donor.unit.text[url.end : taken.end]


def relabelled(text: str, old: str, new: str) -> str | None:
    """*text* with the first word that says the *old* kind of link saying the *new* one; None if there is none."""
    if old == new:
        return text
    address = _URL.search(text)
    for word in re.finditer(r"[^\W\d_]+", text[: address.start()] if address else text):
        if label_kind(word[0]) == old:
            name = new.upper() if word[0].isupper() else new.title() if word[0][0].isupper() else new
            return text[: word.start()] + name + text[word.end() :]
    return None
