"""Links by identifier: how many requests they take, and how long, beside lychee on the same links.

    python tests/bench/links_batches.py [LINKS]

LINKS (10,000) are drawn like those of the lists in ``lists/``: 46 % arXiv, 31 % GitHub, some ACL Anthology,
OpenReview and DOI, the rest pages on 40 hosts, of which one in twenty is gone. All hosts are servers on loopback addresses
of their own, in one process, which count what they are asked. peftlint asks the services at the distances that their
operators ask for; lychee runs with its defaults, each registry mapped to an address of its own. Exit status 1 if a
verdict is wrong, or if identifiers with a bulk service take more than a twentieth of a request each.

No identifier is gone: its page, which confirms that with two more requests, would be asked for at its real host.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from fake_services import TOKEN, Paper, World, serving  # noqa: E402 -- shared with the tests

from peftlint.online.hosts import KNOWN_LIMITS  # noqa: E402
from peftlint.online.services import SERVICES  # noqa: E402

SHARES = {"arxiv": 0.46, "github": 0.31, "acl": 0.025, "openreview": 0.02, "doi": 0.015}
"""Of all links; the rest are pages."""
HOSTS = {
    "arxiv": "arxiv.org/abs",
    "github": "github.com",
    "acl": "aclanthology.org",
    "openreview": "openreview.net/forum?id=",
    "doi": "doi.org",
}
OTHER_HOSTS = 40
GONE = 0.05
BULK = ("arxiv", "github", "acl", "openreview", "doi")
WANTED = 20
"""Links that one request verifies, at least, on average."""


class Link(NamedTuple):
    """One link: the kind of its identifier (``page`` for none), its address, whether it is gone."""

    kind: str
    address: str
    gone: bool


class Result(NamedTuple):
    """What a run took, what the servers counted by host, and which links it called dead."""

    seconds: float
    requests: Mapping[str, int]
    dead: frozenset[str]


def draw(number: int, port: int) -> list[Link]:
    """The links, in random order but always the same."""
    chance = random.Random(1)
    links = []
    for index in range(number):
        kind = chance.choices([*SHARES, "page"], [*SHARES.values(), 1 - sum(SHARES.values())])[0]
        links.append(Link(kind, _address(kind, index, port), kind == "page" and chance.random() < GONE))
    return links


def _address(kind: str, index: int, port: int) -> str:
    year, number = divmod(index, 20_000)
    values = {
        "arxiv": f"/{15 + year:02}{1 + index % 12:02}.{1 + number:05}",
        "github": f"/owner-{index % 997}/repository-{index}",
        "acl": f"/2021.acl-long.{index}/",
        "openreview": f"AbCd{index:07}",
        "doi": f"/10.1145/3292500.{3_330_000 + index}",
    }
    if kind == "page":
        return f"http://127.0.0.{1 + index % OTHER_HOSTS}:{port}/page/{index}"
    return f"https://{HOSTS[kind]}{values[kind]}"


def world_of(links: Sequence[Link]) -> World:
    """A world in which all links work but those that are gone."""
    from peftlint.fields.identifier import identifiers_of_url

    world = World(faults={"api2.openreview.net": "open"})
    for link in links:
        if link.gone:
            continue
        world.pages[link.address.partition("://")[2]] = 200
        for kind, value in identifiers_of_url(link.address):
            if kind == "github":
                world.repositories[value] = value
            else:
                world.papers[f"{kind}:{value}"] = Paper(f"The Title of {value}", ("Ann Author", "Bob Author"))
    world.pages |= {f"page/{link.address.rpartition('/')[2]}": 200 for link in links if not link.gone}
    return world


def _serve(links: Sequence[Link], port: int, pipe: Any) -> None:
    """Serve until told to stop; says how often each host was asked whenever it is asked for that."""
    world = world_of(links)
    with serving(world, "0.0.0.0", port):
        pipe.send("ready")
        while pipe.recv() == "count":
            with world.lock:
                counts: dict[str, int] = {}
                for asked in world.requests:
                    counts[asked.host] = counts.get(asked.host, 0) + 1
                world.requests.clear()
            pipe.send(counts)


@contextmanager
def servers(links: Sequence[Link], port: int) -> Iterator[Any]:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(links, port, theirs))
    process.start()
    try:
        ours.recv()
        yield ours
    finally:
        ours.send("stop")
        process.join()


def _counts(pipe: Any) -> Mapping[str, int]:
    pipe.send("count")
    counts: Mapping[str, int] = pipe.recv()
    return counts


def peftlint(folder: Path, port: int, pipe: Any) -> Result:
    """Run ``peftlint links`` with an empty store."""
    services, limits = [], []
    for number, service in enumerate(SERVICES):
        name = service.base.partition("://")[2]
        known = KNOWN_LIMITS[name]
        place = f"127.0.1.{number + 1}:{port}"
        services.append(f'{service.key} = "http://{place}/{name}"')
        limits.append(f'"{place}" = {{ connections = {known.connections}, spacing = {known.spacing} }}')
    config = ["[tool.peftlint.links.services]", *services, "[tool.peftlint.links.hosts]", *limits]
    (folder / "pyproject.toml").write_text("\n".join(config), "utf-8")
    command = [
        sys.executable,
        "-m",
        "peftlint",
        "links",
        "list.md",
        "--allow",
        "127.0.0.0/8",
        "--store",
        "store",
    ]
    surroundings = {**os.environ, "GITHUB_TOKEN": TOKEN, "PYTHONPATH": str(ROOT)}
    start = time.perf_counter()
    run = subprocess.run(
        [*command, "--format", "json"],
        cwd=folder,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - start
    print(f"peftlint says: {run.stderr.strip()}")
    dead = {one["url"] for one in json.loads(run.stdout)["findings"] if one["rule"] == "LNK101"}
    return Result(seconds, _counts(pipe), frozenset(dead))


def lychee(folder: Path, port: int, pipe: Any) -> Result:
    """Run lychee with its defaults; each registry is mapped to a loopback address of its own."""
    maps = []
    for number, place in enumerate(HOSTS.values()):
        host = place.partition("/")[0]
        maps += ["--remap", f"https://{re.escape(host)}/(.*) http://127.0.2.{number + 1}:{port}/{host}/$1"]
    command = [
        str(Path(sys.executable).with_name("lychee")),
        "--no-progress",
        "--format",
        "json",
        *maps,
        "list.md",
    ]
    start = time.perf_counter()
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    told = json.loads(run.stdout)
    print(f"lychee says: {told['total']} links, {told['successful']} ok, {told['errors']} errors")
    errors = [one["url"] for some in told.get("error_map", {}).values() for one in some]
    return Result(seconds, _counts(pipe), frozenset(errors))


def main(number: int) -> int:
    port = random.randrange(20_000, 30_000)
    links = draw(number, port)
    gone = frozenset(link.address for link in links if link.gone)
    with tempfile.TemporaryDirectory() as name, servers(links, port) as pipe:
        folder = Path(name)
        (folder / "list.md").write_text("".join(f"- [link]({link.address})\n" for link in links), "utf-8")
        ours = peftlint(folder, port, pipe)
        theirs = lychee(folder, port, pipe)
    identified = sum(link.kind in BULK for link in links)
    pages = sum(count for host, count in ours.requests.items() if host == "page")
    bulk = sum(ours.requests.values()) - pages
    wrong = len(ours.dead ^ gone)
    print(
        f"\n{len(links):,} links, {identified:,} of them by identifiers with a bulk service, {len(gone)} gone"
    )
    print(f"{'':10}{'seconds':>9}{'requests':>10}{'links a request':>17}")
    for who, result in (("peftlint", ours), ("lychee", theirs)):
        requests = sum(result.requests.values())
        print(f"{who:10}{result.seconds:9.1f}{requests:10,}{len(links) / requests:17.1f}")
    print(f"identifiers: {bulk} requests, {identified / bulk:.1f} links each; wrong verdicts: {wrong}")
    for host, count in sorted(ours.requests.items()):
        print(f"  {host:28}{count:6,}")
    return int(wrong > 0 or identified / bulk < WANTED)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
