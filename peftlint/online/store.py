"""What was verified, and when: good verdicts in a database file, shared by parallel runs. Never fatal.

Only successes (``ok``, ``moved``) are kept: a fault may be over by the next run. Whoever asks says how old an
answer may be. Nothing is kept of addresses with credentials, and nothing of requests.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

from peftlint.online.addresses import printable_address
from peftlint.online.model import Record, Verdict

VERSION = 1
"""Of the table below. A file of another version is started anew: it can all be asked again."""
MARK = 0x70656674
"""``application_id``: the file is ours (https://www.sqlite.org/pragma.html#pragma_application_id)."""
KEPT = 90 * 86_400.0
"""Seconds after which an answer is forgotten."""
PATIENCE = 10.0
"""Seconds to wait for another run that is writing."""

_TABLE = """
create table if not exists verdicts (
  url text primary key, state text not null, asked text not null, answered text not null, at real not null,
  status integer, target text, record text
) without rowid
"""
_INSERT = "insert or replace into verdicts values (?, ?, ?, ?, ?, ?, ?, ?)"
_GOOD = frozenset({"ok", "moved"})


def default_path() -> Path:
    """Where the store lies if nobody says otherwise: the platform's folder for what can be had again."""
    from platformdirs import user_cache_path

    return user_cache_path("peftlint", appauthor=False) / "links.sqlite"


class Store:
    """Good verdicts by address. Whatever goes wrong with the file is told to *warn*; the run goes on without."""

    def __init__(
        self,
        path: Path,
        warn: Callable[[str], None],
        now: Callable[[], float] = time.time,
    ) -> None:
        self.path = path
        self._warn = warn
        self._now = now
        self._database = self._opened()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def known(self, urls: Iterable[str], max_age: float) -> dict[str, Verdict]:
        """What was verified of *urls* in the last *max_age* seconds (never what was dated in the future)."""
        if not self._database:
            return {}
        now = self._now()
        found: dict[str, Verdict] = {}
        try:
            for url in dict.fromkeys(urls):
                row = self._database.execute("select * from verdicts where url = ?", (url,)).fetchone()
                verdict = _verdict(row) if row else None
                if verdict and 0 <= now - verdict.when <= max_age:
                    found[url] = verdict
        except sqlite3.Error as error:
            self._fail(error)
        return found

    def add(self, verdict: Verdict) -> None:
        """Keep *verdict* if it is a good one. It is in the file when this returns, whatever ends the run then."""
        if not self._database or verdict.state not in _GOOD or printable_address(verdict.url) != verdict.url:
            return
        try:
            with self._database:
                self._database.execute(_INSERT, _row(verdict))
        except sqlite3.Error as error:
            self._fail(error)

    def close(self) -> None:
        """Forget what is too old, and close the file."""
        if self._database:
            with suppress(sqlite3.Error), self._database:
                self._database.execute("delete from verdicts where at < ?", (self._now() - KEPT,))
            self._database.close()
            self._database = None

    def _opened(self) -> sqlite3.Connection | None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            try:
                return _open(self.path)
            except sqlite3.OperationalError:
                raise  # locked, read-only, no room, not ours: nothing is wrong with what the file holds
            except sqlite3.DatabaseError as error:
                aside = self._set_aside()
                self._warn(f"{self.path}: not a store of links ({error}); it was set aside as {aside.name}")
                return _open(self.path)
        except (OSError, sqlite3.Error) as error:
            self._warn(
                f"{self.path}: the store of links cannot be used: {error}; all links will be asked for"
            )
            return None

    def _set_aside(self) -> Path:
        """Rename a file that cannot be read, so that nothing of it is lost."""
        aside = self.path.with_name(f"{self.path.name}.broken-{int(self._now())}-{os.getpid()}")
        os.replace(self.path, aside)
        for ending in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                os.replace(f"{self.path}{ending}", f"{aside}{ending}")
        return aside

    def _fail(self, error: sqlite3.Error) -> None:
        self._warn(f"{self.path}: the store of links failed: {error}; the run goes on without it")
        if self._database:
            with suppress(sqlite3.Error):
                self._database.close()
            self._database = None


def _open(path: Path) -> sqlite3.Connection:
    """Open the file and see to its table. Raises sqlite3.DatabaseError if it is damaged."""
    database = sqlite3.connect(path, timeout=PATIENCE)
    try:
        _refuse_of_others(database)
        database.execute("pragma journal_mode = wal")
        database.execute("pragma synchronous = normal")
        with database:
            database.execute("begin immediate")
            _prepare(database)
        if database.execute("pragma quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("it is damaged")
    except BaseException:
        database.close()
        raise
    return database


def _refuse_of_others(database: sqlite3.Connection) -> None:
    """Raise sqlite3.OperationalError for the database of another program, which is left as it is."""
    mark = database.execute("pragma application_id").fetchone()[0]
    if mark != MARK and database.execute("select 1 from sqlite_master").fetchone():
        raise sqlite3.OperationalError("it is the database of another program")


def _prepare(database: sqlite3.Connection) -> None:
    if database.execute("pragma user_version").fetchone()[0] not in (0, VERSION):
        database.execute("drop table if exists verdicts")
    database.execute(_TABLE)
    database.execute(f"pragma application_id = {MARK}")
    database.execute(f"pragma user_version = {VERSION}")


def _row(verdict: Verdict) -> tuple[object, ...]:
    record = json.dumps(asdict(verdict.record)) if verdict.record else None
    return (
        verdict.url,
        verdict.state,
        verdict.asked,
        verdict.answered,
        verdict.when,
        verdict.status,
        verdict.target,
        record,
    )


def _verdict(row: tuple[object, ...]) -> Verdict | None:
    """The verdict of a row; None for one that another version wrote in another way."""
    url, state, asked, answered, at, status, target, record = row
    try:
        found = _record(json.loads(str(record))) if record else None
    except (ValueError, TypeError):
        return None
    if state not in _GOOD or not isinstance(at, float):
        return None
    return Verdict(
        str(url),
        "moved" if state == "moved" else "ok",
        str(asked),
        str(answered),
        at,
        status if isinstance(status, int) else None,
        str(target) if target is not None else None,
        found,
    )


def _record(values: dict[str, Any]) -> Record:
    """A record as it was; lists of JSON are tuples again."""
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    return Record(**given)
