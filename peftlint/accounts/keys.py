"""Citation keys: one for each work, and the same one again when papers are added."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate, count, filterfalse, islice
from typing import Protocol

from peftlint.identity.people import read_family
from peftlint.identity.titles import FUNCTION_WORDS, squash, words_of
from peftlint.model import Entry, Identifier

_FORBIDDEN = re.compile(r"[\s,{}\"#%'()=~\\<>&`]+")
"""What BibTeX, LaTeX or an anchor would take for something else."""
MOST_WORDS = 4
NOT_GIVEN = ("", 0)


class Named(Protocol):
    """What a key is made of: a work, or what was chosen for one."""

    @property
    def entries(self) -> tuple[Entry, ...]: ...
    @property
    def title(self) -> str: ...
    @property
    def authors(self) -> tuple[str, ...]: ...
    @property
    def identifiers(self) -> tuple[Identifier, ...]: ...


def assign_keys(works: Sequence[Named]) -> list[str]:
    """A key for each work, in their order; no two are equal, whatever the case of letters.

    A work has the BibTeX key that most of its entries give, else last name, earliest year and first word
    of the title. Of works that would have the same, the one with more BibTeX entries under it has it, then
    the one with the smallest arXiv id, for what is added to lists is mostly newer; the others append further
    words of their titles, at last numbers.
    """
    given = list(map(_given_key, works))
    keys = [told or next(_built_keys(work)) for work, (told, _) in zip(works, given, strict=True)]
    taken: set[str] = set()
    last: dict[str, int] = {}
    for index in _by_seniority(works, given):
        if keys[index].casefold() in taken:
            others = (other for other in _built_keys(works[index]) if other.casefold() not in taken)
            keys[index] = next(others, None) or _numbered(keys[index], taken, last)
        taken.add(keys[index].casefold())
    return keys


def _by_seniority(works: Sequence[Named], given: Sequence[tuple[str, int]]) -> list[int]:
    """The indices of the works in the order in which they get their keys; *given* is their BibTeX keys."""
    ages = [
        (-times, next((name.value for name in work.identifiers if name.kind == "arxiv"), "~"))
        for work, (_, times) in zip(works, given, strict=True)
    ]
    counts = Counter(ages)

    def seniority(index: int) -> tuple[object, ...]:
        age = ages[index]
        if counts[age] == 1:
            return age  # most ids are one work's, whose title need not be looked at
        work = works[index]
        first = work.entries[0]
        return *age, squash(work.title), first.list, first.line, first.span

    return sorted(range(len(works)), key=seniority)


def _given_key(work: Named) -> tuple[str, int]:
    """The most frequent BibTeX key of the entries, and how many have it; "" and 0 if there is none."""
    keys = [entry.bibtex.key for entry in work.entries if entry.bibtex]
    if not keys:
        return NOT_GIVEN
    counts = Counter([key for key in [_FORBIDDEN.sub("", key) for key in keys] if key])
    return max(counts.items(), key=lambda item: item[1], default=NOT_GIVEN)


def _numbered(key: str, taken: Collection[str], last: dict[str, int]) -> str:
    """The key with the first number, from 2, that is free; *last* remembers where to go on for thousands of them."""
    numbers = count(last.get(key, 1) + 1)
    last[key] = next(number for number in numbers if f"{key}-{number}".casefold() not in taken)
    return f"{key}-{last[key]}"


def _built_keys(work: Named) -> Iterator[str]:
    """``hu2021lora``, ``hu2021loralow``, …: last name, earliest year, the first telling words of the title, in ASCII."""
    name = read_family(work.authors[0]) if work.authors else ""
    if not name.isascii():
        name = "".join(filter(str.isascii, name))
    year = min([entry.year for entry in work.entries if entry.year], default="")
    titled = list(filter(str.isascii, words_of(work.title)))
    words = list(islice(filterfalse(FUNCTION_WORDS.__contains__, titled), MOST_WORDS)) or titled[:MOST_WORDS]
    if name or words:
        yield from accumulate(words[1:], initial=f"{name}{year}{''.join(words[:1])}")
    else:
        yield f"{year}{''.join(filter(str.isalnum, next((i.value for i in work.identifiers), '')))}" or "work"
