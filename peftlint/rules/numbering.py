from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from peftlint.document import Block
from peftlint.model import Finding, PaperList, Span
from peftlint.rules import Surroundings, list_rule
from peftlint.rules.naming import shortened

_PRINTED = re.compile(
    r"[ \t>]*(?:[-*+][ \t]+)?[*_]{0,3}(?P<open>[\[(（【]?)(?P<number>\d{1,3})(?P<close>[.)\]）】、．])(?!\d)"
)
"""A number at the beginning of a line: ``3. ``, ``- [21] ``, ``4、``. A year has four digits."""
_MOST_FAULTS = 0.34
"""The share of wrong steps over which numbers are no numbering but, say, ranks or votes."""


class _Numbered(NamedTuple):
    """A list item or paragraph that opens with a number.

    ``series`` is equal for those that count together: in one section, list item and manner of writing.
    """

    series: tuple[object, ...]
    number: int
    span: Span
    text: str
    is_entry: bool


@list_rule("ENT003")
def numbering(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
    """A numbered run repeats or skips a number.

    Markdown counts list items itself, so what readers see is not what the list says; where it does not,
    in `- [3] **Title**`, readers look for an entry that is not there. Number the run anew.
    Lists that write `1.` throughout are fine, and so is counting down or beginning anew.

    Bad:
        1. **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]
        2. **The Power of Scale for Parameter-Efficient Prompt Tuning**, EMNLP 2021. [[Paper](https://arxiv.org/abs/2104.08691)]
        4. **Prefix-Tuning: Optimizing Continuous Prompts for Generation**, ACL 2021. [[Paper](https://arxiv.org/abs/2101.00190)]

    Good:
        1. **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]
        1. **The Power of Scale for Parameter-Efficient Prompt Tuning**, EMNLP 2021. [[Paper](https://arxiv.org/abs/2104.08691)]
        1. **Prefix-Tuning: Optimizing Continuous Prompts for Generation**, ACL 2021. [[Paper](https://arxiv.org/abs/2101.00190)]

    Fix: none.
    """
    series: dict[tuple[object, ...], list[_Numbered]] = {}
    for item in _numbered(paper_list):
        series.setdefault(item.series, []).append(item)
    for items in series.values():
        if 2 * sum(item.is_entry for item in items) >= len(items):
            for before, item, fault in _faults(items):
                subject = f"{item.number} after {before.number}: {item.text}"
                yield Finding("ENT003", paper_list.path, item.span, fault, subject)


def _numbered(paper_list: PaperList) -> Iterator[_Numbered]:
    source, lines = paper_list.source, [entry.line - 1 for entry in paper_list.entries]
    for block, parent in _opening(paper_list.document.root):
        line_end = source.line_starts[block.start + 1] if block.start + 1 < len(source.line_starts) else None
        start = source.line_starts[block.start]
        found = _PRINTED.match(source.text, start, line_end or len(source.text))
        if found is None:
            continue
        section = paper_list.outline.at(block.start)
        manner = (found["open"], found["close"], found.start("number") - start)
        index = bisect_left(lines, block.start)
        yield _Numbered(
            (id(section), id(parent), *manner),
            int(found["number"]),
            Span(found.start("open"), found.end("close")),
            shortened(_text(block)),
            index < len(lines) and lines[index] < block.end,
        )


def _opening(block: Block) -> Iterator[tuple[Block, Block]]:
    """The list items, and the paragraphs outside of any, each with the item (or block) around it."""
    stack = [(block, block)]
    while stack:
        block, parent = stack.pop()
        if block.kind == "item" or (block.kind == "paragraph" and parent.kind != "item"):
            yield block, parent
        around = parent if block.kind == "list" else block
        stack.extend((child, around) for child in reversed(block.children))


def _text(block: Block) -> str:
    """The text that a block opens with."""
    return next((inner.plain for inner in block.walk() if inner.plain), "")


def _faults(items: Sequence[_Numbered]) -> Iterator[tuple[_Numbered, _Numbered, str]]:
    """Each wrong step: from which number, to which, and what is wrong."""
    steps = list(pairwise(items))
    down = 2 * sum(one.number - other.number == 1 for one, other in steps) > len(steps)
    found = []
    for index, (one, other) in enumerate(steps):
        step = one.number - other.number if down else other.number - one.number
        begins = other.number == 1 and not _repeats_first(items, index + 1)
        if step != 1 and not begins:
            found.append((one, other, _say(one.number, other.number, step)))
    if len(found) <= max(1, _MOST_FAULTS * len(steps)):
        yield from found


def _repeats_first(items: Sequence[_Numbered], index: int) -> bool:
    """``1, 1, 2, 3``: a second 1 that begins no run of its own and is no habit."""
    numbers = [item.number for item in items]
    return index == 1 and numbers[:3] == [1, 1, 2] and numbers.count(1) == 2


def _say(before: int, number: int, step: int) -> str:
    if step == 0:
        return f"number {number} is used twice in a row"
    if step < 0:
        return f"number {number} follows {before}"
    missing = range(min(before, number) + 1, max(before, number))
    skipped = str(missing[0]) if len(missing) == 1 else f"{missing[0]} to {missing[-1]}"
    return f"number {number} follows {before}; {skipped} {'is' if len(missing) == 1 else 'are'} missing"
