from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from peftlint.document import Hyperlink
from peftlint.fields.address import (
    SCHEME,
    clean_address,
    parameters,
    split_address,
    with_scheme,
    without_punctuation,
)
from peftlint.fields.link import link_identity
from peftlint.fields.patterns import late
from peftlint.hyperlinks import hyperlinks, is_written
from peftlint.model import Edit, Finding, Fix, PaperList
from peftlint.rules import Surroundings, list_rule

_SECOND_ADDRESS = late(r"(?<=[A-Za-z0-9])https?://")
_ADDRESS = late(r"https?://[^\s\[\]()<>]+")
_NEWLINE_ESCAPE = late(r"(?:\\|%5c)n\Z", re.IGNORECASE)
_NUMBER = r"\d{4}\.\d{4,5}(?:v\d+)?"
_ARXIV = late(
    rf"((?>https?://(?:[\w-]+\.)?arxiv\.org/(?:abs/{_NUMBER}|pdf/{_NUMBER}(?:\.pdf)?)))[^/?#\d]",
    re.IGNORECASE,
)
"""The address of a paper on arXiv, and then something that belongs neither to it nor to the number."""


class _Junk(NamedTuple):
    """What is wrong with an address, and the address without it, ``""`` if that cannot be told."""

    what: str
    clean: str


@list_rule("LNK003")
def url_junk(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
    """A web address holds what is no part of it.

    Parameters such as `utm_source` and `trk` tell whoever set the link up where readers come from, and say
    nothing about the page. A stray `%C2%A0`, full stop or bracket at the end, a scheme written twice, or a
    second address behind the first make links that lead nowhere. They come in with copy and paste.

    Bad:
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685?utm_source=chat)]

    Bad:
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Code](https://github.com/microsoft/LoRA.)]

    Good:
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]

    Fix: safe, where it is clear what to leave: only the address is edited.
    """
    for shown in hyperlinks(paper_list.document):
        link = shown.link
        junk = _junk(link.url)
        if junk:
            written = is_written(link, paper_list.source)
            fix = _fix(link, junk.clean) if written and junk.clean else None
            span = link.url_span if written else link.span
            yield Finding("LNK003", paper_list.path, span, junk.what, link.url, fix=fix)


def _fix(link: Hyperlink, clean: str) -> Fix:
    return Fix((Edit(link.url_span, clean),), safe=True, message=f"write {clean}")


def _junk(url: str) -> _Junk | None:
    clean = clean_address(url)
    if not SCHEME.match(clean) and not with_scheme(clean):
        return _wrapped(url)
    if clean.rfind("://") > len("https"):
        second = _SECOND_ADDRESS.search(clean)
        if second:
            return _two_addresses(clean, second.start())
    if "arxiv." in clean.lower():
        arxiv = _ARXIV.match(clean)
        if arxiv:
            clean = arxiv[1]
    return _Junk(_difference(url, clean), clean) if clean != url else None


def _two_addresses(url: str, at: int) -> _Junk:
    """Two addresses without anything between them; if they lead to one thing, one is enough."""
    first, second = without_punctuation(_NEWLINE_ESCAPE.sub("", url[:at])), url[at:]
    same = link_identity(first) == link_identity(clean_address(second))
    remedy = "leave one of them" if same else "leave the right one"
    return _Junk(f"two addresses run together: '{first}' and '{second}'; {remedy}", first if same else "")


def _wrapped(url: str) -> _Junk | None:
    """A link within the address of a link: ``[Paper]([https://x.org](https://x.org))``."""
    if not url.startswith("["):
        return None
    inside = [clean_address(address) for address in _ADDRESS.findall(url)]
    same = len({link_identity(address) for address in inside}) == 1
    what = f"'{url}' is a link within the address of a link; write the address alone"
    return _Junk(what, inside[0] if same else "") if inside else None


def _difference(url: str, clean: str) -> str:
    kept = dict(parameters(split_address(clean).query))
    dropped = [name for name, _ in parameters(split_address(url).query) if name not in kept]
    if dropped:
        return f"'{url}' only tells where readers come from with {_listed(dropped)}; leave that out"
    if url.startswith(clean):
        return f"'{url}' ends with '{url[len(clean) :]}', which is no part of the address"
    if url.endswith(clean):
        return f"'{url}' begins with '{url[: -len(clean)]}', which is no part of the address"
    return f"'{url}' is no right address; write '{clean}'"


def _listed(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in dict.fromkeys(names))
