"""The names of the venues in ``data/venues.json`` → ``data/venue_names.txt``, which is read instead of making all this anew.

``python -m peftlint.fields.venue_names`` writes it; a test tells when that has been forgotten. Its parts, an
empty line between them:

1. the key of each name, and below it the name as it is spelt, the venue's identifier, how it names it (``name``, ``full``
   or ``alias``), and ``ordinary`` or ``topical`` if it is;
2. the initials of full names, and below them their content words and the venue's identifier, all of one line's initials;
3. the first words of names, and below each how many words the longest of its names has;
4. the first words of names of several words, and below them the second ones;
5. the same of those names that tell a venue among other words;
6. the names of one word that are no ordinary words;
7. the acronyms that are told when misspelt.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from peftlint.data import FOLDER, read_data
from peftlint.fields.venue_registry import (
    TELLING_WORDS,
    VENUE_NAMES,
    VENUES,
    Name,
    content_words,
    is_acronym,
    name_key,
    says_venue,
)


def table_of_names(data: Mapping[str, Any]) -> str:
    """The text of ``venue_names.txt`` for the contents of ``venues.json``."""
    names = _names(data)
    words = {key: key.split() for key in names}
    longest: dict[str, int] = {}
    for name in words.values():
        longest[name[0]] = max(longest.get(name[0], 0), len(name))
    several = [name for name in words.values() if len(name) > 1]
    telling = [name for name in several if len(name) >= TELLING_WORDS or not names[" ".join(name)].topical]
    singles = {key: name for key, name in names.items() if len(words[key]) == 1 and not name.ordinary}
    acronyms = [key for key, name in singles.items() if len(key) >= 4 and is_acronym(name.spelled)]
    parts: list[Iterable[str]] = [
        [line for key, name in names.items() for line in (key, "\t".join(_row(name)))],
        [line for initials, row in _initials(data).items() for line in (initials, row)],
        [" ".join(longest), " ".join(map(str, longest.values()))],
        _pairs(several),
        _pairs(telling),
        [" ".join(singles)],
        [" ".join(acronyms)],
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _names(data: Mapping[str, Any]) -> dict[str, Name]:
    """All names by their keys; the first venue that has a name keeps it."""
    ordinary, distinct = frozenset(data["ordinary"]), frozenset(data["distinct"])
    names: dict[str, Name] = {}
    for row in data["venues"]:
        spellings = [(row["name"], "name"), *((full, "full") for full in [row.get("full")] if full)]
        for spelled, how in (*spellings, *((alias, "alias") for alias in row.get("aliases", ()))):
            key = name_key(spelled)
            is_ordinary = spelled not in distinct and (
                spelled in ordinary or (len(spelled) <= 3 and spelled.isascii())
            )
            names.setdefault(key, Name(spelled, row["id"], how, is_ordinary, _is_topical(spelled, key)))
    return names


def _is_topical(spelled: str, key: str) -> bool:
    return " " in key and not (says_venue(key) or "." in spelled or any(map(is_acronym, spelled.split())))


def _row(name: Name) -> tuple[str, ...]:
    marks = [mark for mark, holds in (("ordinary", name.ordinary), ("topical", name.topical)) if holds]
    return (name.spelled, name.venue, name.how, *marks)


def _initials(data: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for row in data["venues"]:
        words = content_words(name_key(row.get("full", row["name"])))
        initials = "".join(word[0] for word in words)
        found.setdefault(initials, []).append(" ".join([*words, row["id"]]))
    return {initials: "\t".join(rows) for initials, rows in found.items()}


def _pairs(names: Iterable[list[str]]) -> tuple[str, str]:
    pairs = sorted({(name[0], name[1]) for name in names})
    return " ".join(first for first, _ in pairs), " ".join(second for _, second in pairs)


if __name__ == "__main__":
    Path(FOLDER, VENUE_NAMES).write_text(table_of_names(json.loads(read_data(VENUES))), "utf-8", newline="\n")
