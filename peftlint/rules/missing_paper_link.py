from __future__ import annotations

from collections.abc import Iterator

from peftlint.fields.identifier import WORK_KINDS, identifier_of_url
from peftlint.model import Entry, Finding, Link, PaperList
from peftlint.published import published_in, says_preprint
from peftlint.rules import Surroundings, list_rule
from peftlint.rules.naming import key, shortened, title_place
from peftlint.rules.siblings import lacking

_BESIDE_THE_WORK = frozenset({"code", "model", "data", "video", "slides", "poster", "badge", "image"})
"""Kinds of links that do not lead to the work itself, however much they have to do with it."""
_MOST = 0.8
_NEARLY_ALL = 0.9


@list_rule("ENT002")
def missing_paper_link(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
    """No link of an entry leads to the work itself, where its siblings have one.

    The entry has no link at all, or names a venue and links only to code, data and the like, or its title
    is no link where all others are. Add a link to the paper.
    A work that is a repository or a blog post itself needs no other link.

    Bad:
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]
        - **Prefix-Tuning: Optimizing Continuous Prompts for Generation**, ACL 2021. [[Paper](https://arxiv.org/abs/2101.00190)]
        - **The Power of Scale for Parameter-Efficient Prompt Tuning**, EMNLP 2021. [[Paper](https://arxiv.org/abs/2104.08691)]
        - **GLUE: A Multi-Task Benchmark for Natural Language Understanding**, ICLR 2019. [[Paper](https://arxiv.org/abs/1804.07461)]
        - **Composable Sparse Fine-Tuning for Cross-Lingual Transfer**, ACL 2022. [[Code](https://github.com/cambridgeltl/composable-sft)]

    Good:
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]
        - **Prefix-Tuning: Optimizing Continuous Prompts for Generation**, ACL 2021. [[Paper](https://arxiv.org/abs/2101.00190)]
        - **The Power of Scale for Parameter-Efficient Prompt Tuning**, EMNLP 2021. [[Paper](https://arxiv.org/abs/2104.08691)]
        - **GLUE: A Multi-Task Benchmark for Natural Language Understanding**, ICLR 2019. [[Paper](https://arxiv.org/abs/1804.07461)]
        - **Instruction in the Wild: A User-based Instruction Dataset**, GitHub 2023. [[Code](https://github.com/XueFuzhao/InstructionWild)]

    Fix: none.
    """
    lost = list(lacking(paper_list, _leads_to_work, _MOST))
    bare = {key(entry) for entry in lacking(paper_list, _title_is_link, _NEARLY_ALL)} if lost else set()
    for entry in lost:
        if not entry.links or (_is_published(entry) and _only_beside(entry)) or key(entry) in bare:
            message = "no link leads to the work itself, as those of the entries around it do"
            yield Finding("ENT002", entry.list, title_place(entry), message, shortened(entry.title), entry.id)


def _leads_to_work(entry: Entry) -> bool:
    for link in entry.links:
        if link.kind == "paper":
            return True
    return any(map(_names_work, entry.links))


def _names_work(link: Link) -> bool:
    identifier = identifier_of_url(link.url)
    return link.kind != "other" and identifier is not None and identifier.kind in WORK_KINDS


def _title_is_link(entry: Entry) -> bool:
    title = title_place(entry)
    return any(link.span.start <= title.start and title.end <= link.span.end for link in entry.links)


def _is_published(entry: Entry) -> bool:
    return published_in(entry) is not None or says_preprint(entry)


def _only_beside(entry: Entry) -> bool:
    return all(link.kind in _BESIDE_THE_WORK for link in entry.links)
