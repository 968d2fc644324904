"""Citation keys: one for each work, and the same one again when papers are added."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import count

from peftlint.identity.people import read_person
from peftlint.identity.titles import FUNCTION_WORDS, squash, words_of
from peftlint.model import Work

_FORBIDDEN = re.compile(r"[\s,{}\"#%'()=~\\<>&`]+")
"""What BibTeX, LaTeX or an anchor would take for something else."""
MOST_WORDS = 4


def assign_keys(works: Sequence[Work]) -> list[str]:
    """A key for each work, in their order; no two are equal, whatever the case of letters.

    A work has the BibTeX key that most of its entries give, else last name, earliest year and first word
    of the title. Of works that would have the same, the one with more BibTeX entries under it has it, then
    the one with the smallest arXiv id, for what is added to lists is mostly newer; the others append further
    words of their titles, at last numbers.
    """
    keys = [""] * len(works)
    taken: set[str] = set()
    last: dict[str, int] = {}
    for index in sorted(range(len(works)), key=lambda index: _seniority(works[index])):
        free = (key for key in _candidates(works[index]) if key.casefold() not in taken)
        key = next(free, None) or _numbered(_shortest_key(works[index]), taken, last)
        taken.add(key.casefold())
        keys[index] = key
    return keys


def _seniority(work: Work) -> tuple[object, ...]:
    _, given = _given_key(work)
    first = work.entries[0]
    return (-given, work.identifier("arxiv") or "~", squash(work.title), first.list, first.line, first.span)


def _given_key(work: Work) -> tuple[str, int]:
    """The most frequent BibTeX key of the entries, and how many have it; "" and 0 if there is none."""
    keys = [_FORBIDDEN.sub("", entry.bibtex.key) for entry in work.entries if entry.bibtex]
    if not keys:
        return "", 0
    counts = Counter(key for key in keys if key)
    return max(counts.items(), key=lambda item: item[1], default=("", 0))


def _candidates(work: Work) -> Iterator[str]:
    given, _ = _given_key(work)
    if given:
        yield given
    for words in range(1, MOST_WORDS + 1):
        yield _built_key(work, words)


def _shortest_key(work: Work) -> str:
    return _given_key(work)[0] or _built_key(work, 1)


def _numbered(key: str, taken: Collection[str], last: dict[str, int]) -> str:
    """The key with the first number, from 2, that is free; *last* remembers where to go on for thousands of them."""
    numbers = count(last.get(key, 1) + 1)
    last[key] = next(number for number in numbers if f"{key}-{number}".casefold() not in taken)
    return f"{key}-{last[key]}"


def _built_key(work: Work, words: int) -> str:
    """``hu2021lora``: last name, earliest year, the first telling words of the title; letters are ASCII."""
    people = [person for name in work.authors[:1] if (person := read_person(name))]
    years = [entry.year for entry in work.entries if entry.year]
    titled = [word for word in words_of(work.title) if word.isascii()]
    telling = [word for word in titled if word not in FUNCTION_WORDS] or titled
    name = "".join(letter for letter in (people[0].family if people else "") if letter.isascii())
    key = name + (str(min(years)) if years else "") + "".join(telling[:words])
    if name or telling:
        return key
    return key + "".join(filter(str.isalnum, next((i.value for i in work.identifiers), ""))) or "work"
