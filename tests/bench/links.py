"""Links over the network, beside lychee, on a web of 2,000 addresses: are the verdicts right, how long does it take?

    python tests/bench/links.py [HOSTS…]

For each number of hosts (20 and 1 if none is given) a server of its own (``link_server.py``) is asked by peftlint and
then by lychee with its defaults. The table tells wrong verdicts, wall and processor seconds, and what the server
counted: requests, connections to one host at once, requests in the busiest second of one host. Exit status 1 if a
verdict is wrong, more than ten connections were open to a host, or lychee was faster.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
SERVER = ROOT / "tests" / "bench" / "link_server.py"
CHECKER = ROOT / "tests" / "online" / "page_links.py"
MOST_CONNECTIONS = 10


class Kind(NamedTuple):
    """A kind of link: its path (``{n}`` is its number), how many there are, and the right verdict."""

    path: str
    links: int
    state: str


KINDS = {
    "ok": Kind("ok/{n}", 885, "ok"),
    "404": Kind("gone/{n}", 200, "dead"),
    "one 301": Kind("chain/1/ok/{n}", 67, "moved"),
    "two 301": Kind("chain/2/ok/{n}", 67, "moved"),
    "three 301": Kind("chain/3/ok/{n}", 66, "moved"),
    "301 to 404": Kind("chain/1/gone/{n}", 50, "dead"),
    "loop": Kind("loop/{n}", 20, "unverified"),
    "429 for a second": Kind("limited/{n}", 100, "ok"),
    "405 to HEAD": Kind("nohead/{n}", 200, "ok"),
    "404 to HEAD": Kind("headless/{n}", 50, "ok"),
    "slow": Kind("slow/{n}", 150, "ok"),
    "500": Kind("broken/{n}", 40, "unverified"),
    "503 once": Kind("once/{n}", 50, "ok"),
    "403": Kind("walled/{n}", 40, "unverified"),
    "refused": Kind("refused/{n}", 15, "dead"),
}
REFUSED_PORT = 1
LYCHEE_DEAD = frozenset({"dead", "unverified"})
"""What lychee rightly reports: it knows no third state. The 403s are left out, as they are nobody's to judge."""


class Link(NamedTuple):
    url: str
    kind: str


class Run(NamedTuple):
    """One program's run: wrong verdicts by kind, seconds, and what the server counted."""

    wrong: Counter[str]
    wall: float
    cpu: float
    requests: int
    connections: int
    busiest_second: int


def links_of(hosts: int, port: int) -> list[Link]:
    """The mix in a fixed random order, spread evenly over 127.0.0.1 and the following hosts."""
    links: list[Link] = []
    for name, kind in KINDS.items():
        for _ in range(kind.links):
            number = len(links)
            host = f"127.0.0.{number % hosts + 1}:{REFUSED_PORT if name == 'refused' else port}"
            links.append(Link(f"http://{host}/{kind.path.format(n=number)}", name))
    random.Random(2026).shuffle(links)
    return links


def peftlint(links: Sequence[Link], folder: Path) -> Counter[str]:
    """Let peftlint judge the links; its wrong verdicts by kind."""
    addresses = folder / "addresses.txt"
    addresses.write_text("\n".join(link.url for link in links), "utf-8")
    run = _output([sys.executable, str(CHECKER), str(addresses)])
    states = {verdict["url"]: verdict["state"] for verdict in map(json.loads, run.splitlines())}
    return Counter(link.kind for link in links if states.get(link.url) != KINDS[link.kind].state)


def lychee(links: Sequence[Link], folder: Path) -> Counter[str]:
    """Let lychee judge them with its defaults; what it reports wrongly, or fails to report, by kind."""
    path = folder / "links.md"
    path.write_text("\n".join(f"- [link]({link.url})" for link in links), "utf-8")
    program = shutil.which(
        "lychee", path=os.pathsep.join((sysconfig.get_path("scripts"), os.environ["PATH"]))
    )
    if not program:
        raise SystemExit("lychee is not installed; try: pip install -e '.[bench]'")
    told = json.loads(_output([program, "--no-progress", "--format", "json", str(path)]))
    reported = {error["url"] for errors in told["error_map"].values() for error in errors}
    reported |= {error["url"] for errors in told.get("timeout_map", {}).values() for error in errors}
    return Counter(
        link.kind
        for link in links
        if link.kind != "403" and (link.url in reported) != (KINDS[link.kind].state in LYCHEE_DEAD)
    )


def _output(command: Sequence[str]) -> str:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if run.returncode not in (0, 2):  # 2: lychee found broken links
        raise SystemExit(f"exit status {run.returncode}: {' '.join(command)}\n{run.stderr}")
    return run.stdout


def measured(checker: str, hosts: int) -> Run:
    """Let one program judge the links of a fresh server."""
    server = subprocess.Popen(
        [sys.executable, str(SERVER), str(hosts)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout
    links = links_of(hosts, int(server.stdout.readline()))
    with tempfile.TemporaryDirectory() as folder:
        start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        wrong = CHECKERS[checker](links, Path(folder))
        wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    counted = json.loads(server.communicate("")[0])
    return Run(wrong, wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, **counted)


CHECKERS = {"peftlint": peftlint, "lychee": lychee}


def main(numbers: Sequence[int]) -> int:
    """Run both on each number of hosts and print the table."""
    print(
        f"{'hosts':>5}  {'':10}{'wall s':>8}{'cpu s':>8}{'requests':>10}{'conn.':>7}{'busiest s':>11}  wrong"
    )
    failed = False
    for hosts in numbers:
        runs = {checker: measured(checker, hosts) for checker in CHECKERS}
        for checker, run in runs.items():
            wrong = ", ".join(f"{count} {kind}" for kind, count in sorted(run.wrong.items())) or "0"
            figures = (
                f"{run.wall:8.1f}{run.cpu:8.2f}{run.requests:10}{run.connections:7}{run.busiest_second:11}"
            )
            print(f"{hosts:5}  {checker:10}{figures}  {wrong}", flush=True)
        ours, theirs = runs["peftlint"], runs["lychee"]
        failed |= bool(ours.wrong) or ours.connections > MOST_CONNECTIONS or ours.wall > theirs.wall
    return int(failed)


if __name__ == "__main__":
    sys.exit(main([int(number) for number in sys.argv[1:]] or [20, 1]))
