"""Records: what a list may mean as one entry, cut out of the tree but not yet understood.

A reader (one module a shape) yields them; ``roles.py`` tells what their parts are; ``judge.py`` which of
them are entries.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from peftlint.document import BOLD, CODE, ITALIC, UNDERLINE, Block, Flow, Hyperlink, Run
from peftlint.model import Span


@dataclass(slots=True)
class Part:
    """One block of a record: its runs, and what its place says of it.

    ``place`` is ``heading`` (of a section or ``<details>``), ``line`` (a paragraph), ``item`` (of a nested
    list) or ``cell``; ``header`` is the text of a cell's column header. ``labelled`` keeps what ``labels.py`` made
    of it, as a part may be read with the record that it stands in and with those around it.
    """

    place: str
    runs: list[Run]
    header: str = ""
    labelled: tuple[list[Atom], dict[int, tuple[int, int]]] | None = None


@dataclass(slots=True)
class Record:
    """A candidate: what belongs to it, in order.

    ``content`` holds parts, code blocks, and the records inside it. If none of those turns out to be an
    entry, what they hold is the record's own (``- Paper: …`` below a title); if one does, the record keeps
    only the rest. ``siblings`` is equal for records that the list writes in one manner. ``start`` and
    ``end`` are 0-based lines, the end exclusive; ``offset`` is where the record begins in the source;
    ``list_start`` the line on which the list begins whose item it is, -1 if it is none.
    """

    shape: str
    siblings: tuple[object, ...]
    start: int
    end: int
    content: list[Part | Block | Record] = field(default_factory=list)
    offset: int = 0
    list_start: int = -1

    def parts(self, *, deep: bool) -> list[Part]:
        """The parts of the record; *deep* takes those of the records inside it too."""
        return [item for item in self._flat(deep) if isinstance(item, Part)]

    def codes(self, *, deep: bool) -> list[Block]:
        """The code blocks of the record; *deep* takes those of the records inside it too."""
        return [item for item in self._flat(deep) if isinstance(item, Block)]

    def inner(self) -> list[Record]:
        """The records inside this one."""
        return [item for item in self.content if isinstance(item, Record)]

    def _flat(self, deep: bool) -> Iterator[Part | Block]:
        for item in self.content:
            if not isinstance(item, Record):
                yield item
            elif deep:
                yield from item._flat(deep)


@dataclass(slots=True)
class Atom:
    """The smallest thing that has a role: text of one style, a link, an image, or the end of a line.

    ``style`` is ``bold``, ``italic``, ``code``, ``underline`` or ``plain``. ``label`` is set on links: the
    words that say what the link is. ``role`` is filled in by ``roles.py``.
    """

    kind: str
    style: str
    flow: Flow
    part: Part
    link: Hyperlink | None = None
    image: str | None = None
    label: str = ""
    role: str = ""
    slot: str = ""

    @property
    def text(self) -> str:
        return self.flow.text

    @property
    def span(self) -> Span:
        return Span(self.flow.runs[0].start, self.flow.runs[-1].end) if self.flow.runs else Span(0, 0)


def style_of(run: Run) -> str:
    """The one style that tells a run from its neighbours."""
    bits = run.style
    if bits & CODE:
        return "code"
    if bits & BOLD:
        return "bold"
    if bits & ITALIC:
        return "italic"
    return "underline" if bits & UNDERLINE else "plain"


def atoms(part: Part) -> Iterator[Atom]:
    """Cut a part into atoms; it ends with the end of a line."""
    group: list[Run] = []
    for run in part.runs:
        if group and not _belongs(group[-1], run):
            yield _atom(group, part)
            group = []
        group.append(run)
    if group:
        yield _atom(group, part)
    yield Atom("break", "plain", Flow(()), part)


def _belongs(last: Run, run: Run) -> bool:
    """Whether two neighbouring runs are one atom."""
    if last.link or run.link:
        return last.link is run.link
    if last.image is not None or run.image is not None:
        return False
    same = style_of(last) == style_of(run)
    if "\n" in (last.text, run.text):
        return same and style_of(run) != "plain"  # emphasis goes on over the end of a line
    return same


def _atom(group: list[Run], part: Part) -> Atom:
    first = group[0]
    words = [run for run in group if run.image is None]
    if first.link:
        image = next((run.image for run in group if run.image is not None), None)
        texts = [run for run in words if run.text.strip()]
        style = style_of(texts[0]) if texts else "plain"
        return Atom("link", style, Flow(words), part, first.link, image)
    if first.image is not None:
        return Atom("image", "plain", Flow(group), part, None, first.image)
    return Atom("break" if first.text == "\n" else "text", style_of(first), Flow(group), part)
