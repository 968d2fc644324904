from __future__ import annotations

from collections.abc import Iterator

from peftlint.blocks import blocks_of
from peftlint.document import Block
from peftlint.model import Finding, PaperList, Span
from peftlint.rules import Surroundings, list_rule


@list_rule("SEC003")
def empty_table(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
    """A table has a header but no rows.

    It was set up for entries that never came, or they were moved away. Add a row, or remove the table.
    A single row of links or images is a menu or a gallery, a single cell is a box; they are not meant.

    Bad:
        | Title | Venue | Code |
        |-------|-------|------|

    Good:
        | Title | Venue | Code |
        |-------|-------|------|
        | [LoRA](https://arxiv.org/abs/2106.09685) | ICLR 2022 | [GitHub](https://github.com/microsoft/LoRA) |

    Fix: none.
    """
    for table in blocks_of(paper_list.document, "table"):
        rows = [row for row in table.children if row.kind == "row"]
        if len(rows) == 1 and _is_header(rows[0]):
            names = [cell.plain for cell in rows[0].children]
            message = f"the table '{' | '.join(names)}' has no rows; add one or remove the table"
            yield Finding("SEC003", paper_list.path, _span(rows[0]), message, " | ".join(names))


def _is_header(row: Block) -> bool:
    """Whether a row only names columns: it has several header cells, with nothing but text in them."""
    cells = row.children
    names = sum(bool(cell.plain) for cell in cells)
    return names > 1 and all(
        cell.header and not cell.children and all(run.link is None and run.image is None for run in cell.runs)
        for cell in cells
    )


def _span(row: Block) -> Span:
    runs = [run for cell in row.children for run in cell.runs if run.text.strip()]
    return Span(runs[0].start, runs[-1].end)
