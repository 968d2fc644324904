"""For which addresses an identifier stands, and which addresses nobody need be asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peftlint.online.homes import identifiers_at_home, malformed, verifies
from peftlint.online.model import Record

AT_HOME = [
    ("https://arxiv.org/abs/2106.09685", "arxiv:2106.09685"),
    ("http://www.arxiv.org/pdf/2106.09685v2.pdf", "arxiv:2106.09685"),
    ("https://export.arxiv.org/abs/cs/0112017", "arxiv:cs/0112017"),
    ("https://doi.org/10.48550/arXiv.2106.09685", "arxiv:2106.09685 doi:10.48550/arXiv.2106.09685"),
    ("https://dx.doi.org/10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"),
    ("https://dl.acm.org/doi/abs/10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"),
    ("https://link.springer.com/article/10.1007/s11263-020-01", "doi:10.1007/s11263-020-01"),
    ("https://github.com/microsoft/LoRA", "github:microsoft/lora"),
    ("https://github.com/microsoft/LoRA.git", "github:microsoft/lora"),
    ("https://github.com/microsoft/LoRA/", "github:microsoft/lora"),
    ("https://openreview.net/forum?id=nZeVKeeFYf9", "openreview:nZeVKeeFYf9"),
    ("https://openreview.net/pdf?id=nZeVKeeFYf9", "openreview:nZeVKeeFYf9"),
    ("https://aclanthology.org/2021.acl-long.353.pdf", "acl:2021.acl-long.353"),
    ("https://www.semanticscholar.org/paper/x/" + "a" * 40, "s2:" + "a" * 40),
    # copies elsewhere, other pages, junk
    ("https://huggingface.co/papers/2106.09685", ""),
    ("https://www.alphaxiv.org/abs/2106.09685", ""),
    ("https://arxiv.org/html/2106.09685", ""),
    ("https://arxiv.org/pdf/2106.09685.pdf%C2%A0", ""),
    ("https://arxiv.org:8080/abs/2106.09685", ""),
    ("https://example.org/files/10.1145/3292500.3330701", ""),
    ("https://github.com/microsoft/LoRA/tree/main", ""),
    ("https://github.com/microsoft/LoRA/tree/main/examples", "github:"),
    ("https://openreview.net/attachment?id=nZeVKeeFYf9&name=pdf", ""),
    ("https://www.aclweb.org/anthology/P19-1234", ""),
    ("https://huggingface.co/bert-base-uncased", ""),
    ("https://example.org/", ""),
]


@pytest.mark.parametrize(("url", "expected"), AT_HOME)
def test_identifiers_at_home(url: str, expected: str) -> None:
    expected = "" if expected == "github:" else expected
    assert " ".join(map(str, identifiers_at_home(url))) == expected


@pytest.mark.parametrize(
    ("url", "latest", "verified"),
    [
        ("https://arxiv.org/abs/2106.09685", None, True),
        ("https://arxiv.org/abs/2106.09685v2", "https://arxiv.org/abs/2106.09685v2", True),
        ("https://arxiv.org/pdf/2106.09685v1.pdf", "https://arxiv.org/abs/2106.09685v2", True),
        ("https://arxiv.org/abs/2106.09685v3", "https://arxiv.org/abs/2106.09685v2", False),
        ("https://arxiv.org/abs/2106.09685v0", "https://arxiv.org/abs/2106.09685v2", False),
        ("https://arxiv.org/abs/2106.09685v1", None, False),  # another service does not know of versions
        ("https://doi.org/10.1145/v3", None, True),
    ],
)
def test_versions(url: str, latest: str | None, verified: bool) -> None:
    assert verifies(Record(url=latest), url) == verified


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://arxiv.org/abs/2413.01234", "2413.01234"),
        ("https://arxiv.org/pdf/2100.01234v2.pdf", "2100.01234"),
        ("https://arxiv.org/abs/2106.0968", "2106.0968"),
        ("https://arxiv.org/abs/2106.096851", "2106.096851"),
        ("https://arxiv.org/abs/0703.0001", "0703.0001"),
        ("https://doi.org/10.1145/", "suffix"),
        ("https://dx.doi.org/10.1145", "suffix"),
    ],
)
def test_what_cannot_be(url: str, words: str) -> None:
    assert words in (malformed(url) or "")


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org/abs/2106.09685",
        "https://arxiv.org/abs/2712.00001",  # the month may come
        "https://arxiv.org/list/2413.01234",
        "https://arxiv.org/abs/cs/0112017",
        "https://arxiv.org/",
        "https://example.org/abs/2413.01234",
        "https://doi.org/10.1145/1",
        "https://doi.org/abcd",  # a short DOI
        "https://doi.org/",
        "https://example.org/10.1145/",
    ],
)
def test_what_may_be(url: str) -> None:
    assert malformed(url) is None


@given(
    st.text(max_size=60),
    st.sampled_from(["https://arxiv.org/abs/", "https://doi.org/", "https://github.com/", "//", ""]),
)
def test_no_address_is_too_strange(text: str, start: str) -> None:
    identifiers_at_home(start + text)
    malformed(start + text)
    assert verifies(Record(url=text), start + text) in (True, False)
