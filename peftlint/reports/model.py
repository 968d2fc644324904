"""What every report is written from. A format is a module of this package with ``write(report) -> str``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from peftlint.model import Finding, Place, Source
from peftlint.rules import Rule


class Report(NamedTuple):
    """The outcome of one run.

    ``findings`` are in the order in which they are to be told: path, line, column, code. ``sources`` maps a
    path to the file as it is reported on, ``rules`` a code to its rule. ``entries`` and ``files`` count what
    was read. Where only what a change brings was asked for, ``added`` maps a path to its lines (1-based) that
    were added or changed; else it is None.
    """

    findings: tuple[Finding, ...]
    sources: Mapping[str, Source]
    rules: Mapping[str, Rule]
    entries: int
    files: int
    added: Mapping[str, frozenset[int]] | None = None

    def place(self, finding: Finding) -> Place:
        """Line and column, both 1-based, of a finding's first character."""
        return self.sources[finding.path].place(finding.span.start)
