"""The shape of paragraphs: an entry begins with one that opens like a title, and takes what follows it.

``1.**Title**`` without a blank is such a paragraph, not a list item; so is a bold line above a list of
``- Paper: …`` lines, or a plain paragraph for each paper.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from peftlint.document import Block, Run
from peftlint.fields.patterns import late
from peftlint.readers.records import Part, Record, style_of

if TYPE_CHECKING:
    from peftlint.readers.collect import Walk

Shapes = Mapping[str, Callable[[Block, "Walk"], list[Record]]]

NUMBER = late(r"\s*[\[(（【]?(?!(?:19|20)\d\d\b)(\d{1,4})(?:[.)\]）】、．]|\s*[.)\]]\s)\s*(?=\S|$)")
"""A printed number before a title: ``1.``, ``[21]``, ``(3)``, ``4、``."""


def group(blocks: Sequence[Block], walk: Walk, shapes: Shapes) -> list[Part | Block | Record]:
    """The records of one section's body. What continues a record is put into it, in order.

    A list item, too, goes on in an indented paragraph below it that Markdown takes for one of its own.
    """
    content: list[Part | Block | Record] = []
    current: Record | None = None
    for block in blocks:
        if block.kind == "paragraph":
            if current is None and _opens_inside(block.runs):
                content.append(Part("line", block.runs))  # a line of the section's own: it may be an entry
            elif len(lines := _entry_lines(block.runs)) > 1:
                content.extend(_line_record(block, line) for line in lines)
                current = None
            elif current is None or not _continues(block, current):
                current = _record(block)
                content.append(current)
            else:
                _extend(current, block.end, [Part("line", block.runs)])
        elif block.kind == "rule":
            current = None
        else:
            inside = shapes[block.kind](block, walk) if block.kind in shapes else walk.inside([block])
            if current is None or (block.kind in shapes and current.siblings[1] != "paragraph"):
                content.extend(inside)
                records = [item for item in inside if isinstance(item, Record)]
                current = records[-1] if records and block.kind == "list" else current
            else:
                _extend(current, block.end, inside)
    return content


def _record(block: Block) -> Record:
    first = next((run for run in block.runs if run.text.strip()), None)
    numbered = first is not None and first.link is None and NUMBER.match(first.text) is not None
    shape = "numbered" if numbered else "paragraph"
    style = "" if numbered or first is None else ("link" if first.link else style_of(first))
    content: list[Part | Block | Record] = [Part("line", block.runs)]
    return Record(shape, (shape, "paragraph", style), block.start, block.end, content, block.offset)


def _entry_lines(runs: Sequence[Run]) -> list[list[Run]]:
    """The entries of a paragraph that is a list of its own: each opens with a long link, or bold text.

    Lines that open otherwise go on with the entry above, if that is bold.
    """
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run.text == "\n":
            lines.append([])
        else:
            lines[-1].append(run)
    lines = [line for line in lines if any(run.text.strip() for run in line)]
    looks = [_opening(line) for line in lines]
    if len(set(looks)) == 1 and looks[0] in ("link", "bold"):
        return lines
    if not looks or looks[0] != "bold" or looks.count("bold") < 2:
        return []
    entries: list[list[Run]] = []
    for line, look in zip(lines, looks, strict=True):
        if look == "bold":
            entries.append(line)
        else:
            entries[-1] += [Run("\n", line[0].start, line[0].start), *line]
    return entries


def _opening(line: Sequence[Run]) -> str:
    """How a line opens: ``link`` or ``bold`` if with as many words as a title has, else ``""``."""
    first = next(run for run in line if run.text.strip())
    if len(first.text.split()) < 3:
        return ""
    return "link" if first.link else style_of(first)


def _line_record(block: Block, line: list[Run]) -> Record:
    content: list[Part | Block | Record] = [Part("line", line)]
    siblings = ("paragraph", "line", _opening(line))
    return Record("paragraph", siblings, block.start, block.end, content, line[0].start)


def _extend(record: Record, end: int, content: Sequence[Part | Block | Record]) -> None:
    record.content.extend(content)
    record.end = max(record.end, end)


def _continues(block: Block, current: Record) -> bool:
    """Whether a paragraph goes on with the record before it."""
    if current.siblings[1] != "paragraph" and not block.column:
        return False
    return _opens_inside(block.runs)


def _opens_inside(runs: Sequence[Run]) -> bool:
    """Whether text opens like the rest of an entry: in italics or code, with a short link or a label."""
    first = next((run for run in runs if run.text.strip() or run.image is not None), None)
    if first is None:
        return True
    if first.link is None and NUMBER.match(first.text):
        return False
    if first.image is not None or (first.text.lstrip().startswith(("[", "(")) and first.link is None):
        return True
    if first.link:
        return len(first.text.split()) <= 2
    if style_of(first) in ("italic", "code"):
        return True
    return _is_label(first.text)


def _is_label(text: str) -> bool:
    """``paper link:``, ``Code:``, ``标签：``: a few words and a colon, at the start of the line."""
    head = re.split(r"[:：]", text, maxsplit=1)
    return len(head) == 2 and 0 < len(head[0].split()) <= 3 and len(head[0]) <= 24 and not head[1].strip()
