from __future__ import annotations

from collections.abc import Iterator

from peftlint.blocks import blocks_of
from peftlint.document import Block
from peftlint.model import Finding, PaperList, Source, Span
from peftlint.rules import Surroundings, list_rule


@list_rule("SEC005")
def cell_count(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
    """A row of a Markdown table has more or fewer cells than its header.

    Cells beyond the header are not shown at all, and after a cell that was left out all others stand in the
    wrong column. A `|` within a cell has to be written `\\|`, also in code. A line without `|` right below a table
    becomes a row of it: put a blank line between.

    Bad:
        | Title | Venue | Code |
        |-------|-------|------|
        | [LoRA](https://arxiv.org/abs/2106.09685) | [GitHub](https://github.com/microsoft/LoRA) |

    Good:
        | Title | Venue | Code |
        |-------|-------|------|
        | [LoRA](https://arxiv.org/abs/2106.09685) | | [GitHub](https://github.com/microsoft/LoRA) |

    Fix: none.
    """
    for table in blocks_of(paper_list.document, "table"):
        rows = table.children
        if rows and rows[0].header:  # in HTML, cells span rows and columns
            wanted = len(rows[0].children)
            for row in rows:
                if len(row.children) != wanted:
                    yield _finding(paper_list, row, wanted)


def _finding(paper_list: PaperList, row: Block, wanted: int) -> Finding:
    span = _line(paper_list.source, row.start)
    count = len(row.children)
    cells = f"{count} cell" + "s" * (count != 1)
    if count > wanted:
        what = f"the row has {cells}, but the header {wanted}: what is beyond is not shown"
    elif "|" in paper_list.source.slice(span):
        what = f"the row has {cells}, but the header {wanted}; write '| |' for an empty one"
    else:
        what = "this line becomes a row of the table above; put a blank line between"
    return Finding("SEC005", paper_list.path, span, what, " | ".join(cell.plain for cell in row.children))


def _line(source: Source, number: int) -> Span:
    """The place of what stands on a line (0-based)."""
    start = source.line_starts[number]
    end = source.line_starts[number + 1] if number + 1 < len(source.line_starts) else len(source.text)
    line = source.text[start:end]
    return Span(start + len(line) - len(line.lstrip()), start + len(line.rstrip()))
