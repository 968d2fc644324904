"""What commands that look for findings share: which rules run, on what, and which findings are new."""

from __future__ import annotations

import os
from collections.abc import Sequence, Set
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peftlint.changes.states import Change
    from peftlint.cli.before import Before
    from peftlint.config import Config
    from peftlint.model import Finding, Library, PaperList, Source
    from peftlint.rules import MergedReadme, Rule, Surroundings
    from peftlint.selection import Choice, Selection


def chosen_rules(config: Config, choice: Choice) -> tuple[Rule, ...]:
    """The rules that run in some list at least."""
    from peftlint.rules import all_rules
    from peftlint.selection import select_rules

    return select_rules(all_rules().values(), config, choice, {}).rules


class Linter:
    """Finds what is wrong in lists at the same paths as *lists*, by the rules that are chosen."""

    def __init__(self, config: Config, choice: Choice, lists: Sequence[PaperList]) -> None:
        from datetime import date

        from peftlint.files import relative_to
        from peftlint.rules import Surroundings, all_rules
        from peftlint.selection import select_rules

        names = {paper_list.path: relative_to(paper_list.path, config.root) for paper_list in lists}
        self.rules: dict[str, Rule] = all_rules()
        self.selection: Selection = select_rules(self.rules.values(), config, choice, names)
        self.readme = readme_of(config, lists)
        self._config = config
        self._surroundings: Surroundings = Surroundings(date.today(), os.path.exists, self.readme)
        self._told_unheeded = False

    def find(self, lists: Sequence[PaperList]) -> tuple[Finding, ...]:
        """Everything that is found in *lists*. The first time, what the configuration says of works is checked too."""
        from peftlint.cli.joining import tell_unheeded

        library = self._library(lists, self.selection)
        if library.clusters and not self._told_unheeded:
            self._told_unheeded = True
            tell_unheeded(self._config, library.clusters)
        return self._lint(library, self.selection, self._surroundings)

    def find_before(self, before: Before, codes: Set[str]) -> tuple[Finding, ...]:
        """What the rules with these *codes* found then, each list by the rules that run in it now."""
        left_out = self.selection.left_out
        today = {old: new for new, old in before.files.items()}
        selection = self.selection._replace(
            rules=tuple(rule for rule in self.selection.rules if rule.code in codes),
            left_out={
                one.path: left_out.get(today.get(one.path, one.path), frozenset()) for one in before.lists
            },
        )
        readme = before.readme if self.readme else None
        surroundings = self._surroundings._replace(exists=before.exists, readme=readme)
        return self._lint(self._library(before.lists, selection), selection, surroundings)

    def _library(self, lists: Sequence[PaperList], selection: Selection) -> Library:
        from peftlint.cli.joining import overrules_of, processes_for
        from peftlint.lint import library_for

        return library_for(selection, lists, overrules_of(self._config), processes_for(lists))

    def _lint(
        self, library: Library, selection: Selection, surroundings: Surroundings
    ) -> tuple[Finding, ...]:
        from peftlint.lint import lint

        return lint(library, selection, self.rules, surroundings)


class NewOnly:
    """Finds what a change has brought."""

    def __init__(self, linter: Linter, before: Before) -> None:
        self._linter, self._before = linter, before
        self._found: dict[frozenset[str], tuple[Finding, ...]] = {}

    def change(self, lists: Sequence[PaperList]) -> Change:
        return self._before.change(lists, self._linter.readme)

    def among(self, findings: Sequence[Finding], lists: Sequence[PaperList]) -> tuple[Finding, ...]:
        """Those of *findings*, which are all of *lists*, that were not there before."""
        from peftlint.changes.findings import brought

        if not findings:
            return ()
        return brought(self.change(lists), self._before_by(findings), findings)

    def _before_by(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """What was found then by the rules that find something now: no other can matter."""
        codes = frozenset(finding.code for finding in findings)
        if "SUP001" in codes:  # what a comment silences is known only if all rules have run
            codes = frozenset(self._linter.rules)
        if codes not in self._found:
            self._found[codes] = self._linter.find_before(self._before, codes)
        return self._found[codes]


def readme_of(config: Config, lists: Sequence[PaperList]) -> MergedReadme | None:
    """The README that is written from just these lists, if it has the markers."""
    from peftlint import files

    path = files.readme_path(config)
    try:
        source = files.read_source(path)
        configured = set(files.find_lists((), config)) - {path}
    except files.FileProblem:
        return None
    if configured != {paper_list.path for paper_list in lists}:
        return None
    return merged_readme(source, config)


def merged_readme(source: Source, config: Config) -> MergedReadme | None:
    """A README with what it should be; None if it has not the markers."""
    from peftlint.merging import merged_page
    from peftlint.readme import region
    from peftlint.rules import MergedReadme

    try:
        region.find(source.text)
    except region.RegionError:
        return None
    return MergedReadme(source, lambda library: merged_page(source.text, library, config).page)
