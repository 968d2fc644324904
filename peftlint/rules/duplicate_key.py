from __future__ import annotations

from collections.abc import Iterator

from peftlint.model import Cluster, Entry, Finding, Library, PaperList, Related, Span
from peftlint.rules import Surroundings, library_rule
from peftlint.rules.naming import clusters_of, key


@library_rule("BIB002")
def duplicate_key(library: Library, _: Surroundings) -> Iterator[Finding]:
    """Two different works of a list have the same BibTeX key.

    Whoever copies both gets an error, or cites one for the other. Often the block was copied from another entry
    and only half changed. Give the later one a key of its own. The same work under one key twice is fine, as is
    one key in two lists.

    Bad:
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]
          ```bibtex
          @inproceedings{hu2022, title = {LoRA: Low-Rank Adaptation of Large Language Models}, author = {Hu, Edward J.}, booktitle = {ICLR}, year = {2022}}
          ```
        - **Prefix-Tuning: Optimizing Continuous Prompts for Generation**, ACL 2021. [[Paper](https://arxiv.org/abs/2101.00190)]
          ```bibtex
          @inproceedings{hu2022, title = {Prefix-Tuning: Optimizing Continuous Prompts for Generation}, author = {Li, Xiang Lisa}, booktitle = {ACL}, year = {2021}}
          ```

    Good:
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]
          ```bibtex
          @inproceedings{hu2022, title = {LoRA: Low-Rank Adaptation of Large Language Models}, author = {Hu, Edward J.}, booktitle = {ICLR}, year = {2022}}
          ```
        - **Prefix-Tuning: Optimizing Continuous Prompts for Generation**, ACL 2021. [[Paper](https://arxiv.org/abs/2101.00190)]
          ```bibtex
          @inproceedings{li2021, title = {Prefix-Tuning: Optimizing Continuous Prompts for Generation}, author = {Li, Xiang Lisa}, booktitle = {ACL}, year = {2021}}
          ```

    Fix: none.
    """  # noqa: E501
    repeated = [(one, *pair) for one in library.lists for pair in _with_one_key(one)]
    work_of = clusters_of((entry for _, *pair in repeated for entry in pair), library)
    for paper_list, earlier, entry in repeated:
        if _differ(work_of[key(earlier)], work_of[key(entry)]):
            yield _finding(paper_list, entry, earlier)


def _with_one_key(paper_list: PaperList) -> Iterator[tuple[Entry, Entry]]:
    """The first entry with a key, and each later one with it."""
    first: dict[str, Entry] = {}
    for entry in paper_list.entries:
        if entry.bibtex and entry.bibtex.key:
            earlier = first.setdefault(entry.bibtex.key, entry)
            if earlier is not entry:
                yield earlier, entry


def _differ(earlier: Cluster, later: Cluster) -> bool:
    """Whether two works are surely not one."""
    return (
        earlier is not later and later.number not in earlier.possible and earlier.number not in later.possible
    )


def _finding(paper_list: PaperList, entry: Entry, earlier: Entry) -> Finding:
    name = entry.bibtex.key if entry.bibtex else ""
    message = f"the key '{name}' is that of '{earlier.title}' too; give this entry a key of its own"
    related = (Related(earlier.list, _key_span(paper_list, earlier, name), "the first entry with this key"),)
    span = _key_span(paper_list, entry, name)
    return Finding("BIB002", entry.list, span, message, f"{name} {entry.title}", entry.id, related)


def _key_span(paper_list: PaperList, entry: Entry, name: str) -> Span:
    """Where the key stands in the entry's block; the whole entry if it is not found there."""
    block = entry.spans.bibtex
    at = paper_list.source.text.find(name, block.start) if block else -1
    return Span(at, at + len(name)) if at >= 0 else entry.span
