from __future__ import annotations

import re
from collections.abc import Iterator

from peftlint.fields.patterns import late
from peftlint.model import Edit, Entry, Finding, Fix, PaperList, Source, Span
from peftlint.rules import Surroundings, list_rule
from peftlint.rules.naming import shortened

_GLUED_NUMBER = late(r"^ {0,3}(\d{1,9}[.)])(?=[^\s\d])", re.MULTILINE)
"""A list marker but for the blank behind it; ``2.5D`` and ``1.5-Pints`` are words."""
_INDENT = late(r"([ \t]*)([^ \t\r\n]?)")


@list_rule("ENT007")
def not_a_list_item(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
    """An entry's number has no blank behind it.

    Markdown makes a list item of `1. **Title**`, but a plain paragraph of `1.**Title**`: it is not
    indented, and the numbers are not counted. Put a blank behind the number; the fix also indents the
    further lines of the entry where they would not belong to the list item.

    Bad:
        1.**LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]

        2.**Prefix-Tuning: Optimizing Continuous Prompts for Generation**, ACL 2021. [[Paper](https://arxiv.org/abs/2101.00190)]

    Good:
        1. **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]

        2. **Prefix-Tuning: Optimizing Continuous Prompts for Generation**, ACL 2021. [[Paper](https://arxiv.org/abs/2101.00190)]

    Fix: safe.
    """
    source = paper_list.source
    if not _GLUED_NUMBER.search(source.text):
        return
    for entry in paper_list.entries:
        found = _GLUED_NUMBER.match(source.text, source.line_starts[entry.line - 1])
        if found and entry.spans.title and found.end() <= entry.spans.title.start:
            message = f"'{found[1]}' has no blank behind it, so Markdown shows a paragraph, not a list item"
            edits = (Edit(Span(found.end(), found.end()), " "), *_indents(entry, source, len(found[0]) + 1))
            blank = Fix(edits, True, f"Put a blank behind '{found[1]}'")
            subject = shortened(entry.title)
            yield Finding("ENT007", entry.list, Span(*found.span(1)), message, subject, entry.id, fix=blank)


def _indents(entry: Entry, source: Source, width: int) -> Iterator[Edit]:
    """Blanks before the entry's further lines, as many as the least indented of them lacks to stand in the item."""
    starts = source.line_starts[entry.line : entry.end_line]
    lines = [(start, line) for start in starts if (line := _INDENT.match(source.text, start)) and line[2]]
    least = min((len(line[1].expandtabs(4)) for _, line in lines), default=width)
    if least < width:
        yield from (Edit(Span(start, start), " " * (width - least)) for start, _ in lines)
