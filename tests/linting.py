"""What the tests of the linter share: files as text → their lists, and what is found in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from peftlint.config import Config
from peftlint.engine import read_list
from peftlint.lint import library_for, lint
from peftlint.merging import merged_page
from peftlint.model import Finding, PaperList, Source
from peftlint.rules import MergedReadme, Surroundings, all_rules
from peftlint.selection import Choice, select_rules

TODAY = date(2026, 1, 1)
README, BEGIN = "README.md", "<!-- peftlint:begin"


def lists_of(files: Mapping[str, str]) -> tuple[PaperList, ...]:
    """The Markdown files among *files*, read."""
    names = (name for name in files if name.endswith(".md") and name != README)
    return tuple(read_list(Source(name, files[name])) for name in names)


def readme_of(files: Mapping[str, str]) -> MergedReadme | None:
    """The README among *files*, if it has the markers, and what it should be."""
    text = files.get(README, "")
    if BEGIN not in text:
        return None
    return MergedReadme(
        Source(README, text), lambda library: merged_page(text, library, Config(Path.cwd())).page
    )


def linter(files: Mapping[str, str], *selectors: str) -> Callable[[Sequence[PaperList]], tuple[Finding, ...]]:
    """Finds what *selectors* select (none: the rules that are on by default); only *files* exist."""
    rules = all_rules()
    selection = select_rules(
        rules.values(), Config(Path()), Choice(selectors), {name: name for name in files}
    )
    surroundings = Surroundings(TODAY, files.__contains__, readme_of(files))
    return lambda lists: lint(library_for(selection, lists), selection, rules, surroundings)


def findings_in(files: Mapping[str, str] | str, *selectors: str) -> tuple[Finding, ...]:
    """What is found in *files*; a text alone is ``list.md``."""
    files = {"list.md": files} if isinstance(files, str) else files
    return linter(files, *selectors)(lists_of(files))


def told(finding: Finding, files: Mapping[str, str] | str) -> str:
    """``path:line:column CODE``, without the path for ``list.md``."""
    text = files if isinstance(files, str) else files[finding.path]
    place = Source(finding.path, text).place(finding.span.start)
    path = "" if finding.path == "list.md" else f"{finding.path}:"
    return f"{path}{place.line}:{place.column} {finding.code}"
