"""The author field of BibTeX → names as ``First Last``.

BibTeX wants ``Last, First and Last, Jr., First and others``; lists are full of ``A, B and C``, ``A; B`` and
``A, B, C`` as well. Names in braces (``{The Team}``) are never taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from peftlint.fields.latex import plain_text
from peftlint.fields.patterns import late, may_hold

_SUFFIXES = ("jr", "sr", "ii", "iii", "iv", "2nd", "3rd")
_SUFFIX = late(rf"(?:{'|'.join(_SUFFIXES)})\.?", re.IGNORECASE)
_LONGEST_SUFFIX = len("2nd.")
_AND = re.compile(" and ", re.IGNORECASE)
_OTHERS = re.compile(
    r"(?:and\s+|&\s+)?(?:\bothers|\bet\.?\s+al\b\.?|…|\.\.\.|\\ldots|\\dots)\s*$", re.IGNORECASE
)


def read_names(field: str) -> tuple[tuple[str, ...], bool]:
    """The names of an author field in order, and whether ``others`` or ``et al.`` closes the list."""
    text = " ".join(field.split())
    without = _OTHERS.sub("", text).rstrip(" ,;") if _OTHERS.search(text[-40:]) else text
    open_list = without != text.rstrip(" ,;")
    names = (plain_text(_first_last(name)) for name in _names(without))
    return tuple(name for name in names if name), open_list


def _names(text: str) -> list[str]:
    """The names of a list, each still in its own order of parts."""
    names = _split(text, " and ")
    if len(names) > 1:
        names = _without_closing_and(names)
    elif len(_split(text, ";")) > 1:
        names = _split(text, ";")
    elif _is_comma_list(_split(text, ",")):
        names = _names_of_commas(_split(text, ","))
    return [name for name in names if name]


def _without_closing_and(names: Sequence[str]) -> list[str]:
    """``A B, C D and E F``: the commas part names where the name behind the *and* needs none."""
    if "," in names[-1]:
        return list(names)
    return [
        part
        for name in names
        for part in (_split(name, ",") if _is_comma_list(_split(name, ",")) else [name])
    ]


def _is_comma_list(parts: Sequence[str]) -> bool:
    """Whether commas part names, rather than the last name from the first.

    ``Hu, Edward J.`` and ``King, Jr., Martin`` are one name, ``Edward Hu, Yelong Shen`` are two, ``Hu, Edward,
    Shen, Yelong`` likewise.
    """
    parts = [part for part in parts if part]
    if len(parts) < 2 or (len(parts) == 3 and _is_suffix(parts[1])):
        return False
    if len(parts) > 2:
        return True
    return all(" " in part for part in parts) and not _is_initials(parts[1]) and not _has_particle(parts[0])


def _is_suffix(part: str) -> bool:
    """Whether a part is none of first or last name: ``Jr.``, ``III``."""
    may_be = len(part) <= _LONGEST_SUFFIX and may_hold(part, _SUFFIXES)
    return may_be and _SUFFIX.fullmatch(part) is not None


def _has_particle(name: str) -> bool:
    """Whether a part of the name is written small, as in ``van der Maaten``."""
    return any(word[:1].islower() for word in name.split())


def _is_initials(name: str) -> bool:
    """Whether a first name is only hinted at: ``G. J.``, ``J.-P.``, ``GJ``."""
    return all(len(word) <= 2 and word.isupper() for word in re.findall(r"\w+", name))


def _names_of_commas(parts: Sequence[str]) -> list[str]:
    """Names parted by commas; where single words alternate with others they are last and first names."""
    parts = [part for part in parts if part]
    single = sum(" " not in part for part in parts[::2])
    if len(parts) % 2 == 0 and single * 2 > len(parts) // 2:
        return [f"{last}, {first}" for last, first in zip(parts[::2], parts[1::2], strict=True)]
    return parts


def _first_last(name: str) -> str:
    """``Last, Jr., First`` → ``First Last Jr.``; a name without a comma is left as it is."""
    parts = [part for part in _split(name, ",") if part]
    if len(parts) == 2 and _is_suffix(parts[1]):
        return f"{parts[0]} {parts[1]}"
    if len(parts) >= 3 and _is_suffix(parts[1]):
        return " ".join([*parts[2:], *parts[:2]])
    return " ".join([*parts[1:], *parts[:1]])


def _split(text: str, separator: str) -> list[str]:
    """Split at a separator outside braces, in any case; the parts come without blanks around them."""
    if "{" not in text:
        plain = _AND.split(text) if separator == " and " else text.split(separator)
        return [part.strip() for part in plain]
    parts, start, depth = [], 0, 0
    for found in re.finditer(rf"[{{}}]|{re.escape(separator)}", text, re.IGNORECASE):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth = max(0, depth - 1)
        elif not depth:
            parts.append(text[start : found.start()].strip())
            start = found.end()
    return [*parts, text[start:].strip()]
