"""A run over the very same files in the very same words tells the very same: what it told is kept."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from peftlint.cache.outcomes import Outcome, default_outcomes
from peftlint.cli.reading import warn, warnings
from peftlint.cli.reporting import print_written

if TYPE_CHECKING:
    from peftlint.config import Config
    from peftlint.model import PaperList, Source


class Repetition:
    """One run that writes no file, known by all that it depends on."""

    def __init__(
        self, config: Config, sources: Sequence[Source], words: Sequence[object], beside: Sequence[str]
    ) -> None:
        """*words* are what was asked for and how it is to be shown, *beside* the other texts that were read."""
        self._store = default_outcomes()
        self._first_warning = len(warnings)
        self._run = (
            *(os.getcwd(), repr(config), repr(words), repr(len(beside)), *beside),
            *(part for source in sources for part in (source.path, repr(source.bom), source.text)),
        )

    def told_again(self, *, err: bool = False) -> int | None:
        """Tell what the run told before, with *err* on standard error, and return its exit status.

        None if it has to be made.
        """
        outcome = self._store.get(self._run, os.path.exists)
        if outcome is None:
            return None
        for message in outcome.warnings:
            warn(message)
        print_written(outcome.text, err=err)
        return outcome.status

    def keep(self, status: int, written: str, lists: Sequence[PaperList]) -> None:
        """Keep what the run over *lists* has told."""
        asked = {path: there for one in lists if one.found for path, there in one.found.asked.items()}
        self._store.put(self._run, Outcome(status, written, warnings[self._first_warning :], asked))
