"""Findings + lists → mended lists. Every mended text is read again before it is believed.

A fix edits exactly the characters that it names. What an edit touches may change in the model of the list, and
nothing else: a fix after which any other title, name, venue, year, link, tag or section reads differently is
refused, as is one after which its finding is still there. Fixes that touch one another are applied in turn.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, compress, pairwise
from typing import Any, NamedTuple

from peftlint.engine import read_list
from peftlint.model import Edit, Entry, Finding, PaperList, Span

ROUNDS = 20
"""Fixes that mend what they say need two or three; this bounds those that bring about one another."""

Lint = Callable[[Sequence[PaperList]], tuple[Finding, ...]]


class Refused(NamedTuple):
    """A fix that was not applied, and why."""

    finding: Finding
    reason: str


class Mended(NamedTuple):
    """The lists as they are now, the findings that are left, those that were mended, and the fixes refused."""

    lists: tuple[PaperList, ...]
    findings: tuple[Finding, ...]
    mended: tuple[Finding, ...]
    refused: tuple[Refused, ...]


class _Step(NamedTuple):
    """What one round makes of one list."""

    before: PaperList
    after: PaperList
    applied: tuple[Finding, ...]
    refused: tuple[Refused, ...]


_Key = tuple[str, str, str]


def mend(lists: Sequence[PaperList], lint: Lint, *, unsafe: bool = False) -> Mended:
    """Apply the fixes of what *lint* finds in *lists*, those that are not safe only if *unsafe*.

    Goes on until no fix is left that can be applied.
    """
    lists, findings = tuple(lists), lint(lists)
    mended: list[Finding] = []
    refused: dict[_Key, Refused] = {}
    for _ in range(ROUNDS):
        wanted = [one for one in findings if is_wanted(one, unsafe=unsafe) and _key(one) not in refused]
        steps = [_step(one, [finding for finding in wanted if finding.path == one.path]) for one in lists]
        refused.update({_key(one.finding): one for step in steps for one in step.refused})
        if not any(step.applied for step in steps):
            break
        left = lint([step.after for step in steps])
        vain = _in_vain(steps, findings, left)
        refused.update({_key(one): Refused(one, "what it is to mend would still be there") for one in vain})
        undone = {one.path for one in vain}
        lists = tuple(step.before if step.before.path in undone else step.after for step in steps)
        mended += [one for step in steps for one in step.applied if one.path not in undone]
        findings = lint(lists) if undone else left
    return Mended(lists, findings, tuple(mended), tuple(refused.values()))


def is_wanted(finding: Finding, *, unsafe: bool) -> bool:
    """Whether a finding has a fix that may be applied."""
    return finding.fix is not None and (finding.fix.safe or unsafe)


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Make *edits*, which do not overlap, in *text*."""
    parts, at = [], 0
    for edit in sorted(edits):
        parts += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*parts, text[at:]])


def _key(finding: Finding) -> _Key:
    """What a finding is recognized by when its line has moved."""
    return finding.path, finding.code, finding.subject


def _in_vain(steps: Iterable[_Step], before: Iterable[Finding], after: Iterable[Finding]) -> list[Finding]:
    """The findings whose fixes were applied and of which there are not as many fewer."""
    applied = [finding for step in steps for finding in step.applied]
    expected = Counter(map(_key, before))
    expected.subtract(map(_key, applied))
    found = Counter(map(_key, after))
    return [finding for finding in applied if found[_key(finding)] > expected[_key(finding)]]


# -- one list, one round


def _step(paper_list: PaperList, findings: Sequence[Finding]) -> _Step:
    """Apply the fixes of as many of *findings* as do not touch one another and keep the list sound."""
    text = paper_list.source.text
    fit = [_fits(_edits([finding]), text) for finding in findings]
    unfit = (
        Refused(one, "it does not fit the text") for one, fits in zip(findings, fit, strict=True) if not fits
    )
    return _extended(_Step(paper_list, paper_list, (), tuple(unfit)), _apart(compress(findings, fit)))


def _edits(findings: Iterable[Finding]) -> list[Edit]:
    return sorted(chain.from_iterable(finding.fix.edits for finding in findings if finding.fix))


def _fits(edits: Sequence[Edit], text: str) -> bool:
    """Whether the edits stand in the text, do not overlap, and change something."""
    inside = all(0 <= span.start <= span.end <= len(text) for span, _ in edits)
    disjoint = all(left.span.end <= right.span.start for left, right in pairwise(edits))
    return inside and disjoint and any(text[span.start : span.end] != new for span, new in edits)


