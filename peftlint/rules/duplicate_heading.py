from __future__ import annotations

from collections.abc import Iterator

from peftlint.document import Block
from peftlint.model import Finding, PaperList, Related, Span
from peftlint.outline import Section
from peftlint.rules import Surroundings, list_rule


@list_rule("SEC001")
def duplicate_heading(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
    """Two headings under one parent have the same text.

    Readers find half of what the section holds, links lead to the first of the two, and the next entry goes
    into either. Join the two sections, or name them apart. The same heading under different parents
    (`2023` in each chapter) is fine.

    Bad:
        ## Adapters
        - **Parameter-Efficient Transfer Learning for NLP**, ICML 2019. [[Paper](https://arxiv.org/abs/1902.00751)]

        ## Prompts
        - **Prefix-Tuning**, ACL 2021. [[Paper](https://arxiv.org/abs/2101.00190)]

        ## Adapters
        - **AdapterFusion**, EACL 2021. [[Paper](https://arxiv.org/abs/2005.00247)]

    Good:
        ## Vision

        ### Adapters
        - **AdaptFormer**, NeurIPS 2022. [[Paper](https://arxiv.org/abs/2205.13535)]

        ## Language

        ### Adapters
        - **AdapterFusion**, EACL 2021. [[Paper](https://arxiv.org/abs/2005.00247)]

    Fix: none.
    """
    first: dict[tuple[int, str], Section] = {}
    for section in paper_list.outline.sections:
        key = (section.parent.start if section.parent else -1, section.title.casefold())
        earlier = first.setdefault(key, section)
        if section.title and earlier is not section:
            related = (Related(paper_list.path, heading_span(earlier.block), "the first one"),)
            span = heading_span(section.block)
            where = f" under '{section.parent.title}'" if section.parent and section.parent.title else ""
            message = (
                f"there is a heading '{section.title}'{where} already;"
                " join the two, name them apart, or put each below a heading of its own"
            )
            yield Finding("SEC001", paper_list.path, span, message, section.title, related=related)


def heading_span(heading: Block) -> Span:
    """The place of a heading's text, which must not be empty."""
    runs = [run for run in heading.runs if run.text.strip() or run.image is not None]
    return Span(runs[0].start, runs[-1].end)
