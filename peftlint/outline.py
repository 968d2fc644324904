"""The headings of a document: which path of them stands above a line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from peftlint.blocks import blocks_of
from peftlint.document import Block, Document
from peftlint.fields.patterns import late

_CONTENTS = late(
    r"(?:table of )?contents?|toc|index|目录|目錄|内容|索引", re.IGNORECASE
)  # what lists call their table of contents


class Section:
    """A heading and what it holds: lines ``start`` to ``end`` (0-based, end exclusive), subsections too."""

    __slots__ = ("block", "end", "hides", "level", "parent", "start", "title")

    def __init__(self, block: Block, end: int, parent: Section | None, *, hides: bool) -> None:
        self.title, self.level, self.start = block.plain, block.level, block.start
        self.end, self.parent, self.block, self.hides = end, parent, block, hides

    @property
    def path(self) -> tuple[str, ...]:
        """The titles from the outermost section down to this one, without those that name the document."""
        above = self.parent.path if self.parent else ()
        return above if self.hides or not self.title else (*above, self.title)


class Outline:
    """All sections in the order of the file; ``contents`` is the 0-based line of the table of contents."""

    __slots__ = ("contents", "sections", "starts")

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self.starts: list[int] = []
        self.contents: int | None = None

    def at(self, line: int) -> Section | None:
        """The innermost section that holds the 0-based *line*."""
        index = bisect_right(self.starts, line) - 1
        return self.sections[index] if index >= 0 else None

    def path(self, line: int) -> tuple[str, ...]:
        """The heading path above the 0-based *line*."""
        section = self.at(line)
        return section.path if section else ()


def outline(document: Document) -> Outline:
    """Find the sections. The document's title is its first heading, if that is of level 1."""
    result = Outline()
    stack: list[Section] = []
    for block in blocks_of(document, "heading"):
        while stack and stack[-1].level >= block.level:
            stack.pop().end = block.start
        is_title = not result.sections and block.level == 1
        section = Section(block, document.root.end, stack[-1] if stack else None, hides=is_title)
        stack.append(section)
        result.sections.append(section)
        result.starts.append(block.start)
    _find_contents(document, result)
    return result


def hide_wrappers(sections: Outline, entry_lines: Sequence[int]) -> bool:
    """Hide the headings that are the document's own: they hold its table of contents and every entry.

    *entry_lines* are the 0-based lines of all entries, in order. True if a heading is hidden now that was not before.
    """
    if sections.contents is None or not entry_lines:
        return False
    wrappers = [
        section
        for section in sections.sections
        if section.start < sections.contents < section.end
        and section.start < entry_lines[0]
        and entry_lines[-1] < section.end
        and not section.hides
    ]
    for section in wrappers:
        section.hides = True
    return bool(wrappers)


def _find_contents(document: Document, sections: Outline) -> None:
    """Note where the table of contents stands, and hide the headings that announce one."""
    for block in document.root.children:
        if not is_contents(block):
            continue
        if sections.contents is None:
            sections.contents = block.start
        section = sections.at(block.start)
        if section and _CONTENTS.fullmatch(section.title.strip(" :：📖📚#【】[]")):
            section.hides = True


def is_contents(block: Block) -> bool:
    """Whether a list or table is a table of contents: two or more links, nearly all to places in the file."""
    if block.kind not in ("list", "table"):
        return False
    shown = [run.link for inner in block.walk() for run in inner.runs if run.link and run.link.url]
    if len([link for link in shown if link.url.startswith("#")]) < 2:
        return False
    links = set(shown)
    inside = sum(link.url.startswith("#") for link in links)
    return inside >= 2 and inside >= 0.8 * len(links)
