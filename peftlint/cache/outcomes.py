"""What a run told, kept by everything that it depends on: the very same run need not be made again.

That is all files of the run, not one of them: their names and texts, the configuration, the options, how it is to be
written, and the year; and which files exist that rules have asked for, which is looked up again each time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from peftlint.cache.folder import Folder, folder_called


class Outcome(NamedTuple):
    """The exit status of a run, what it printed, what it warned of, and what it asked about files.

    ``asked`` maps paths to whether they exist.
    """

    status: int
    text: str
    warnings: Sequence[str]
    asked: Mapping[str, bool]


class OutcomeStore:
    """Outcomes of whole runs."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    def get(self, run: tuple[str, ...], exists: Callable[[str], bool]) -> Outcome | None:
        """The outcome of *run* (all that it depends on), if files are where they were."""
        data = self._folder.get(run)
        try:
            outcome = None if data is None else Outcome(*json.loads(data))
            if outcome is None or any(exists(path) != there for path, there in outcome.asked.items()):
                return None
        except (ValueError, TypeError, AttributeError, RecursionError):
            return None
        return outcome

    def put(self, run: tuple[str, ...], outcome: Outcome) -> None:
        """Keep the outcome of *run*."""
        self._folder.put(run, json.dumps(outcome).encode("ascii"))
        self._folder.prune()


def default_outcomes() -> OutcomeStore:
    """The store of this user."""
    return OutcomeStore(folder_called("runs"))
