"""Names with a slip of the pen → the venue that is meant, where there is no doubt.

Distances are optimal string alignment: letters put in, left out, replaced, or swapped with the next one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from operator import ne

from peftlint.fields.venue_registry import Venue, is_acronym, name_key, registry, says_venue

_MOST_SLIPS = 2
"""Letters that may be wrong in a long name."""
_LOOK_ALIKE = str.maketrans("l1|0", "IIIO")


@lru_cache(maxsize=8192)
def misspelt_acronym(word: str) -> Venue | None:
    """The venue whose acronym ``word`` misspells beyond doubt, or None.

    Every letter of ``ICLR`` could be meant otherwise, so such an acronym is recognized only with two
    letters swapped (``ICRL``), one doubled or not doubled, or one that looks alike (``lCLR``); longer ones
    and those that are read as words (``NeurIPS``, ``SIGGRAPH``) with any one letter wrong. The distance
    is optimal string alignment.
    """
    key = word.casefold()
    if not 4 <= len(key) <= 15 or key in registry().keys or not word.isascii() or not word.isalnum():
        return None
    found = {
        name.venue for right in _similar(key) if _is_slip(word, right) and (name := registry().name(right))
    }
    return registry().venue(found.pop()) if len(found) == 1 else None


def _similar(key: str) -> set[str]:
    """The acronyms that may be a slip away: with the same letters, or equal but for one letter in either.

    It is looked up, not computed: hardly any word has one, and the library that measures distances takes
    longer to import than a list to read.
    """
    table = _acronyms_by_form()
    return {right for form in _forms(key) for right in table.get(form, ())}


@lru_cache(maxsize=1)
def _acronyms_by_form() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for key in registry().acronyms:
        for form in _forms(key):
            table.setdefault(form, []).append(key)
    return table


def _forms(key: str) -> Iterator[str]:
    """The key, its letters in order behind a blank, and the key without each of its letters."""
    yield key
    yield " " + "".join(sorted(key))
    for index in range(len(key)):
        yield key[:index] + key[index + 1 :]


def _may_be_one_slip(key: str, right: str, swapped: bool) -> bool:
    """Whether no more letters differ, place by place, than one slip changes; True if the lengths differ."""
    return len(key) != len(right) or sum(map(ne, key, right)) <= 1 + swapped


def _is_slip(word: str, right: str) -> bool:
    key = word.casefold()
    swapped = sorted(key) == sorted(right)
    most = 1 + (swapped and len(key) > 4)
    if not (swapped or is_acronym(word)) or (most == 1 and not _may_be_one_slip(key, right, swapped)):
        return False
    from rapidfuzz.distance import OSA

    distance = OSA.distance(key, right, score_cutoff=most)
    if distance > most or swapped:
        return distance <= most
    spelled = registry().acronyms[right]
    if word.translate(_LOOK_ALIKE) == spelled.translate(_LOOK_ALIKE) or _single(key) == _single(right):
        return True
    return min(len(key), len(right)) >= (8 if spelled.isupper() else 6)


def _single(key: str) -> str:
    """Every run of one letter as one letter."""
    return "".join(letter for letter, before in zip(key, " " + key, strict=False) if letter != before)


def misspelt_phrase(text: str) -> Venue | None:
    """The venue whose long name ``text`` gives with one or two letters wrong, or None."""
    key = name_key(text)
    if not 14 <= len(key) <= 140 or not says_venue(key):
        return None
    lengths = range(len(key) - _MOST_SLIPS, len(key) + _MOST_SLIPS + 1)
    phrases = [phrase for length in lengths for phrase in registry().phrases.get(length, ())]
    if not phrases:
        return None
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near = process.extract(key, phrases, scorer=OSA.distance, score_cutoff=_MOST_SLIPS, limit=None)
    if not near:
        return None
    best = min(distance for _, distance, _ in near)
    found = {
        name.venue
        for right, distance, _ in near
        if distance == best and _differ_in_long_words(key, right) and (name := registry().name(right))
    }
    return registry().venue(found.pop()) if len(found) == 1 else None


def _differ_in_long_words(key: str, right: str) -> bool:
    """A letter more or less in a short word or an acronym makes another name."""
    left, other = key.split(), right.split()
    if len(left) != len(other):
        return sorted("".join(left)) == sorted("".join(other))
    return all(a == b or min(len(a), len(b)) > 4 for a, b in zip(left, other, strict=True))
