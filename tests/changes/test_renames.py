"""Which file is which; and which paths a pattern names."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peftlint.changes.patterns import matches
from peftlint.changes.renames import renames

A, B = "one\ntwo\nthree\nfour\n", "five\nsix\nseven\neight\n"


@pytest.mark.parametrize(
    ("gone", "come", "expected"),
    [
        ({"a.md": A}, {"b.md": A}, {"b.md": "a.md"}),
        ({"a.md": A}, {"b.md": A + "five\nsix\n"}, {"b.md": "a.md"}),
        ({"a.md": A}, {"b.md": A + B + "nine\n"}, {}),  # less than half of it is the old one
        ({"a.md": A}, {"b.md": B}, {}),
        ({"a.md": A, "b.md": B}, {"c.md": B, "d.md": A}, {"c.md": "b.md", "d.md": "a.md"}),
        ({"x/a.md": A, "x/b.md": A}, {"y/b.md": A}, {"y/b.md": "x/b.md"}),
        ({"a.md": "\n \n"}, {"b.md": "\n \n"}, {}),
        ({}, {"b.md": A}, {}),
    ],
)
def test_renames(gone: dict[str, str], come: dict[str, str], expected: dict[str, str]) -> None:
    assert renames(gone, come) == expected


NAMES = st.sampled_from(["a.md", "b.txt", ".c.md", "x", "lists", "**a"])
PARTS = st.sampled_from(["*.md", "*", "**", "a.md", "lists", "[ab]*", "?.md", "x"])


@given(st.lists(NAMES, min_size=1, max_size=4), st.lists(PARTS, min_size=1, max_size=4))
def test_patterns_name_what_glob_finds(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], parts: list[str]
) -> None:
    path, pattern = "/".join(names), "/".join(parts)
    root = tmp_path_factory.mktemp("files")
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).touch()
    assert matches(path, pattern) == any(found == root / path for found in Path(root).glob(pattern))


def test_many_folders_take_no_time() -> None:
    assert not matches("/".join("a" * 200), "/".join(["**"] * 200 + ["b"]))
