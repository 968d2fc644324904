from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, product

from peftlint.fields.link import link_identity
from peftlint.identity import explain
from peftlint.identity.overrules import MAINTAINER
from peftlint.identity.people import agreement, read_people
from peftlint.identity.titles import informative_words, read_title, squash
from peftlint.model import Cluster, Entry, Finding, Library
from peftlint.rules import Surroundings, library_rule
from peftlint.rules.naming import (
    Place,
    are_parted,
    called,
    cites_several,
    clusters_of,
    in_run_order,
    is_short_name,
    key,
    related,
    run_order,
    shortened,
    title_place,
)

_TELLING_WORDS = 3
"""Informative words with which a title stands for one work."""
_TELLING_LINKS = ("paper", "code", "project", "blog")
_MOST_AUTHORS = 0.5
_MOST_COMPARED = 8
"""Entries of a work that another one is compared with."""


@library_rule("DUP001")
def duplicate_entry(library: Library, _: Surroundings) -> Iterator[Finding]:
    """The same work is listed twice in one list.

    It is reported at the later entry, and names the first. Delete one of the two, and keep what only it
    says. Where a work is meant to stand in two sections, say so in a comment before the later entry:
    `<!-- peftlint: ignore DUP001 -->`.

    Bad:
        - **Chain of LoRA: Efficient Fine-tuning via Residual Learning**, 2024. [[PDF](https://arxiv.org/abs/2401.04151)]
        - **LoTR: Low Tensor Rank Weight Adaptation**, 2024. [[PDF](https://arxiv.org/abs/2402.01376)]
        - **Chain of LoRA: Efficient Fine-Tuning via Residual Learning**, 2024. [[PDF](https://arxiv.org/pdf/2401.04151v2)]

    Good:
        - **DoRA: Weight-Decomposed Low-Rank Adaptation**, 2024. [[PDF](https://arxiv.org/abs/2402.09353)]
        - **DoRA: Enhancing Fine-Tuning with Dynamic Rank Distribution**, 2024. [[PDF](https://arxiv.org/abs/2405.17357)]

    Fix: none.
    """
    things = frozenset(
        key(one.entries[number]) for one in library.lists if one.found for number in one.found.facts.things
    )
    decided = _joined_by_maintainer(library)
    for entries in chain(_accounts_in_one_list(library), _twins_in_one_list(library)):
        for index, entry in enumerate(entries):
            earlier = [
                other
                for other in entries[: min(index, _MOST_COMPARED)]
                if (decided and (other.id, entry.id) in decided)
                or (not _only_cite_one(other, entry, things) and _are_surely_one(other, entry))
            ]
            if earlier:
                told = ", as the configuration says" * ((earlier[0].id, entry.id) in decided)
                message = f"the same work as {called(earlier[0])}{told}"
                also = tuple(related(other, "listed here before") for other in earlier)
                subject = shortened(entry.title)
                yield Finding("DUP001", entry.list, title_place(entry), message, subject, entry.id, also)


@library_rule("DUP002", severity="info")
def possible_duplicate(library: Library, _: Surroundings) -> Iterator[Finding]:
    """Two entries have different titles, but may be one work.

    Authors and other evidence agree, as they do for a preprint and the journal version under a new title.
    If they are one work, list it once; else say so in a comment before the later entry:
    `<!-- peftlint: ignore DUP002 -->`.

    Bad:
        a.md:
            - **Delta tuning: A comprehensive study of parameter efficient methods for pre-trained language models.** *Ning Ding, Yujia Qin, Guang Yang, Fuchao Wei, Zonghan Yang.* [[PDF](https://arxiv.org/abs/2203.06904)], arXiv 2022.
        b.md:
            - **Parameter-efficient fine-tuning of large-scale pre-trained language models.** *Ning Ding, Yujia Qin, Guang Yang, Fuchao Wei, Zonghan Yang.* [[PDF](https://www.nature.com/articles/s42256-023-00626-4)], Nature Machine Intelligence 2023.

    Good:
        - **VL-Adapter: Parameter-Efficient Transfer Learning for Vision-and-Language Tasks.** *Yi-Lin Sung, Jaemin Cho, Mohit Bansal.* [[PDF](https://arxiv.org/abs/2112.06825)], CVPR 2022.
        - **LST: Ladder Side-Tuning for Parameter and Memory Efficient Transfer Learning.** *Yi-Lin Sung, Jaemin Cho, Mohit Bansal.* [[PDF](https://arxiv.org/abs/2206.06522)], NeurIPS 2022.

    Fix: none.
    """  # noqa: E501
    unsure = [work for work in library.clusters if work.possible]
    order = run_order(library)
    for work in unsure:
        for other in (library.clusters[other] for other in work.possible if work.number < other):
            first, entry = _meeting(work, other, order)
            wrong_link = first.list == entry.list and _share_paper(first, entry)  # DUP003 tells
            if wrong_link or not _have_one_team(work, other) or are_parted(work, other):
                continue
            message = f"may be the same work as {called(first)}: {_reasons((first, entry), work, other)}"
            also = (related(first, "listed here before"),)
            subject = f"{shortened(entry.title)} / {shortened(first.title)}"
            yield Finding("DUP002", entry.list, title_place(entry), message, subject, entry.id, also)


