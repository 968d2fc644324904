"""The findings that a baseline knows."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linting import findings_in, lists_of

from peftlint.changes.baseline import Baseline, BaselineError, Record, compare, read, records, write

BITFIT = "- **BitFit: Simple Tuning of Models**, ACL 2022. [[Paper](https://arxiv.org/abs/2106.10199)] [[Code]()]\n"
LORA = "- **LoRA: Low-Rank Adaptation**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)] [[Code]()]\n"
EMPTY = "\n## Later\n"
PARTS = st.lists(st.sampled_from([BITFIT, LORA, EMPTY, "\n", "text\n"]), max_size=6).map("".join)


def known(files: dict[str, str]) -> Baseline:
    names = {name: name for name in files}
    return Counter(records(findings_in(files, "LNK001", "SEC002"), lists_of(files), names))


def left(baseline: Baseline, files: dict[str, str]) -> tuple[list[str], int]:
    """What is told, and how many records know nothing any more."""
    found = findings_in(files, "LNK001", "SEC002")
    names = {name: name for name in files}
    compared = compare(baseline, found, records(found, lists_of(files), names), set(files))
    return [f"{one.code} {one.subject}" for one in compared.told], compared.gone.total()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param({"a.md": BITFIT}, {"a.md": LORA + BITFIT}, (["LNK001 Code"], 0), id="moved down"),
        pytest.param({"a.md": BITFIT}, {"a.md": BITFIT + BITFIT}, (["LNK001 Code"], 0), id="counted"),
        pytest.param({"a.md": BITFIT}, {"a.md": LORA}, (["LNK001 Code"], 1), id="another"),
        pytest.param({"a.md": BITFIT}, {"b.md": BITFIT}, ([], 0), id="list renamed"),
        pytest.param({"a.md": BITFIT}, {"a.md": BITFIT.replace("Simple", "Simpler")}, ([], 0), id="retitled"),
        pytest.param({"a.md": LORA + EMPTY}, {"b.md": LORA + EMPTY}, ([], 0), id="no entry, list renamed"),
        pytest.param(
            {"a.md": LORA + EMPTY, "b.md": LORA},
            {"a.md": LORA, "b.md": LORA + EMPTY},
            (["SEC002 Later"], 1),
            id="no entry, another list",
        ),
    ],
)
def test_known(before: dict[str, str], after: dict[str, str], expected: tuple[list[str], int]) -> None:
    assert left(known(before), after) == expected


@given(PARTS, PARTS)
def test_laws(one: str, other: str) -> None:
    """A baseline knows all that it was written from, and never tells or forgets more than the difference."""
    baseline = known({"a.md": one})
    assert left(baseline, {"a.md": one}) == ([], 0)
    assert read(write(baseline), "b.json") == baseline
    told, gone = left(baseline, {"a.md": other})
    assert len(told) - gone == known({"a.md": other}).total() - baseline.total()


def test_one_finding_a_line_and_sorted() -> None:
    text = write(known({"a.md": LORA + BITFIT + BITFIT}))
    assert text.splitlines() == [
        '{"version": 1, "findings": [',
        '{"path": "a.md", "rule": "LNK001", "entry": "BitFit: Simple Tuning of Models", "subject": "Code",'
        ' "work": "arxiv:2106.10199", "count": 2},',
        '{"path": "a.md", "rule": "LNK001", "entry": "LoRA: Low-Rank Adaptation", "subject": "Code",'
        ' "work": "arxiv:2106.09685"}',
        "]}",
    ]


def test_nothing_is_a_baseline_too() -> None:
    assert read(write(Counter()), "b.json") == Counter()


ANY = st.text(max_size=20)


@given(
    st.dictionaries(
        st.builds(Record, ANY.filter(bool), ANY.filter(bool), ANY, ANY, ANY), st.integers(1, 9), max_size=5
    )
)
def test_round_trip(found: dict[Record, int]) -> None:
    assert read(write(Counter(found)), "b.json") == Counter(found)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected a baseline (JSON)"),
        ("[" * 100_000, "expected a baseline (JSON)"),
        ("[]", "expected a baseline with 'version': 1 and 'findings'"),
        ('{"version": 2, "findings": []}', "of version 2, newer than 1; update peftlint"),
        ('{"version": 1}', "expected a baseline with"),
        ('{"version": 1, "findings": [{"rule": "X"}]}', "finding 1: expected at least a rule and a path"),
        ('{"version": 1, "findings": [{"rule": "X", "path": 1}]}', "all of it strings"),
        (
            '{"version": 1, "findings": [{"rule": "X", "path": "a", "line": 1}]}',
            "finding 1: expected an object with",
        ),
        (
            '{"version": 1, "findings": [{"rule": "X", "path": "a", "count": 0}]}',
            "a count of 1 or more, found 0",
        ),
        ('{"version": 1, "findings": ["x"]}', "finding 1: expected an object"),
    ],
)
def test_no_baseline(text: str, message: str) -> None:
    with pytest.raises(BaselineError) as raised:
        read(text, "b.json")
    assert message in str(raised.value)
    assert str(raised.value).startswith("b.json: ")
