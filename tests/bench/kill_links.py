"""A run over links that is killed at a random moment, again and again: is anything lost or asked twice?

    python tests/bench/kill_links.py [ROUNDS]

Servers on 127.0.0.1–20 answer 20,000 links, of which one in ten is dead. Each round starts a process that judges what
the store does not know, kills it (SIGKILL) at a random time after its start or, every second round, after its first
verdict, checks the store's file, and sees to it that nothing the store knew before was asked for. Exit status 1 if
the file was damaged, something known was asked again, or half a second of work brought nothing new.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHECKER = ROOT / "tests" / "online" / "page_links.py"
sys.path.insert(0, str(CHECKER.parent))

from misbehaving import Server, misbehaving  # noqa: E402

HOSTS = 20
LINKS = 20_000
FATE = random.Random(2026)
LONG = 0.5
"""Seconds of work in which a run must have written something."""


def links_of(servers: list[Server]) -> list[str]:
    """The links, one in ten of them dead, spread evenly over the servers."""
    paths = (f"status/404/{number}" if number % 10 == 0 else f"ok/{number}" for number in range(LINKS))
    return [f"{servers[number % HOSTS].url}/{path}" for number, path in enumerate(paths)]


def known(store: Path) -> set[str]:
    """What the store knows, after a check of its file. Raises sqlite3.Error if it is damaged."""
    if not store.exists():
        return set()
    with closing(sqlite3.connect(store)) as database:
        (verdict,) = database.execute("pragma integrity_check").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
        if not database.execute("select 1 from sqlite_master where name = 'verdicts'").fetchone():
            return set()
        return {url for (url,) in database.execute("select url from verdicts")}


def killed_run(addresses: Path, store: Path, seconds: float, at_work: bool) -> tuple[int, str]:
    """Run for so many seconds (*at_work*: from its first verdict on), then kill.

    How many good verdicts it told of, and what it said of faults.
    """
    command = [sys.executable, str(CHECKER), str(addresses), str(store)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with tempfile.NamedTemporaryFile("r") as told:
        with open(told.name, "w") as output:
            run = subprocess.Popen(command, stdout=output, stderr=subprocess.PIPE, text=True, env=environment)
        while at_work and run.poll() is None and not os.path.getsize(told.name):
            time.sleep(0.01)
        time.sleep(seconds)
        run.send_signal(signal.SIGKILL)
        faults = run.communicate()[1]
        return sum('"ok"' in line for line in told), faults


def asked(servers: list[Server], since: list[int]) -> set[str]:
    """The addresses that were asked for since as many requests."""
    return {
        f"{server.url}{one.path}"
        for server, start in zip(servers, since, strict=True)
        for one in server.asked[start:]
    }


def main(rounds: int) -> int:
    """Kill that many runs and print what became of them."""
    damaged = again = idle = told = 0
    with ExitStack() as stack:
        servers = [stack.enter_context(misbehaving(f"127.0.0.{number + 1}")) for number in range(HOSTS)]
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        addresses, store = folder / "addresses.txt", folder / "links.sqlite"
        addresses.write_text("\n".join(links_of(servers)), "utf-8")
        before: set[str] = set()
        for number in range(rounds):
            since = [len(server.asked) for server in servers]
            seconds, at_work = FATE.uniform(0.0, 1.5), number % 2 == 1
            judged, faults = killed_run(addresses, store, seconds, at_work)
            told += judged
            again += len(before & asked(servers, since))
            try:
                after = known(store)
            except sqlite3.Error as error:
                print(f"damaged: {error}")
                return 1
            damaged += bool(faults) or not before <= after
            idle += at_work and seconds > LONG and len(after) == len(before) < LINKS * 0.9
            before = after
    print(
        f"{rounds} runs killed: {len(before)} links known, {max(0, told - len(before))} verdicts told but not known"
    )
    print(f"damaged or lost: {damaged}; known and asked again: {again}; rounds without progress: {idle}")
    return int(bool(damaged or again or idle))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 100))