@library_rule("DUP004", severity="info", default=False)
def listed_elsewhere(library: Library, _: Surroundings) -> Iterator[Finding]:
    """The work is in another list too.

    Useful where lists are meant to share the field among them. Lists that are merged may overlap.

    Bad:
        a.md:
            - **LoTR: Low Tensor Rank Weight Adaptation**, 2024. [[PDF](https://arxiv.org/abs/2402.01376)]
        b.md:
            - **LoTR: Low Tensor Rank Weight Adaptation**, 2024. [[PDF](https://arxiv.org/abs/2402.01376)]

    Good:
        a.md:
            - **LoTR: Low Tensor Rank Weight Adaptation**, 2024. [[PDF](https://arxiv.org/abs/2402.01376)]
        b.md:
            - **MoRA: High-Rank Updating for Parameter-Efficient Fine-Tuning**, 2024. [[PDF](https://arxiv.org/abs/2405.12130)]

    Fix: none.
    """
    order = run_order(library)
    for work in (work for work in library.clusters if len(work.entries) > 1):
        lists = _by_list(in_run_order(work.entries, order))
        first, *others = [entries[0] for entries in lists.values()]
        for entry in others:
            message = f"also listed as {called(first)}"
            also = (related(first, "listed here too"),)
            subject = shortened(entry.title)
            yield Finding("DUP004", entry.list, title_place(entry), message, subject, entry.id, also)


def _accounts_in_one_list(library: Library) -> Iterator[Sequence[Entry]]:
    """The entries of each work that is in one list several times, in order."""
    for work in library.clusters:
        if len(work.entries) > 1:
            yield from (entries for entries in _by_list(work.entries).values() if len(entries) > 1)


def _joined_by_maintainer(library: Library) -> set[tuple[str, str]]:
    """The ids of the entries that the configuration makes one work, in both orders."""
    found: set[tuple[str, str]] = set()
    for work in library.clusters:
        decided = [one for one in work.evidence if one.level == MAINTAINER]
        ids = {entry.id for entry in work.entries} if decided else ()
        for _, _, left, right in decided:
            if left in ids and right in ids:  # else it is what parts this work from another one
                found |= {(left, right), (right, left)}
    return found


def _twins_in_one_list(library: Library) -> Iterator[Sequence[Entry]]:
    """Pairs of one title and one paper link that were taken for two works, as a column's title stands for many."""
    twins = [
        (one.entries[first], one.entries[later])
        for one in library.lists
        if one.found
        for first, later in one.found.facts.twins
    ]
    work_of = clusters_of(chain.from_iterable(twins), library)
    told = set()
    for first, later in twins:
        place = key(later)
        work, other = work_of[key(first)], work_of[place]
        if place not in told and work is not other and not are_parted(work, other):
            told.add(place)
            yield first, later


def _only_cite_one(left: Entry, right: Entry, things: Collection[Place]) -> bool:
    """Whether two entries of different titles are two things to which one paper belongs, or cite it among others."""
    if squash(left.title) == squash(right.title):
        return False
    names = [is_short_name(entry.title) or key(entry) in things for entry in (left, right)]
    return all(names) or cites_several(left) or cites_several(right)


def _are_surely_one(left: Entry, right: Entry) -> bool:
    """Whether more than a title tells that two entries of one list are one work, if other works have that title too."""
    titles = (left.title, right.title)
    if not any(map(is_short_name, titles)) and all(
        informative_words(read_title(title)) >= _TELLING_WORDS for title in titles
    ):
        return True
    links = {link_identity(link.url) for link in left.links if link.kind in _TELLING_LINKS and link.url}
    same_links = any(link_identity(link.url) in links for link in right.links if link.kind in _TELLING_LINKS)
    same_identifiers = not set(left.identifiers).isdisjoint(right.identifiers)
    people = agreement(read_people(left.authors), read_people(right.authors))
    return same_links or same_identifiers or people.share >= _MOST_AUTHORS


def _by_list(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.list, []).append(entry)
    return found


def _meeting(work: Cluster, other: Cluster, order: Mapping[str, int]) -> tuple[Entry, Entry]:
    """The entries by which two works are told of: in one list, if one has both; the later one last."""
    ours = _by_list(in_run_order(work.entries, order))
    theirs = _by_list(in_run_order(other.entries, order))
    shared = next((path for path in ours if path in theirs), None)
    pair = [some[shared or list(some)[-1]][0] for some in (ours, theirs)]
    first, last = in_run_order(pair, order)
    return first, last


def _have_one_team(work: Cluster, other: Cluster) -> bool:
    """Whether the longest lists of authors of two works agree for the most part."""
    ours, theirs = (
        max((read_people(entry.authors) for entry in some.entries), key=len) for some in (work, other)
    )
    return agreement(ours, theirs).share >= _MOST_AUTHORS


def _share_paper(left: Entry, right: Entry) -> bool:
    papers = {link_identity(link.url) for link in left.links if link.kind == "paper" and link.url}
    return any(link_identity(link.url) in papers for link in right.links if link.kind == "paper")


def _reasons(told: tuple[Entry, Entry], work: Cluster, other: Cluster) -> str:
    """What speaks for and against one work, in words: by the two entries that are *told* of, or by others like them."""
    others = product(work.entries[:_MOST_COMPARED], other.entries[:_MOST_COMPARED])
    for left, right in (told, *others):
        evidence = explain(left, right)
        if any(one.level != "X" for one in evidence):
            return ", ".join("but " * (one.level == "X") + one.reason for one in evidence)
    return "their entries are alike"
