"""Which entry stands where, and where a finding is shown that a change has brought."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from peftlint.changes.entries import place_of
from peftlint.changes.states import Change
from peftlint.lint import in_order
from peftlint.model import Entry, Finding, PaperList, Related, Source
from peftlint.rules.naming import called, shortened

MUTUAL = "DUP"
"""The beginning of the codes of rules that say of two entries what is as true of the one as of the other."""

_UNTOUCHED, _TOUCHED, _ADDED = range(3)


class Places:
    """Finds the entries of some lists by where they stand."""

    def __init__(self, lists: Iterable[PaperList]) -> None:
        self._lists = {paper_list.path: paper_list for paper_list in lists}
        self._starts = {
            path: [entry.span.start for entry in one.entries] for path, one in self._lists.items()
        }

    def entry_of(self, finding: Finding) -> Entry | None:
        """The entry that a finding belongs to; of several on its line the one in which it stands."""
        if finding.entry is None or finding.path not in self._lists:
            return None
        near = self._near(finding.path, finding.span.start)
        within = (entry for entry in near if entry.id == finding.entry)
        return next(within, None) or self._named(finding)

    def related_to(self, finding: Finding) -> Iterator[Entry]:
        """The other entries that a finding is about."""
        found = (self.entry_at(related) for related in finding.related)
        return (entry for entry in found if entry)

    def entry_at(self, related: Related) -> Entry | None:
        """The entry that stands at a place."""
        near = self._near(related.path, related.span.start)
        line = self._lists[related.path].source.place(related.span.start).line if near else 0
        return next((entry for entry in near if entry.line <= line <= entry.end_line), None)

    def _near(self, path: str, offset: int) -> tuple[Entry, ...]:
        """The last entry that begins at *offset* or before it, and the one after it."""
        paper_list = self._lists.get(path)
        if paper_list is None:
            return ()
        index = bisect_right(self._starts[path], offset)
        return paper_list.entries[max(index - 1, 0) : index + 1]

    def _named(self, finding: Finding) -> Entry | None:
        entries = self._lists[finding.path].entries
        return next((entry for entry in entries if entry.id == finding.entry), None)


def about(subject: str, title: str) -> str:
    """A finding's subject without the title of its entry, by which the entry is known already."""
    for shown in (title, shortened(title)) if title else ():
        if shown in subject:
            return subject.replace(shown, "", 1)
    return subject


def shown_on_changes(change: Change, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """*findings* of the new state, each at a place that the change has touched, if it is about one.

    A finding on what was not touched changes places with the first related place that was: an added entry
    (a duplicate inserted above the old entry), else one that was changed. Sorted by path, line, column, code.
    """
    shower = _Shower(change)
    shown = (shower.shown(finding) for finding in findings)
    return tuple(sorted(shown, key=in_order))


class _Shower:
    def __init__(self, change: Change) -> None:
        self.change = change
        self.places = Places(change.new.lists)

    def shown(self, finding: Finding) -> Finding:
        own = self._rank(Related(finding.path, finding.span), self.places.entry_of(finding))
        ranks = [self._rank(related, self.places.entry_at(related)) for related in finding.related]
        if max(ranks, default=_UNTOUCHED) <= own:
            return finding
        return self._swapped(finding, ranks.index(max(ranks)))

    def _rank(self, place: Related, entry: Entry | None) -> int:
        pair = self.change.entries.pairs.get(place_of(entry)) if entry else None
        if pair:
            return _UNTOUCHED if pair.old.text == pair.new.text else _TOUCHED
        if entry:
            return _ADDED
        source = self.change.new.sources.get(place.path)
        return _TOUCHED if source and _line(source, place) in self.change.added[place.path] else _UNTOUCHED

    def _swapped(self, finding: Finding, index: int) -> Finding:
        """The finding at its related place number *index*; it has no fix there, as that would edit the other file."""
        related = finding.related[index]
        entry, other = self.places.entry_of(finding), self.places.entry_at(related)
        here = called(entry) if entry else f"{finding.path}:{self._line_of(finding)}"
        mutual = other is not None and called(other) in finding.message and finding.code.startswith(MUTUAL)
        message = (
            finding.message.replace(called(other), here)
            if mutual and other
            else f"at {here}: {finding.message}"
        )
        back = Related(finding.path, finding.span, "it was listed here" if mutual else "this was not changed")
        return finding._replace(
            path=related.path,
            span=related.span,
            message=message,
            entry=other.id if other else None,
            related=(*finding.related[:index], back, *finding.related[index + 1 :]),
            fix=None,
        )

    def _line_of(self, finding: Finding) -> int:
        return _line(self.change.new.sources[finding.path], finding)


def _line(source: Source, place: Related | Finding) -> int:
    return source.place(place.span.start).line
