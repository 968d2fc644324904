"""``peftlint links`` from the command line, against services and pages on 127.0.0.1."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from fake_services import TOKEN, Paper, World, serving

from peftlint.cli.progress import told as told_as_they_come
from peftlint.online.services import SERVICES

LORA = "LoRA: Low-Rank Adaptation of Large Language Models"
PREFIX = "Prefix-Tuning: Optimizing Continuous Prompts for Generation"
LIST = f"""# Papers, from [a site](BASE/site/ok)

## Methods

- **{LORA}**, Edward J. Hu, Yelong Shen, arXiv 2021. [[Paper](https://arxiv.org/abs/2106.09685)] [[Code](https://github.com/microsoft/LoRA)]
- **{PREFIX}**, Xiang Lisa Li, Percy Liang, ACL 2021. [[Paper](https://arxiv.org/abs/2106.09685)]
- **DyLoRA: Parameter-Efficient Tuning of Models**, EACL 2023. [[Paper](https://arxiv.org/abs/2413.01234)] [[Code](https://github.com/KD-NLP/DyLoRA#readme)]
- **A Study of Walls**, ICLR 2020. [[Paper](BASE/site/wall)] [[Page](BASE/site/gone)]
"""
FINDINGS = ["VEN003 5", "LNK104 6", "LNK101 7", "LNK102 7", "LNK103 8", "LNK101 8"]
CLOSING = "7 links: 3 ok, 1 moved, 2 dead, 1 unverified;"


@pytest.fixture
def world() -> World:
    lora = Paper(LORA, ("Edward J. Hu", "Yelong Shen"), version=2, comment="Accepted at ICLR 2022")
    return World(
        papers={"arxiv:2106.09685": lora},
        repositories={"microsoft/lora": "microsoft/LoRA", "kd-nlp/dylora": "huawei-noah/Efficient-NLP"},
        pages={"site/ok": 200, "site/wall": 403},
    )


@pytest.fixture
def base(world: World, tmp_path: Path) -> Iterator[str]:
    """The address of the servers; the working directory has a list and the configuration."""
    with serving(world) as base:
        hosts = ((service.key, service.base.partition("://")[2]) for service in SERVICES)
        services = "".join(f'{key} = "{base}/{host}"\n' for key, host in hosts)
        limits = f'[tool.peftlint.links.hosts]\n"{base.partition("://")[2]}" = {{ spacing = 0, connections = 4 }}\n'
        config = f'[tool.peftlint]\nlists = ["*.md"]\n[tool.peftlint.links.services]\n{services}{limits}'
        (tmp_path / "pyproject.toml").write_text(config, "utf-8")
        (tmp_path / "list.md").write_text(LIST.replace("BASE", base), "utf-8")
        yield base


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "GH_"))}
    return {**kept, "GITHUB_TOKEN": TOKEN, "XDG_CACHE_HOME": str(folder / "cache"), "PYTHONWARNINGS": "error"}


def links(
    folder: Path, *arguments: str, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "peftlint", "links", "--allow", "127.0.0.0/8", *arguments]
    surroundings = {**environment(folder), **(more or {})}
    return subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, timeout=60)


def told(run: subprocess.CompletedProcess[str]) -> list[str]:
    """The findings, ``code line`` each."""
    found: list[dict[str, Any]] = json.loads(run.stdout)["findings"]
    return [f"{finding['rule']} {finding['line']}" for finding in found]


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.mark.usefixtures("base")
def test_findings_stand_at_their_links(tmp_path: Path) -> None:
    run = links(tmp_path, "--format", "json")
    assert told(run) == FINDINGS
    assert run.returncode == 1
    assert run.stderr.startswith(CLOSING)
    text = (tmp_path / "list.md").read_text("utf-8").split("\n")
    for finding in json.loads(run.stdout)["findings"]:
        shown = text[finding["line"] - 1][finding["column"] - 1 : finding["end_column"] - 1]
        assert finding["rule"] == "VEN003" or shown.startswith(finding["url"])
        assert finding["state"] in ("ok", "moved", "dead", "unverified")
        assert finding["asked"]
        assert finding["answered"]
        assert finding["when"].startswith("20")
    statuses = {(finding["rule"], finding["status"]) for finding in json.loads(run.stdout)["findings"]}
    assert {("LNK101", 404), ("LNK101", None), ("LNK103", 403)} <= statuses


def test_what_worked_is_not_asked_for_again(tmp_path: Path, base: str, world: World) -> None:
    first = links(tmp_path)
    assert CLOSING in first.stdout
    asked = len(world.requests)
    second = links(tmp_path)
    assert "4 from the store" in second.stdout
    assert {request.path for request in world.requests[asked:]} == {"/wall", "/gone"}
    assert links(tmp_path, "--max-age", "0", "--format", "json").stderr.count("0 from the store") == 1
    assert base


@pytest.mark.usefixtures("base")
def test_offline_asks_nobody(tmp_path: Path, world: World) -> None:
    empty = links(tmp_path, "--offline", "--format", "json")
    assert (world.requests, empty.returncode) == ([], 1)  # what cannot be, is dead all the same
    assert "7 links: 0 ok, 0 moved, 1 dead, 6 unverified" in empty.stderr
    links(tmp_path, "--store", "store")
    asked = len(world.requests)
    known = links(tmp_path, "--offline", "--store", "store", "--format", "json")
    assert told(known) == [*FINDINGS[:5], "LNK103 8"]
    assert "3 ok, 1 moved, 1 dead, 2 unverified; 4 from the store, 0 requests" in known.stderr
    assert len(world.requests) == asked


@pytest.mark.usefixtures("base")
def test_only_dead_links_fail(tmp_path: Path) -> None:
    path = tmp_path / "list.md"
    path.write_text("\n".join(path.read_text("utf-8").split("\n")[:6]) + "\n", "utf-8")
    run = links(tmp_path, "--format", "json")
    assert (told(run), run.returncode) == (["VEN003 5", "LNK104 6"], 0)


@pytest.mark.usefixtures("base")
def test_rules_are_chosen_and_silenced_as_in_check(tmp_path: Path) -> None:
    assert told(links(tmp_path, "--select", "LNK101", "--format", "json")) == ["LNK101 7", "LNK101 8"]
    assert told(links(tmp_path, "--ignore", "LNK", "--format", "json")) == ["VEN003 5"]
    refused = links(tmp_path, "--select", "DUP")
    assert (refused.returncode, "none of the rules" in refused.stderr) == (2, True)
    path = tmp_path / "list.md"
    path.write_text(f"<!-- peftlint: ignore-file dead-link, LNK103 -->\n{path.read_text('utf-8')}", "utf-8")
    run = links(tmp_path, "--format", "json")
    assert (told(run), run.returncode) == (["VEN003 6", "LNK104 7", "LNK102 8"], 0)


@pytest.mark.usefixtures("base")
def test_per_file_ignores(tmp_path: Path) -> None:
    config = tmp_path / "pyproject.toml"
    ignores = '[tool.peftlint.per-file-ignores]\n"list.md" = ["LNK1"]\n'
    config.write_text(config.read_text("utf-8") + ignores, "utf-8")
    assert told(links(tmp_path, "--format", "json")) == ["VEN003 5"]


@pytest.mark.usefixtures("base")
def test_moved_links_are_mended_on_demand_alone(tmp_path: Path) -> None:
    path = tmp_path / "list.md"
    before = path.read_text("utf-8")
    links(tmp_path, "--fix")
    assert path.read_text("utf-8") == before
    run = links(tmp_path, "--fix", "--unsafe-fixes", "--format", "json")
    new = before.replace("github.com/KD-NLP/DyLoRA#readme", "github.com/huawei-noah/Efficient-NLP#readme")
    assert path.read_text("utf-8") == new
    assert "LNK102 7" not in told(run)
    assert "1 link mended" in run.stderr


@pytest.mark.usefixtures("base")
def test_a_list_that_cannot_be_written_keeps_its_findings(tmp_path: Path) -> None:
    path = tmp_path / "list.md"
    before = path.read_text("utf-8")
    path.chmod(0o444)
    run = links(tmp_path, "--fix", "--unsafe-fixes", "--format", "json")
    assert (run.returncode, path.read_text("utf-8")) == (2, before)
    assert "LNK102 7" in told(run)
    assert "read-only" in run.stderr
    assert "mended" not in run.stderr


def test_since_asks_for_new_links_alone(tmp_path: Path, base: str, world: World) -> None:
    git(tmp_path, "init")
    git(tmp_path, "add", "list.md", "pyproject.toml")
    git(tmp_path, "commit", "-m", "lists")
    path = tmp_path / "list.md"
    moved = path.read_text("utf-8").split("\n")
    path.unlink()
    (tmp_path / "new.md").write_text(
        "\n".join(moved[::-1]) + f"\n- **New Work**. [a]({base}/site/new)\n", "utf-8"
    )
    run = links(tmp_path, "--since", "HEAD", "--format", "json")
    assert [finding["url"] for finding in json.loads(run.stdout)["findings"]] == [f"{base}/site/new"]
    assert {request.path for request in world.requests} == {"/new"}
    assert run.returncode == 1
    assert links(tmp_path, "--since", "no-such-ref").returncode == 2


@pytest.mark.usefixtures("base")
def test_what_services_say_is_shown_as_text(tmp_path: Path, world: World) -> None:
    evil = "\u202e::error::boom <script>alert(1)</script> @all %0A| x |"
    world.papers["arxiv:2106.09685"] = Paper(f"{evil} of another work", ("::warning::Ann B",))
    for form in ("text", "github", "markdown", "json"):
        run = links(tmp_path, "--format", form, "--store", f"store-{form}")
        assert "\u202e" not in run.stdout
        assert not any(
            line.startswith(("::error::boom", "::warning::Ann")) for line in run.stdout.splitlines()
        )
        assert "<script>" not in run.stdout or form != "markdown"


@pytest.mark.parametrize("form", ["text", "full", "github", "sarif", "junit", "rdjson", "markdown"])
@pytest.mark.usefixtures("base")
def test_all_formats(tmp_path: Path, form: str) -> None:
    run = links(tmp_path, "--format", form)
    assert run.returncode == 1
    assert "2413.01234" in run.stdout
    assert CLOSING in (run.stdout if form in ("text", "full") else run.stderr)
    if form in ("sarif", "rdjson"):
        json.loads(run.stdout)
    if form == "junit":
        ElementTree.fromstring(run.stdout)


def test_the_time_of_a_run_is_limited(tmp_path: Path, base: str, world: World) -> None:
    world.faults, world.slowness = {"export.arxiv.org": "slow", "site": "slow"}, 20.0
    start = time.monotonic()
    run = links(tmp_path, "--max-time", "1", "--format", "json")
    assert time.monotonic() - start < world.slowness
    assert run.returncode == 1
    assert "0 from the store" in run.stderr
    assert f"{base}/site/wall" in [finding["url"] for finding in json.loads(run.stdout)["findings"]]


@pytest.mark.usefixtures("base")
def test_an_interrupt_tells_what_is_known(tmp_path: Path, world: World) -> None:
    world.faults, world.slowness = {"site": "slow"}, 20.0
    command = [sys.executable, "-m", "peftlint", "links", "--allow", "127.0.0.1", "--format", "json"]
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 20
    while world.asked("api.github.com") == 0 and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    rules = [finding["rule"] for finding in json.loads(out)["findings"]]
    assert "LNK102" in rules
    assert "3 not asked for (interrupted)" in err


@pytest.mark.usefixtures("base")
def test_a_bar_is_shown_on_a_terminal_alone(tmp_path: Path) -> None:
    assert "[#" not in links(tmp_path).stderr
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "peftlint", "links", "--allow", "127.0.0.1"]
    run = subprocess.run(
        command, cwd=tmp_path, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=slave, timeout=60
    )
    os.close(slave)
    shown = os.read(master, 65_536).decode()
    os.close(master)
    assert "100%" in shown
    assert b"100%" not in run.stdout


def test_without_a_terminal_there_is_a_line_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    ticks = iter(range(0, 1000, 20))
    assert list(told_as_they_come(range(7), 7, "links", lambda: next(ticks))) == list(range(7))
    assert capsys.readouterr().err.splitlines() == [f"peftlint: {n} of 7 links" for n in (2, 4, 6)]


@pytest.mark.usefixtures("base")
def test_private_addresses_are_refused_unless_allowed(tmp_path: Path, world: World) -> None:
    command = [sys.executable, "-m", "peftlint", "links", "--format", "json"]
    run = subprocess.run(
        command, cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True, timeout=60
    )
    assert world.requests == []
    assert {finding["state"] for finding in json.loads(run.stdout)["findings"]} <= {"unverified", "dead"}


@pytest.mark.usefixtures("base")
def test_tokens_are_nowhere_to_be_seen(tmp_path: Path) -> None:
    run = links(tmp_path, "--format", "json", more={"S2_API_KEY": TOKEN, "OPENALEX_API_KEY": TOKEN})
    stored = b"".join(path.read_bytes() for path in (tmp_path / "cache").rglob("*") if path.is_file())
    assert stored
    assert TOKEN not in run.stdout + run.stderr
    assert TOKEN.encode() not in stored


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--fix", "-"), "standard input"),
        (("--statistics", "--format", "json"), "counts for people"),
        (("--max-time", "0"), "--max-time"),
        (("none.md",), "no such file"),
    ],
)
def test_what_does_not_go_is_refused(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    run = links(tmp_path, *arguments)
    assert run.returncode == 2
    assert words in run.stderr
