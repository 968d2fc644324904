from __future__ import annotations

import re
from collections.abc import Iterator

from peftlint.bibtex_blocks import BibtexBlock, bibtex_blocks
from peftlint.fields.patterns import late
from peftlint.identity.titles import likeness, read_title
from peftlint.model import Bibtex, Entry, Finding, PaperList, Related
from peftlint.rules import Surroundings, list_rule

_SAME = frozenset({"same", "form", "name", "cut", "part"})
"""Kinds of likeness in which titles differ by no word, or one only lacks a subtitle or short name."""
_REQUEST = late(r"\b(?:cite|citing|citations?|acknowledge?ments?|bibtex)\b|引用|致谢", re.IGNORECASE)
"""Headings and sentences above the block by which the list itself wants to be cited."""
_EAST_ASIAN = late("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@list_rule("BIB004")
def bibtex_title_mismatch(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
    """The title in an entry's BibTeX block is another than the entry's.

    Often the block was copied with another entry, or one of the two has a slip or an older title. Readers cite
    the wrong paper. Case, hyphens, accents and a missing subtitle make no difference, nor does a translation.

    Bad:
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]
          ```bibtex
          @inproceedings{li2021, title = {Prefix-Tuning: Optimizing Continuous Prompts for Generation}, author = {Li, Xiang Lisa}, booktitle = {ACL}, year = {2021}}
          ```

    Good:
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]
          ```bibtex
          @inproceedings{hu2022, title = {{LoRA}: Low-rank adaptation of large language models}, author = {Hu, Edward J.}, booktitle = {ICLR}, year = {2022}}
          ```

    Fix: none.
    """  # noqa: E501
    with_bibtex = [entry for entry in paper_list.entries if entry.bibtex and entry.spans.bibtex]
    blocks = (
        {block.block.offset: block for block in bibtex_blocks(paper_list.document)} if with_bibtex else {}
    )
    for entry in with_bibtex:
        block = blocks.get(entry.spans.bibtex.start) if entry.spans.bibtex else None
        if block and _is_printed(entry):
            yield from _compared(paper_list, entry, block)


def _is_printed(entry: Entry) -> bool:
    """Whether the list prints the title itself, beside its block."""
    title, bibtex = entry.spans.title, entry.spans.bibtex
    return title is not None and bibtex is not None and not bibtex.start <= title.start < bibtex.end


def _is_request(entry: Entry) -> bool:
    return any(_REQUEST.search(text) for text in (entry.title, *entry.section[-1:]))


def _compared(paper_list: PaperList, entry: Entry, block: BibtexBlock) -> Iterator[Finding]:
    titles = [(bibtex, title) for bibtex in block.bibliography.entries if (title := _title(bibtex))]
    if not titles or any(_agree(entry, title) for _, title in titles) or _is_request(entry):
        return
    bibtex, title = titles[0]
    line = next(field.line for field in bibtex.fields if field.name == "title")
    message = f"the BibTeX block is of '{title}', the entry is '{entry.title}'"
    related = (Related(entry.list, entry.spans.title or entry.span, "the entry's title"),)
    span = block.span(paper_list.source, line)
    yield Finding("BIB004", entry.list, span, message, f"{entry.title} {title}", entry.id, related)


def _title(bibtex: Bibtex) -> str:
    from peftlint.fields.bibtex import title_of

    return title_of(bibtex) or ""


def _agree(entry: Entry, title: str) -> bool:
    """Whether a title is one of the entry's, or not to be compared with them."""
    printed = (entry.title, *entry.aliases)
    if title in printed:
        return True
    if any(_is_east_asian(one) != _is_east_asian(title) for one in printed):
        return True
    return any(likeness(read_title(one), read_title(title)).kind in _SAME for one in printed)


def _is_east_asian(text: str) -> bool:
    return not text.isascii() and _EAST_ASIAN.search(text) is not None
