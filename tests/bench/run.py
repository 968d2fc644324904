"""How long whole runs take, as ratios to a floor or to peers in the same run.

    python tests/bench/run.py [start] [corpus] [scale] [million]

``start``: five lists, beside the floor below which no tool of this kind can go. ``corpus``: a thousand files, beside
other linters of Markdown. rumdl comes with ``pip install -e '.[bench]'``, the others with
``npm install --no-save --no-package-lock --prefix tests/bench markdownlint-cli2 awesome-lint``; what is not installed is
left out. ``scale``: ten thousand and a hundred thousand entries; ``million``: a million too, in a thousand files.
Without a name, all but ``million``.

Commands and what they are compared with run in turn, round by round, so that a slower machine or a busy hour changes
all alike; the figures are medians, and where the rounds differ too much among themselves, the machine was too noisy to
tell. Bytecode is kept in a folder of its own and warm. Exit status 1 if a budget is surely missed.
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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))
PAIRS = 9
NOISY = 0.35
"""Half of the pairs lie within this share of the median, or the machine was too noisy to tell."""

COPIES = 200
"""So many copies of the five lists make the corpus, each with other titles."""

ROUNDS = 3
"""How often each command runs over a thousand files."""

MOST_GROWTH = 12.0
"""How many times as long ten times as many entries may take."""

LARGEST, LONGEST, MOST_MEMORY = 1_000_000, 360.0, 6144.0
"""A million entries in six minutes and 6 GiB."""

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
    """What one run took: seconds, and the peak of memory in MiB."""

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


def _run(
    command: Sequence[str], environment: Mapping[str, str], *, where: Path = ROOT, all_processes: bool = False
) -> Cost:
    """Run a command and wait for it; what it prints is not looked at.

    With *all_processes*, memory is what the process and all that it started held together, looked at every two seconds
    (Linux tells; elsewhere it is that of the largest process).
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=where, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    held = 0.0
    while all_processes and not os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
        held = max(held, sum(map(_held_by, _family(process.pid))))
        time.sleep(2)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode not in (0, 1):
        raise SystemExit(f"exit status {process.returncode}: {' '.join(command)}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, held or _mebibytes(usage))


def _family(process: int) -> Iterator[int]:
    """A process and its descendants."""
    yield process
    with suppress(OSError):
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            for child in children.read_text("ascii").split():
                yield from _family(int(child))


def _held_by(process: int) -> float:
    """The memory of a process in MiB, its share of what it has in common with others (proc(5), ``smaps_rollup``)."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _mebibytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


# -- five lists


def _start(folder: Path) -> int:
    print(f"\n{'':14}{'wall':>8}{'cpu':>8}{'budget':>8}{'spread':>8}{'MiB':>8}")
    return max(_told(row, folder) for row in START)


def _told(row: Row, folder: Path) -> int:
    """Measure and print one row; 1 if its budget is surely missed."""
    environment = _environment(folder, str(folder / "cache") if row.warm else "")
    for command in (row.floor, row.command):
        _run(command, environment)  # warms the bytecode and the file system
    pairs = [(_run(row.command, environment), _run(row.floor, environment)) for _ in range(PAIRS)]
    ratios = [run.wall / floor.wall for run, floor in pairs]
    ratio, cpu = statistics.median(ratios), statistics.median(run.cpu / floor.cpu for run, floor in pairs)
    low, _, high = statistics.quantiles(ratios, n=4)
    spread = (high - low) / ratio
    verdict = "too noisy to tell" if spread > NOISY else "met" if ratio <= row.budget else "missed"
    memory = statistics.median(run.memory for run, _ in pairs)
    figures = f"{ratio:8.2f}{cpu:8.2f}{row.budget:8.2f}{spread:8.0%}{memory:8.0f}"
    print(f"{row.name:14}{figures}  {verdict}", flush=True)
    return int(verdict == "missed")


# -- a thousand files


class Peer(NamedTuple):
    """Another command over the same files: *share* of them, where it takes too long for all."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    aim: float | None = None
    share: float = 1.0


def _corpus(folder: Path) -> int:
    """The five lists copied with their titles varied: cold, warm, with one file changed, and what peers take."""
    corpus = folder / "corpus"
    _vary(corpus)
    cold, warm = _environment(folder, ""), _environment(folder, str(folder / "cache"))
    check = (*PEFTLINT, "check", str(corpus))
    rows = [
        Peer("peftlint, cold", check, cold, 2.5),
        Peer("peftlint, warm", check, warm, 0.6),
        *_peers(corpus, cold),
    ]
    _run(check, warm, where=corpus)
    costs: list[list[Cost]] = [[] for _ in rows]
    for _ in range(ROUNDS):
        for row, own in zip(rows, costs, strict=True):
            own.append(_run(row.command, row.environment, where=corpus))
    middle = [_middle(own) for own in costs]
    base = next((cost.wall for row, cost in zip(rows, middle, strict=True) if row.name == "rumdl"), None)
    print(
        f"\n{len(list(corpus.iterdir()))} files{'':9}{'seconds':>9}{'cpu':>8}{'MiB':>6}{'/ rumdl':>9}{'aim':>6}{'spread':>8}"
    )
    missed = 0
    for row, cost, own in zip(rows, middle, costs, strict=True):
        spread = _spread([one.wall for one in own])
        ratio = f"{cost.wall / row.share / base:9.1f}" if base else f"{'-':>9}"
        verdict = _verdict(cost.wall, row.aim, spread)
        missed |= verdict == "missed"
        aim = f"{row.aim:6.1f}" if row.aim else f"{'':6}"
        told = f"{cost.wall / row.share:9.2f}{cost.cpu / row.share:8.2f}{cost.memory:6.0f}{ratio}{aim}{spread:8.0%}"
        print(f"{row.name:19}{told}  {verdict}" + f"  (from {row.share:.1%} of the files)" * (row.share < 1))
    _one_changed(corpus, check, warm)
    return int(missed)


def _one_changed(corpus: Path, check: Sequence[str], warm: Mapping[str, str]) -> None:
    """A run after a change to one file of many, as a person makes them."""
    changed = sorted(corpus.iterdir())[0]
    costs = []
    for number in range(ROUNDS):
        with changed.open("a", encoding="utf-8") as file:
            file.write(f"\nchange {number}\n")
        costs.append(_run(check, warm, where=corpus))
    cost = _middle(costs)
    print(f"{'one file changed':19}{cost.wall:9.2f}{cost.cpu:8.2f}{cost.memory:6.0f}", flush=True)


def _middle(costs: Sequence[Cost]) -> Cost:
    return Cost(*(statistics.median(values) for values in zip(*costs, strict=True)))


def _spread(values: Sequence[float]) -> float:
    """How far apart the rounds are, as a share of their median."""
    return (max(values) - min(values)) / statistics.median(values)


def _verdict(value: float, aim: float | None, spread: float) -> str:
    if aim is None:
        return ""
    return "too noisy to tell" if spread > NOISY else "met" if value <= aim else "missed"


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


def _peers(corpus: Path, environment: Mapping[str, str]) -> list[Peer]:
    """Linters of Markdown that are installed."""
    first = next(iter(sorted(corpus.iterdir())))
    known = (
        ("rumdl", ("check", "--no-cache", "."), 1.0),
        ("markdownlint-cli2", ("*.md",), 1.0),
        ("awesome-lint", (first.name,), 1 / len(list(corpus.iterdir()))),  # takes one file
    )
    places = (
        str(Path(sys.executable).parent),
        str(HERE / "node_modules" / ".bin"),
        os.environ.get("PATH", ""),
    )
    found = []
    for name, arguments, share in known:
        if program := shutil.which(name, path=os.pathsep.join(places)):
            found.append(Peer(name, (program, *arguments), environment, share=share))
        else:
            print(f"{name} is not installed: left out")
    return found


# -- many entries


def _scale(folder: Path) -> int:
    return _grown(folder, (10_000, 100_000))


def _million(folder: Path) -> int:
    return _grown(folder, (10_000, 100_000, 1_000_000))


def _grown(folder: Path, sizes: Sequence[int]) -> int:
    """Generated lists of growing size: ``export`` and ``check``, nothing kept; growth is that of processor time."""
    environment = _environment(folder, "")
    print(f"\n{'entries':>10}{'':10}{'seconds':>8}{'cpu':>8}{'MiB':>7}{'ms/entry':>10}{'growth':>8}")
    before: dict[str, float] = {}
    missed = 0
    for size in sizes:
        lists = folder / f"generated-{size}"
        _run((sys.executable, str(HERE / "generate.py"), str(lists), str(size)), environment)
        for command in ("export", "check"):
            cost = _run((*PEFTLINT, command, str(lists)), environment, all_processes=True)
            growth = cost.cpu / before[command] if command in before else 0.0
            before[command] = cost.cpu
            over = growth > MOST_GROWTH or (
                size == LARGEST and (cost.wall > LONGEST or cost.memory > MOST_MEMORY)
            )
            missed |= over
            figures = f"{cost.wall:8.0f}{cost.cpu:8.0f}{cost.memory:7.0f}{cost.cpu / size * 1000:10.2f}"
            told = f"{growth:8.1f}" if growth else f"{'':8}"
            print(f"{size:10} {command:9}{figures}{told}" + "  missed" * over, flush=True)
    return int(missed)


PARTS: Mapping[str, Callable[[Path], int]] = {
    "start": _start,
    "corpus": _corpus,
    "scale": _scale,
    "million": _million,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
