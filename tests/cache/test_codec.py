"""What was read of a file comes back from bytes as it was, and what is no such bytes is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from cases import read_cases
from hypothesis import given
from hypothesis import strategies as st

from peftlint.cache.codec import Kept, decode, encode
from peftlint.engine import read_list
from peftlint.files import read_source
from peftlint.lint import find_in_list
from peftlint.model import Source
from peftlint.rules import Surroundings, all_rules

ROOT = Path(__file__).parents[2]
SURROUNDINGS = Surroundings(date(2026, 1, 1), lambda _: False)


def kept(source: Source) -> Kept:
    one = read_list(source)
    return Kept(one.entries, one.notices, find_in_list(one, all_rules().values(), SURROUNDINGS))


@pytest.mark.parametrize("path", sorted((ROOT / "lists").glob("*.md")), ids=lambda path: path.stem)
def test_a_list_comes_back(path: Path) -> None:
    before = kept(read_source(str(path)))
    after = decode(encode(before), str(path))
    assert after == before
    assert [one.id for one in after.entries] == [one.id for one in before.entries]
    assert before.found
    assert sum(map(len, before.found.by_rule.values())) > 5


def test_every_shape_comes_back() -> None:
    for case in read_cases(ROOT / "tests/readers/shapes.md"):
        before = kept(Source("list.md", case.text))
        assert decode(encode(before), "list.md") == before


def test_without_findings_and_with_a_lone_surrogate() -> None:
    one = read_list(
        Source("list.md", "- [A Study of &#xD800; and \\ud800 Things](https://arxiv.org/abs/1706.03762)\n")
    )
    before = Kept(one.entries, (), None)
    assert decode(encode(before), "list.md") == before


@given(
    st.binary(max_size=60)
    | st.sampled_from([b"[]", b"null", b"[[],[],[1,2]]", b"[[[1]],[],null]", b"{}", b"[" * 5000])
)
def test_anything_else_is_refused(data: bytes) -> None:
    try:
        decode(data, "list.md")
    except (ValueError, LookupError, TypeError):
        return
    assert encode(decode(data, "list.md")) == data
