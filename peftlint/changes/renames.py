"""Which file that is gone is which file that came, by their texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from posixpath import basename

from peftlint.model import NEWLINE

ENOUGH = 0.5
"""The share of the lines of the longer file that both have in common in a renamed one, as with git."""
_MOST_FILES = 20
"""Files that a line may stand in to tell anything."""


def renames(gone: Mapping[str, str], come: Mapping[str, str]) -> dict[str, str]:
    """New path → old path, for the files that came in place of one that is gone; both are path → text.

    Each file is taken once: the most alike first, of those that are equally alike the one with the same name.
    """
    pairs = sorted(
        _alike(gone, come), key=lambda pair: (-pair[0], basename(pair[1]) != basename(pair[2]), pair)
    )
    partners: dict[str, str] = {}
    taken: set[str] = set()
    for _, new, old in pairs:
        if new not in partners and old not in taken:
            partners[new] = old
            taken.add(old)
    return partners


def _alike(gone: Mapping[str, str], come: Mapping[str, str]) -> Iterable[tuple[float, str, str]]:
    """How alike two files are, new and old path, for those that are alike enough."""
    old_lines = {path: _lines(text) for path, text in gone.items()}
    holders: dict[str, list[str]] = {}
    for path, lines in old_lines.items():
        for line in lines:
            holders.setdefault(line, []).append(path)
    for new, text in come.items():
        lines = _lines(text)
        common: Counter[str] = Counter()
        for line, number in lines.items():
            for old in holders.get(line, ())[:_MOST_FILES]:
                common[old] += min(number, old_lines[old][line])
        for old, number in common.items():
            share = number / max(lines.total(), old_lines[old].total())
            if share >= ENOUGH:
                yield share, new, old


def _lines(text: str) -> Counter[str]:
    return Counter(line.strip() for line in NEWLINE.split(text) if line.strip())
