"""Authors as a list prints them."""

from __future__ import annotations

import re

from peftlint.model import Entry
from peftlint.writing.wanted import Wanted

_ET_AL = re.compile(r"[\s,]*(?:\band\s+)?(?:\bet\.?\s*al\b\.?|\band others\b|等人?)", re.IGNORECASE)


def written_names(sample: str, entry: Entry, wanted: Wanted) -> str:
    """The authors *wanted* in the manner of *sample*, the text that *entry* prints its own in."""
    names = [_inverted(name) if _is_inverted(sample, entry) else name for name in wanted.authors]
    text = _joined(names, sample)
    if not wanted.et_al:
        return text
    found = _ET_AL.search(sample)
    return text + (found[0] if found else " et al." if len(names) == 1 else ", et al.")


def _is_inverted(sample: str, entry: Entry) -> bool:
    """``Tsai, Yun-Yun and Mao, Chengzhi``: the family names come first, though the entry reads them last."""
    first = entry.authors[0].split() if entry.authors else []
    return len(first) > 1 and sample.split(",")[0].split()[-1:] == first[-1:] and ", " + first[0] in sample


def _inverted(name: str) -> str:
    given, _, family = name.rpartition(" ")
    return f"{family}, {given}" if given else name


def _joined(names: list[str], sample: str) -> str:
    """With the sign that parts the sample's names, and its word before the last."""
    if " and " in sample and (sample.count(" and ") > 1 or _is_chain(sample)):
        return " and ".join(names)
    separator = next((sign for sign in ("; ", "、", "，", " · ") if sign in sample), ", ")
    if " and " in sample and len(names) > 1:
        last = f"{separator}and " if f"{separator}and " in sample and len(names) > 2 else " and "
        return separator.join(names[:-1]) + last + names[-1]
    return separator.join(names)


def _is_chain(sample: str) -> bool:
    """``Last, First and Last, First``: one ``and`` between two names that hold a comma each."""
    return all(part.count(",") == 1 for part in sample.split(" and "))
