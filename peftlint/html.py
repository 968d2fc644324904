"""HTML as it stands in Markdown files: a text is cut into tags and what is between them, with places.

This is no HTML parser: lists hold fragments (a ``<td>`` whose ``</table>`` is three Markdown blocks away),
so tags are told one by one, and ``tree.py`` decides what they open and close.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from peftlint.fields.patterns import late

_TAG = late(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = late(r"([A-Za-z_:][A-Za-z0-9_:.-]*)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'<>`]+))?")
_ENTITY = late(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


class Attribute(NamedTuple):
    """An attribute's value with entities decoded, and its raw place, 0-based in the text."""

    value: str
    raw: str
    start: int
    end: int


class Tag(NamedTuple):
    """One tag, 0-based in the text, its name in lower case; ``attributes`` are empty for an end tag."""

    name: str
    closes: bool
    attributes: dict[str, Attribute]
    start: int
    end: int


class Text(NamedTuple):
    """What stands between tags; ``text`` is decoded, and one to one with the place unless an entity."""

    text: str
    start: int
    end: int


class Comment(NamedTuple):
    """A comment, ``<!DOCTYPE>`` or processing instruction; ``closed`` is False if the text ends before it does."""

    start: int
    end: int
    closed: bool


def scan(text: str, start: int = 0, end: int | None = None) -> Iterator[Tag | Text | Comment]:
    """Cut ``text[start:end]`` into tags, comments and text. A ``<`` that starts none of them is text. Linear."""
    end = len(text) if end is None else end
    at = bracket = start  # what stands between the two is text
    while (bracket := text.find("<", bracket, end)) >= 0:
        is_comment = text.startswith(("<!", "<?"), bracket)
        piece = _comment(text, bracket, end) if is_comment else tag_at(text, bracket, end)
        if piece is None:
            bracket += 1
            continue
        if bracket > at:
            yield from _text(text, at, bracket)
        yield piece
        at = bracket = piece.end
    if at < end:
        yield from _text(text, at, end)


def tag_at(text: str, start: int = 0, end: int | None = None) -> Tag | None:
    """The tag that ``text[start:end]`` begins with."""
    match = _TAG.match(text, start, len(text) if end is None else end)
    if match is None:
        return None
    closes, name, rest = match[1] == "/", match[2].lower(), match[3]
    attributes: dict[str, Attribute] = {}
    if not closes and rest.strip():
        for found in _ATTRIBUTE.finditer(text, match.start(3), match.end(3)):
            raw = found[2] or ""
            quoted = raw[:1] in ('"', "'")
            begin = found.start(2) + quoted if found[2] else found.end()
            raw = raw[1:-1] if quoted else raw
            attributes.setdefault(found[1].lower(), Attribute(decoded(raw), raw, begin, begin + len(raw)))
    return Tag(name, closes, attributes, match.start(), match.end())


def decoded(text: str) -> str:
    """The text with its entities read."""
    if "&" not in text:
        return text
    from html import unescape  # late: most files do without its table

    return unescape(text)


def entity(written: str) -> str:
    """What ``&name;`` or ``&#number;`` stands for in Markdown: itself, if there is no such name (CommonMark 0.31 §2.5)."""
    from html.entities import html5

    return decoded(written) if written.startswith("&#") else html5.get(written[1:], written)


def moved(tag: Tag, offset: Callable[[int], int]) -> Tag:
    """The tag with its places, and its attributes', put through *offset*."""
    attributes = {
        name: found._replace(start=offset(found.start), end=offset(found.start) + found.end - found.start)
        for name, found in tag.attributes.items()
    }
    return Tag(tag.name, tag.closes, attributes, offset(tag.start), offset(tag.end - 1) + 1)


def _comment(text: str, start: int, end: int) -> Comment:
    ending = "-->" if text.startswith("<!--", start) else ">"
    found = text.find(ending, start + 2, end)
    return Comment(start, end if found < 0 else found + len(ending), found >= 0)


def _text(text: str, start: int, end: int) -> Iterator[Text]:
    at = start
    for entity in _ENTITY.finditer(text, start, end) if text.find("&", start, end) >= 0 else ():
        if entity.start() > at:
            yield Text(text[at : entity.start()], at, entity.start())
        yield Text(decoded(entity[0]), entity.start(), entity.end())
        at = entity.end()
    if at < end:
        yield Text(text[at:end], at, end)
