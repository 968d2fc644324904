"""Forks send back what they have done; what goes wrong in one is told, and none is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from peftlint.forks import at_work, processors

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


def signalled(number: int) -> bytes:
    os.kill(os.getpid(), number)
    return b"on"


def fail(_: int) -> bytes:
    raise ValueError


def sleep(file: Path) -> bytes:
    file.write_text(f"{os.getpid()}\n")
    time.sleep(60)
    return b""


def is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("size", [0, 1, 1_000_000])  # more than a pipe holds
def test_each_sends_what_it_has_done(size: int) -> None:
    with at_work(lambda share: share * size, [b"a", b"b", b"c"]) as forks:
        assert [fork.result() for fork in forks] == [b"a" * size, b"b" * size, b"c" * size]


def test_none_is_sent_where_it_fails_or_is_killed(capfd: pytest.CaptureFixture[str]) -> None:
    with at_work(fail, [1]) as forks:
        assert forks[0].result() is None
    with at_work(signalled, [signal.SIGKILL, signal.SIGTERM]) as forks:
        assert [fork.result() for fork in forks] == [None, None]
    assert capfd.readouterr() == ("", "")


def test_the_first_one_answers_an_interrupt() -> None:
    with at_work(signalled, [signal.SIGINT]) as forks:
        assert forks[0].result() == b"on"


def test_who_is_not_waited_for_is_ended(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("one", "two")]

    def interrupted() -> None:
        with at_work(sleep, files):
            while not all(file.exists() and file.read_text().endswith("\n") for file in files):
                time.sleep(0.01)
            raise KeyError

    start = time.monotonic()
    with pytest.raises(KeyError):
        interrupted()
    assert time.monotonic() < start + 50  # they were not waited for
    assert all(is_gone(int(file.read_text())) for file in files)


def test_what_has_begun_is_ended_where_no_more_can(tmp_path: Path) -> None:
    """An interrupt comes while processes are being made."""

    def shares() -> Iterator[Path]:
        yield tmp_path / "one"
        while not (tmp_path / "one").exists() or not (tmp_path / "one").read_text().endswith("\n"):
            time.sleep(0.01)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), at_work(sleep, shares()):
        raise AssertionError
    assert is_gone(int((tmp_path / "one").read_text()))


def test_no_room_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    fork, room = os.fork, [True, False]

    def limited() -> int:
        if not room.pop(0):
            raise BlockingIOError
        return fork()

    descriptors = len(os.listdir("/dev/fd")) if os.path.isdir("/dev/fd") else 0
    monkeypatch.setattr(os, "fork", limited)
    with at_work(bytes, [3, 4, 5]) as forks:
        assert [fork.result() for fork in forks] == [bytes(3)]
    assert (len(os.listdir("/dev/fd")) if os.path.isdir("/dev/fd") else 0) == descriptors


def test_not_beside_threads() -> None:
    code = (
        "import threading; from peftlint.forks import may_fork; print(may_fork()); stop = threading.Event();"
        "threading.Thread(target=stop.wait).start(); print(may_fork()); stop.set()"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["True", "False"]


def test_processors() -> None:
    assert 1 <= processors() <= (os.cpu_count() or 1)
