from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from peftlint.document import Block
from peftlint.fields.patterns import late
from peftlint.model import Entry, Finding, PaperList, Source, Span
from peftlint.readers.headers import header_role
from peftlint.rules import Surroundings, list_rule
from peftlint.rules.naming import key, shortened, title_place
from peftlint.rules.siblings import headers, lacking, rows_of

_EMPTY = {
    "`": late(r"(?<!`)``(?!`)|(?<!`)`[ \xa0]{1,9}`(?!`)"),
    "*": late(r"(?<!\*)\*\*[ \xa0]{0,9}\*\*(?!\*)"),
    "(": late(r"(?<!\])\([ \xa0]{0,9}\)"),
    "[": late(r"\[[ \xa0]{0,9}\](?![(\[])"),
    "（": late(r"（[ \xa0]{0,9}）"),
    "【": late(r"【[ \xa0]{0,9}】"),
}
"""By the character that stands before a venue, what is left of its marks or brackets without one."""
_MOST = 0.8
_NEARLY_ALL = 0.85


@list_rule("VEN005")
def missing_venue(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
    """An entry's venue slot is empty while its siblings state one.

    The slot is a table cell, code marks or brackets with nothing in them, or nothing at all between
    authors and year. Name the venue, or the preprint server. Write `-` where there is none.

    Bad:
        1. **LoRA: Low-Rank Adaptation of Large Language Models.** `ICLR` *Edward J. Hu et al.* [[PDF](https://arxiv.org/abs/2106.09685)], 2022.
        2. **A Note on LoRA.** `arXiv` *Vlad Fomenko, Han Yu.* [[PDF](https://arxiv.org/abs/2404.05086)], 2024.
        3. **LoTR: Low Tensor Rank Weight Adaptation.** `arXiv` *Daniel Bershatsky et al.* [[PDF](https://arxiv.org/abs/2402.01376)], 2024.
        4. **Prefix-Tuning: Optimizing Continuous Prompts for Generation.** `ACL` *Xiang Lisa Li, Percy Liang.* [[PDF](https://arxiv.org/abs/2101.00190)], 2021.
        5. **AdapterFusion: Non-Destructive Task Composition** `` *Jonas Pfeiffer et al.* [[PDF](https://arxiv.org/abs/2005.00247)], 2020.

    Good:
        1. **LoRA: Low-Rank Adaptation of Large Language Models.** `ICLR` *Edward J. Hu et al.* [[PDF](https://arxiv.org/abs/2106.09685)], 2022.
        2. **A Note on LoRA.** `arXiv` *Vlad Fomenko, Han Yu.* [[PDF](https://arxiv.org/abs/2404.05086)], 2024.
        3. **LoTR: Low Tensor Rank Weight Adaptation.** `arXiv` *Daniel Bershatsky et al.* [[PDF](https://arxiv.org/abs/2402.01376)], 2024.
        4. **Prefix-Tuning: Optimizing Continuous Prompts for Generation.** `ACL` *Xiang Lisa Li, Percy Liang.* [[PDF](https://arxiv.org/abs/2101.00190)], 2021.
        5. **AdapterFusion: Non-Destructive Task Composition** `EACL` *Jonas Pfeiffer et al.* [[PDF](https://arxiv.org/abs/2005.00247)], 2021.

    Fix: none.
    """  # noqa: E501
    without = list(lacking(paper_list, _states_venue, _MOST))
    if not without:
        return
    sure = {key(entry) for entry in lacking(paper_list, _states_venue, _NEARLY_ALL)}
    marks = _marks(paper_list)
    rows = rows_of(paper_list)
    for entry in without:
        slot = _empty_slot(entry, marks, paper_list.source)
        place = rows.get(entry.line)
        empty = _cell_is_empty(*place) if place else key(entry) in sure and _is_reference(entry)
        if slot or empty:
            message = "the entry states no venue, as the entries around it do"
            span = slot or title_place(entry)
            yield Finding("VEN005", entry.list, span, message, shortened(entry.title), entry.id)


def _states_venue(entry: Entry) -> bool:
    """Whether a venue is printed; one from a BibTeX block fills no slot."""
    return entry.venue is not None and (entry.spans.venue is not None or entry.bibtex is None)


def _marks(paper_list: PaperList) -> str:
    """The character that stands before most venues of the list."""
    text = paper_list.source.text
    spans = [entry.spans.venue for entry in paper_list.entries if entry.spans.venue]
    before = Counter(text[span.start - 1] for span in spans if span.start)
    return max(sorted(before), key=lambda character: before[character], default="")


def _empty_slot(entry: Entry, mark: str, source: Source) -> Span | None:
    """The first empty marks of the entry outside of its links."""
    if mark not in _EMPTY:
        return None
    for found in _EMPTY[mark].finditer(source.text, entry.span.start, entry.span.end):
        if not any(link.span.start <= found.start() < link.span.end for link in entry.links):
            return Span(*found.span())
    return None


def _cell_is_empty(table: Block, row: Block) -> bool:
    """Whether the cell under the venue's header holds nothing at all, not even a dash."""
    columns = headers(table)
    if len(columns) != len(row.children):
        return False
    cell = next(
        (cell for cell, header in zip(row.children, columns, strict=True) if header_role(header) == "venue"),
        None,
    )
    return cell is not None and not any(run.text.strip() or run.image is not None for run in cell.runs)


def _is_reference(entry: Entry) -> bool:
    """Whether authors, year and paper are given: then a venue is what is missing."""
    return bool(entry.spans.authors and entry.year) and any(link.kind == "paper" for link in entry.links)
