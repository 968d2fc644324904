"""A check of the very same files in the very same words tells the very same: what it told is kept."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from peftlint.cli.reading import warn, warnings
from peftlint.cli.reporting import print_written, view_of

if TYPE_CHECKING:
    from peftlint.config import Config
    from peftlint.model import PaperList, Source


class Repetition:
    """One run, known by all that it depends on: the files, what was asked for, and how it is to be shown."""

    def __init__(
        self, config: Config, sources: Sequence[Source], words: Sequence[object], *, unsafe: bool
    ) -> None:
        """*words* are what the command line says beside the files."""
        from datetime import date

        from peftlint.cache.outcomes import default_outcomes

        self._store = default_outcomes()
        self._first_warning = len(warnings)
        self._run = (
            *(str(date.today().year), os.getcwd(), repr(config), repr(words), repr(view_of(unsafe=unsafe))),
            *_readme(config),
            *(part for source in sources for part in (source.path, repr(source.bom), source.text)),
        )

    def told_again(self) -> int | None:
        """Tell what the run told before, and return its exit status; None if it has to be made."""
        outcome = self._store.get(self._run, os.path.exists)
        if outcome is None:
            return None
        for message in outcome.warnings:
            warn(message)
        print_written(outcome.text)
        return outcome.status

    def keep(self, status: int, written: str, lists: Sequence[PaperList]) -> None:
        """Keep what the run over *lists* has told."""
        from peftlint.cache.outcomes import Outcome

        asked = {path: there for one in lists if one.found for path, there in one.found.asked.items()}
        self._store.put(self._run, Outcome(status, written, warnings[self._first_warning :], asked))


def _readme(config: Config) -> tuple[str, ...]:
    """The README that the lists are merged into, and which lists these are: a rule compares them."""
    from peftlint import files

    path = files.readme_path(config)
    try:
        return (files.read_source(path).text, *files.find_lists((), config))
    except files.FileProblem as problem:
        return (str(problem),)
