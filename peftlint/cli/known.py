"""The findings that a baseline file hides; keeps the file."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from peftlint.cli.reading import warn

if TYPE_CHECKING:
    from peftlint.changes.baseline import Baseline, Compared, Record
    from peftlint.cli.linting import Linter
    from peftlint.cli.reading import Lists
    from peftlint.model import Finding, PaperList


class KnownFindings:
    """What the baseline at *path* knows of findings in the lists that were *read*.

    With *create* there may be no file yet. Raises BaselineError and FileProblem.
    """

    def __init__(self, path: str, linter: Linter, read: Lists, *, create: bool = False) -> None:
        self._path, self._linter, self._read = path, linter, read
        self._baseline = _read(path, create=create)
        self._names = _names(read, linter)
        self._compared: Compared | None = None

    def among(self, findings: Sequence[Finding], lists: Sequence[PaperList]) -> tuple[Finding, ...]:
        """Those of *findings*, which are all of *lists*, that the baseline does not know."""
        from peftlint.changes.baseline import compare

        found = self._records(findings, lists)
        self._compared = compare(self._baseline, findings, found, set(self._names.values()))
        return self._compared.told

    def prune(self) -> None:
        """Take out of the file what was not among the last findings any more; nothing is ever added."""
        if self._compared is None:
            return
        mended = Counter(
            {record: n for record, n in self._compared.gone.items() if self._was_looked_at(record)}
        )
        if mended:
            self._save(self._compared.current + (self._compared.gone - mended))
            warn(f"{self._path}: {_counted(mended.total())} mended, so no longer in the baseline")

    def replace(self, findings: Sequence[Finding], lists: Sequence[PaperList]) -> None:
        """Make the file hold *findings*, all of *lists*, and what it held of what this run did not look at."""
        found = Counter(self._records(findings, lists))
        kept = Counter({record: n for record, n in self._baseline.items() if not self._was_looked_at(record)})
        self._save(found | kept)
        warn(f"{self._path}: {_counted(found.total())} written; from now on they are not told")

    def _records(self, findings: Sequence[Finding], lists: Sequence[PaperList]) -> list[Record]:
        from peftlint.changes.baseline import records

        return records(findings, lists, self._names)

    def _was_looked_at(self, record: Record) -> bool:
        """Whether a finding like that would have been found, were it there."""
        rule = self._linter.rules.get(record.rule)
        path = next((path for path, name in self._names.items() if name == record.path), "")
        if rule is None or self._read.failed or not self._linter.selection.runs(rule.code, path):
            return False
        if not path and os.path.exists(os.path.join(self._read.config.root, record.path)):
            return False
        return (path in self._lists and rule.of_list is not None) or self._is_complete

    @property
    def _lists(self) -> set[str]:
        return {paper_list.path for paper_list in self._read.lists}

    @property
    def _is_complete(self) -> bool:
        """Whether all configured lists were read, which findings across lists depend on."""
        from peftlint.files import FileProblem, find_lists

        try:
            configured = find_lists((), self._read.config)
        except FileProblem:
            return False
        return {os.path.realpath(path) for path in configured} <= {
            os.path.realpath(path) for path in self._lists
        }

    def _save(self, baseline: Baseline) -> None:
        from peftlint.changes.baseline import write
        from peftlint.files import write_atomically

        write_atomically(self._path, write(baseline).encode("ascii"))


def _read(path: str, *, create: bool) -> Baseline:
    from peftlint.changes import baseline
    from peftlint.files import FileProblem, read_source

    if create and not os.path.lexists(path):
        return Counter()
    if not os.path.lexists(path):
        message = f"no such baseline; make one with: peftlint check --baseline {path} --write-baseline"
        raise FileProblem(path, None, message)
    return baseline.read(read_source(path).text, path)


def _names(read: Lists, linter: Linter) -> dict[str, str]:
    """The paths of the files of this run → these from the root of the configuration."""
    from peftlint.files import relative_to

    paths = [paper_list.path for paper_list in read.lists]
    readme = [linter.readme.source.path] if linter.readme else []
    return {path: relative_to(path, read.config.root) for path in (*paths, *readme)}


def _counted(number: int) -> str:
    return "1 finding is" if number == 1 else f"{number} findings are"
