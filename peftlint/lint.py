"""Library + rules → findings. Pure: what rules may know of the world comes in as ``Surroundings``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING, NamedTuple

from peftlint.engine import library_of
from peftlint.model import Entry, Finding, Library, PaperList
from peftlint.rules import Rule, Surroundings
from peftlint.selection import Selection

if TYPE_CHECKING:
    from peftlint.identity.overrules import Overrules
    from peftlint.suppressions import Suppression

UNUSED = "SUP001"


def library_for(
    selection: Selection, lists: Iterable[PaperList], overrules: Overrules | None = None, processes: int = 1
) -> Library:
    """The library that the selected rules need: to compare works takes time, and few rules ask for them.

    Its lists are sorted by path, so that what is found, and where, does not depend on how they were named. *overrules*
    and *processes* are those of ``engine.library_of``.
    """
    ordered = tuple(sorted(lists, key=lambda paper_list: paper_list.path))
    if any(rule.of_library for rule in selection.rules):
        return library_of(ordered, overrules, processes)
    return Library(ordered, (), lambda: ())


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
    of_list = {rule.code: rule for rule in selection.rules if rule.of_list}
    lists = tuple(
        one
        if one.found and of_list.keys() <= one.found.by_rule.keys() and one.found.holds(surroundings)
        else one._replace(found=find_in_list(one, of_list.values(), surroundings))
        for one in library.lists
    )
    for one in lists:
        for code, findings in one.found.by_rule.items() if one.found else ():
            yield from findings if code in of_list else ()
    for rule in selection.rules:
        if rule.of_library:
            yield from rule.of_library(library._replace(lists=lists), surroundings)


class Use(NamedTuple):
    """A link of an entry of a file, both by their number."""

    entry: int
    link: int


class Facts(NamedTuple):
    """What rules that compare files want to know of one (``rules.facts``); its entries go by their number.

    ``things`` are entries of tables that list models, data sets or the like by name, ``strays`` those whose year
    stands in a column of something else. ``twins`` are pairs of one title and one paper link. ``shared`` are the
    paper and code links that several entries have, by what they lead to, but for entries that are things or cite
    several papers; ``alone`` says how many entries are left without those, if any link is shared at all.
    """

    things: frozenset[int]
    strays: frozenset[int]
    twins: tuple[tuple[int, int], ...]
    shared: tuple[tuple[Use, ...], ...]
    alone: int


class Found(NamedTuple):
    """What rules that look at one file alone found in it, by their code, in which world.

    ``asked`` is what they asked about files: path → whether it exists. ``year`` was the year. ``facts`` are for the
    rules that compare files: what was read in another process or comes out of the cache need not be parsed for them.
    """

    by_rule: Mapping[str, tuple[Finding, ...]]
    asked: Mapping[str, bool]
    year: int
    facts: Facts

    def holds(self, surroundings: Surroundings) -> bool:
        """Whether they would find the same in these surroundings."""
        return self.year == surroundings.today.year and all(
            surroundings.exists(path) == there for path, there in self.asked.items()
        )


def find_in_list(paper_list: PaperList, rules: Iterable[Rule], surroundings: Surroundings) -> Found:
    """Ask those of *rules* that look at one file alone, and look for what the others want to know of it."""
    from peftlint.rules.facts import facts_of

    asked: dict[str, bool] = {}

    def exists(path: str) -> bool:
        if path not in asked:
            asked[path] = surroundings.exists(path)
        return asked[path]

    remembering = surroundings._replace(exists=exists, readme=None)
    by_rule = {rule.code: tuple(rule.of_list(paper_list, remembering)) for rule in rules if rule.of_list}
    return Found(by_rule, asked, surroundings.today.year, facts_of(paper_list))


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
    codes = {rule.code for rule in selection.rules}
    running = {path: codes - selection.left_out.get(path, frozenset()) for path in by_path}
    for finding in findings:
        if finding.code in running.get(finding.path, ()):
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
    if "peftlint:" in paper_list.source.text:
        from peftlint.suppressions import silence, suppressions_of

        findings, silenced = silence(findings, suppressions_of(paper_list, rules.values()))
        if selection.runs(UNUSED, paper_list.path):
            findings += _unused(paper_list.path, silenced, selection)
    starts: list[int] = []
    for finding in findings:
        if finding.entry is None and not starts:
            starts = [entry.span.start for entry in paper_list.entries]
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
    return finding._replace(entry=entry.id) if entry else finding


def _entry_at(paper_list: PaperList, offset: int, starts: Sequence[int]) -> Entry | None:
    """The last entry that begins before *offset* and reaches its line, or the first that begins behind it there."""
    line = paper_list.source.place(offset).line
    index = bisect_right(starts, offset)
    near = paper_list.entries[max(index - 1, 0) : index + 1]
    return next((entry for entry in near if entry.line <= line <= entry.end_line), None)
