"""A few of the pull requests that the script plays in hundreds."""

from __future__ import annotations

from play_pull_requests import play


def test_requests_are_read_as_they_were_made() -> None:
    played = play(12, seed=4)
    assert not played.misses
    assert played.findings > 3
    assert played.differences > 5
    assert played.merges > 3
