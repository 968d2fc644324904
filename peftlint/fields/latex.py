"""LaTeX text → plain text."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from peftlint.fields.patterns import late

LONGEST = 20_000
"""Longer text keeps its commands: no title and no list of authors needs so much, and decoding is slow."""
DEEPEST = 40
"""Text with more braces within each other keeps its commands."""

_ACCENT_IN_BRACES = late(r"\{([\"'`^~=.])(?=\{?[A-Za-z])")
_ACCENT_BEFORE_BRACES = late(r"(?<![\\{])([\"'`^~=.])(?=\{\\?[A-Za-z]\})")
_UNESCAPED_PERCENT = late(r"(?<!\\)%")


def plain_text(latex: str) -> str:
    r"""Decode accents and commands, drop braces, turn ``~`` into a blank and collapse white space.

    ``H{\"u}bner`` → ``Hübner``, ``{GPT}-4`` → ``GPT-4``. A ``%`` is a percent sign, never a comment. For
    names and titles only, not for addresses. Text without a backslash needs no decoder.
    """
    text = latex
    if "\\" in text and len(text) <= LONGEST and _depth(text) <= DEEPEST:
        text = _decoded(_UNESCAPED_PERCENT.sub(r"\\%", text))
    return " ".join(text.replace("{", "").replace("}", "").replace("~", " ").split())


def text_of_markdown(text: str) -> str:
    r"""Decode LaTeX that was written in Markdown, which takes ``\"`` for an escape: ``H{"u}bner`` → ``Hübner``.

    Only text with braces is looked at; the others have nothing that is surely LaTeX.
    """
    if "{" not in text:
        return text
    return plain_text(_ACCENT_BEFORE_BRACES.sub(r"\\\1", _ACCENT_IN_BRACES.sub(r"{\\\1", text)))


def _depth(text: str) -> int:
    depth = deepest = 0
    for found in re.finditer(r"[{}]", text):
        depth += 1 if found[0] == "{" else -1
        deepest = max(deepest, depth)
    return deepest


def _decoded(text: str) -> str:
    try:
        return _decoder()(text)
    except Exception:  # the decoder has many ways to fail on text that is no LaTeX
        return text.replace("\\", "")


@cache
def _decoder() -> Callable[[str], str]:
    """pylatexenc's decoder, slow to import; what it cannot read it would tell on standard error."""
    import logging

    from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)
    decode: Callable[[str], str] = LatexNodes2Text().latex_to_text
    return decode
