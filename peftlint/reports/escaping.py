"""Strangers' text made safe to print: characters that steer a terminal, a log or a parser."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any
from unicodedata import category

from peftlint.fields.patterns import late

UNPRINTABLE = late(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f"  # control characters but tab, line feed, carriage return
    "\x7f-\x9f"  # delete, and the second set of control characters
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # what turns the direction of writing
    "\u2028\u2029"  # line ends to some programs
    "\ud800-\udfff\ufffe\uffff"  # no characters: surrogates (undecodable file names) and U+FFFE, U+FFFF
    "]"
)
"""Holds all that XML 1.0 cannot (§2.2, but astral noncharacters, which it can) and more."""

REPLACED = "\ufffd"
_JOINERS = "\u200c\u200d"  # invisible, but Persian and emoji need them

_WORD = late(r"[!-~]+")
_ACTIVE = late(
    r"@"  # @name, @organization/team, name@example.org
    r"|#\d|GH-\d"  # issues, also owner/repository#1
    r"|\b[0-9a-f]{7,40}\b"  # commits
    r"|://|www\."
    r"|\$"  # formulas
    r"|:(?!\d+:)[\w+-]+:",  # emoji, but not the line in path:1:
    re.IGNORECASE,
)
"""What GitHub makes more of than text, although it is no markup of CommonMark."""
_MARKUP = late(r"[\\*_~\[\]#&<>|`]")
_BLOCK_START = late(r"\A(\d{1,9})?([-+=>|:.)])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "`": "&#96;"}


def printable(text: str) -> str:
    """*text* with the replacement character U+FFFD for each unprintable one; white space stays."""
    return UNPRINTABLE.sub(REPLACED, text)


def clipped(text: str, length: int) -> str:
    """*text*, or as much of it as leaves room for ``…``, if it has more than *length* characters."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def markdown_text(text: str) -> str:
    """*text* as Markdown that GitHub shows as just that text, on one line, wherever inline text may stand.

    For reports, summaries and comments: nobody is mentioned, no issue gets a reference, no address becomes a
    link. GitHub finds those in the rendered page, where no escape reaches; only in code it does not look, so
    the words that hold one become code, which can be copied as they are. Pipes do not end a table's cell.
    Characters that are invisible or turn the direction of writing become U+FFFD.
    """
    words = _WORD.sub(lambda found: _word(found[0]), _on_one_line(text))
    return _BLOCK_START.sub(r"\1\\\2", words)


def markdown_code(text: str) -> str:
    """*text* as code, inert as ``markdown_text`` is; where it holds pipes or backticks, in several pieces.

    Between the pieces these two stand as entities: in code a table reads a pipe as the end of the cell.
    """
    parts = re.split(r"([|`])", _on_one_line(text))
    return "".join(_ENTITIES.get(part) or _span(part) for part in parts if part)


def markdown_block(text: str, language: str = "") -> str:
    """*text* as a fenced block of code, which no run of backticks in it can end. Lines end at ``\\n``."""
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`{3,}", text))])
    shown = _visible(text.replace("\r", ""), keep="\n\t").removesuffix("\n")
    return f"{fence}{language}\n{shown}\n{fence}\n"


def _on_one_line(text: str) -> str:
    return " ".join(_visible(text, keep=" \t\r\n").split())


def _visible(text: str, keep: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        character if character in keep or _shows(character) else REPLACED for character in printable(text)
    )


def _shows(character: str) -> bool:
    return character in _JOINERS or category(character) not in ("Cf", "Cc")


def _word(word: str) -> str:
    if _ACTIVE.search(word):
        return markdown_code(word)
    return _MARKUP.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), word)


def _span(piece: str) -> str:
    """A code span; a blank at both its ends would be taken off (CommonMark 0.31 §6.1)."""
    blank = " " if piece[0] == piece[-1] == " " and piece.strip() else ""
    return f"`{blank}{piece}{blank}`"


def json_text(value: Any) -> str:
    """*value* as JSON, indented, ending in a newline; all but unprintable characters as they are.

    A parser gives back the very strings that went in; the text itself can always be encoded as UTF-8.
    """
    return _json(value, "\n") + "\n"


def _json(value: Any, line: str) -> str:
    """*value* on lines that begin with *line*: as ``json.dumps`` with an indent, which takes three times as long."""
    kind = type(value)
    if kind is str:
        return _json_string(value)
    if kind is int:
        return str(value)
    if value is None:
        return "null"
    if kind is dict and value:
        inner = f"{line} "
        members = [f"{_json_name(name)}: {_json(member, inner)}" for name, member in value.items()]
        return f"{{{inner}{f',{inner}'.join(members)}{line}}}"
    if isinstance(value, list | tuple) and value:
        inner = f"{line} "
        return f"[{inner}{f',{inner}'.join([_json(item, inner) for item in value])}{line}]"
    return json.dumps(value)


def _json_string(text: str) -> str:
    written = encode_basestring(text)
    if text.isprintable():
        return written
    return UNPRINTABLE.sub(lambda found: json.dumps(found[0])[1:-1], written)


_json_name = lru_cache(maxsize=256)(_json_string)
"""The name of a member: there are few of them."""
