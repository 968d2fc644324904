from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import ANY_TEXT

from peftlint.model import Finding, Span
from peftlint.reports.fingerprint import fingerprints, ordinals

FINDING = Finding("DUP001", "lists/a.md", Span(10, 20), "listed before, in line 3", "LoRA")


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        (FINDING._replace(span=Span(500, 510)), True),
        (FINDING._replace(message="listed before, in line 30"), True),
        (FINDING._replace(entry="lists/a.md:31"), True),
        (FINDING._replace(code="DUP002"), False),
        (FINDING._replace(path="lists/b.md"), False),
        (FINDING._replace(subject="DoRA"), False),
        (FINDING._replace(code="DUP001lists", path="/a.md"), False),
        (FINDING._replace(path="lists/a.mdL", subject="oRA"), False),
    ],
)
def test_only_rule_path_and_subject_count(changed: Finding, same: bool) -> None:
    assert (fingerprints([changed]) == fingerprints([FINDING])) is same


def test_stays_the_same_from_version_to_version() -> None:
    """Baselines and code scanning keep fingerprints: a change of this value makes every finding new."""
    assert fingerprints([FINDING, FINDING]) == ("6360a7c450060dcb", "96df14c443cbbe83")


@given(st.lists(st.builds(Finding, ANY_TEXT, ANY_TEXT, st.just(Span(0, 0)), ANY_TEXT, ANY_TEXT), max_size=5))
def test_all_differ_and_mending_one_makes_none_new(findings: list[Finding]) -> None:
    twice = [finding for finding in findings for _ in range(2)]
    known = fingerprints(twice)
    assert len(set(known)) == len(twice)
    for mended in range(len(twice)):
        left = fingerprints(twice[:mended] + twice[mended + 1 :])
        assert len(set(known) - set(left)) == 1
        assert set(left) < set(known)


def test_ordinals_count_equal_findings() -> None:
    other = FINDING._replace(subject="DoRA")
    assert ordinals([FINDING, other, FINDING._replace(message="again"), other]) == (1, 1, 2, 2)
