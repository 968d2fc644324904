"""Is a written README what it should be? Two parsers have to say so before a file is touched.

markdown-it-py, through :mod:`read`, must find every work again, field by field. mistune must see the same
headings and lines: the same texts, styles, links and codes, in order. The two share no code, nor any with
pyromark, which read the lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import dropwhile, groupby, takewhile, zip_longest
from typing import Any
from urllib.parse import quote

from peftlint.errors import Problem
from peftlint.readme.items import Item, Readme
from peftlint.readme.read import Piece, pieces_of, readme_of, tokens_of_region
from peftlint.readme.region import MARKER, RegionError

_SAFE_IN_ADDRESS = ":/?#@!$&()*+,;=%"
"""What mistune leaves as it is in an address; all else it percent-encodes."""

_PIECE_TYPES = {"text": "text", "codespan": "code_inline", "inline_html": "html_inline"}

Line = tuple[Piece, ...]


class Disagreement(Problem):
    """A parser does not see what was meant. The message names the work and what differs; a fault of ours."""


def verify(page: str, readme: Readme) -> None:
    """Check that *page*, the text of a whole README, says exactly what *readme* holds.

    Raises Disagreement, also where what stands around the region swallows it.
    """
    try:
        tokens = list(tokens_of_region(page))
    except RegionError as error:
        raise Disagreement(str(error)) from None
    _compare(readme, readme_of(tokens))
    lines = (_merged(pieces_of(token.children or [])) for _, token in tokens if token.type == "inline")
    for expected, seen in zip_longest(lines, _lines_of_mistune(page)):
        if expected != seen:
            raise Disagreement(f"mistune sees {_shown(seen)} where markdown-it-py sees {_shown(expected)}")


def _compare(meant: Readme, found: Readme) -> None:
    for wanted, got in zip_longest(meant.items, found.items):
        if wanted != got:
            raise Disagreement(_difference(wanted, got))
    if meant != found:
        raise Disagreement("the headings or the names of the lists are not read back as they were written")


def _difference(wanted: Item | None, got: Item | None) -> str:
    if wanted is None or got is None:
        work, state = (got, "was not written but is read") if wanted is None else (wanted, "is not read back")
        return f"{work.key if work else ''}: the work {state}"
    name = next(name for name in Item._fields if getattr(wanted, name) != getattr(got, name))
    return (
        f"{wanted.key} ({wanted.title}): its {name} {getattr(wanted, name)!r} "
        f"is read back as {getattr(got, name)!r}"
    )


def _lines_of_mistune(page: str) -> Iterator[Line]:
    import mistune

    blocks = mistune.create_markdown(renderer=None)(page)
    assert not isinstance(blocks, str)
    region = takewhile(lambda block: not _is_marker(block, "end"), _after_begin(blocks))
    for block in region:
        yield from _lines_below(block)


def _after_begin(blocks: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    return dropwhile(lambda block: not _is_marker(block, "begin"), blocks)


def _is_marker(block: dict[str, Any], name: str) -> bool:
    markers = map(MARKER.fullmatch, block["raw"].split("\n")) if block["type"] == "block_html" else ()
    return any(marker and marker[1] == name for marker in markers)


def _lines_below(block: dict[str, Any]) -> Iterator[Line]:
    if block["type"] in ("heading", "paragraph", "block_text"):
        yield _merged(_pieces_of_mistune(block.get("children", ())))
    else:
        for child in block.get("children", ()):
            yield from _lines_below(child)


def _pieces_of_mistune(children: Iterable[dict[str, Any]]) -> Iterator[Piece]:
    """As :func:`read.pieces_of`."""
    styled = 0
    for child in children:
        styled += child["type"] in ("strong", "emphasis")
        for piece in _leaves(child, None):
            yield piece._replace(styled=styled if child["type"] in ("strong", "emphasis") else 0)


def _leaves(node: dict[str, Any], url: str | None) -> Iterator[Piece]:
    url = node["attrs"]["url"] if node["type"] == "link" else url
    for child in node.get("children", ()):
        yield from _leaves(child, url)
    if "children" not in node:
        yield Piece(_PIECE_TYPES.get(node["type"], node["type"]), node.get("raw", ""), 0, url)


def _merged(pieces: Iterable[Piece]) -> Line:
    """Pieces of text that differ in nothing but their text, as one; addresses percent-encoded alike."""
    encoded = (p._replace(url=p.url and quote(p.url, _SAFE_IN_ADDRESS)) for p in pieces if p.text)
    groups = groupby(encoded, lambda piece: piece._replace(text=""))
    return tuple(group._replace(text="".join(piece.text for piece in pieces)) for group, pieces in groups)


def _shown(line: Line | None) -> str:
    return repr("".join(piece.text for piece in line)) if line else "nothing"
