"""Patches that other tools apply."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peftlint.files import encode
from peftlint.model import Source
from peftlint.reports.diff import diff, for_terminal
from peftlint.reports.view import View

LINES = st.lists(st.sampled_from(["a", "b", "低秩", "", "x\r", "\x0c", "y\u2028z"]), max_size=8).map(
    "\n".join
)


def test_diff() -> None:
    assert diff(Source("a.md", "1\n2\n3\n"), Source("a.md", "1\nzwei\n3\n")) == (
        "--- a.md\n+++ a.md\n@@ -1,3 +1,3 @@\n 1\n-2\n+zwei\n 3\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("a\n", "a\n", ""),
        ("a", "b", "-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n"),
        ("a\r\n", "b\r\n", "-a\r\n+b\r\n"),
        ("a\x0cb\n", "a\x0cc\n", "-a\x0cb\n+a\x0cc\n"),
    ],
)
def test_lines_as_they_are(old: str, new: str, lines: str) -> None:
    patch = diff(Source("a.md", old), Source("a.md", new))
    assert patch.partition("@@\n")[2] == lines


@pytest.mark.skipif(which("git") is None, reason="git is not installed")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES, LINES, st.booleans())
def test_git_applies_them(tmp_path: Path, old: str, new: str, bom: bool) -> None:
    before, after = Source("lists/a.md", old or "x", bom), Source("lists/a.md", new or "y", bom)
    path = tmp_path / before.path
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(encode(before, before.text))
    patch = diff(before, after)
    if patch:
        command = ["git", "apply", "-p0", "--whitespace=nowarn", "-"]
        subprocess.run(command, input=patch.encode(), cwd=tmp_path, check=True, capture_output=True)
    assert path.read_bytes() == encode(after, after.text)


def test_for_terminal() -> None:
    patch = diff(Source("a.md", "a\x1b[31m\r\n"), Source("a.md", "b\u202e\r\n"))
    shown = "--- a.md\n+++ a.md\n@@ -1 +1 @@\n-a\\x1b[31m\n+b\\u202e\n"
    assert for_terminal(patch, View()) == shown
    assert "\x1b[31m-a\\x1b[31m\x1b[0m\n" in for_terminal(patch, View(colour=True))
    assert for_terminal("", View()) == ""
