"""A folder of small files, each named by all that its content depends on.

Files are written whole or not at all, so that runs may share the folder. What cannot be read or written is as if it
were not there: a cache that fails costs time, nothing else.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from os import PathLike

MOST_FILES = 20_000
"""So many are kept in a folder, about 300 MB of long lists; when there are more, the oldest half goes."""

_UNUSED = 24 * 3600.0
"""Seconds after which the use of a file is noted again, by its date."""

VARIABLE = "PEFTLINT_CACHE_DIR"
"""The environment variable that names another place; empty, nothing is kept."""


class Folder:
    """Bytes by what they depend on."""

    def __init__(self, path: str | PathLike[str] | None) -> None:
        """None keeps nothing."""
        self._path = None if path is None else os.fspath(path)

    @property
    def keeps(self) -> bool:
        """Whether anything is kept."""
        return self._path is not None

    def get(self, parts: tuple[str, ...]) -> bytes | None:
        """What was put under these very *parts*, or None."""
        if self._path is None:
            return None
        path = self._file(self._path, parts)
        try:
            with open(path, "rb") as file:
                data = file.read()
                if time.time() - os.fstat(file.fileno()).st_mtime > _UNUSED:
                    os.utime(path)
        except OSError:
            return None
        return data

    def put(self, parts: tuple[str, ...], data: bytes) -> None:
        """Keep *data*, which depends on *parts* and on the program alone."""
        if self._path is None:
            return
        from peftlint.files import FileProblem, write_atomically

        with suppress(OSError, FileProblem):
            os.makedirs(self._path, exist_ok=True)
            write_atomically(self._file(self._path, parts), data, durable=False)

    def prune(self) -> None:
        """Take away the oldest half if there are too many; to be asked after a run that has put some."""
        if self._path is None:
            return
        with suppress(OSError):
            files = [
                (entry.stat().st_mtime, entry.path) for entry in os.scandir(self._path) if entry.is_file()
            ]
            for _, path in sorted(files)[: len(files) // 2 if len(files) > MOST_FILES else 0]:
                os.unlink(path)

    @staticmethod
    def _file(folder: str, parts: tuple[str, ...]) -> str:
        import hashlib  # late: it is slow to import, and a folder that keeps nothing has no names

        digest = hashlib.sha256(_code().encode())
        for part in parts:
            data = part.encode("utf-8", "surrogatepass")
            digest.update(len(data).to_bytes(8) + data)
        return os.path.join(folder, digest.hexdigest()[:40])


def folder_called(name: str) -> Folder:
    """The folder of that name in this user's cache, or where PEFTLINT_CACHE_DIR says."""
    told = os.environ.get(VARIABLE)
    if told == "":
        return Folder(None)
    if told:
        return Folder(os.path.join(told, name))
    from platformdirs import user_cache_dir

    return Folder(os.path.join(user_cache_dir("peftlint", appauthor=False), name))


@cache
def _code() -> str:
    """What tells this code from any other: the sizes and dates of the files that it is made of."""
    return repr(sorted(_files_below(os.path.dirname(os.path.dirname(__file__)))))


def _files_below(folder: str) -> Iterator[tuple[str, int, int]]:
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from _files_below(entry.path) if entry.name != "__pycache__" else ()
        else:
            facts = entry.stat()
            yield entry.name, facts.st_size, facts.st_mtime_ns
