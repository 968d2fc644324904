"""Files: finding lists, reading them, writing results. Beside the command line, the only module that does."""

from __future__ import annotations

import codecs
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from peftlint.config import PYPROJECT, Config, read_config
from peftlint.errors import Problem
from peftlint.model import NEWLINE, Source

STANDARD_INPUT = "-"
SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn"})
SKIPPED_FOLDERS = frozenset({"node_modules"})


class FileProblem(Problem):
    """A file cannot be read or written. ``line`` is 1-based, None where no line is to blame."""

    def __init__(self, path: str, line: int | None, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}" if line else f"{path}: {message}")
        self.path = path
        self.line = line
        self.message = message


def load_config(start: Path) -> Config:
    """The configuration of the nearest pyproject.toml with ``[tool.peftlint]`` in *start* or above.

    Without one, the defaults with *start* as the root. Raises ConfigError and FileProblem.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        path = folder / PYPROJECT
        if path.is_file():
            config = read_config(read_source(str(path)).text, relative_to(str(path), Path.cwd()), folder)
            if config:
                return config
    return Config(root=start)


def relative_to(path: str, folder: Path) -> str:
    """*path* as seen from *folder*, with ``/``."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive: there is no way from one to the other
        return Path(path).resolve().as_posix()


def find_lists(paths: Sequence[str], config: Config) -> tuple[str, ...]:
    """The files that *paths* name, relative to the working directory, with ``/``.

    A folder stands for the Markdown files below it, sorted, without hidden folders; ``-`` is standard
    input. No path at all: what ``config.lists`` matches below ``config.root``. A file that is named
    twice comes once, where it was named first. Raises FileProblem for a path that does not exist and
    when nothing is found.
    """
    found = [file for path in paths for file in _files_at(path)] if paths else _configured(config)
    unique: dict[str, str] = {}
    for file in found:
        unique.setdefault(file if file == STANDARD_INPUT else os.path.realpath(file), file)
    return tuple(_as_given(file) for file in unique.values())


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
        yield from (os.path.join(parent, name) for name in files if Path(name).suffix.lower() in SUFFIXES)


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


def _matches(pattern: str, root: Path) -> list[str]:
    try:
        return sorted(str(path) for path in root.glob(pattern) if path.is_file())
    except (ValueError, NotImplementedError) as error:
        raise FileProblem(pattern, None, f"expected a pattern such as lists/*.md: {error}") from None


def _as_given(file: str) -> str:
    """Relative to the working directory where the file lies below it; otherwise as it was named."""
    if file == STANDARD_INPUT or not os.path.isabs(file):
        return Path(file).as_posix()
    relative = relative_to(file, Path.cwd())
    return Path(file).as_posix() if relative.startswith("../") else relative


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
    try:
        return sys.stdin.buffer.read() if path == STANDARD_INPUT else Path(path).read_bytes()
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
    import secrets  # late: most runs write nothing

    folder, name = os.path.split(target)
    temporary = os.path.join(folder, f".{name[:100]}.{secrets.token_hex(4)}.tmp")
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
