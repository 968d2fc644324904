"""Plays random pull requests over the five lists, on real git history, and compares what peftlint says of each
with how it was made: ``check --since`` must report what the request broke and nothing else, ``diff`` must name what
it did and nothing else, and after a merge conflict either side of README.md must become the same page.

    python tests/play_pull_requests.py [N] [--seed S] [--verbose]

Prints a table, a row a kind of change, and exits with 1 on any miss.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import NamedTuple

import repositories
from pull_requests import KINDS, Request, Result, read

from peftlint.cli import cli

LISTS = repositories.ROOT / "lists"
MOST_PARTS = 3
"""Changes in one request, each in a list of its own."""
EACH_MERGED = 3
"""Each how manieth request is merged with the one before it."""


class Miss(NamedTuple):
    """Where what was said is not what was done."""

    number: int
    kinds: str
    what: str
    expected: object
    found: object


@dataclass
class Played:
    """What came out: how many requests had each kind of change, and what was missed."""

    counts: Counter[str] = field(default_factory=Counter)
    findings: int = 0
    differences: int = 0
    merges: int = 0
    misses: list[Miss] = field(default_factory=list)


def peftlint(*arguments: str) -> tuple[int, str]:
    """Run a command in the working directory: its exit status, and what it printed."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        status = cli.main(list(arguments), standalone_mode=False)
    return status, out.getvalue()


@contextmanager
def repository() -> Iterator[repositories.Repository]:
    """A repository with the five lists and their README in the working directory, which it is until the end."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        made = repositories.Repository(Path(folder))
        for path in sorted(LISTS.glob("*.md")):
            made.write(f"lists/{path.name}", path.read_text(encoding="utf-8"))
        made.write("pyproject.toml", (repositories.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        made.write("README.md", "# Papers\n\n<!-- peftlint:begin -->\n<!-- peftlint:end -->\n")
        os.chdir(folder)
        try:
            peftlint("merge")
            made.commit("base")
            yield made
        finally:
            os.chdir(before)


def play(number: int, seed: int) -> Played:
    """Play *number* requests, and merge some that follow one another."""
    played = Played()
    random = Random(seed)
    with repository() as git:
        lists = read()
        previous: Request | None = None
        for index in range(number):
            request = Request(Random(random.random()), lists)
            git.git("checkout", "--quiet", "-b", f"request-{index}", "main")
            for kind in random.sample(sorted(KINDS), random.randint(1, MOST_PARTS)):
                KINDS[kind](request)
            while not request.kinds:  # not every list has what a kind of change is about
                KINDS[random.choice(sorted(KINDS))](request)
            played.counts.update(request.kinds)
            request.write()
            if not request.leaves_readme:
                peftlint("merge")
            told = ", ".join(request.kinds)
            played.misses += [Miss(index, told, *miss) for miss in judged(request, played)]
            git.commit(told)
            if previous and index % EACH_MERGED == 0 and not previous.paths & request.paths:
                played.misses += [Miss(index, told, *miss) for miss in merged(git, index, played)]
            git.git("checkout", "--quiet", "--force", f"request-{index}")
            previous = request
    return played


def judged(request: Request, played: Played) -> Iterator[tuple[str, object, object]]:
    """What ``check --since`` and ``diff`` say otherwise than the request was made."""
    _, out = peftlint("check", "--since", "main", "--format", "json")
    found = [(one["rule"], one["path"], one["line"]) for one in json.loads(out)["findings"]]
    played.findings += len(found)
    missing = [one for one in request.broken if not any(one.is_at(*place) for place in found)]
    surplus = [place for place in found if not any(one.is_at(*place) for one in request.broken)]
    if missing or surplus or len(found) != len(request.broken):
        yield "check --since", missing, surplus or found
    _, out = peftlint("diff", "main", "--format", "json")
    said = json.loads(out)
    results = Counter(Result(one["kind"], one["title"]) for one in said["changes"])
    played.differences += results.total()
    expected = Counter(request.results)
    if results != expected:
        yield "diff", dict(expected - results), dict(results - expected)
    if not expected and not said["verdict"].startswith("nothing changes in meaning"):
        yield "diff", "nothing changes in meaning", said["verdict"]


def merged(git: repositories.Repository, index: int, played: Played) -> Iterator[tuple[str, object, object]]:
    """The READMEs that come out of a request and the one before it, merged in either order, from either side."""
    pages: dict[str, str] = {}
    for ours, theirs in ((index, index - 1), (index - 1, index)):
        for side in ("--ours", "--theirs"):
            git.git("checkout", "--quiet", "--detach", "--force", f"request-{ours}")
            ran = git.run("git", "merge", "--quiet", "--no-commit", "--no-ff", f"request-{theirs}")
            if ran.returncode:
                conflicts = git.git("diff", "--name-only", "--diff-filter=U").splitlines()
                if conflicts != ["README.md"]:
                    git.git("merge", "--abort")
                    return  # a conflict in a list is for people
                git.git("checkout", side, "--", "README.md")
            peftlint("merge")
            played.merges += 1
            pages[f"request {ours}, then {theirs}, {side}"] = git.read("README.md")
            git.git("reset", "--quiet", "--hard")
    if len(set(pages.values())) > 1:
        yield "merge", "one page", {name: hash(page) for name, page in pages.items()}


def table(played: Played) -> str:
    missed = Counter(kind for miss in played.misses for kind in miss.kinds.split(", "))
    rows = [
        ("change", "played", "missed"),
        *((kind, str(n), str(missed[kind])) for kind, n in sorted(played.counts.items())),
    ]
    return "\n".join(f"{kind:<34}{number:>8}{miss:>8}" for kind, number, miss in rows)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("number", nargs="?", type=int, default=100, metavar="N", help="requests (100)")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    played = play(arguments.number, arguments.seed)
    print(table(played))
    print(
        f"{arguments.number} requests: {played.findings} findings, {played.differences} differences,"
        f" {played.merges} merges; {len(played.misses)} missed"
    )
    for miss in played.misses:
        print(
            f"request {miss.number} ({miss.kinds}): {miss.what}\n  expected {miss.expected}\n  found    {miss.found}"
        )
    return 1 if played.misses else 0


if __name__ == "__main__":
    sys.exit(main())
