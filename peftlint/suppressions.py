"""Comments in a list that silence findings where they are meant to be as they are.

::

    <!-- peftlint: ignore DUP001 -->                   one entry
    <!-- peftlint: ignore-section VEN001, empty-link --> the section that it stands in, with its subsections
    <!-- peftlint: ignore-file VEN005: workshop papers have none -->  the whole file

Rules go by code or name, several of them separated by commas or blanks; what follows a colon is for people.
With ``ignore``, a comment that has its lines for itself is for what comes next: an entry, or else a heading,
paragraph, list or table; any other comment is for the entry on its line. Comments in code do not count.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from peftlint.fields.patterns import late
from peftlint.model import Finding, PaperList, Span
from peftlint.rules import Rule

SCOPES = ("ignore", "ignore-section", "ignore-file")
_MARKERS = frozenset({"begin", "end"})
"""Other comments that begin with ``peftlint:``: the marks of the part of a README that ``merge`` writes."""

_COMMENT = late(r"<!--+[ \t\r\n]*peftlint:[ \t\r\n]*([^\s:,]*)")
_WORD = late(r"[^\s,，]+")
_BLANK = " \t\r\n>"
_COLON = late("[:：]")


class Word(NamedTuple):
    """One word of a comment that should be a code or a name of a rule; ``code`` is None if it is neither."""

    text: str
    span: Span
    code: str | None


class Suppression(NamedTuple):
    """One comment: its place, and the offsets between which the findings begin that it silences.

    ``scope`` is one of SCOPES, or what is written instead of one.
    """

    scope: str
    words: tuple[Word, ...]
    span: Span
    where: Span

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the rules that it names, each once."""
        return tuple(dict.fromkeys(word.code for word in self.words if word.code))


def suppressions_of(paper_list: PaperList, rules: Iterable[Rule]) -> tuple[Suppression, ...]:
    """The comments of a list that speak to peftlint, in the order of the file."""
    if "peftlint:" not in paper_list.source.text:
        return ()
    codes = {word: rule.code for rule in rules for word in (rule.code, rule.name)}
    places = _Places(paper_list)
    found = (_suppression(places, span, codes) for span in places.comments)
    return tuple(suppression for suppression in found if suppression)


def _suppression(places: _Places, span: Span, codes: dict[str, str]) -> Suppression | None:
    text = places.source.slice(span)
    found = _COMMENT.match(text)
    if not found or found[1] in _MARKERS or not text.endswith("-->"):
        return None
    inside = text[: -len("-->")]
    colon = _COLON.search(inside, found.end())
    words = tuple(
        Word(word[0], Span(span.start + word.start(), span.start + word.end()), _code(word[0], codes))
        for word in _WORD.finditer(inside, found.end(), colon.start() if colon else len(inside))
    )
    return Suppression(found[1], words, span, places.range_of(found[1], span))


def _code(word: str, codes: dict[str, str]) -> str | None:
    return codes.get(word) or codes.get(word.upper()) or codes.get(word.lower())


def silence(
    findings: Iterable[Finding], suppressions: Sequence[Suppression]
) -> tuple[list[Finding], dict[Suppression, set[str]]]:
    """The *findings* (of one file) that are left, and the codes that each suppression has silenced."""
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    naming: dict[str, list[Suppression]] = {}
    for suppression in suppressions:
        for code in suppression.codes:
            naming.setdefault(code, []).append(suppression)
    left, silenced = [], {suppression: set[str]() for suppression in suppressions}
    for code, group in by_code.items():
        left += _outside(group, naming.get(code, ()))
        for suppression in _hitting(naming.get(code, ()), group):
            silenced[suppression].add(code)
    return left, silenced


def _outside(findings: Iterable[Finding], suppressions: Iterable[Suppression]) -> list[Finding]:
    """The findings that begin in no suppression's range: of those that begin before it, none reaches it."""
    ranges = sorted(suppression.where for suppression in suppressions)
    starts = [where.start for where in ranges]
    reach = [0, *accumulate((where.end for where in ranges), max)]
    return [
        finding
        for finding in findings
        if reach[bisect_right(starts, finding.span.start)] <= finding.span.start
    ]


