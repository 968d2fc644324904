from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from peftlint.identity.people import agreement, read_people
from peftlint.identity.titles import read_title, shared_words, squash
from peftlint.model import Entry, Finding, Library, Work
from peftlint.rules import Surroundings, library_rule
from peftlint.rules.naming import called, related, shortened, title_place

_FEWEST = 2
_TEAM = 7
"""So many authors in the same order hardly ever wrote two works that stand side by side in a list."""
_SHARED_WORDS = 1
"""Words that two titles in one field may have in common by chance."""
_SEQUEL = 4
"""Letters with which the short names of sequels begin alike: ``Qwen-VL`` and ``Qwen-Audio``."""


@library_rule("ENT005")
def copied_authors(library: Library, _: Surroundings) -> Iterator[Finding]:
    """An entry carries the authors of another work of its list.

    A line was copied and its authors not changed: another entry of the same work names other authors, or
    seven or more names in the same order stand on two unlike titles next to each other. Two works of one team are
    not meant. Write the authors of the paper.

    Bad:
        a.md:
            - **Self-Instruct: Aligning Language Models with Self-Generated Instructions.** *Yizhong Wang, Yeganeh Kordi.* [[PDF](https://arxiv.org/abs/2212.10560)], 2023.
            - **Llama 2: Open foundation and fine-tuned chat models.** *Yizhong Wang, Yeganeh Kordi.* [[PDF](https://arxiv.org/abs/2307.09288)], 2023.
        b.md:
            - **Llama 2: Open foundation and fine-tuned chat models.** *Hugo Touvron, Louis Martin.* [[PDF](https://arxiv.org/abs/2307.09288)], 2023.

    Good:
        - **VL-Adapter: Parameter-Efficient Transfer Learning for Vision-and-Language Tasks.** *Yi-Lin Sung, Jaemin Cho, Mohit Bansal.* [[PDF](https://arxiv.org/abs/2112.06825)], CVPR 2022.
        - **LST: Ladder Side-Tuning for Parameter and Memory Efficient Transfer Learning.** *Yi-Lin Sung, Jaemin Cho, Mohit Bansal.* [[PDF](https://arxiv.org/abs/2206.06522)], NeurIPS 2022.

    Fix: none.
    """  # noqa: E501
    work_of = {entry.id: work for work in library.works for entry in work.entries}
    for paper_list in library.lists:
        for group in _same_authors(paper_list.entries):
            for copy, original in _copies(group, work_of, paper_list.entries):
                message = f"carries the authors of another work, {called(original)}"
                also = (related(original, "the other work with these authors"),)
                span = copy.spans.authors or title_place(copy)
                yield Finding("ENT005", copy.list, span, message, shortened(copy.title), copy.id, also)


def _same_authors(entries: Sequence[Entry]) -> list[list[Entry]]:
    groups: dict[tuple[str, ...], list[Entry]] = {}
    for entry in entries:
        if len(entry.authors) >= _FEWEST:
            groups.setdefault(tuple(name.casefold() for name in entry.authors), []).append(entry)
    return [group for group in groups.values() if len(group) > 1]


def _copies(
    group: Sequence[Entry], work_of: Mapping[str, Work], entries: Sequence[Entry]
) -> Iterator[tuple[Entry, Entry]]:
    """The entries of a group that have their authors from another one, each with that one."""
    wrong = [entry for entry in group if _is_contradicted(entry, work_of[entry.id])]
    for entry in wrong:
        original = next(
            (one for one in group if one not in wrong and work_of[one.id] is not work_of[entry.id]), None
        )
        if original:
            yield entry, original
    if not wrong and len(group[0].authors) >= _TEAM:
        for before, entry in pairwise(group):
            apart = entries.index(entry) - entries.index(before)
            if work_of[before.id] is not work_of[entry.id] and apart == 1 and _are_unlike(before, entry):
                yield entry, before


def _is_contradicted(entry: Entry, work: Work) -> bool:
    """Whether another entry of the same work names other authors, and nobody of these."""
    people = read_people(entry.authors)
    return any(agreement(people, read_people(other.authors)).apart for other in work.entries)


def _are_unlike(left: Entry, right: Entry) -> bool:
    """Whether two titles go by quite different names, or have hardly a word in common, unlike those of sequels."""
    one, other = _short_name(left.title), _short_name(right.title)
    if one and other:
        return one[:_SEQUEL] not in other and other[:_SEQUEL] not in one
    return shared_words(read_title(left.title), read_title(right.title))[0] <= _SHARED_WORDS


def _short_name(title: str) -> str:
    """What stands before the colon, only its letters."""
    name, colon, _ = title.partition(":")
    return squash(name) if colon else ""
