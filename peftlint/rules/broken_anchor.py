from __future__ import annotations

from collections.abc import Iterator

from peftlint.anchors import OF_THE_PAGE, Anchor, Anchors, anchors_of, decoded, fragment_of
from peftlint.document import Document, Hyperlink
from peftlint.hyperlinks import Shown, hyperlinks, is_written
from peftlint.model import Edit, Finding, Fix, PaperList, Source
from peftlint.rules import Surroundings, list_rule

_BEGINNINGS = ("#", "&", "\\")
"""How a ``#`` may be written."""


@list_rule("LNK005", severity="error")
def broken_anchor(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
    """A link to a place in the file leads to no heading or id there.

    Whoever follows it stays where they are. GitHub names a heading after its text in lower case: blanks
    become `-`, punctuation and emoji are dropped, repeated names get `-1`, `-2`. `id` and `name` in HTML count too.
    Often a heading was renamed, or its anchor was guessed. Write the anchor that the heading has.

    Bad:
        - [Low-rank adaptation (LoRA)](#low-rank-adaptation-(lora))

        ## Low-rank adaptation (LoRA)

        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]

    Good:
        - [Low-rank adaptation (LoRA)](#low-rank-adaptation-lora)

        ## Low-rank adaptation (LoRA)

        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]

    Fix: safe, where exactly one heading differs in nothing but punctuation.
    """
    links = _links_within(paper_list.document)
    anchors = anchors_of(paper_list.document) if links else None
    for shown in links:
        fragment = fragment_of(shown.link.url)
        if anchors and fragment not in OF_THE_PAGE and not anchors.find(fragment):
            yield _broken(paper_list, shown, fragment, anchors)


@list_rule("LNK007", default=False)
def anchor_case(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
    """A link to a place in the file is in another case than the anchor.

    GitHub finds the heading all the same; stricter renderers (most sites that are built from Markdown,
    PyPI, many editors) do not. Write the anchor as the heading gives it: in lower case.

    Bad:
        - [Adapters](#Adapters)

        ## Adapters

        - **Parameter-Efficient Transfer Learning for NLP**, ICML 2019. [[Paper](https://arxiv.org/abs/1902.00751)]

    Good:
        - [Adapters](#adapters)

        ## Adapters

        - **Parameter-Efficient Transfer Learning for NLP**, ICML 2019. [[Paper](https://arxiv.org/abs/1902.00751)]

    Fix: safe.
    """
    links = _links_within(paper_list.document)
    anchors = anchors_of(paper_list.document) if links else None
    for shown in links:
        link, fragment = shown.link, fragment_of(shown.link.url)
        found = anchors.find(fragment) if anchors else None
        if anchors and found and not anchors.has(fragment) and fragment.lower() == found.name.lower():
            message = f"'#{fragment}' is '#{found.name}' to all but GitHub, which ignores case"
            fix = _fix(paper_list.source, link, found)
            span = link.url_span if fix else link.span
            yield Finding("LNK007", paper_list.path, span, message, fragment, fix=fix)


def _links_within(document: Document) -> list[Shown]:
    """The links of a document to places in itself."""
    return [
        shown
        for shown in hyperlinks(document)
        if shown.link.url.startswith(_BEGINNINGS) and decoded(shown.link.url).startswith("#")
    ]


def _broken(paper_list: PaperList, shown: Shown, fragment: str, anchors: Anchors) -> Finding:
    link = shown.link
    like = anchors.headings_like(fragment)
    likely = like or anchors.headings_like(shown.label)
    meant = likely[0] if likely else anchors.closest(fragment)
    hint = f"; did you mean '#{meant.name}'?" if meant else ""
    message = f"'#{fragment}' leads to no heading or id of this file{hint}"
    fix = _fix(paper_list.source, link, like[0]) if len(like) == 1 else None
    span = link.url_span if is_written(link, paper_list.source) else link.span
    return Finding("LNK005", paper_list.path, span, message, fragment, fix=fix)


def _fix(source: Source, link: Hyperlink, anchor: Anchor) -> Fix | None:
    if not is_written(link, source):
        return None
    return Fix((Edit(link.url_span, f"#{anchor.name}"),), safe=True, message=f"write #{anchor.name}")
