"""Text of strangers → Markdown that shows exactly that text, and nothing but text.

Escaped is what CommonMark 0.31 and GitHub's extensions read as markup in running text. Left alone are
``@name`` and ``#1``, which GitHub links in conversations but not in files, ``:name:``, for which there is
no escape, and ``$…$``, which a title that holds it means as a formula.
"""

from __future__ import annotations

import re
from functools import cache

from peftlint.fields.patterns import late

_MARKUP = late(
    r"[\\`*\[\]~#]|<(?=[A-Za-z/!?])|\A\^|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])|(?<=[Ww][Ww][Ww])\.|:(?=//)"
)
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
_MAYBE_MARKUP = re.compile(r"[\\`*\[\]~#<^&_]")
_BLOCK_START = re.compile(r"^(\d{1,9})?([-+=>|:.)])")
_ENTITY = late(r"&(?=#?\w+;)")
_NEEDS_BRACKETS = late(r"[ ()]")
_PLAIN_ADDRESS = re.compile(r"[^\\<>&() ]+")
_UNPRINTABLE_IN_ADDRESS = late(r"[^\S ]")
_UNSAFE_SCHEME = late(r"(?:vbscript|javascript|file|data):", re.IGNORECASE)


def clean(text: str) -> str:
    """One line of visible text: white space collapsed, control and reordering characters gone."""
    return " ".join((text if text.isprintable() else _invisible().sub("", text)).split())


def clean_address(url: str) -> str:
    """An address that fits on one line; ``""`` for one that no page should link to (``javascript:``)."""
    if url.isprintable():
        url = url.strip()
    else:
        from urllib.parse import quote

        url = _UNPRINTABLE_IN_ADDRESS.sub(lambda blank: quote(blank[0]), _invisible().sub("", url).strip())
    return "" if not url.startswith("http") and _UNSAFE_SCHEME.match(url) else url


@cache
def _invisible() -> re.Pattern[str]:
    """Compiled late: it is large, and most texts have nothing that it takes away."""
    return re.compile(
        "["
        "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls that are no white space
        "\u202a-\u202e\u2066-\u2069"  # bidirectional embeddings, overrides, isolates: they reorder what follows
        "\ufeff\ud800-\udfff"
        "]"
    )


def text(plain: str) -> str:
    """Running text, inside a paragraph or heading."""
    if _MAYBE_MARKUP.search(plain) or "://" in plain or "www." in plain.lower():
        return _MARKUP.sub(r"\\\g<0>", plain)
    return plain


def paragraph(plain: str) -> str:
    """Text that begins a paragraph: it must start no list, quotation, heading or rule either."""
    return _BLOCK_START.sub(r"\1\\\2", text(plain))


def html(plain: str) -> str:
    """Text between tags of HTML, as ``html.escape`` writes it; that module brings a table of all entities along."""
    return plain.translate(_HTML)


def destination(url: str) -> str:
    """The address of an inline link: ``[text](destination)``, in the form that formatters choose too.

    ``&name;`` is written with an entity, as parsers differ on a backslash before it.
    """
    if _PLAIN_ADDRESS.fullmatch(url):
        return url
    escaped = re.sub(r"[\\<]", r"\\\g<0>", _ENTITY.sub("&amp;", url))
    if url and not _NEEDS_BRACKETS.search(url):
        return escaped
    return "<" + escaped.replace(">", r"\>") + ">"


def code(plain: str) -> str:
    """A code span, fenced with as many backticks as never stand together in it (CommonMark 0.31 §6.1)."""
    if "`" not in plain:
        return f"`{plain}`"
    runs = {len(run) for run in re.findall("`+", plain)}
    fence = "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
    pad = " " if plain[:1] == "`" or plain[-1:] == "`" else ""
    return f"{fence}{pad}{plain}{pad}{fence}"


def link(label: str, url: str) -> str:
    """``[label](url)`` with both escaped."""
    return f"[{text(label)}]({destination(url)})"