def _apart(findings: Iterable[Finding]) -> list[Finding]:
    """Those of *findings*, the first first, whose edits touch none of one taken before."""
    taken: list[Span] = []
    result = []
    for finding in findings:
        spans = [edit.span for edit in _edits([finding])]
        if not any(_touches_any(span, taken) for span in spans):
            result.append(finding)
            for span in spans:
                taken.insert(bisect_left(taken, span), span)
    return result


def _touches_any(span: Span, taken: Sequence[Span]) -> bool:
    """Whether *span* overlaps or borders on one of *taken*, which are sorted and apart from one another."""
    at = bisect_left(taken, span)
    return any(one.start <= span.end and span.start <= one.end for one in taken[max(at - 1, 0) : at + 1])


def _extended(step: _Step, findings: Sequence[Finding]) -> _Step:
    """*step* with *findings* mended too; where that is not sound, with as many of them as are, found by halving."""
    if not findings:
        return step
    applied = (*step.applied, *findings)
    edits = _edits(applied)
    source = step.before.source
    after = read_list(source._replace(text=apply(source.text, edits)))
    fault = _fault(step.before, after, edits)
    if fault is None:
        return step._replace(after=after, applied=applied)
    if len(findings) == 1:
        return step._replace(refused=(*step.refused, Refused(findings[0], fault)))
    middle = len(findings) // 2
    return _extended(_extended(step, findings[:middle]), findings[middle:])


# -- is the list still the same but for what was touched?


def _fault(before: PaperList, after: PaperList, edits: Sequence[Edit]) -> str | None:
    """What the edits would break in the model; None if nothing."""
    deleted = [edit.span for edit in edits if edit.span.start < edit.span.end and not edit.text.strip()]
    kept = [entry for entry in before.entries if not any(_holds(span, entry.span) for span in deleted)]
    if len(after.entries) != len(kept):
        return f"the list would read as {len(after.entries)} instead of {len(kept)} entries"
    touched = _Touched(before, edits)
    for old, new in zip(kept, after.entries, strict=True):
        said, says = _fields(old), _fields(new)
        changed = [name for name in said if said[name] != says[name]]
        broken = set(changed).difference(touched.fields(old)) if changed else ()
        if broken:
            return f"it would change the {min(broken, key=changed.index)} of '{old.title}'"
    return None


def _fields(entry: Entry) -> Mapping[str, Any]:
    """What an entry says, without where it says it."""
    return {
        "title": (entry.title, entry.aliases),
        "authors": (entry.authors, entry.et_al),
        "venue": (entry.venue, entry.venue_name),
        "year": entry.year,
        "links": [(link.kind, link.url, link.label) for link in entry.links],
        "identifiers": entry.identifiers,
        "section": entry.section,
        "tags": entry.tags,
        "BibTeX": entry.bibtex,
    }


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


class _Touched:
    """Which parts of a list some edits, sorted and apart, touch."""

    def __init__(self, paper_list: PaperList, edits: Sequence[Edit]) -> None:
        self.paper_list = paper_list
        self.starts = [edit.span.start for edit in edits]
        self.ends = [edit.span.end for edit in edits]
        self.inserted = [edit.span.start for edit in edits if edit.span.start == edit.span.end]

    def fields(self, entry: Entry) -> Iterator[str]:
        """The fields of an entry that may change."""
        spans = entry.spans
        parts = (
            ("title", spans.title),
            ("authors", spans.authors),
            ("venue", spans.venue),
            ("year", spans.year),
        )
        yield from (name for name, span in parts if span and self._within(span))
        if any(map(self._within, spans.tags)):
            yield "tags"
        if any(self._within(link.span) or self._at_end(link.span) for link in entry.links):
            yield from ("links", "identifiers")
        if spans.bibtex and self._within(spans.bibtex):
            yield from ("BibTeX", "identifiers", "authors", "venue", "year")
        if self._headings:
            yield "section"

    def _within(self, span: Span) -> bool:
        """Whether an edit replaces characters of *span*, or inserts some between them."""
        first = bisect_right(self.ends, span.start)
        return first < len(self.starts) and self.starts[first] < span.end

    def _at_end(self, span: Span) -> bool:
        """Whether an edit inserts something before or behind *span*."""
        first = bisect_left(self.inserted, span.start)
        return first < len(self.inserted) and self.inserted[first] <= span.end

    @cached_property
    def _headings(self) -> bool:
        blocks = [section.block for section in self.paper_list.outline.sections]
        starts = [*self.paper_list.source.line_starts, len(self.paper_list.source.text)]
        return any(self._within(Span(starts[block.start], starts[block.end] - 1)) for block in blocks)
