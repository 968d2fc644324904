"""What is kept of good verdicts, whatever happens to the file."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peftlint.online.model import Record, State, Verdict
from peftlint.online.store import KEPT, Store, default_path

NOW = 1_800_000_000.0
URL = "https://site.org/paper"
FOUND = Verdict(URL, "ok", f"HEAD {URL}", "HEAD 200", NOW, 200)
RECORD = Record(
    "A title", ("A. Author", "张三"), "ICLR", 2022, URL, "arXiv", "ICLR 2022", "Crossref", ("An old title",)
)


class Opened:
    """A store in a folder, its clocks, and what it warned of."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.now = NOW
        self.warnings: list[str] = []

    def __call__(self) -> Store:
        return Store(self.path, self.warnings.append, lambda: self.now)


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    return Opened(tmp_path / "cache" / "links.sqlite")


def known(opened: Opened, url: str = URL, max_age: float = 60.0) -> Verdict | None:
    with opened() as store:
        return store.known([url], max_age).get(url)


@pytest.mark.parametrize(
    "verdict",
    [
        FOUND,
        replace(FOUND, state="moved", target="https://site.org/论文", status=301),
        replace(FOUND, record=RECORD),
        replace(FOUND, record=Record(), status=None),
        replace(FOUND, record=Record("half a \ud83d character")),
        replace(FOUND, url="https://site.org/" + "x" * 5000),
    ],
)
def test_what_is_kept_comes_back(opened: Opened, verdict: Verdict) -> None:
    with opened() as store:
        store.add(verdict)
    assert known(opened, verdict.url) == verdict
    assert opened.warnings == []


@given(
    st.builds(
        replace,
        st.just(FOUND),
        record=st.builds(Record, st.none() | st.text(), st.lists(st.text()).map(tuple)),
    )
)
def test_any_record_comes_back(verdict: Verdict) -> None:
    with Store(Path(":memory:"), pytest.fail, lambda: NOW) as store:
        store.add(verdict)
        assert store.known([URL], 60.0) == {URL: verdict}


@pytest.mark.parametrize("state", ["dead", "unverified"])
def test_failures_are_not_kept(opened: Opened, state: State) -> None:
    with opened() as store:
        store.add(replace(FOUND, state=state))
    assert known(opened) is None


def test_credentials_are_not_kept(opened: Opened) -> None:
    with opened() as store:
        store.add(replace(FOUND, url="https://me:secret@site.org/paper"))
    assert b"secret" not in opened.path.read_bytes()
    assert known(opened, "https://me:secret@site.org/paper") is None


@pytest.mark.parametrize(("age", "is_known"), [(0.0, True), (60.0, True), (61.0, False), (-1.0, False)])
def test_age(opened: Opened, age: float, is_known: bool) -> None:
    with opened() as store:
        store.add(FOUND)
    opened.now += age
    assert (known(opened) is not None) == is_known


def test_the_last_verdict_counts(opened: Opened) -> None:
    with opened() as store:
        store.add(FOUND)
        store.add(replace(FOUND, state="moved", target="https://site.org/b"))
    found = known(opened)
    assert found
    assert found.state == "moved"


def test_what_is_old_is_forgotten(opened: Opened) -> None:
    with opened() as store:
        store.add(FOUND)
    opened.now += KEPT + 1
    opened().close()
    with sqlite3.connect(opened.path) as database:
        assert database.execute("select count(*) from verdicts").fetchone() == (0,)
    database.close()


def test_verdicts_are_written_as_they_come(opened: Opened) -> None:
    with opened() as store, opened() as other:
        store.add(FOUND)
        assert other.known([URL], 60.0) == {URL: FOUND}


def _garbage(path: Path) -> None:
    path.write_bytes(b"this is no database" * 1000)


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _overwritten(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:8192] = os.urandom(4096)
    path.write_bytes(data)


@pytest.mark.parametrize("harm", [_garbage, _truncated, _overwritten])
def test_a_broken_file_is_set_aside(opened: Opened, harm: Callable[[Path], None]) -> None:
    with opened() as store:
        for number in range(100):
            store.add(replace(FOUND, url=f"{URL}/{number}"))
    harm(opened.path)
    broken = opened.path.read_bytes()
    with opened() as store:
        assert store.known([f"{URL}/1"], 60.0) == {}
        store.add(FOUND)
    assert known(opened) == FOUND
    assert len(opened.warnings) == 1
    assert "set aside" in opened.warnings[0]
    (aside,) = opened.path.parent.glob("*.broken-*")
    assert aside.read_bytes()[100:] == broken[100:]  # all but the counters of its header


def test_the_database_of_another_program_is_left_alone(opened: Opened) -> None:
    opened.path.parent.mkdir()
    with sqlite3.connect(opened.path) as database:
        database.execute("create table letters (text)")
    database.close()
    before = opened.path.read_bytes()
    with opened() as store:
        store.add(FOUND)
    assert opened.path.read_bytes() == before
    assert [path.name for path in opened.path.parent.iterdir()] == [opened.path.name]
    assert len(opened.warnings) == 1


def test_another_version_starts_anew(opened: Opened) -> None:
    opened.path.parent.mkdir()
    with sqlite3.connect(opened.path) as database:
        database.execute("create table verdicts (something_else)")
        database.execute("pragma application_id = 1885693556")
        database.execute("pragma user_version = 99")
    database.close()
    with opened() as store:
        store.add(FOUND)
    assert known(opened) == FOUND
    assert opened.warnings == []


def test_no_place_to_write(opened: Opened) -> None:
    opened.path.parent.write_text("a file where the folder should be", "utf-8")
    with opened() as store:
        store.add(FOUND)
        assert store.known([URL], 60.0) == {}
    assert len(opened.warnings) == 1


def test_a_folder_in_its_place(opened: Opened) -> None:
    opened.path.mkdir(parents=True)
    assert known(opened) is None
    assert len(opened.warnings) == 1


WRITER = """
    import sys, time
    from pathlib import Path
    from peftlint.online.model import Verdict
    from peftlint.online.store import Store

    def fail(message):
        sys.exit(message)

    name, count = sys.argv[2], int(sys.argv[3])
    with Store(Path(sys.argv[1]), fail) as store:
        for number in range(count):
            store.add(Verdict(f"https://site.org/{name}/{number}", "ok", "", "", time.time()))
            print(number, flush=True)
"""


def writer(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(WRITER), str(path), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_runs_side_by_side(tmp_path: Path) -> None:
    path = tmp_path / "links.sqlite"
    runs = {name: writer(path, name, 100) for name in "abc"}
    for run in runs.values():
        run.communicate(timeout=30)
        assert run.returncode == 0
    with Store(path, pytest.fail) as store:
        assert (
            len(store.known([f"https://site.org/{name}/{n}" for name in runs for n in range(100)], 600))
            == 300
        )


def test_a_killed_run_leaves_what_it_wrote(tmp_path: Path) -> None:
    path = tmp_path / "links.sqlite"
    run = writer(path, "a", 100_000)
    assert run.stdout
    while run.stdout.readline() not in ("20\n", ""):
        pass
    run.send_signal(signal.SIGKILL)
    told = run.communicate()[0].splitlines()
    with Store(path, pytest.fail) as store:
        assert (
            len(store.known([f"https://site.org/a/{number}" for number in range(21 + len(told))], 600)) >= 21
        )


def test_default_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    if sys.platform == "linux":
        assert default_path() == tmp_path / "peftlint" / "links.sqlite"
    assert default_path().name == "links.sqlite"
