from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set

from peftlint.model import Edit, Entry, Finding, Fix, Library, Span, Work
from peftlint.rules import Surroundings, library_rule
from peftlint.rules.naming import title_place

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PREFIX_WORDS = """
a anti auto bi bio co con counter cross de di dis electro en ex extra fore geo hetero homo hyper hypo im in inter
intra iso macro mega meta micro mid mini mis mono multi nano neo neuro non off omni on out over para peri photo
poly post pre pro proto pseudo psycho quasi re retro self semi socio sub super supra syn tele tetra thermo trans
tri ultra un under uni up vice
"""
_SUFFIX_WORDS = """
able aware based fold free ful hood less level like most ness proof scale ship shot some style type ward wards
ware wide wise
"""
_PREFIXES = frozenset(_PREFIX_WORDS.split())
_SUFFIXES = frozenset(_SUFFIX_WORDS.split())
"""Beginnings and ends of words that people set off with a hyphen or do not: ``pre-trained``, ``layer-wise``."""
_DERIVED = r".*(?:tion|sion|ment|ity|ive|ic(?:al)?|al|ous|ance|ence|ency|cient|able|ible|ure|ism|ist|ology|ary|ory)s?"
"""How the second half of a broken word ends, but seldom the second word of a compound (``key-frame``)."""
_FEWEST_LETTERS = 2
_SURELY_KNOWN = 3
"""Titles with the whole word that make a hyphen in it a mistake, whatever it ends in."""


@library_rule("ENT004")
def hyphenated_title(library: Library, _: Surroundings) -> Iterator[Finding]:
    """A word in a title carries the hyphen of a line break.

    A title copied from a PDF keeps the hyphens that parted words at the ends of lines. Searching for the
    title then fails. The word is known whole from another title, and its second half is no word.
    Delete the hyphen.

    Bad:
        - **DoRA: Enhancing Parameter-Efficient Fine-Tuning with Dy-namic Rank Distribution**, 2024. [[Paper](https://arxiv.org/abs/2405.17357)]
        - **DyLoRA: Tuning of Pre-trained Models using Dynamic Low-Rank Adaptation**, 2022. [[Paper](https://arxiv.org/abs/2210.07558)]

    Good:
        - **DoRA: Enhancing Parameter-Efficient Fine-Tuning with Dynamic Rank Distribution**, 2024. [[Paper](https://arxiv.org/abs/2405.17357)]
        - **DyLoRA: Tuning of Pre-trained Models using Dynamic Low-Rank Adaptation**, 2022. [[Paper](https://arxiv.org/abs/2210.07558)]
        - **Merging Pretrained Adapters**, 2023. [[Paper](https://arxiv.org/abs/2308.15982)]

    Fix: unsafe.
    """
    words = _Words(library)
    broken = {one: whole for one in words.compounds if (whole := words.whole(one))}
    if not broken:
        return
    works = _works_with(frozenset(broken.values()), library.works)
    sources = {paper_list.path: paper_list.source for paper_list in library.lists}
    for work in library.works:
        for entry in work.entries:
            for word in dict.fromkeys(_WORD.findall(entry.title)) if "-" in entry.title else ():
                if word in broken and _is_surely_known(word, work, works[broken[word]]):
                    yield _finding(entry, word, sources[entry.list].slice(title_place(entry)))


class _Words:
    """The words of all titles. ``compounds`` are those with hyphens, as they are printed."""

    def __init__(self, library: Library) -> None:
        self._words: set[str] = set()
        self.compounds: set[str] = set()
        for paper_list in library.lists:
            titles = [entry.title for entry in paper_list.entries]
            self._words.update(_WORD.findall("\n".join(titles).casefold()))
            with_hyphens = (title for title in titles if "-" in title)
            self.compounds.update(
                word for title in with_hyphens for word in _WORD.findall(title) if "-" in word
            )
        self._by_part: dict[str, set[str]] = {}
        for word in self._words:
            for part in word.split("-") if "-" in word else ():
                self._by_part.setdefault(part, set()).add(word)

    def whole(self, compound: str) -> str:
        """The word that a compound is, if other titles have it whole but not its halves; else ``""``."""
        first, _, second = compound.partition("-")
        if "-" in second or not second.islower() or len(second) < _FEWEST_LETTERS:
            return ""
        first = first.casefold()
        if first + second not in self._words or _may_be_set_off(first, second):
            return ""
        return "" if self._is_word(first, compound) or self._is_word(second, compound) else first + second

    def _is_word(self, part: str, compound: str) -> bool:
        return part in self._words or bool(self._by_part.get(part, set()) - {compound.casefold()})


def _works_with(words: frozenset[str], works: Iterable[Work]) -> Mapping[str, Set[str]]:
    """For each of the words, the works in whose titles it stands."""
    found: dict[str, set[str]] = {word: set() for word in words}
    for work in works:
        for entry in work.entries:
            for word in words.intersection(_WORD.findall(entry.title.casefold())):
                found[word].add(work.key)
    return found


def _is_surely_known(compound: str, work: Work, works: Set[str]) -> bool:
    """Whether the *works* whose titles have the whole word make the hyphen in it a mistake in this one."""
    second = compound.partition("-")[2]
    return work.key in works or len(works) >= _SURELY_KNOWN or re.fullmatch(_DERIVED, second) is not None


def _may_be_set_off(first: str, second: str) -> bool:
    """``pre-trained``, ``layer-wise``, and ``spatio-temporal`` like all that begins in *o*."""
    return first in _PREFIXES or first.endswith("o") or second in _SUFFIXES


def _finding(entry: Entry, word: str, printed: str) -> Finding:
    """Point at the word, and offer to join it, if the source has it once in one piece."""
    span, fix = title_place(entry), None
    if printed.count(word) == 1:
        start = span.start + printed.index(word)
        span, hyphen = Span(start, start + len(word)), start + word.index("-")
        fix = Fix((Edit(Span(hyphen, hyphen + 1), ""),), False, "Delete the hyphen")
    message = f"'{word}' carries a line-break hyphen; the word is '{word.replace('-', '')}'"
    return Finding("ENT004", entry.list, span, message, f"{entry.title} {word}", entry.id, fix=fix)
