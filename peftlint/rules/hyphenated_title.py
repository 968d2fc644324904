from __future__ import annotations

from collections.abc import Collection, Iterator, Set

from peftlint.fields.patterns import late
from peftlint.model import Cluster, Edit, Entry, Finding, Fix, Library, Span
from peftlint.rules import Surroundings, library_rule
from peftlint.rules.naming import title_place

_WORD = late(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NO_HYPHEN = late(r"--+|(?<![a-zA-Z])-|-(?![a-zA-Z])")
_LETTERS = bytes(code if chr(code).isalpha() or chr(code) == "-" else ord(" ") for code in range(128)).ljust(
    256
)
"""For ``bytes.translate``, which is four times as fast as that of ``str``: letters and hyphens stay."""
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
_DERIVED = late(
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
    known = _Words(library)
    broken = {one: whole for one in known.compounds if (whole := known.whole(one))}
    if not broken:
        return
    works: dict[str, set[int]] = {whole: set() for whole in broken.values()}
    uses: list[tuple[Entry, Cluster]] = []
    looked_for, compounds = set(works), frozenset(map(str.casefold, broken))
    for work in library.clusters:
        for entry in work.entries:
            if not looked_for and "-" not in entry.title:
                continue
            words = _words_in(entry.title.casefold())
            for word in looked_for.intersection(words):
                works[word].add(work.number)
                if len(works[word]) >= _SURELY_KNOWN:
                    looked_for.discard(word)
            if not compounds.isdisjoint(words):
                uses.append((entry, work))
    sources = {paper_list.path: paper_list.source for paper_list in library.lists}
    for entry, work in uses:
        for word in dict.fromkeys(_words_in(entry.title)):
            if word in broken and _is_surely_known(word, work, works[broken[word]]):
                yield _finding(entry, word, sources[entry.list].slice(title_place(entry)))


class _Words:
    """The words of all titles. ``compounds`` are those with hyphens, as they are printed."""

    def __init__(self, library: Library) -> None:
        printed: set[str] = set()
        for paper_list in library.lists:
            for text in _joined([entry.title for entry in paper_list.entries]):
                printed.update(_words_in(text))
        self.compounds = {word for word in printed if "-" in word}
        self._words = {word for text in _joined(printed) for word in _words_in(text.casefold())}
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


def _joined(texts: Collection[str]) -> tuple[str, str]:
    """Texts in one, on a line each: first those in ASCII, of which words are found faster, and all others."""
    return "\n".join(filter(str.isascii, texts)), "\n".join([text for text in texts if not text.isascii()])


def _words_in(text: str) -> list[str]:
    """The words of a text: letters, in compounds with single hyphens between them."""
    if not text.isascii():
        return _WORD.findall(text)
    letters = text.encode("ascii").translate(_LETTERS).decode("ascii")
    if "--" in letters or "- " in letters or " -" in letters or "-" in (letters[:1], letters[-1:]):
        letters = _NO_HYPHEN.sub(" ", letters)
    return letters.split()


def _is_surely_known(compound: str, work: Cluster, works: Set[int]) -> bool:
    """Whether the *works* whose titles have the whole word make the hyphen in it a mistake in this one."""
    second = compound.partition("-")[2]
    return work.number in works or len(works) >= _SURELY_KNOWN or _DERIVED.fullmatch(second) is not None


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
