from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

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
_DERIVED = re.compile(
    r".*(?:tion|sion|ment|ity|ive|ic(?:al)?|al|ous|ance|ence|ency|cient|able|ible|ure|ism|ist|ology|ary|ory)s?"
)
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
    sources = {paper_list.path: paper_list.source for paper_list in library.lists}
    words = _Words(library.works)
    for work in library.works:
        for entry in work.entries:
            for word in dict.fromkeys(_WORD.findall(entry.title)):
                if words.know_whole(word, work):
                    yield _finding(entry, word, sources[entry.list].slice(title_place(entry)))


class _Words:
    """The words of all titles: in which works they stand whole, and in which compounds as parts."""

    def __init__(self, works: Iterable[Work]) -> None:
        self._works: dict[str, set[str]] = {}
        self._compounds: dict[str, set[str]] = {}
        for work in works:
            for word in {word for entry in work.entries for word in _WORD.findall(entry.title.casefold())}:
                self._works.setdefault(word, set()).add(work.key)
                for part in word.split("-") if "-" in word else ():
                    self._compounds.setdefault(part, set()).add(word)

    def know_whole(self, compound: str, work: Work) -> bool:
        """Whether a compound is one word with a line-break hyphen in it.

        The whole word is known, from another account of the work or from other titles; its halves are not.
        """
        first, hyphen, second = compound.partition("-")
        if not hyphen or "-" in second or not second.islower() or len(second) < _FEWEST_LETTERS:
            return False
        first = first.casefold()
        whole = self._works.get(first + second, set())
        if not whole or _may_be_set_off(first, second) or self._is_word(first, compound):
            return False
        sure = work.key in whole or len(whole) >= _SURELY_KNOWN or _DERIVED.fullmatch(second)
        return bool(sure) and not self._is_word(second, compound)

    def _is_word(self, part: str, compound: str) -> bool:
        return part in self._works or bool(self._compounds.get(part, set()) - {compound.casefold()})


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
