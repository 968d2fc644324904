from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import zip_longest

from peftlint.model import Finding, PaperList
from peftlint.rules import Surroundings, list_rule
from peftlint.rules.naming import title_place

_LETTERS_ALONE = 7
_LETTERS_AMONG_WORDS = 6
_LONGEST_WORD = 40
"""Letters of a word that is told when misspelt. Shorter words are one letter apart too often, acronyms always."""


@list_rule("ENT008")
def misspelt_tag(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
    """A tag is a letter away from one that the list uses more often.

    Readers who search for the tag do not find this entry. Write the tag as elsewhere.
    Acronyms, numbers and short words are left alone: `PEFT` and `MEFT` are two things.

    Bad:
        ## LoRA: Low-Rank Adaptation of Large Language Models
        tag: `LoRA` | `Adaptation`

        paper link: [here](https://arxiv.org/abs/2106.09685)

        ## DoRA: Weight-Decomposed Low-Rank Adaptation
        tag: `DoRA` | `Adaptation`

        paper link: [here](https://arxiv.org/abs/2402.09353)

        ## MoRA: High-Rank Updating for Parameter-Efficient Fine-Tuning
        tag: `MoRA` | `Adpatation`

        paper link: [here](https://arxiv.org/abs/2405.12130)

    Good:
        ## LoRA: Low-Rank Adaptation of Large Language Models
        tag: `LoRA` | `PEFT`

        paper link: [here](https://arxiv.org/abs/2106.09685)

        ## DoRA: Weight-Decomposed Low-Rank Adaptation
        tag: `DoRA` | `PEFT`

        paper link: [here](https://arxiv.org/abs/2402.09353)

        ## QLoRA: Efficient Finetuning of Quantized LLMs
        tag: `QLoRA` | `MEFT`

        paper link: [here](https://arxiv.org/abs/2305.14314)

    Fix: none.
    """
    counts = Counter([tag for entry in paper_list.entries if entry.tags for tag in set(entry.tags)])
    if not counts:
        return
    index = _index(counts)
    right = {tag: better for tag in counts if (better := _better(tag, counts, index))}
    for entry in paper_list.entries if right else ():
        for tag, span in zip_longest(entry.tags, entry.spans.tags[: len(entry.tags)]):
            if tag in right:
                message = f"tag '{tag}' is spelt '{right[tag]}' {counts[right[tag]]} times in this list"
                place = span if span and span.end > span.start else title_place(entry)
                yield Finding("ENT008", entry.list, place, message, tag, entry.id)


def _index(tags: Iterable[str]) -> Mapping[Hashable, list[str]]:
    """The tags by what those that are slips of each other share, so that not every two need be compared."""
    index: dict[Hashable, list[str]] = {}
    for tag in tags:
        for key in _keys(tag):
            index.setdefault(key, []).append(tag)
    return index


@lru_cache(maxsize=1024)
def _keys(tag: str) -> Sequence[Hashable]:
    """The letters of a tag, and the tag with each of its long words whole or without one letter."""
    keys: list[Hashable] = [_letters(tag)]
    words = tag.split()
    for place, word in enumerate(words):
        if _LETTERS_AMONG_WORDS - 1 <= len(word) <= _LONGEST_WORD:
            rest = (place, *words[:place], *words[place + 1 :])
            keys.append((rest, word))
            keys += [(rest, word[:cut] + word[cut + 1 :]) for cut in range(len(word))]
    return tuple(keys)


def _better(tag: str, counts: Mapping[str, int], index: Mapping[Hashable, list[str]]) -> str | None:
    """The most used of the tags that this one may be a slip of, or None."""
    near = {other for key in _keys(tag) for other in index[key]}
    able = [other for other in near if counts[other] > counts[tag] and _is_slip(tag, other)]
    return min(able, key=lambda other: (-counts[other], other), default=None)


def _is_slip(tag: str, other: str) -> bool:
    """The same letters with other blanks, signs or capitals; or one word in which one letter slipped."""
    if _letters(tag) == _letters(other):
        return len(_letters(tag)) > 1
    words, others = tag.split(), other.split()
    if len(words) != len(others):
        return False
    different = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
    least = _LETTERS_ALONE if len(words) == 1 else _LETTERS_AMONG_WORDS
    return len(different) == 1 and _is_slip_of_word(*different[0], least)


def _letters(tag: str) -> str:
    return "".join(filter(str.isalnum, tag.casefold()))


def _is_slip_of_word(word: str, other: str, least: int) -> bool:
    """Two letters swapped, or one wrong, missing or doubled inside: at its ends a word is inflected."""
    if not (word.isalpha() and other.isalpha() and len(other) >= least and word[0] == other[0]):
        return False
    if not (word[1:].islower() and other[1:].islower()):
        return False
    from rapidfuzz.distance import OSA

    if OSA.distance(word, other, score_cutoff=1) != 1:
        return False
    return sorted(word) == sorted(other) or word[-2:] == other[-2:]
