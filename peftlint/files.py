"""Files: finding lists, reading them, writing results. Beside the command line, the only module that does."""

from __future__ import annotations

import codecs
import fnmatch
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from os import PathLike

from peftlint.config import PYPROJECT, Config, read_config
from peftlint.errors import Problem
from peftlint.model import NEWLINE, Source

STANDARD_INPUT = "-"
SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn"})
SKIPPED_FOLDERS = frozenset({"node_modules"})

_ANY_FOLDERS = "**"
_WILD = frozenset("*?[")


class FileProblem(Problem):
    """A file cannot be read or written. ``line`` is 1-based, None where no line is to blame."""

    def __init__(self, path: str, line: int | None, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}" if line else f"{path}: {message}")
        self.path = path
        self.line = line
        self.message = message


def load_config(start: str | PathLike[str]) -> Config:
    """The configuration of the nearest pyproject.toml with ``[tool.peftlint]`` in *start* or above.

    Without one, the defaults with *start* as the root. Raises ConfigError and FileProblem.
    """
    root = folder = os.path.realpath(start)
    while True:
        path = os.path.join(folder, PYPROJECT)
        if os.path.isfile(path):
            config = read_config(read_source(path).text, relative_to(path, os.getcwd()), folder)
            if config:
                return config
        above = os.path.dirname(folder)
        if above == folder:
            return Config(root)
        folder = above


def readme_path(config: Config) -> str:
    """The path of the README that the lists are merged into, relative to the working directory, with ``/``."""
    return relative_to(os.path.join(config.root, config.readme), os.getcwd())


def relative_to(path: str, folder: str | PathLike[str]) -> str:
    """*path* as seen from *folder*, with ``/``."""
    try:
        return _with_slashes(os.path.relpath(path, folder))
    except ValueError:  # another drive: there is no way from one to the other
        return _with_slashes(os.path.realpath(path))


def find_lists(paths: Sequence[str], config: Config) -> tuple[str, ...]:
    """The files that *paths* name, relative to the working directory, with ``/``.

    A folder stands for the Markdown files below it, sorted, without hidden folders; ``-`` is standard
    input. No path at all: what ``config.lists`` matches below ``config.root``. A file that is named
    twice comes once, where it was named first. Raises FileProblem for a path that does not exist and
    when nothing is found.
    """
    found = [file for path in paths for file in _files_at(path)] if paths else _configured(config)
    real = _real_paths()
    unique: dict[str, str] = {}
    for file in found:
        unique.setdefault(file if file == STANDARD_INPUT else real(file), file)
    return tuple(_as_given(file) for file in unique.values())


def _real_paths() -> Callable[[str], str]:
    """``os.path.realpath`` for many files, whose folders are looked up once."""
    folder_of = cache(os.path.realpath)

    def real(file: str) -> str:
        folder, name = os.path.split(file)
        return os.path.realpath(file) if os.path.islink(file) else os.path.join(folder_of(folder), name)

    return real


def _files_at(path: str) -> list[str]:
    if path == STANDARD_INPUT or os.path.isfile(path):
        return [path]
    if os.path.isdir(path):
        files = sorted(_markdown_below(path))
        if not files:
            raise FileProblem(path, None, "this folder holds no Markdown file; name the lists themselves")
        return files
    if os.path.lexists(path):
        raise FileProblem(path, None, "expected a file or a folder; it is neither")
    raise FileProblem(path, None, "no such file or folder; check the spelling and the working directory")


def _markdown_below(folder: str) -> Iterator[str]:
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in SKIPPED_FOLDERS]
        yield from (os.path.join(parent, name) for name in files if _is_markdown(name))


def _is_markdown(path: str) -> bool:
    """Whether a file goes by a name of Markdown files."""
    return os.path.splitext(path)[1].lower() in SUFFIXES


def _configured(config: Config) -> list[str]:
    found = [file for pattern in config.lists for file in _matches(pattern, config.root)]
    if not found:
        patterns = ", ".join(config.lists)
        raise FileProblem(
            str(config.root),
            None,
            f"no list matches {patterns}; name the files, or set lists under [tool.peftlint] in {PYPROJECT}",
        )
    return found


def _matches(pattern: str, root: str | PathLike[str]) -> list[str]:
    """The files below *root* that *pattern* names, sorted; ``**`` stands for any folders, none included."""
    parts = [part for part in pattern.replace(os.sep, "/").split("/") if part not in ("", ".")]
    if not parts or os.path.isabs(pattern):
        fault = "it has to be relative" if parts else "it names nothing"
        raise FileProblem(pattern, None, f"expected a pattern such as lists/*.md: {fault}")
    if any(_ANY_FOLDERS in part and part != _ANY_FOLDERS for part in parts):
        raise FileProblem(pattern, None, "expected a pattern such as lists/**/*.md: ** has to stand alone")
    return sorted(set(_named(os.fspath(root), parts)))


