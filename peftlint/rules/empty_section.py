from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from peftlint.document import Block
from peftlint.fields.patterns import late
from peftlint.model import Finding, PaperList, Source, Span
from peftlint.outline import Section
from peftlint.rules import Surroundings, list_rule

_SHOWN = frozenset({"img", "picture", "iframe", "video", "audio", "svg", "object", "embed", "input"})
"""HTML elements that show something without any text in them."""
_SENTENCE_ENDS = (".", "!", "。", "！")
_BLANK = " \t\r\n-*_>\u200b\ufeff"
"""What nobody sees, and what lines across the page are made of."""
_UNSEEN = late(f"[{re.escape(_BLANK)}]*")


@list_rule("SEC002")
def empty_section(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
    """A heading has nothing under it.

    Readers follow the table of contents to a section and find the next heading. Often entries were
    moved away or never added. Add what belongs there, or remove the heading.
    A heading that is an entry or a whole sentence itself is not meant, nor is one with sections below it.

    Bad:
        ## Adapters
        - **Parameter-Efficient Transfer Learning for NLP**, ICML 2019. [[Paper](https://arxiv.org/abs/1902.00751)]

        ## Prompts

        ## Surveys
        - **Delta Tuning**, 2022. [[Paper](https://arxiv.org/abs/2203.06904)]

    Good:
        ## Adapters
        - **Parameter-Efficient Transfer Learning for NLP**, ICML 2019. [[Paper](https://arxiv.org/abs/1902.00751)]

        ## Prompts

        ### Soft prompts
        - **Prefix-Tuning**, ACL 2021. [[Paper](https://arxiv.org/abs/2101.00190)]

    Fix: none.
    """
    entry_lines = {entry.line - 1 for entry in paper_list.entries}
    for section in _leaves(paper_list.outline.sections):
        is_entry = not entry_lines.isdisjoint(range(section.block.start, section.block.end))
        names = section.title and not is_entry and not section.title.endswith(_SENTENCE_ENDS)
        if names and not _shows_anything(paper_list.source, section):
            message = f"there is nothing under '{section.title}'"
            yield Finding("SEC002", paper_list.path, _heading(section.block), message, section.title)


def _leaves(sections: Sequence[Section]) -> Iterator[Section]:
    """The sections without subsections: a subsection stands right behind its section."""
    for section, following in zip_longest(sections, sections[1:]):
        if following is None or following.parent is not section:
            yield section


def _heading(block: Block) -> Span:
    runs = [run for run in block.runs if run.text.strip() or run.image is not None]
    return Span(runs[0].start, runs[-1].end)


def _shows_anything(source: Source, section: Section) -> bool:
    begin, end = _start(source, section.block.end), _start(source, section.end)
    if closing := source.text.find("</h", section.block.runs[-1].end, begin) + 1:
        begin = closing - 1  # an HTML heading may share its line with what follows
    seen = _UNSEEN.match(source.text, begin, end)
    if seen and seen.end() < end and source.text[seen.end()] not in "<&":
        return True  # text, as nearly always
    return _html_shows_anything(source.text[begin:end])


def _html_shows_anything(text: str) -> bool:
    from peftlint import html

    return any(
        bool(piece.text.strip(_BLANK))
        if isinstance(piece, html.Text)
        else isinstance(piece, html.Tag) and piece.name in _SHOWN
        for piece in html.scan(text)
    )


def _start(source: Source, line: int) -> int:
    """Where a line (0-based) begins, or the text ends."""
    return source.line_starts[line] if line < len(source.line_starts) else len(source.text)
