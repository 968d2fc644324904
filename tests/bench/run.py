"""How long whole runs take, as ratios to a floor or to peers in the same run.

    python tests/bench/run.py [start] [corpus] [scale] [million]

``start``: five lists, beside the floor below which no tool of this kind can go. ``corpus``: a thousand files, beside
other linters of Markdown that are at hand. ``scale``: ten thousand and a hundred thousand entries; ``million``: a million.
Without a name, all but ``million`` (half an hour). Commands and their floors run in turn and are compared pair by
pair in processor time (user and system), so that a slower machine or a busy hour changes both alike; where the pairs
differ too much among themselves, the machine was too noisy to tell. Bytecode is kept in a folder of its own and warm.
Exit status 1 if a budget is surely missed.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
PAIRS = 9
NOISY = 0.35
"""Half of the pairs lie within this share of the median, or the machine was too noisy to tell."""

COPIES = 200
"""So many copies of the five lists make the corpus, each with other titles."""

LONG = 30
"""Seconds from which on one run must do where three are usual."""

CACHE = "PEFTLINT_CACHE_DIR"
PEFTLINT = (sys.executable, "-m", "peftlint")
PARSER = (sys.executable, "-c", "import click, markdown_it")
CLICK = (sys.executable, "-c", "import click")


class Row(NamedTuple):
    """A command, its floor, how many times the floor it may cost, and whether what was read before is kept."""

    name: str
    command: tuple[str, ...]
    floor: tuple[str, ...]
    budget: float
    warm: bool = True


class Cost(NamedTuple):
    """What one run took: seconds, and the peak of memory of its largest process in MiB."""

    cpu: float
    wall: float
    memory: float


START = (
    Row("check, cold", (*PEFTLINT, "check", "lists"), PARSER, 1.6, warm=False),
    Row("check, warm", (*PEFTLINT, "check", "lists"), PARSER, 1.3),
    Row("merge, cold", (*PEFTLINT, "merge", "--check"), PARSER, 2.5, warm=False),
    Row("merge, warm", (*PEFTLINT, "merge", "--check"), PARSER, 2.5),
    Row("--version", (*PEFTLINT, "--version"), CLICK, 1.3),
    Row("--help", (*PEFTLINT, "--help"), CLICK, 1.3),
)


def main(names: Sequence[str]) -> int:
    """Measure the parts called *names* and print their tables."""
    unknown = sorted(set(names).difference(PARTS))
    if unknown:
        print(f"no such part: {', '.join(unknown)}; there are: {', '.join(PARTS)}")
        return 2
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory() as folder:
        measured = [PARTS[name](Path(folder)) for name in names or ("start", "corpus", "scale")]
    return max(measured)


def _environment(folder: Path, cache: str) -> dict[str, str]:
    """This checkout, warm bytecode wherever it may be written, and a cache of its own (``""``: none)."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    own = {"PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "PYTHONPATH": str(ROOT), CACHE: cache}
    return {**kept, **own}


