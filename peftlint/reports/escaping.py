"""Strangers' text made safe to print: characters that steer a terminal, a log or a parser."""

from __future__ import annotations

import json
import re
from typing import Any

UNPRINTABLE = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f"  # control characters but tab, line feed, carriage return
    "\x7f-\x9f"  # delete, and the second set of control characters
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # what turns the direction of writing
    "\u2028\u2029"  # line ends to some programs
    "\ud800-\udfff\ufffe\uffff"  # no characters: surrogates (undecodable file names) and U+FFFE, U+FFFF
    "]"
)
"""Holds all that XML 1.0 cannot (§2.2, but astral noncharacters, which it can) and more."""


def printable(text: str) -> str:
    """*text* with the replacement character U+FFFD for each unprintable one; white space stays."""
    return UNPRINTABLE.sub("\ufffd", text)


def json_text(value: Any) -> str:
    """*value* as JSON, indented, ending in a newline; all but unprintable characters as they are.

    A parser gives back the very strings that went in; the text itself can always be encoded as UTF-8.
    """
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return UNPRINTABLE.sub(lambda found: json.dumps(found[0])[1:-1], text) + "\n"