def _hitting(suppressions: Iterable[Suppression], findings: Iterable[Finding]) -> Iterator[Suppression]:
    """The suppressions in whose range a finding begins."""
    starts = sorted(finding.span.start for finding in findings)
    for suppression in suppressions:
        first = bisect_left(starts, suppression.where.start)
        if first < len(starts) and starts[first] < suppression.where.end:
            yield suppression


# -- what a comment is about: lines are 0-based, their ends exclusive


class _Places:
    """Finds what comes where in one list."""

    def __init__(self, paper_list: PaperList) -> None:
        self.source, self.outline = paper_list.source, paper_list.outline
        self.entries = [(entry.line - 1, entry.end_line) for entry in paper_list.entries]
        self.blocks = [(block.start, block.end) for block in paper_list.document.root.children]
        self.comments = paper_list.document.comments

    def range_of(self, scope: str, comment: Span) -> Span:
        """Where findings have to begin to be silenced, as offsets."""
        if scope == "ignore-file":
            return Span(0, len(self.source.text) + 1)
        if scope not in SCOPES:
            return Span(0, 0)
        first, end = self.lines_of(comment)
        if scope == "ignore-section":
            return self._offsets(*self._section(first))
        if self._is_alone(comment):
            return self._offsets(*self._next(end))
        return self._offsets(*(self._entry_at(first) or (first, end)))

    def lines_of(self, span: Span) -> tuple[int, int]:
        return self.source.place(span.start).line - 1, self.source.place(span.end - 1).line

    def _offsets(self, start: int, end: int) -> Span:
        starts, behind = self.source.line_starts, len(self.source.text) + 1
        return Span(*(starts[line] if line < len(starts) else behind for line in (start, end)))

    def _section(self, line: int) -> tuple[int, int]:
        """The section that holds the line; before the first heading, all that stands there."""
        section = self.outline.at(line)
        if section:
            return section.start, section.end
        return 0, self.outline.starts[0] if self.outline.starts else len(self.source.line_starts)

    def _is_alone(self, comment: Span) -> bool:
        """Whether there is nothing else on the comment's lines, but for the mark of a quote."""
        lines = self._offsets(*self.lines_of(comment))
        around = self.source.text[lines.start : comment.start] + self.source.text[comment.end : lines.end]
        return not around.strip(_BLANK)

    def _next(self, line: int) -> tuple[int, int]:
        """What stands at *line* or below: the rest of an entry, the next one, or a block."""
        line = self._content_from[line]
        end = self._block_end(line)
        return self._entry_at(line) or self._first_entry(line, end) or (line, end)

    @cached_property
    def _content_from(self) -> list[int]:
        """For each line, and the end, the first one from there on that holds anything but blanks and comments."""
        count = len(self.source.line_starts)
        alone = [self.lines_of(comment) for comment in self.comments if self._is_alone(comment)]
        skipped = {line for first, end in alone for line in range(first, end)}
        lines = [count] * (count + 1)
        for line in range(count - 1, -1, -1):
            is_blank = line in skipped or not self.source.slice(self._offsets(line, line + 1)).strip(_BLANK)
            lines[line] = lines[line + 1] if is_blank else line
        return lines

    def _entry_at(self, line: int) -> tuple[int, int] | None:
        """The lines of the last entry that begins at *line* or above, if it reaches it."""
        index = bisect_right(self.entries, line, key=lambda lines: lines[0]) - 1
        return self.entries[index] if index >= 0 and line < self.entries[index][1] else None

    def _first_entry(self, line: int, end: int) -> tuple[int, int] | None:
        """The lines of the first entry that begins at *line* or below, if before *end*."""
        index = bisect_left(self.entries, line, key=lambda lines: lines[0])
        return self.entries[index] if index < len(self.entries) and self.entries[index][0] < end else None

    def _block_end(self, line: int) -> int:
        """Where the outermost block that holds *line* ends; the next line if none does."""
        index = bisect_right(self.blocks, line, key=lambda lines: lines[0]) - 1
        return max(line + 1, self.blocks[index][1] if index >= 0 else 0)