def _named(path: str, parts: Sequence[str]) -> Iterator[str]:
    """The files that the *parts* of a pattern name from *path* on, as ``pathlib.Path.glob`` finds them."""
    if not parts:
        if os.path.isfile(path):
            yield path
        return
    part, *rest = parts
    if part == _ANY_FOLDERS:
        for folder, _, _ in os.walk(path):
            yield from _named(folder, rest)
    elif _WILD.isdisjoint(part):
        yield from _named(os.path.join(path, part), rest)
    else:
        for name in fnmatch.filter(_names_in(path), part):
            yield from _named(os.path.join(path, name), rest)


def _names_in(path: str) -> list[str]:
    """What a folder holds; nothing if it is none, or must not be looked into."""
    try:
        return os.listdir(path)
    except OSError:
        return []


def _as_given(file: str) -> str:
    """Relative to the working directory where the file lies below it; otherwise as it was named."""
    if file == STANDARD_INPUT or not os.path.isabs(file):
        return _with_slashes(file)
    relative = relative_to(file, os.getcwd())
    return _with_slashes(file) if relative.startswith("../") else relative


def _with_slashes(path: str) -> str:
    """*path* with ``/``, without what says nothing (``./``, ``//``); ``..`` stays, as it may follow a link."""
    drive, rest = os.path.splitdrive(path)
    drive, rest = drive.replace(os.sep, "/"), rest.replace(os.sep, "/")
    names = "/".join(name for name in rest.split("/") if name not in ("", "."))
    return drive + ("/" if rest.startswith("/") else "") + names or "."


def read_source(path: str) -> Source:
    """Read a UTF-8 text file (``-``: standard input), line ends as they are. Raises FileProblem."""
    return source_of(path, _bytes_of(path))


def source_of(path: str, data: bytes) -> Source:
    """The text of the file that *path* names and whose content is *data*. Raises FileProblem."""
    if not data:
        raise FileProblem(path, None, "the file is empty; expected a Markdown list")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise FileProblem(path, 1, "the file is UTF-16; save it as UTF-8")
    if b"\0" in data:
        line = _line_at(data, data.index(b"\0"))
        raise FileProblem(path, line, "expected text, found a NUL byte: this looks like a binary file")
    bom = data.startswith(codecs.BOM_UTF8)
    try:
        text = data[len(codecs.BOM_UTF8) if bom else 0 :].decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start + (len(codecs.BOM_UTF8) if bom else 0)
        message = f"byte {at} (0x{data[at]:02x}) is not valid UTF-8; save the file as UTF-8"
        raise FileProblem(path, _line_at(data, at), message) from None
    return Source(path, text, bom)


def _line_at(data: bytes, offset: int) -> int:
    return len(NEWLINE.findall(data[:offset].decode("utf-8", "replace"))) + 1


def _bytes_of(path: str) -> bytes:
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        with open(path, "rb", buffering=0) as file:
            return file.read()
    except FileNotFoundError:
        raise FileProblem(path, None, "no such file; check the spelling and the working directory") from None
    except IsADirectoryError:
        raise FileProblem(path, None, "expected a file, found a folder") from None
    except OSError as error:
        raise FileProblem(path, None, f"cannot be read: {error.strerror or error}") from None


def encode(source: Source, text: str) -> bytes:
    """The bytes of *text* as the new content of the file that *source* was read from."""
    return (codecs.BOM_UTF8 if source.bom else b"") + text.encode("utf-8")


def write_atomically(path: str, data: bytes, *, durable: bool = True) -> None:
    """Make *data* the content of *path*: wholly, or on any failure not at all.

    Follows links to the real file and keeps its permissions. What is not *durable* may be lost if the machine
    stops soon after. Raises FileProblem; refuses a file that is marked read-only, though its folder would allow to
    replace it.
    """
    target = os.path.realpath(path)
    try:
        mode = _mode_to_keep(path, target)
        _replace(target, data, mode, durable=durable)
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileProblem(path, None, f"cannot be written: {reason}; the file is as it was") from None


def append(path: str, data: bytes) -> None:
    """Add *data* to the end of *path*, which is made if need be. Raises FileProblem."""
    try:
        with open(path, "ab") as file:
            file.write(data)
    except OSError as error:
        raise FileProblem(path, None, f"cannot be written: {error.strerror or error}") from None


def _mode_to_keep(path: str, target: str) -> int | None:
    """The permissions of the file that is to be replaced; None if there is none yet."""
    try:
        mode = os.stat(target).st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise FileProblem(path, None, "expected a file to write, found a folder")
    # An administrator may write everywhere; the file's own mark counts all the same.
    if not mode & 0o222 or not os.access(target, os.W_OK):
        raise FileProblem(path, None, f"the file is read-only; allow writing with: chmod u+w {path}")
    return stat.S_IMODE(mode)


def _replace(target: str, data: bytes, mode: int | None, *, durable: bool) -> None:
    folder, name = os.path.split(target)
    temporary = os.path.join(folder, f".{name[:100]}.{os.urandom(4).hex()}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        if mode is not None:
            os.chmod(temporary, mode)
        os.replace(temporary, target)
    except BaseException:  # also an interrupt: nothing of ours may stay behind
        with suppress(OSError):
            os.unlink(temporary)
        raise