def _run(command: Sequence[str], environment: Mapping[str, str], *, where: Path = ROOT) -> Cost:
    """Run a command and wait for it; what it prints is not looked at."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=where, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode not in (0, 1):
        raise SystemExit(f"exit status {process.returncode}: {' '.join(command)}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, _mebibytes(usage))


def _mebibytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


# -- five lists


def _start(folder: Path) -> int:
    print(f"\n{'':14}{'cpu':>8}{'wall':>8}{'budget':>8}{'spread':>8}{'MiB':>8}")
    return max(_told(row, folder) for row in START)


def _told(row: Row, folder: Path) -> int:
    """Measure and print one row; 1 if its budget is surely missed."""
    environment = _environment(folder, str(folder / "cache") if row.warm else "")
    for command in (row.floor, row.command):
        _run(command, environment)  # warms the bytecode and the file system
    pairs = [(_run(row.command, environment), _run(row.floor, environment)) for _ in range(PAIRS)]
    ratios = [run.cpu / floor.cpu for run, floor in pairs]
    ratio, wall = statistics.median(ratios), statistics.median(run.wall / floor.wall for run, floor in pairs)
    low, _, high = statistics.quantiles(ratios, n=4)
    spread = (high - low) / ratio
    verdict = "too noisy to tell" if spread > NOISY else "met" if ratio <= row.budget else "missed"
    memory = statistics.median(run.memory for run, _ in pairs)
    figures = f"{ratio:8.2f}{wall:8.2f}{row.budget:8.2f}{spread:8.0%}{memory:8.0f}"
    print(f"{row.name:14}{figures}  {verdict}", flush=True)
    return int(verdict == "missed")


# -- a thousand files


def _corpus(folder: Path) -> int:
    """The five lists copied with their titles varied: cold, warm, and what peers take for the same files."""
    corpus = folder / "corpus"
    _vary(corpus)
    cold, warm = _environment(folder, ""), _environment(folder, str(folder / "cache"))
    check = (*PEFTLINT, "check", str(corpus))
    rows: list[tuple[str, Sequence[str], Mapping[str, str]]] = [
        ("peftlint, cold", check, cold),
        ("peftlint, warm", check, warm),
    ]
    rows += [(name, command, cold) for name, command in _peers(corpus)]
    _run(check, warm, where=corpus)
    print(f"\n{len(list(corpus.iterdir()))} files{'':6}{'seconds':>10}{'cpu':>8}{'MiB':>8}")
    for name, command, environment in rows:
        runs = [_run(command, environment, where=corpus)]
        if runs[0].wall < LONG:
            runs += [_run(command, environment, where=corpus) for _ in range(2)]
        seconds, cpu, memory = map(
            statistics.median, zip(*((one.wall, one.cpu, one.memory) for one in runs), strict=True)
        )
        print(f"{name:16}{seconds:10.2f}{cpu:8.2f}{memory:8.0f}", flush=True)
    return 0


def _vary(corpus: Path) -> None:
    """Put a word of its own into each title of each copy."""
    from peftlint.engine import read_list
    from peftlint.files import read_source

    corpus.mkdir()
    for path in sorted((ROOT / "lists").glob("*.md")):
        source = read_source(str(path))
        titles = [entry.spans.title for entry in read_list(source).entries if entry.spans.title]
        for copy in range(COPIES):
            text = source.text
            for title in reversed(titles):
                blank = text.find(" ", (title.start + title.end) // 2, title.end)
                at = blank if blank > 0 else title.end
                text = f"{text[:at]} number{copy}{text[at:]}"
            (corpus / f"{path.stem}-{copy:03}.md").write_text(text, encoding="utf-8")


def _peers(corpus: Path) -> list[tuple[str, tuple[str, ...]]]:
    """Linters of Markdown that are installed, with what they are called by."""
    found = []
    beside = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    for name, arguments in (("rumdl", ("check", "--no-cache", ".")), ("markdownlint-cli2", ("*.md",))):
        program = shutil.which(name, path=beside)
        if program:
            found.append((name, (program, *arguments)))
        else:
            print(f"{name} is not installed: left out")
    assert corpus.is_dir()
    return found


# -- many entries


def _scale(folder: Path) -> int:
    return _grown(folder, (10_000, 100_000))


def _million(folder: Path) -> int:
    return _grown(folder, (1_000_000,))


def _grown(folder: Path, sizes: Sequence[int]) -> int:
    """Generated lists of growing size: ``export`` and ``check``, nothing kept."""
    environment = _environment(folder, "")
    print(f"\n{'entries':>10}{'':4}{'seconds':>10}{'cpu':>9}{'MiB':>8}{'ms/entry':>10}")
    for size in sizes:
        lists = folder / f"generated-{size}"
        _run((sys.executable, str(Path(__file__).parent / "generate.py"), str(lists), str(size)), environment)
        for command in ("export", "check"):
            cost = _run((*PEFTLINT, command, str(lists)), environment)
            each = cost.cpu / size * 1000
            print(
                f"{size:10} {command:8}{cost.wall:5.0f}{cost.cpu:9.0f}{cost.memory:8.0f}{each:10.2f}",
                flush=True,
            )
    return 0


PARTS: Mapping[str, Callable[[Path], int]] = {
    "start": _start,
    "corpus": _corpus,
    "scale": _scale,
    "million": _million,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
