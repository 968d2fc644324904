"""Which words of authors and services say that a preprint was published, and which only seem to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peftlint.online.services.publication import accepted_at, published_venue, reference

NOTES = [
    ("Accepted at ICLR 2024", "ICLR 2024"),
    ("ICLR 2024", "ICLR 2024"),
    ("NeurIPS 2023 (Spotlight)", "NeurIPS 2023"),
    ("15 pages, 3 figures, EMNLP 2022", "EMNLP 2022"),
    ("12 pages. To appear in NAACL 2024", "NAACL 2024"),
    ("Published as a conference paper at ICLR 2022", "ICLR 2022"),
    ("Camera-ready version for ICML 2023; code: https://example.org/x", "ICML 2023"),
    ("Accepted to TMLR", "TMLR"),
    ("ACL 2023 Findings", "Findings of ACL 2023"),
    ("Accepted by NeurIPS 2023\nProject page: https://example.org", "NeurIPS 2023"),
    # no publication, or no certain one
    (None, None),
    ("", None),
    ("ICLR", None),  # a year or a word that says so is missing
    ("Submitted to ICLR 2024", None),
    ("Under review at NeurIPS 2023", None),
    ("Rejected from ICLR 2024", None),
    ("Extended version of our CVPR 2022 paper", None),
    ("A preliminary version appeared at ICLR 2022", None),
    ("Accepted at the ICML 2023 Workshop on Efficient Systems", None),
    ("Winner of the CVPR 2023 challenge", None),
    ("Under review, ICLR 2024", None),
    ("Extended version; CVPR 2022", None),
    ("Solution of the challenge, CVPR 2023", None),
    ("Not accepted at ICLR 2024", None),
    ("ICLR 2024 and NeurIPS 2023", None),
    ("Accepted at ICLR 2024. Also NeurIPS 2023", None),
    ("Accepted at Somewhere 2024", None),
    ("arXiv 2024", None),
    ("Preprint", None),
    ("17 pages", None),
]


@pytest.mark.parametrize(("note", "published"), NOTES)
def test_notes(note: str | None, published: str | None) -> None:
    assert accepted_at(note) == published


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Advances in Neural Information Processing Systems 36 (2023)", "NeurIPS 2023"),
        ("Nature Communications 12, 2021", "Nature Communications 2021"),
        ("Journal of Machine Learning Research, 2020, volume 21", "JMLR 2020"),
        (
            "Proceedings of the 61st Annual Meeting of the Association for Computational Linguistics, 2023",
            "ACL 2023",
        ),
        ("Submitted to Nature Communications 12, 2021", None),
        ("arXiv preprint arXiv:2106.09685", None),
        ("Phys. Rev. Unknown 12, 2021", None),
        (None, None),
    ],
)
def test_references(text: str | None, published: str | None) -> None:
    assert reference(text) == published


@pytest.mark.parametrize(
    ("name", "venue"),
    [
        ("Neural Information Processing Systems", None),  # words that stand in other names too
        ("Annual Meeting of the Association for Computational Linguistics", "ACL"),
        ("arXiv.org", None),
        ("A Workshop at ICML", None),
        ("", None),
        (None, None),
    ],
)
def test_fields_for_venues(name: str | None, venue: str | None) -> None:
    assert published_venue(name) == venue


@given(st.text(max_size=400))
def test_no_text_is_too_strange(text: str) -> None:
    for read in (accepted_at, reference, published_venue):
        found = read(text)
        assert found is None or found
