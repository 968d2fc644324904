"""How long it takes to join entries into works, in how much memory, and how both grow.

    python tests/bench/joining.py [--million]

Each row is the fastest of three processes of its own, as what else is at work can only slow one down. Time is processor
time for each of the steps (comparing, choosing accounts) in microseconds an entry, memory what the process held at most
beyond the entries themselves, in bytes an entry; growth is time against the row before, which is to stay under 12 for
ten times as many entries. Hostile rows are sets in which every entry has the same thing; there a row is ten times the
one before too. --million adds the largest set, which takes minutes.
"""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS.parent), str(TESTS / "identity")]

from generated_entries import HOSTILE, generated  # noqa: E402

from peftlint.model import Entry  # noqa: E402

MOST_GROWTH = 12.0
RUNS = 3
MAKERS: dict[str, Callable[[int], list[Entry]]] = {"entries": generated, **HOSTILE}


def main(arguments: Sequence[str]) -> int:
    """Print the table; exit status 1 if something grows too fast. With a name and a count, measure that one."""
    if len(arguments) == 2:
        print(json.dumps(measured(MAKERS[arguments[0]](int(arguments[1])))))
        return 0
    sizes = [10_000, 100_000] + [1_000_000] * ("--million" in arguments)
    rows = [("entries", sizes), *((name, [5_000, 50_000]) for name in HOSTILE)]
    print(f"{'':18}{'number':>10}{'works':>10}{'compare':>9}{'choose':>9}{'bytes':>7}{'growth':>8}")
    return max([told(name, counts) for name, counts in rows])


def told(name: str, counts: Sequence[int]) -> int:
    """Print the rows of one kind; 1 if time grows too fast."""
    before, worst = 0.0, 0.0
    for count in counts:
        runs = [_run(name, count) for _ in range(RUNS)]
        works, compare, choose, memory = min(runs, key=lambda run: run[1] + run[2])
        growth = (compare + choose) / before if before else 0.0
        before, worst = compare + choose, max(worst, growth)
        figures = f"{compare / count * 1e6:9.0f}{choose / count * 1e6:9.0f}{memory / count:7.0f}"
        print(f"{name:18}{count:10,}{works:10,}{figures}{growth:8.1f}", flush=True)
    return int(worst > MOST_GROWTH)


def _run(name: str, count: int) -> tuple[int, float, float, int]:
    command = [sys.executable, __file__, name, str(count)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    works, compare, choose, memory = json.loads(run.stdout)
    return works, compare, choose, memory


def measured(entries: list[Entry]) -> tuple[int, float, float, int]:
    """How many works the entries are, the seconds to compare them and to choose accounts, and the memory in bytes."""
    from peftlint.accounts import choose_all
    from peftlint.identity import join

    choose_all(join(entries[:100]).clusters)  # loads what is loaded late
    gc.collect()
    gc.freeze()  # the entries are not what is measured
    gc.disable()  # as the command does
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    clusters = join(entries).clusters
    joined = time.process_time()
    works = choose_all(clusters)
    chosen = time.process_time()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return len(works), joined - start, chosen - joined, (most - held) * 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
