"""Library + rules → findings. Pure: what rules may know of the world comes in as ``Surroundings``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from peftlint.engine import library_of
from peftlint.model import Entry, Finding, Library, PaperList
from peftlint.rules import Rule, Surroundings
from peftlint.selection import Selection
from peftlint.suppressions import Suppression, silence, suppressions_of

if TYPE_CHECKING:
    from peftlint.identity.overrules import Overrules

UNUSED = "SUP001"


def library_for(
    selection: Selection, lists: Iterable[PaperList], overrules: Overrules | None = None
) -> Library:
    """The library that the selected rules need: to compare works takes time, and few rules ask for them.

    Its lists are sorted by path, so that what is found, and where, does not depend on how they were named.
    """
    ordered = tuple(sorted(lists, key=lambda paper_list: paper_list.path))
    if any(rule.of_library for rule in selection.rules):
        return library_of(ordered, overrules)
    return Library(ordered, ())


def lint(
    library: Library, selection: Selection, rules: Mapping[str, Rule], surroundings: Surroundings
) -> tuple[Finding, ...]:
    """Everything that the selected rules find and no comment silences, sorted by path, line, column, code.

    *rules* are all that exist, by code: comments in the lists may name any of them.
    """
    readme = surroundings.readme
    beside = {readme.source.path} if readme else set()
    return settle(_run(library, selection, surroundings), library.lists, selection, rules, beside)


def _run(library: Library, selection: Selection, surroundings: Surroundings) -> Iterator[Finding]:
    known = {
        one.path: one.found.by_rule for one in library.lists if one.found and one.found.holds(surroundings)
    }
    for rule in selection.rules:
        if rule.of_library:
            yield from rule.of_library(library, surroundings)
        elif rule.of_list:
            for one in library.lists:
                found = known.get(one.path, {}).get(rule.code)
                yield from rule.of_list(one, surroundings) if found is None else found


class Found(NamedTuple):
    """What rules that look at one file alone found in it, by their code, in which world.

    ``asked`` is what they asked about files: path → whether it exists. ``year`` was the year.
    """

    by_rule: Mapping[str, tuple[Finding, ...]]
    asked: Mapping[str, bool]
    year: int

    def holds(self, surroundings: Surroundings) -> bool:
        """Whether they would find the same in these surroundings."""
        return self.year == surroundings.today.year and all(
            surroundings.exists(path) == there for path, there in self.asked.items()
        )


def find_in_list(paper_list: PaperList, rules: Iterable[Rule], surroundings: Surroundings) -> Found:
    """Ask those of *rules* that look at one file alone."""
    asked: dict[str, bool] = {}

    def exists(path: str) -> bool:
        if path not in asked:
            asked[path] = surroundings.exists(path)
        return asked[path]

    remembering = replace(surroundings, exists=exists, readme=None)
    by_rule = {rule.code: tuple(rule.of_list(paper_list, remembering)) for rule in rules if rule.of_list}
    return Found(by_rule, asked, surroundings.today.year)


def settle(
    findings: Iterable[Finding],
    lists: Iterable[PaperList],
    selection: Selection,
    rules: Mapping[str, Rule],
    beside: Set[str] = frozenset(),
) -> tuple[Finding, ...]:
    """Make *findings* ready to be told: those of rules that are on in their file and that no comment silences.

    Adds what the comments themselves do wrong and, where a finding does not name its entry, the entry on its
    line. Findings of files that are neither among *lists* nor *beside* them are dropped.
    """
    by_path: dict[str, list[Finding]] = {path: [] for path in (*(one.path for one in lists), *beside)}
    for finding in findings:
        if finding.path in by_path and selection.runs(finding.code, finding.path):
            by_path[finding.path].append(finding)
    told = [
        finding
        for paper_list in lists
        for finding in _settled(paper_list, by_path[paper_list.path], selection, rules)
    ]
    told += [finding for path in beside for finding in by_path[path]]
    return tuple(sorted(told, key=in_order))


def in_order(finding: Finding) -> tuple[object, ...]:
    """The key to sort findings by: path, line and column (offsets grow with them); the rest makes it certain."""
    return finding.path, finding.span.start, finding.code, finding.span.end, finding.message, finding.subject


def _settled(
    paper_list: PaperList, findings: Iterable[Finding], selection: Selection, rules: Mapping[str, Rule]
) -> Iterator[Finding]:
    left, silenced = silence(findings, suppressions_of(paper_list, rules.values()))
    if selection.runs(UNUSED, paper_list.path):
        left += _unused(paper_list.path, silenced, selection)
    starts = [entry.span.start for entry in paper_list.entries]
    for finding in left:
        yield _with_entry(finding, paper_list, starts)


def _unused(path: str, silenced: Mapping[Suppression, set[str]], selection: Selection) -> Iterator[Finding]:
    from peftlint.rules.unused_suppression import unused_suppression

    for suppression, codes in silenced.items():
        yield from unused_suppression(path, suppression, codes, lambda code: selection.runs(code, path))


def _with_entry(finding: Finding, paper_list: PaperList, starts: Sequence[int]) -> Finding:
    """The finding with the entry that it stands in, if a rule has not said so."""
    if finding.entry is not None:
        return finding
    entry = _entry_at(paper_list, finding.span.start, starts)
    return replace(finding, entry=entry.id) if entry else finding


def _entry_at(paper_list: PaperList, offset: int, starts: Sequence[int]) -> Entry | None:
    """The last entry that begins before *offset* and reaches its line, or the first that begins behind it there."""
    line = paper_list.source.place(offset).line
    index = bisect_right(starts, offset)
    near = paper_list.entries[max(index - 1, 0) : index + 1]
    return next((entry for entry in near if entry.line <= line <= entry.end_line), None)
