"""How long whole runs take, as ratios to the floor below which no tool of this kind can go.

    python tests/bench/run.py [NAME…]

Each row runs its command and its floor in turn and compares their processor time (user and system) and wall
time pair by pair, so that a slower machine or a busy hour changes both alike. Bytecode is kept in a folder of
its own and warm. The medians are told, and whether the budget is met; where the pairs differ too much among
themselves, the machine was too noisy to tell. Exit status 1 if a budget is surely missed.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAIRS = 9
NOISY = 0.35
"""Half of the pairs lie within this share of the median, or the machine was too noisy to tell."""

PARSER = ("-c", "import click, markdown_it")
CLICK = ("-c", "import click")


class Row(NamedTuple):
    """A command (arguments of the Python interpreter), its floor, and how many times the floor it may cost."""

    name: str
    command: tuple[str, ...]
    floor: tuple[str, ...]
    budget: float


class Cost(NamedTuple):
    """Seconds of one run."""

    cpu: float
    wall: float


class Result(NamedTuple):
    """The ratios of all pairs, sorted."""

    cpu: tuple[float, ...]
    wall: tuple[float, ...]

    @property
    def ratio(self) -> float:
        return statistics.median(self.cpu)

    @property
    def spread(self) -> float:
        """How far the middle half of the pairs reaches, as a share of the median."""
        low, _, high = statistics.quantiles(self.cpu, n=4)
        return (high - low) / self.ratio


ROWS = (
    Row("merge --check", ("-m", "peftlint", "merge", "--check", "-o", "none.md"), PARSER, 2.5),
    Row("check lists", ("-m", "peftlint", "check", "lists"), PARSER, 2.5),
    Row("--version", ("-m", "peftlint", "--version"), CLICK, 1.3),
    Row("--help", ("-m", "peftlint", "--help"), CLICK, 1.3),
)


def main(names: Sequence[str]) -> int:
    """Measure the rows called *names*, or all of them, and print the table."""
    unknown = set(names).difference(row.name for row in ROWS)
    if unknown:
        print(f"no such row: {', '.join(sorted(unknown))}; there are: {', '.join(row.name for row in ROWS)}")
        return 2
    print(f"{'':16}{'cpu':>8}{'wall':>8}{'budget':>8}{'spread':>8}")
    rows = [row for row in ROWS if not names or row.name in names]
    with tempfile.TemporaryDirectory() as bytecode:
        return max(_told(row, _measured(row, _surroundings(bytecode))) for row in rows)


def _surroundings(bytecode: str) -> dict[str, str]:
    """The environment of a run: this checkout, and warm bytecode wherever it may be written."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": bytecode, "PYTHONPATH": str(ROOT)}


def _measured(row: Row, environment: Mapping[str, str]) -> Result:
    for arguments in (row.floor, row.command):
        _run(arguments, environment)  # warms the bytecode and the file system
    pairs = [(_run(row.command, environment), _run(row.floor, environment)) for _ in range(PAIRS)]
    return Result(
        tuple(sorted(run.cpu / floor.cpu for run, floor in pairs)),
        tuple(sorted(run.wall / floor.wall for run, floor in pairs)),
    )


def _run(arguments: Sequence[str], environment: Mapping[str, str]) -> Cost:
    """Run the interpreter on *arguments* and wait for it; what it prints is not looked at."""
    start = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, *arguments]
    code = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False).returncode
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if code not in (0, 1):
        raise SystemExit(f"exit status {code}: {' '.join(command)}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, time.perf_counter() - start)


def _told(row: Row, result: Result) -> int:
    """Print one row; 1 if its budget is surely missed."""
    met = result.ratio <= row.budget
    noisy = result.spread > NOISY
    verdict = "too noisy to tell" if noisy else "met" if met else "missed"
    figures = f"{result.ratio:8.2f}{statistics.median(result.wall):8.2f}{row.budget:8.2f}{result.spread:8.0%}"
    print(f"{row.name:16}{figures}  {verdict}", flush=True)
    return int(not met and not noisy)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
