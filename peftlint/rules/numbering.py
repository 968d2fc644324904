from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from peftlint.document import Block
from peftlint.fields.patterns import late
from peftlint.model import Finding, PaperList, Span
from peftlint.rules import Surroundings, list_rule
from peftlint.rules.naming import shortened

_PRINTED = late(r"[ \t>]*(?:[-*+][ \t]+)?[*_]{0,3}([\[(（【]?)(\d{1,3})([.)\]）】、．])(?!\d)")
"""A number at the beginning of a line: ``3. ``, ``- [21] ``, ``4、``. A year has four digits."""
_MOST_FAULTS = 0.34
"""The share of wrong steps over which numbers are no numbering but, say, ranks or votes."""


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
    for items in _series(paper_list):
        numbers = [int(printed[2]) for printed, _ in items]
        faults = list(_faults(numbers))
        if faults and _are_entries([block for _, block in items], paper_list):
            for index, fault in faults:
                printed, block = items[index]
                span = Span(printed.start(1), printed.end(3))
                subject = f"{numbers[index]} after {numbers[index - 1]}: {shortened(_text(block))}"
                yield Finding("ENT003", paper_list.path, span, fault, subject)


_Numbered = tuple[re.Match[str], Block]
"""A list item or paragraph that opens with a number, and where it does."""


def _series(paper_list: PaperList) -> Iterable[Sequence[_Numbered]]:
    """The list items and paragraphs that count together: in one section, list item and manner of writing."""
    found: dict[tuple[object, ...], list[_Numbered]] = {}
    text, starts, outline = paper_list.source.text, paper_list.source.line_starts, paper_list.outline
    ends = [*starts[1:], len(text)]
    printed = _PRINTED.match
    for block, parent in _opening(paper_list.document.root):
        start = starts[block.start]
        number = printed(text, start, ends[block.start])
        if number:
            manner = number[1], number[3], number.start(2) - start
            place = id(outline.at(block.start)), id(parent)
            found.setdefault((place, manner), []).append((number, block))
    return found.values()


def _are_entries(blocks: Sequence[Block], paper_list: PaperList) -> bool:
    """Whether an entry begins in half of them at least."""
    lines = [entry.line - 1 for entry in paper_list.entries]
    held = 0
    for block in blocks:
        index = bisect_left(lines, block.start)
        held += index < len(lines) and lines[index] < block.end
    return 2 * held >= len(blocks)


def _opening(block: Block) -> Iterator[tuple[Block, Block]]:
    """The list items, and the paragraphs outside of any, each with the item (or block) around it."""
    stack = [(block, block)]
    while stack:
        block, parent = stack.pop()
        if block.kind == "item" or (block.kind == "paragraph" and parent.kind != "item"):
            yield block, parent
        if block.children:
            around = parent if block.kind == "list" else block
            stack += [(child, around) for child in reversed(block.children)]


def _text(block: Block) -> str:
    """The text that a block opens with."""
    return next((inner.plain for inner in block.walk() if inner.plain), "")


def _faults(numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Each wrong step: where the number stands that it leads to, and what is wrong."""
    if numbers == list(range(numbers[0], numbers[0] + len(numbers))) or set(numbers) == {1}:
        return
    steps = list(pairwise(numbers))
    down = 2 * sum(one - other == 1 for one, other in steps) > len(steps)
    found = []
    for index, (one, other) in enumerate(steps, 1):
        step = one - other if down else other - one
        begins = other == 1 and not (index == 1 and _repeats_first(numbers))
        if step != 1 and not begins:
            found.append((index, _say(one, other, step)))
    if len(found) <= max(1, _MOST_FAULTS * len(steps)):
        yield from found


def _repeats_first(numbers: Sequence[int]) -> bool:
    """``1, 1, 2, 3``: a second 1 that begins no run of its own and is no habit."""
    return numbers[:3] == [1, 1, 2] and numbers.count(1) == 2


def _say(before: int, number: int, step: int) -> str:
    if step == 0:
        return f"number {number} is used twice in a row"
    if step < 0:
        return f"number {number} follows {before}"
    missing = range(min(before, number) + 1, max(before, number))
    skipped = str(missing[0]) if len(missing) == 1 else f"{missing[0]} to {missing[-1]}"
    return f"number {number} follows {before}; {skipped} {'is' if len(missing) == 1 else 'are'} missing"
