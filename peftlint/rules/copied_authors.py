from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from peftlint.identity.people import Person, agreement, read_people
from peftlint.identity.titles import read_title, shared_words
from peftlint.model import Cluster, Entry, Finding, Library
from peftlint.rules import Surroundings, library_rule
from peftlint.rules.naming import Place, called, clusters_of, key, related, short_name, shortened, title_place

_FEWEST = 2
_MOST_COMPARED = 8
"""Other entries of a work by which an entry's authors are checked."""
_TEAM = 7
"""So many authors in the same order hardly ever wrote two works that stand side by side in a list."""
_SEQUEL = 4
"""Letters with which the short names of sequels begin alike: ``Qwen-VL`` and ``Qwen-Audio``."""


@library_rule("ENT005")
def copied_authors(library: Library, _: Surroundings) -> Iterator[Finding]:
    """An entry carries the authors of another work.

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
    groups = _same_authors(library)
    work_of = clusters_of((entry for group in groups for _, entry in group), library)
    for group in groups:
        for copy, original in _copies(group, work_of):
            message = f"carries the authors of another work, {called(original)}"
            also = (related(original, "the other work with these authors"),)
            span = copy.spans.authors or title_place(copy)
            yield Finding("ENT005", copy.list, span, message, shortened(copy.title), copy.id, also)


class _Placed(NamedTuple):
    """An entry and its number in its list."""

    place: int
    entry: Entry


def _same_authors(library: Library) -> list[list[_Placed]]:
    """The groups of entries with one list of authors, in the order of the run."""
    groups: dict[tuple[Person, ...], list[_Placed]] = {}
    for paper_list in library.lists:
        for place, entry in enumerate(paper_list.entries):
            people = read_people(entry.authors)
            if len(people) >= _FEWEST:
                groups.setdefault(people, []).append(_Placed(place, entry))
    return [group for group in groups.values() if len(group) > 1]


def _copies(group: Sequence[_Placed], work_of: Mapping[Place, Cluster]) -> Iterator[tuple[Entry, Entry]]:
    """The entries of a group that have their authors from another one, each with that one."""
    if len({work_of[key(entry)].number for _, entry in group}) < 2:
        return
    wrong = [entry for _, entry in group if _is_contradicted(entry, work_of[key(entry)])]
    right = [entry for _, entry in group if entry not in wrong]
    for entry in wrong:
        others = (one for one in right if work_of[key(one)] is not work_of[key(entry)])
        yield from ((entry, original) for original in islice(others, 1))
    if not wrong and len(right[0].authors) >= _TEAM:
        for (place, before), (next_place, entry) in pairwise(group):
            side_by_side = before.list == entry.list and next_place - place == 1
            if (
                side_by_side
                and work_of[key(before)] is not work_of[key(entry)]
                and _are_unlike(before, entry)
            ):
                yield entry, before


def _is_contradicted(entry: Entry, work: Cluster) -> bool:
    """Whether another entry of the same work names other authors, and nobody of these."""
    people = read_people(entry.authors)
    agreements = (agreement(people, read_people(other.authors)) for other in work.entries[:_MOST_COMPARED])
    return any(found.of >= _FEWEST and not found.shared for found in agreements)


def _are_unlike(left: Entry, right: Entry) -> bool:
    """Whether two titles go by quite different names, or have no word in common, unlike those of sequels."""
    one, other = short_name(left.title), short_name(right.title)
    if one and other:
        return one[:_SEQUEL] not in other and other[:_SEQUEL] not in one
    return shared_words(read_title(left.title), read_title(right.title))[0] == 0
