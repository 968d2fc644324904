"""Which links of a list lead to the web, what to ask for them, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from peftlint import html
from peftlint.fields.patterns import late
from peftlint.hyperlinks import hyperlinks, is_written
from peftlint.model import PaperList, Span
from peftlint.online.addresses import printable_address

_SCHEMES = ("http://", "https://")
_WRITTEN = late(r"\\([!-/:-@\[-`{-~])|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


class Listed(NamedTuple):
    """A link of a list to the web: ``url`` as written, but without credentials, and ``address``, what is asked for it.

    ``span`` is where the address stands, or the link if it stands elsewhere; only one that ``is_written`` there can be
    edited.
    """

    path: str
    url: str
    address: str
    span: Span
    is_written: bool


def web_links(paper_list: PaperList) -> Iterator[Listed]:
    """Every link of the file to the web, in entries and elsewhere, in the order of the tree."""
    for shown in hyperlinks(paper_list.document):
        link = shown.link
        address = address_of(link.url)
        if address:
            written = is_written(link, paper_list.source)
            span = link.url_span if written else link.span
            yield Listed(paper_list.path, printable_address(link.url), address, span, written)


def address_of(url: str) -> str | None:
    """What to ask for a link as written, without fragment and credentials; None for all that is not on the web."""
    if not url.strip()[:8].lower().startswith(_SCHEMES):
        return None
    return printable_address(decoded(url).strip().partition("#")[0])


def decoded(url: str) -> str:
    """The address that is meant by a link's address as Markdown and HTML write it (CommonMark 0.31 §2.4, §2.5)."""
    return _WRITTEN.sub(lambda found: found[1] or html.entity(found[0]), url)
