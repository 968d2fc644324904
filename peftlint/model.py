"""The values that flow through peftlint; all are frozen, and all text positions are :class:`Span`.

The flow is one way: :class:`Source` → ``Document`` (``document.py``) → :class:`Entry` →
:class:`Work` → findings, reports, README.

What there is many of is a ``NamedTuple``: one is made in C, three times as fast as a frozen dataclass, and the
class itself in a seventh of the time. (Annotations are no strings here, as each would have to be compiled.)
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import accumulate
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from peftlint.document import Document
    from peftlint.lint import Found
    from peftlint.online.model import Verdict
    from peftlint.outline import Outline

NEWLINE = re.compile(r"\r\n?|\n")
"""What ends a line: CommonMark 0.31 §2.1. (``str.splitlines`` also splits at form feeds and U+2028.)"""


class Span(NamedTuple):
    """A half-open range of characters, ``start`` to ``end``, both 0-based offsets into ``Source.text``."""

    start: int
    end: int


class Place(NamedTuple):
    """Where something stands as a person says it: 1-based line, 1-based column in characters."""

    line: int
    column: int


class _File(NamedTuple):
    path: str
    text: str
    bom: bool = False


class Source(_File):
    """The text of one file, exactly as it is but for a byte-order mark.

    ``path`` is what findings and exports call the file: as given, relative, with ``/``.
    ``text`` keeps its own line ends. ``bom`` tells that the file starts with a byte-order mark,
    which is no part of ``text`` and takes no column.
    """

    @cached_property
    def line_starts(self) -> list[int]:
        """Offset in ``text`` of the first character of each line; the first is 0."""
        if "\r" in self.text:
            return [0, *(end.end() for end in NEWLINE.finditer(self.text))]
        return list(accumulate((len(line) + 1 for line in self.text.split("\n")), initial=0))[:-1]

    def place(self, offset: int) -> Place:
        """Turn a 0-based offset into line and column."""
        line = bisect_right(self.line_starts, offset)
        return Place(line, offset - self.line_starts[line - 1] + 1)

    def offset(self, line: int, column: int = 1) -> int:
        """Turn 1-based line and column into a 0-based offset."""
        return self.line_starts[line - 1] + column - 1

    def slice(self, span: Span) -> str:
        """The text that stands at ``span``."""
        return self.text[span.start : span.end]


class Identifier(NamedTuple):
    """A name that a registry gave to one work or resource.

    ``kind`` is one of ``fields.identifier.KINDS`` (``arxiv``, ``doi``, ``openreview``, ``acl``, …),
    ``value`` its normal form without version: two equal identifiers name the same thing.
    """

    kind: str
    value: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


class Link(NamedTuple):
    """One address that an entry shows.

    ``url`` is exactly what is written (``""`` for an empty one), ``label`` the visible text without
    the brackets that lists like to put around it. ``span`` covers the whole link, ``url_span`` the
    address alone (empty range at its place for an empty one).
    """

    kind: str
    url: str
    label: str
    span: Span
    url_span: Span


class BibtexField(NamedTuple):
    """One ``name = value``; ``name`` is lower case, ``value`` has no enclosing braces, blanks collapsed.

    ``line`` counts from 0 at the block's first line.
    """

    name: str
    value: str
    line: int


class BibtexProblem(NamedTuple):
    """A fault of a block: what is wrong, and the line (0 at the block's first line)."""

    message: str
    line: int
    code: str = "BIB001"


class Bibtex(NamedTuple):
    """One parsed BibTeX entry as the list gives it."""

    key: str
    type: str
    fields: tuple[BibtexField, ...]
    raw: str

    def get(self, name: str) -> str | None:
        """The value of the first field called ``name`` (lower case), or None if it is absent or empty."""
        return next((f.value for f in self.fields if f.name == name and f.value), None)


class Spans(NamedTuple):
    """Where the parts of an entry stand; None where the list does not print the part."""

    title: Span | None = None
    authors: Span | None = None
    venue: Span | None = None
    year: Span | None = None
    tags: tuple[Span, ...] = ()
    bibtex: Span | None = None


NO_SPANS = Spans()


class Entry(NamedTuple):
    """One paper as one list presents it. The fields mean what the interface contract says of ``export``.

    ``line`` and ``end_line`` are 1-based. ``venue`` is as printed without its year, ``venue_name`` the
    registry's name for it. ``tags`` and ``spans.tags`` run in parallel. ``shape`` names the reader
    that recognized it. ``column`` (1-based) is where an entry begins whose line another one opens.
    """

    list: str
    line: int
    end_line: int
    title: str
    span: Span
    authors: tuple[str, ...] = ()
    et_al: bool = False
    venue: str | None = None
    venue_name: str | None = None
    year: int | None = None
    links: tuple[Link, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    section: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    bibtex: Bibtex | None = None
    spans: Spans = NO_SPANS
    shape: str = ""
    column: int | None = None

    @property
    def id(self) -> str:
        """``list:line``, the name of the entry in exports, reports and configuration.

        Of several entries on one line, all but the first are ``list:line:column``.
        """
        if self.column:
            return f"{self.list}:{self.line}:{self.column}"
        return f"{self.list}:{self.line}"

    def identifier(self, kind: str) -> str | None:
        """The value of the first identifier of that kind."""
        for known, value in self.identifiers:
            if known == kind:
                return value
        return None


class Notice(NamedTuple):
    """Something a reader could not make sense of, for the person who wrote the list (0-based offset)."""

    path: str
    line: int
    message: str


class Parts(NamedTuple):
    """A file taken apart: its tree, and the heading path above every line."""

    document: "Document"
    outline: "Outline"


class PaperList(NamedTuple):
    """One file as it was read: its entries in order, and what was noticed on the way.

    ``parts`` gives its document and sections, the same ones each time: one that comes out of the cache is parsed
    when they are asked for. ``found`` is what rules found in it already (``lint.find_in_list``), None if none was
    asked.
    """

    source: Source
    entries: tuple[Entry, ...]
    parts: Callable[[], Parts]
    notices: tuple[Notice, ...] = ()
    found: "Found | None" = None

    @property
    def path(self) -> str:
        return self.source.path

    @property
    def document(self) -> "Document":
        """The tree of the file."""
        return self.parts().document

    @property
    def outline(self) -> "Outline":
        """The sections of the file."""
        return self.parts().outline

    @property
    def shapes(self) -> tuple[str, ...]:
        """The shapes that its entries were read from, most frequent first."""
        counts: dict[str, int] = {}
        for entry in self.entries:
            counts[entry.shape] = counts.get(entry.shape, 0) + 1
        return tuple(sorted(counts, key=lambda shape: (-counts[shape], shape)))


class Evidence(NamedTuple):
    """Why two entries are one work, or may be. ``level`` is ``A`` (certain) to ``D`` (possible)."""

    level: str
    reason: str
    left: str
    right: str


class Cluster(NamedTuple):
    """Entries of one work in the order of list and line, and why they were joined.

    ``number`` is its place among all clusters of the run, ``possible`` are the numbers of those that may be the same
    work. What the maintainer joined or parted is evidence of level ``M``; an entry in it that is not of this work
    was parted.
    """

    number: int
    entries: tuple[Entry, ...]
    evidence: tuple[Evidence, ...]
    possible: tuple[int, ...]


class Account(NamedTuple):
    """One value that some entries of a work give for a field, and who gives it (``list:line``)."""

    value: str
    entries: tuple[str, ...]


class Work(NamedTuple):
    """One work, with the account of it that was chosen field by field.

    ``entries`` are all its accounts, sorted by list and line. ``others`` maps a field's name to the
    accounts that were not chosen. ``aliases`` are the other titles that it is listed under.
    ``possible`` are keys of works that may be the same one (level D), which the tool keeps apart.
    ``evidence`` says why its entries were joined.
    """

    key: str
    title: str
    entries: tuple[Entry, ...]
    authors: tuple[str, ...] = ()
    et_al: bool = False
    venue: str | None = None
    year: int | None = None
    links: tuple[Link, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    bibtex: Bibtex | None = None
    others: Mapping[str, tuple[Account, ...]] = MappingProxyType({})
    evidence: tuple[Evidence, ...] = ()
    possible: tuple[str, ...] = ()

    def identifier(self, kind: str) -> str | None:
        """The value of the first identifier of that kind."""
        for known, value in self.identifiers:
            if known == kind:
                return value
        return None


class Library(NamedTuple):
    """Everything that was read in one run: the lists, and which of their entries are of one work.

    ``chosen`` gives the works, the same ones each time: what each is shown with is chosen when they are asked for.
    """

    lists: tuple[PaperList, ...]
    clusters: tuple[Cluster, ...]
    chosen: Callable[[], tuple[Work, ...]]

    @property
    def works(self) -> tuple[Work, ...]:
        """The works that the entries are accounts of, one for each cluster, in their order."""
        return self.chosen()

    @property
    def entries(self) -> Iterable[Entry]:
        return (entry for paper_list in self.lists for entry in paper_list.entries)


class Edit(NamedTuple):
    """Replace the characters at ``span`` of one file by ``text`` (an empty span inserts)."""

    span: Span
    text: str


class Fix(NamedTuple):
    """How to mend a finding. ``safe`` ones change nothing but what the finding is about."""

    edits: tuple[Edit, ...]
    safe: bool
    message: str


class Related(NamedTuple):
    """Another place that a finding is about (a span of the file at ``path``)."""

    path: str
    span: Span
    message: str = ""


class Finding(NamedTuple):
    """Something wrong at a place: ``code`` of the rule, what is wrong *here* and how to mend it.

    ``subject`` is what the finding is about, in words that do not change when lines move (a title, an
    address): with the rule it makes the finding's fingerprint. ``entry`` is the ``list:line`` it belongs to.
    ``verdict`` is what was heard over the network, for findings that come from there.
    """

    code: str
    path: str
    span: Span
    message: str
    subject: str
    entry: str | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    verdict: "Verdict | None" = None
