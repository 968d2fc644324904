from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from peftlint.model import Finding, PaperList
from peftlint.rules import Surroundings, list_rule
from peftlint.rules.duplicate_heading import heading_span


@list_rule("SEC004", severity="info", default=False)
def heading_jump(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
    """A heading is more than one level below the heading before it.

    Screen readers and outlines show a level that is not there. Headings of the same level that follow are
    not reported again: mend them together.

    Bad:
        # Papers

        ### Adapters
        - **AdapterFusion**, EACL 2021. [[Paper](https://arxiv.org/abs/2005.00247)]

    Good:
        # Papers

        ## Adapters
        - **AdapterFusion**, EACL 2021. [[Paper](https://arxiv.org/abs/2005.00247)]

    Fix: none.
    """
    titled = [section for section in paper_list.outline.sections if section.title]
    for above, section in pairwise(titled):
        if section.level > above.level + 1:
            message = (
                f"'{section.title}' is at level {section.level}, but the heading before it at level"
                f" {above.level}; make it level {above.level + 1}"
            )
            yield Finding("SEC004", paper_list.path, heading_span(section.block), message, section.title)
