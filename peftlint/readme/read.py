"""The canonical README → what it shows, and as entries with their places.

Reads the whole README, as a parser sees it: were the region swallowed by what stands around it, nothing
would be found. What somebody changed by hand is read as far as it still has the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from peftlint.fields.bibtex import read_bibtex
from peftlint.model import NEWLINE, Bibtex, Entry, Link, Source, Span
from peftlint.readme import bibliography
from peftlint.readme.escape import destination
from peftlint.readme.escape import link as written_link
from peftlint.readme.items import Address, Item, Readme, Section, SourceList
from peftlint.readme.layout import kind_of_label
from peftlint.readme.region import find

SHAPE = "canonical"
"""The ``Entry.shape`` of what is read here."""

_ANCHOR = re.compile(r'<a id="([^"]*)">')
_YEAR = re.compile(r", (\d{1,9}),")


def read(text: str) -> Readme:
    """What the README *text* shows between its markers. Raises RegionError."""
    return readme_of(tokens_of_region(text))


def readme_of(tokens: Iterable[tuple[Token, Token]]) -> Readme:
    """What the tokens of a region say."""
    page = _read_page(tokens)
    sections = (
        Section(part.name, part.translation, tuple(page.item(bullet) for bullet in part.bullets))
        for part in page.parts
        if part.bullets
    )
    return Readme(tuple(page.lists), tuple(sections))


def read_canonical(source: Source) -> tuple[Entry, ...]:
    """The works of a canonical README as entries, in order, with the places of what their lines show.

    What only the BibTeX entry says (all authors, tags, aliases, identifiers) is joined by key, which is
    ``Entry.bibtex.key``. Raises RegionError.
    """
    page = _read_page(tokens_of_region(source.text))
    return tuple(_entry(source, part.name, page, bullet) for part in page.parts for bullet in part.bullets)


class _Bullet(NamedTuple):
    """A line of the list. ``labels`` are the visible texts of its links."""

    line: int
    key: str
    title: str
    venue: str | None
    year: int | None
    links: tuple[Address, ...]
    labels: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass
class _Part:
    """A heading and what follows it."""

    name: str
    translation: str = ""
    bullets: list[_Bullet] = field(default_factory=list)


@dataclass
class _Page:
    """The region as far as it has been read."""

    lists: list[SourceList] = field(default_factory=list)
    parts: list[_Part] = field(default_factory=list)
    blocks: dict[str, Bibtex] = field(default_factory=dict)

    def item(self, bullet: _Bullet) -> Item:
        """The bullet with what the BibTeX entry of its key adds."""
        block = self.blocks.get(bullet.key)
        details = bibliography.details(block, bullet.links) if block else bibliography.Details()
        return Item(
            bullet.key,
            bullet.title,
            venue=bullet.venue,
            year=bullet.year,
            links=bullet.links,
            codes=bullet.codes,
            **details._asdict(),
        )


class _ExactMarkdown(MarkdownIt):
    """Keeps addresses as they are written, where HTML has them percent-encoded."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 (the library's name)
        return url


def _read_page(tokens: Iterable[tuple[Token, Token]]) -> _Page:
    page = _Page()
    for before, token in tokens:
        _take(page, before, token)
    return page


def tokens_of_region(text: str) -> Iterator[tuple[Token, Token]]:
    """The tokens with a place between the markers of a README, each after the one that precedes it.

    Raises RegionError.
    """
    region = find(text)
    last = region.line + len(NEWLINE.findall(text[region.start : region.end]))
    for before, token in pairwise(_ExactMarkdown("commonmark").parse(text)):
        if token.map and region.line <= token.map[0] + 1 < last:
            yield before, token


def _take(page: _Page, before: Token, token: Token) -> None:
    """Add what one token of the region says; ``before`` opens the block that it is the text of."""
    children = token.children or []
    if token.type == "fence" and token.info == "bibtex":
        for block in read_bibtex(token.content).entries:
            page.blocks.setdefault(block.key, block)
    elif token.type != "inline":
        return
    elif before.type == "heading_open":
        page.parts.append(_Part(_plain(children)))
    elif token.level == 1:
        _take_paragraph(page, children)
    elif page.parts and token.map:
        bullet = _bullet(token.map[0] + 1, children)
        page.parts[-1].bullets += [bullet] if bullet.key else []


