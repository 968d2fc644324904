"""HTML as it stands in Markdown files: a text is cut into tags and what is between them, with places.

This is no HTML parser: lists hold fragments (a ``<td>`` whose ``</table>`` is three Markdown blocks away),
so tags are told one by one, and ``markdown.py`` decides what they open and close.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import NamedTuple

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"([A-Za-z_:][A-Za-z0-9_:.-]*)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'<>`]+))?")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr"})
"""Elements without an end tag."""


class Attribute(NamedTuple):
    """An attribute's value with entities decoded, and its raw place, 0-based in the text."""

    value: str
    raw: str
    start: int
    end: int


class Tag(NamedTuple):
    """One tag, 0-based in the text; ``attributes`` are empty for an end tag."""

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


def scan(text: str) -> Iterator[Tag | Text | Comment]:
    """Cut *text* into tags, comments and text. A ``<`` that starts none of them is text. Linear."""
    at = 0
    while (bracket := text.find("<", at)) >= 0:
        if bracket > at:
            yield from _text(text, at, bracket)
        if text.startswith(("<!", "<?"), bracket):
            comment = _comment(text, bracket)
            yield comment
            at = comment.end
        elif match := _TAG.match(text, bracket):
            yield tag(match)
            at = match.end()
        else:
            yield Text("<", bracket, bracket + 1)
            at = bracket + 1
    if at < len(text):
        yield from _text(text, at, len(text))


def tag_at(text: str) -> Tag | None:
    """The tag that *text* starts with."""
    match = _TAG.match(text)
    return tag(match) if match else None


def tag(match: re.Match[str]) -> Tag:
    """The tag that a match of ``_TAG`` stands for."""
    closes, name, rest = match[1] == "/", match[2].lower(), match[3]
    attributes: dict[str, Attribute] = {}
    if not closes and rest.strip():
        for found in _ATTRIBUTE.finditer(rest):
            raw = found[2] or ""
            quoted = raw[:1] in ('"', "'")
            start = match.start(3) + found.start(2) + quoted if found[2] else match.start(3) + found.end()
            raw = raw[1:-1] if quoted else raw
            attributes.setdefault(found[1].lower(), Attribute(unescape(raw), raw, start, start + len(raw)))
    return Tag(name, closes, attributes, match.start(), match.end())


def moved(tag: Tag, offset: Callable[[int], int]) -> Tag:
    """The tag with its places, and its attributes', put through *offset*."""
    attributes = {
        name: found._replace(start=offset(found.start), end=offset(found.start) + found.end - found.start)
        for name, found in tag.attributes.items()
    }
    return Tag(tag.name, tag.closes, attributes, offset(tag.start), offset(tag.end - 1) + 1)


def _comment(text: str, start: int) -> Comment:
    ending = "-->" if text.startswith("<!--", start) else ">"
    end = text.find(ending, start + 2)
    return Comment(start, len(text) if end < 0 else end + len(ending), end >= 0)


def _text(text: str, start: int, end: int) -> Iterator[Text]:
    at = start
    for entity in _ENTITY.finditer(text, start, end):
        if entity.start() > at:
            yield Text(text[at : entity.start()], at, entity.start())
        yield Text(unescape(entity[0]), entity.start(), entity.end())
        at = entity.end()
    if at < end:
        yield Text(text[at:end], at, end)
