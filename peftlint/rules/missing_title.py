from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from itertools import groupby

from peftlint.blocks import blocks_of
from peftlint.document import Block, Hyperlink, Run, plain_text
from peftlint.fields.authors import name_list_score
from peftlint.fields.link import is_link_label, link_kind
from peftlint.model import Finding, PaperList, Span
from peftlint.readers.headers import title_column
from peftlint.readers.titles import titleness
from peftlint.rules import Surroundings, list_rule
from peftlint.rules.siblings import headers

_FEWEST = 2
_MOST = 0.6
"""The number and share of entries among list items or rows that make the others entries too."""
_LIKE_TITLE = 0.3
"""Titleness from which a text may be a title; the readers take none below."""


@list_rule("ENT001", severity="error")
def missing_title(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
    """An entry has no title.

    A list item or table row links to a paper, as the entries around it do, but does not say what it is
    called. Nobody finds it by its name. Write the title.

    Bad:
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]
        - **Prefix-Tuning: Optimizing Continuous Prompts for Generation**, ACL 2021. [[Paper](https://arxiv.org/abs/2101.00190)]
        - ****, ICML 2019. [[Paper](https://arxiv.org/abs/1902.00751)]

    Good:
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022.
            - [Paper](https://arxiv.org/abs/2106.09685)
            - [Code](https://github.com/microsoft/LoRA)
        - **Prefix-Tuning: Optimizing Continuous Prompts for Generation**, ACL 2021.
            - [Paper](https://arxiv.org/abs/2101.00190)

    Fix: none.
    """
    lines = {entry.line - 1 for entry in paper_list.entries}
    if not lines:
        return
    ordered = sorted(lines)
    document = paper_list.document
    for block in (*blocks_of(document, "list"), *blocks_of(document, "table")):
        for record in _without_entry(block, lines, ordered):
            paper = next(_papers(record), None)
            if paper and not _may_have_title(record, block):
                span = Span(paper.span.start, paper.span.end)
                message = "the entry has no title, only links and details"
                yield Finding("ENT001", paper_list.path, span, message, paper.url)


def _without_entry(block: Block, lines: Set[int], ordered: Sequence[int]) -> list[Block]:
    """The items of a list or rows of a table in which no entry begins, where one does in most."""
    records = [
        child
        for child in block.children
        if child.kind == "item" or (child.kind == "row" and not child.header)
    ]
    bare = [one for one in records if one.start not in lines and not _holds_line(one, ordered)]
    return bare if len(records) - len(bare) >= max(_FEWEST, _MOST * len(records)) else []


def _holds_line(record: Block, lines: Sequence[int]) -> bool:
    index = bisect_left(lines, record.start)
    return index < len(lines) and lines[index] < record.end


def _papers(record: Block) -> Iterator[Hyperlink]:
    """The links of a record that lead to papers."""
    for inner in record.walk():
        for link, runs in groupby(inner.runs, lambda run: run.link):
            if (
                link
                and link_kind(plain_text(list(runs)), link.url) == "paper"
                and link.url[:1] not in ("", "#")
            ):
                yield link


def _may_have_title(record: Block, block: Block) -> bool:
    if block.kind == "table":
        columns = headers(block)
        title = title_column(columns)
        whole = title is not None and len(columns) == len(record.children)
        return not whole or bool(record.children[columns.index(title or "")].plain)
    return any(_is_like_title(run) for inner in record.walk() for run in inner.runs)


def _is_like_title(run: Run) -> bool:
    text = " ".join(run.text.split())
    if run.image is not None or (run.link and (run.link.bare or is_link_label(text))):
        return False
    return titleness(text) >= _LIKE_TITLE and name_list_score(text) < 0.5