def _take_paragraph(page: _Page, children: Sequence[Token]) -> None:
    """The paragraph before all headings names the lists, one below a heading is its translation."""
    if page.parts:
        part = page.parts[-1]
        part.translation = part.translation or _plain(children)
        return
    pieces = list(pieces_of(children))
    urls = [piece.url for piece in pieces if piece.url is not None]
    page.lists += [SourceList(code, url) for code, url in zip(_codes(pieces), urls, strict=False)]


def _plain(children: Iterable[Token]) -> str:
    return "".join(child.content for child in children if child.type in ("text", "code_inline"))


class Piece(NamedTuple):
    """Some inline text: in which styled run of its line (0: in none), and the address that it links to.

    ``type`` is ``text``, ``code_inline`` or ``html_inline``.
    """

    type: str
    text: str
    styled: int
    url: str | None


def pieces_of(children: Iterable[Token]) -> Iterator[Piece]:
    """Take one line apart."""
    depth = styled = 0
    url = None
    for child in children:
        if child.tag in ("strong", "em"):
            styled += depth == 0
            depth += child.nesting
        elif child.tag == "a":
            url = str(child.attrs.get("href", "")) if child.nesting > 0 else None
        else:
            yield Piece(child.type, child.content, styled if depth else 0, url)


def _codes(pieces: Iterable[Piece]) -> list[str]:
    return [piece.text for piece in pieces if piece.type == "code_inline" and piece.url is None]


def _bullet(line: int, children: Sequence[Token]) -> _Bullet:
    """Read a line that begins with the title, in bold, and shows the venue, if it is known, in italics."""
    pieces = list(pieces_of(children))
    title, venue = ("".join(p.text for p in pieces if p.styled == number) for number in (1, 2))
    plain = "".join(p.text for p in pieces if p.type == "text" and not p.styled and p.url is None)
    year = _YEAR.match(plain)
    anchors = [match[1] for p in pieces if (match := _ANCHOR.fullmatch(p.text)) and p.type == "html_inline"]
    links = [_joined(run) for url, run in groupby(pieces, lambda piece: piece.url) if url is not None]
    return _Bullet(
        line,
        anchors[-1] if anchors else "",
        "" if _is_untitled(children) else title,
        venue or None,
        int(year[1]) if year else None,
        tuple(Address(_kind(link), link.url or "") for link in links),
        tuple(link.text for link in links),
        tuple(_codes(pieces)),
    )


def _joined(run: Iterable[Piece]) -> Piece:
    """The pieces of one link as one."""
    first, *others = run
    return first._replace(text=first.text + "".join(piece.text for piece in others))


def _is_untitled(children: Iterable[Token]) -> bool:
    """Titles are bold; what stands for a missing one is not."""
    return next((child.tag == "em" for child in children if child.tag in ("strong", "em")), True)


def _kind(link: Piece) -> str:
    """Title and venue lead to the work itself; any other link says what it leads to."""
    return "paper" if link.styled else kind_of_label(link.text)


def _entry(source: Source, section: str, page: _Page, bullet: _Bullet) -> Entry:
    item = page.item(bullet)
    start = source.offset(bullet.line)
    newline = NEWLINE.search(source.text, start)
    end = newline.start() if newline else len(source.text)
    return Entry(
        list=source.path,
        line=bullet.line,
        end_line=bullet.line,
        title=item.title,
        span=Span(start, end),
        authors=item.authors,
        et_al=item.et_al,
        venue=item.venue,
        year=item.year,
        links=_links(source, Span(start, end), bullet),
        identifiers=item.identifiers,
        section=(section,),
        tags=item.tags,
        aliases=item.aliases,
        bibtex=page.blocks.get(bullet.key),
        shape=SHAPE,
    )


def _links(source: Source, line: Span, bullet: _Bullet) -> tuple[Link, ...]:
    """The links with their places. One that is written in another way than ours is said to span the line."""
    links = []
    at = line.start
    for label, (kind, url) in zip(bullet.labels, bullet.links, strict=True):
        written = written_link(label, url)
        found = source.text.find(written, at, line.end)
        if found < 0:
            links.append(Link(kind, url, label, line, line))
            continue
        at = found + len(written)
        address = destination(url)
        brackets = address.startswith("<")
        url_span = Span(at - 1 - len(address) + brackets, at - 1 - brackets)
        links.append(Link(kind, url, label, Span(found, at), url_span))
    return tuple(links)
