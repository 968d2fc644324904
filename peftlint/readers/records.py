"""Records: what a list may mean as one entry, cut out of the tree but not yet understood.

A reader (one module a shape) yields them; ``roles.py`` tells what their parts are; ``judge.py`` which of
them are entries.
"""

from __future__ import annotations

from collections.abc import Sequence

from peftlint.document import BOLD, CODE, ITALIC, RAISED, STRIKE, UNDERLINE, Block, Flow, Hyperlink, Run
from peftlint.model import Span


class Part:
    """One block of a record: its runs, and what its place says of it.

    ``place`` is ``heading`` (of a section or ``<details>``), ``line`` (a paragraph), ``item`` (of a nested
    list) or ``cell``; ``header`` is the text of a cell's column header. ``labelled`` keeps what ``labels.py`` made
    of it, as a part may be read with the record that it stands in and with those around it.
    """

    __slots__ = ("header", "labelled", "place", "runs")

    def __init__(self, place: str, runs: Sequence[Run], header: str = "") -> None:
        self.place, self.runs, self.header = place, runs, header
        self.labelled: tuple[list[Atom], dict[int, tuple[int, int]]] | None = None


class Record:
    """A candidate: what belongs to it, in order.

    ``content`` holds parts, code blocks, and the records inside it. If none of those turns out to be an
    entry, what they hold is the record's own (``- Paper: …`` below a title); if one does, the record keeps
    only the rest. ``siblings`` is equal for records that the list writes in one manner. ``start`` and
    ``end`` are 0-based lines, the end exclusive; ``offset`` is where the record begins in the source;
    ``list_start`` the line on which the list begins whose item it is, -1 if it is none.
    """

    __slots__ = ("content", "end", "list_start", "offset", "shape", "siblings", "start")

    def __init__(
        self,
        shape: str,
        siblings: tuple[object, ...],
        start: int,
        end: int,
        content: list[Part | Block | Record],
        offset: int = 0,
    ) -> None:
        self.shape, self.siblings, self.start, self.end = shape, siblings, start, end
        self.content, self.offset = content, offset
        self.list_start = -1

    def parts(self, *, deep: bool) -> list[Part]:
        """The parts of the record; *deep* takes those of the records inside it too."""
        parts: list[Part] = []
        for item in self.content:
            if isinstance(item, Part):
                parts.append(item)
            elif deep and isinstance(item, Record):
                parts += item.parts(deep=True)
        return parts

    def codes(self, *, deep: bool) -> list[Block]:
        """The code blocks of the record; *deep* takes those of the records inside it too."""
        codes: list[Block] = []
        for item in self.content:
            if isinstance(item, Block):
                codes.append(item)
            elif deep and isinstance(item, Record):
                codes += item.codes(deep=True)
        return codes

    def inner(self) -> list[Record]:
        """The records inside this one."""
        return [item for item in self.content if isinstance(item, Record)]


class Atom:
    """The smallest thing that has a role: text of one style, a link, an image, or the end of a line.

    ``kind`` is ``text``, ``link``, ``image`` or ``break``. ``style`` is ``bold``, ``italic``, ``code``, ``underline``
    or ``plain``. ``label`` is set on links: the words that say what the link is.
    """

    __slots__ = ("flow", "image", "kind", "label", "link", "part", "style", "text")

    def __init__(
        self,
        kind: str,
        style: str,
        flow: Flow,
        part: Part,
        link: Hyperlink | None = None,
        image: str | None = None,
    ) -> None:
        self.kind, self.style, self.flow, self.part, self.link, self.image = (
            kind,
            style,
            flow,
            part,
            link,
            image,
        )
        self.text = flow.text
        self.label = ""

    @property
    def span(self) -> Span:
        return self.flow.place


_NOTHING = Flow(())
_STYLES = tuple(
    "code" if bits & CODE
    else "bold" if bits & BOLD
    else "italic" if bits & ITALIC
    else "underline" if bits & UNDERLINE
    else "plain"
    for bits in range(2 * max(BOLD, ITALIC, CODE, UNDERLINE, STRIKE, RAISED))
)  # fmt: skip


def style_of(run: Run) -> str:
    """The one style that tells a run from its neighbours."""
    return _STYLES[run.style]


def atoms(part: Part) -> list[Atom]:
    """Cut a part into atoms; it ends with the end of a line."""
    result: list[Atom] = []
    group: list[Run] = []
    last: Run | None = None
    for run in part.runs:
        if last is not None and not _belongs(last, run):
            result.append(_atom(group, part))
            group = []
        group.append(run)
        last = run
    if group:
        result.append(_atom(group, part))
    result.append(Atom("break", "plain", _NOTHING, part))
    return result


def _belongs(last: Run, run: Run) -> bool:
    """Whether two neighbouring runs are one atom."""
    if last.link or run.link:
        return last.link is run.link
    if last.image is not None or run.image is not None:
        return False
    style = _STYLES[run.style]
    if _STYLES[last.style] != style:
        return False
    # emphasis goes on over the end of a line
    return style != "plain" or (last.text != "\n" and run.text != "\n")


def _atom(group: list[Run], part: Part) -> Atom:
    first = group[0]
    if first.link:
        if len(group) == 1 and first.image is None and first.text.strip():  # as nearly always
            return Atom("link", _STYLES[first.style], Flow(group), part, first.link)
        image = next((run.image for run in group if run.image is not None), None)
        words = group if image is None else [run for run in group if run.image is None]
        style = next((_STYLES[run.style] for run in words if run.text.strip()), "plain")
        return Atom("link", style, Flow(words), part, first.link, image)
    if first.image is not None:
        return Atom("image", "plain", Flow(group), part, None, first.image)
    return Atom("break" if first.text == "\n" else "text", _STYLES[first.style], Flow(group), part)
