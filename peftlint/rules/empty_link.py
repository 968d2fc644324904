from __future__ import annotations

from collections.abc import Iterator

from peftlint.hyperlinks import hyperlinks
from peftlint.model import Finding, PaperList
from peftlint.rules import Surroundings, list_rule


@list_rule("LNK001", severity="error")
def empty_link(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
    """A link has a label but no address.

    A placeholder such as `[Code]()` leads back to the page that it is on, so readers look for code that
    is not there. Write the address, or leave the link out until there is one.

    Bad:
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)] [[Code]()]

    Good:
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]

    Fix: none.
    """  # noqa: E501
    for shown in hyperlinks(paper_list.document):
        if not shown.link.url.strip():
            label = shown.label
            message = f"'{label}' links to nothing" if label else "a link without text or address"
            yield Finding("LNK001", paper_list.path, shown.link.span, message, label)
