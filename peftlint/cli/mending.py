"""What ``check`` and ``links`` do with fixes: apply them, write the lists, and tell of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from peftlint.cli import FAILED, FOUND, OK
from peftlint.cli.reading import warn
from peftlint.cli.reporting import print_patch

if TYPE_CHECKING:
    from peftlint.fixes import Lint, Mended
    from peftlint.model import PaperList


def mended(lists: tuple[PaperList, ...], lint: Lint, *, fix: bool, unsafe: bool) -> Mended:
    """What is found, after mending if *fix*."""
    from peftlint.fixes import Mended, mend

    return mend(lists, lint, unsafe=unsafe) if fix else Mended(lists, lint(lists), (), ())


def write_mended(lists: Sequence[PaperList], outcome: Mended, buffer: str | None) -> set[str]:
    """Write the lists that have changed; which could not be. What came from standard input is printed."""
    from peftlint import files

    unwritten = set()
    for old, new in zip(lists, outcome.lists, strict=True):
        data = files.encode(new.source, new.source.text)
        if new.path == buffer:
            sys.stdout.buffer.write(data)
        elif new.source.text != old.source.text:
            try:
                files.write_atomically(new.path, data)
            except files.FileProblem as problem:
                warn(str(problem))
                unwritten.add(new.path)
    return unwritten


def without(unwritten: set[str], lists: Sequence[PaperList], outcome: Mended, lint: Lint) -> Mended:
    """The outcome where some lists are as they were."""
    real = tuple(old if old.path in unwritten else new for old, new in zip(lists, outcome.lists, strict=True))
    mended = tuple(finding for finding in outcome.mended if finding.path not in unwritten)
    return outcome._replace(lists=real, findings=lint(real), mended=mended)


def tell_diff(lists: Sequence[PaperList], outcome: Mended, failed: int) -> int:
    """Print the patch, and to standard error what it is about; the exit status."""
    patch = print_patch((old.source, new.source) for old, new in zip(lists, outcome.lists, strict=True))
    tell_mended(outcome, "can be mended")
    return FAILED if failed else FOUND if patch or outcome.findings else OK


def tell_mended(outcome: Mended, what: str) -> None:
    from peftlint.reports.text import counted

    for refused in outcome.refused:
        finding = refused.finding
        warn(f"{finding.path}: {finding.code} '{finding.subject}' is not mended: {refused.reason}")
    paths = len({finding.path for finding in outcome.mended})
    told = f"{counted(len(outcome.mended), 'finding')} {what} in {counted(paths, 'list')}"
    left = f"{counted(len(outcome.findings), 'finding')} left"
    if outcome.mended or outcome.findings:
        warn(f"{told}; {left}" if outcome.mended else f"nothing {what}; {left}")
