"""Which two author lists can be of one work, however the names are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from peftlint.identity.letters import edits, ratio
from peftlint.identity.titles import fold, unscrambled

_PART = re.compile(r"[^\W\d_]+")
_DAMAGE = {ord("?"): None, 0xFFFD: None}
"""What stands for a letter lost to a wrong encoding (``B?hm``): better one letter less than two words."""
_NO_PERSON = frozenset(
    {"al", "and", "anonymous", "author", "authors", "et", "nan", "none", "others", "team", "unknown"}
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md"})
LONGEST_INITIALS = 3
LONG_FAMILY = 6
"""Letters of a family name from which on chance hardly makes two of them alike."""
ROUGHLY_ALIKE = 70.0


class Person(NamedTuple):
    """A name for comparison: last word of the family name, and the given names squashed ("" if unknown)."""

    family: str
    given: str


class Agreement(NamedTuple):
    """How far two author lists agree.

    ``shared`` counts the persons in both, ``of`` those in the shorter list (0: nothing to compare).
    ``apart`` is true when both name persons in full and not even a family name stands in both.
    """

    shared: int
    of: int
    apart: bool

    @property
    def share(self) -> float:
        return self.shared / self.of if self.of else 0.0


@lru_cache(maxsize=1 << 17)
def read_person(name: str) -> Person | None:
    """A name as lists print it: ``Edward J. Hu``, ``Hu, Edward``, ``Hu E J``, ``EJ Hu``; None for no person."""
    if "?" in name or "\ufffd" in name:
        name = name.translate(_DAMAGE)
    name = unscrambled(name)
    before, comma, after = name.partition(",")
    printed = _PART.findall(before)
    if comma and after.strip():
        family, given = printed, _PART.findall(after)
    else:
        family, given = _family_and_given(printed)
    if not family or not _NO_PERSON.isdisjoint(words := fold(" ".join(family)).split()):
        return None
    return Person(intern(words[-1]), intern(fold("".join(given))))


@lru_cache(maxsize=1 << 17)
def read_family(name: str) -> str:
    """The family name alone, as :func:`read_person` has it; "" for no person."""
    last = name[name.rfind(" ") + 1 :]
    if (
        len(last) > LONGEST_INITIALS
        and last.isalpha()
        and name.isascii()
        and "," not in name
        and "?" not in name
    ):
        family = last.lower()
        return "" if family in _NO_PERSON else intern(family)
    person = read_person(name)
    return person.family if person else ""


@lru_cache(maxsize=1 << 17)
def read_people(names: tuple[str, ...]) -> tuple[Person, ...]:
    """The persons among the names, in order."""
    return tuple(person for name in names if (person := read_person(name)))


def agreement(left: Sequence[Person], right: Sequence[Person]) -> Agreement:
    """Compare two author lists. Their order does not count: databases shuffle it."""
    shorter, longer = (left, right) if len(left) <= len(right) else (right, left)
    remaining = list(longer)
    unmatched: list[Person] = []
    for person in shorter:
        if person in remaining:
            remaining.remove(person)
        else:
            unmatched.append(person)
    for person in unmatched:
        initial = person.family[0]
        for other in remaining:
            if (other.family[0] == initial or other.given == person.family) and same_person(person, other):
                remaining.remove(other)
                break
    shared = len(longer) - len(remaining)
    named = not shared and any(person.given for person in left) and any(person.given for person in right)
    return Agreement(shared, len(shorter), named and not _are_related(shorter, longer))


def _are_related(people: Sequence[Person], others: Sequence[Person]) -> bool:
    """Whether a family name stands in both lists, or nearly, though no person does."""
    families = {person.family for person in others}
    return any(
        _same_family(family, other) or _may_be_misspelt(family, other)
        for family in {person.family for person in people}
        for other in families
    )


def same_person(left: Person, right: Person) -> bool:
    """Whether two names can be one person's: the family name agrees, and the initials do not differ."""
    family, given = left
    other_family, other_given = right
    if not given or not other_given:
        return _same_family(family, other_family)
    if given[0] == other_given[0]:
        return _same_family(family, other_family)
    return family == other_given and given == other_family


def _same_family(left: str, right: str) -> bool:
    """Equal, or a slip apart in names so long that a slip is likelier than another name."""
    if left == right:
        return True
    if left[0] != right[0] or len(left) < 4 or len(right) < 4:
        return False
    allowed = 1 if len(left) < 8 else 2
    return edits(left, right, allowed) <= allowed


def _may_be_misspelt(left: str, right: str) -> bool:
    """Whether two long family names are so alike that they do not speak against each other."""
    return min(len(left), len(right)) >= LONG_FAMILY and ratio(left, right, ROUGHLY_ALIKE) > 0


def _family_and_given(printed: list[str]) -> tuple[list[str], list[str]]:
    """Split ``Edward J. Hu`` before its last word, and ``Hu E J`` before the initials at its end."""
    if printed and len(printed[-1]) > LONGEST_INITIALS:
        return printed[-1:], printed[:-1]
    while len(printed) > 1 and fold(printed[-1]) in _SUFFIXES:
        printed = printed[:-1]
    initials = 0
    while initials < len(printed) - 1 and _are_initials(printed[-1 - initials]):
        initials += 1
    if initials:
        return printed[:-initials], printed[-initials:]
    return printed[-1:], printed[:-1]


def _are_initials(part: str) -> bool:
    return len(part) == 1 or (len(part) <= LONGEST_INITIALS and part.isupper() and part.isascii())
