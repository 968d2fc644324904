"""What addresses and running text name, and the addresses that identifiers have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peftlint.fields.identifier import (
    ADDRESSES,
    KINDS,
    WORK_KINDS,
    arxiv_month,
    canonical_address,
    identifier_of_url,
    identifiers_in_text,
    identifiers_of_doi,
    identifiers_of_url,
)
from peftlint.fields.registries import ROWS
from peftlint.model import Identifier

SHARED = Path(__file__).parents[2] / "../shared"

ADDRESS_AND_IDENTIFIERS = [
    # arXiv: pages, versions, mirrors, old identifiers, junk
    ("https://arxiv.org/abs/2106.09685", "arxiv:2106.09685"),
    ("http://arxiv.org/pdf/2106.09685v2", "arxiv:2106.09685"),
    ("https://arxiv.org/pdf/2106.09685.pdf", "arxiv:2106.09685"),
    ("https://arxiv.org/html/2106.09685v1#S3", "arxiv:2106.09685"),
    ("https://ARXIV.org/abs/2106.09685/", "arxiv:2106.09685"),
    ("https://arxiv.org/abs/arXiv:2106.09685", "arxiv:2106.09685"),
    ("https://arxiv.org/2106.09685", "arxiv:2106.09685"),
    ("arxiv.org/abs/2106.09685", "arxiv:2106.09685"),
    ("https://https://arxiv.org/abs/2106.09685", "arxiv:2106.09685"),
    ("https://arxiv.org/pdf/2106.09685.pdf%C2%A0", "arxiv:2106.09685"),
    ("https://arxiv.org/pdf/2309.12307.pdf?trk=public_post", "arxiv:2309.12307"),
    ("http://export.arxiv.org/abs/0704.0001", "arxiv:0704.0001"),
    ("https://ar5iv.labs.arxiv.org/html/2106.09685", "arxiv:2106.09685"),
    ("https://www.alphaxiv.org/overview/2106.09685v2", "arxiv:2106.09685"),
    ("https://huggingface.co/papers/2106.09685", "arxiv:2106.09685"),
    ("https://api.semanticscholar.org/arXiv:2106.09685", "arxiv:2106.09685"),
    ("https://arxiv.org/abs/hep-th/9901001", "arxiv:hep-th/9901001"),
    ("https://arxiv.org/pdf/cs.CL/0501001v3.pdf", "arxiv:cs/0501001"),
    ("https://arxiv.org/abs/2113.09685", ""),
    ("https://arxiv.org/abs/2100.09685", ""),
    ("https://arxiv.org/abs/2106.9685", ""),
    ("https://arxiv.org/abs/1412.12345", ""),
    ("https://arxiv.org/abs/2106.096855", ""),
    ("https://arxiv.org/abs/paper/0501001", ""),
    ("https://arxiv.org/list/cs.CL/recent", ""),
    ("https://notarxiv.org/abs/2106.09685", ""),
    # DOIs, and those that are another registry's names
    ("https://doi.org/10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"),
    ("http://dx.doi.org/10.1145/3292500.3330701.", "doi:10.1145/3292500.3330701"),
    ("https://dl.acm.org/doi/pdf/10.1145/3292500.3330701?download=true", "doi:10.1145/3292500.3330701"),
    ("https://dl.acm.org/citation.cfm?id=3330701", ""),
    ("https://doi.org/10.48550/arXiv.2305.18403", "arxiv:2305.18403 doi:10.48550/arXiv.2305.18403"),
    ("https://doi.org/10.18653/V1/p19-1234", "acl:P19-1234 doi:10.18653/v1/P19-1234"),
    ("https://doi.org/10.1609/aaai.v37i11.26505", "ojs-aaai:26505 doi:10.1609/aaai.v37i11.26505"),
    ("https://doi.org/10.1609/aaai.v33i01.33013272", "doi:10.1609/aaai.v33i01.33013272"),
    ("https://doi.org/10.24963/ijcai.2020/123", "ijcai:2020/123 doi:10.24963/ijcai.2020/123"),
    ("https://doi.org/10.1109/cvpr.2016.90", "doi:10.1109/CVPR.2016.90"),
    ("https://link.springer.com/content/pdf/10.1007/978-3-030-58580-8_1.pdf", "doi:10.1007/978-3-030-58580-8_1"),
    ("https://www.frontiersin.org/articles/10.3389/fnbot.2019.00001/full", "doi:10.3389/fnbot.2019.00001"),
    ("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v2.full.pdf", "doi:10.1101/2020.01.01.123456"),
    ("https://direct.mit.edu/tacl/article/doi/10.1162/tacl_a_00300/43502/Span", "doi:10.1162/tacl_a_00300"),
    ("https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0130140", "doi:10.1371/journal.pone.0130140"),
    ("https://img.shields.io/badge/DOI-10.1145%2F3292500-blue", ""),
    # Anthology, proceedings, journals
    ("https://aclanthology.org/2021.acl-long.353/", "acl:2021.acl-long.353"),
    ("https://aclanthology.org/2021.acl-long.353v2.pdf", "acl:2021.acl-long.353"),
    ("https://www.aclweb.org/anthology/p19-1234", "acl:P19-1234"),
    ("http://aclweb.org/anthology/D/D15/D15-1041.pdf", "acl:D15-1041"),
    ("https://aclanthology.org/volumes/2021.acl-long/", ""),
    ("https://openreview.net/forum?id=nZeVKeeFYf9&noteId=abc", "openreview:nZeVKeeFYf9"),
    ("https://openreview.net/forum?noteId=abc&amp;id=nZeVKeeFYf9", "openreview:nZeVKeeFYf9"),
    ("https://openreview.net/pdf?id=B1xsqj09Fm", "openreview:B1xsqj09Fm"),
    ("https://openreview.net/attachment?id=B1xsqj09Fm&name=supplementary_material", ""),
    ("https://openreview.net/pdf/0123456789abcdef0123456789abcdef01234567.pdf", ""),
    ("https://openreview.net/group?id=ICLR.cc/2024", ""),
    ("http://proceedings.mlr.press/v97/houlsby19a/houlsby19a.pdf", "pmlr:v97/houlsby19a"),
    ("http://www.jmlr.org/proceedings/papers/v37/chung15.pdf", "pmlr:v37/chung15"),
    ("https://raw.githubusercontent.com/mlresearch/v235/main/assets/zhu24f/zhu24f.pdf", "pmlr:v235/zhu24f"),
    ("https://proceedings.mlr.press/v97/", ""),
    (
        "https://openaccess.thecvf.com/content/CVPR2024/papers/Yu_Equivariant_CVPR_2024_paper.pdf",
        "cvf:Yu_Equivariant_CVPR_2024_paper",
    ),
    ("https://openaccess.thecvf.com/content/CVPR2024/supplemental/Yu_Equivariant_supplemental.pdf", ""),
    (
        "https://papers.nips.cc/paper_files/paper/2020/file/1457c0d6bfcb4967418bfb8ac142f64a-Paper.pdf",
        "neurips:2020/1457c0d6bfcb4967418bfb8ac142f64a",
    ),
    ("http://papers.nips.cc/paper/5347-how-transferable-are-features.pdf", "nips:5347"),
    ("https://ojs.aaai.org/index.php/AAAI/article/download/26505/26277", "ojs-aaai:26505"),
    ("https://www.ijcai.org/proceedings/2020/0123.pdf", "ijcai:2020/123"),
    ("https://www.jmlr.org/papers/volume25/23-0870/23-0870.pdf", "jmlr:25/23-0870"),
    ("https://jmlr.org/papers/v25/23-0870.html", "jmlr:25/23-0870"),
    ("https://www.usenix.org/system/files/sec21-carlini-extracting.pdf", "usenix:usenixsecurity21/carlini-extracting"),
    ("https://www.usenix.org/conference/osdi22/presentation/yu", "usenix:osdi22/yu"),
    ("https://ieeexplore.ieee.org/abstract/document/9156697/", "ieee:9156697"),
    ("https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=9156697", "ieee:9156697"),
    ("https://ieeexplore.ieee.org/iel7/9142308/9156271/09156697.pdf", "ieee:9156697"),
    ("https://www.nature.com/articles/s42256-023-00626-4.pdf", "nature:s42256-023-00626-4"),
    ("http://www.nature.com/nature/journal/v542/n7639/full/nature21056.html", "nature:nature21056"),
    ("https://papers.ssrn.com/sol3/papers.cfm?abstract_id=4389233", "ssrn:4389233"),
    ("https://www.semanticscholar.org/paper/Title-X/616b246e332573af1f4859aa91440280774c183a",
     "s2:616b246e332573af1f4859aa91440280774c183a"),
    ("https://api.semanticscholar.org/CorpusID:1957433", "s2corpus:1957433"),
    ("https://www.aminer.cn/pub/5f7fdd328de39f0828397d9a/%E5%A4%A7?f=x", "aminer:5f7fdd328de39f0828397d9a"),
    # repositories, models, videos
    ("https://github.com/Owner/Repo", "github:owner/repo"),
    ("https://www.github.com/owner/repo.git", "github:owner/repo"),
    ("https://github.com/owner/repo/tree/main", "github:owner/repo"),
    ("https://github.com/owner/repo?tab=readme-ov-file#data", "github:owner/repo"),
    ("https://github.com/Owner/Repo/tree/main/DyLoRA", "github:owner/repo/tree/main/DyLoRA"),
    ("https://raw.githubusercontent.com/o/r/main/a.pdf", "github:o/r/blob/main/a.pdf"),
    ("https://github.com/owner", ""),
    ("https://github.com/topics/peft", ""),
    ("https://gist.github.com/owner/0123456789abcdef", ""),
    ("https://huggingface.co/meta-llama/Llama-2-7b/tree/main", "hf-model:meta-llama/Llama-2-7b"),
    ("https://huggingface.co/t5-11b", "hf-model:t5-11b"),
    ("https://huggingface.co/datasets/squad", "hf-dataset:squad"),
    ("https://hf.co/datasets/tatsu-lab/alpaca", "hf-dataset:tatsu-lab/alpaca"),
    ("https://huggingface.co/spaces/a/b", "hf-space:a/b"),
    ("https://huggingface.co/bigscience", "hf-org:bigscience"),
    ("https://huggingface.co/blog/peft", ""),
    ("https://discuss.huggingface.co/t/x", ""),
    ("https://youtu.be/dQw4w9WgXcQ?t=3", "youtube:dQw4w9WgXcQ"),
    ("https://www.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ", "youtube:dQw4w9WgXcQ"),
    ("https://www.youtube.com/@channel", ""),
    ("https://zenodo.org/record/1234", "zenodo:1234"),
    # none
    ("", ""),
    ("../notebooks/tutorial.ipynb", ""),
    ("#top", ""),
    ("mailto:a@b.org", ""),
    ("https://[broken", ""),
    ("https://example.org/10.x/y", ""),
]  # fmt: skip


@pytest.mark.parametrize(("url", "expected"), ADDRESS_AND_IDENTIFIERS, ids=lambda value: value[-60:])
def test_identifiers_of_an_address(url: str, expected: str) -> None:
    found = identifiers_of_url(url)
    assert " ".join(map(str, found)) == expected
    assert identifier_of_url(url) == (found[0] if found else None)


def test_every_registry_has_a_kind_and_an_example() -> None:
    named = {text.split(":")[0] for _, expected in ADDRESS_AND_IDENTIFIERS for text in expected.split()}
    assert {row.kind for row in ROWS} <= set(KINDS)
    assert set(ADDRESSES) <= set(KINDS)
    assert set(KINDS) - named <= {"pubmed", "pmc", "iclr", "mlsys", "hf-collection"}
    assert "arxiv" in WORK_KINDS
    assert "github" not in WORK_KINDS


@pytest.mark.parametrize(
    ("doi", "expected"),
    [
        ("10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"),
        ("10.1145/3292500.3330701).", "doi:10.1145/3292500.3330701"),
        ("10.1002/(SICI)1097-4571(199806)49:8", "doi:10.1002/(sici)1097-4571(199806)49:8"),
        ("10.48550/ARXIV.2305.18403v2", "arxiv:2305.18403 doi:10.48550/arXiv.2305.18403"),
        ("10.1145/", ""),
        ("11.1145/3292500", ""),
        ("", ""),
    ],
)
def test_identifiers_of_a_doi(doi: str, expected: str) -> None:
    assert " ".join(map(str, identifiers_of_doi(doi))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see arXiv:2106.09685v2.", [("arxiv:2106.09685", "arXiv:2106.09685v2")]),
        ("ArXiv preprint arXiv:2309.14717, 2023", [("arxiv:2309.14717", "ArXiv preprint arXiv:2309.14717")]),
        ("CoRR, abs/2106.09685", [("arxiv:2106.09685", "CoRR, abs/2106.09685")]),
        ("arXiv [2106.09685]", [("arxiv:2106.09685", "arXiv [2106.09685")]),
        ("arXiv:hep-th/9901001", [("arxiv:hep-th/9901001", "arXiv:hep-th/9901001")]),
        ("a bare 2106.09685", []),
        ("arXiv: 2113.09685", []),
        ("arXiv 2023", []),
        ("larXiv:2106.09685", []),
        ("doi:10.1145/3292500.3330701.", [("doi:10.1145/3292500.3330701", "doi:10.1145/3292500.3330701")]),
        ("DOI：10.1145/1234.5678，后", [("doi:10.1145/1234.5678", "10.1145/1234.5678")]),
        ("v10.1145/1234.5678", []),
        (
            "(10.18653/v1/2021.acl-long.353), x",
            [
                ("acl:2021.acl-long.353", "10.18653/v1/2021.acl-long.353"),
                ("doi:10.18653/v1/2021.acl-long.353", "10.18653/v1/2021.acl-long.353"),
            ],
        ),
        (
            "arXiv:2106.09685 and arXiv:2309.14717",
            [("arxiv:2106.09685", "arXiv:2106.09685"), ("arxiv:2309.14717", "arXiv:2309.14717")],
        ),
    ],
)
def test_identifiers_in_text(text: str, expected: list[tuple[str, str]]) -> None:
    found = identifiers_in_text(text)
    assert [(str(identifier), text[start:end]) for identifier, start, end in found] == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2106.09685", (2021, 6)),
        ("0704.0001", (2007, 4)),
        ("1412.6980", (2014, 12)),
        ("1501.00001", (2015, 1)),
        ("hep-th/9901001", (1999, 1)),
        ("cs/0501001", (2005, 1)),
        ("0703.0001", None),
        ("1412.69801", None),
        ("1501.0001", None),
        ("2113.09685", None),
        ("cs/0704001", None),
        ("nosuch/0501001", None),
        ("2106.09685v2", (2021, 6)),
        ("", None),
    ],
)
def test_month_of_an_arxiv_identifier(value: str, expected: tuple[int, int] | None) -> None:
    assert arxiv_month(value) == expected


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("arxiv:2106.09685", "https://arxiv.org/abs/2106.09685"),
        ("openreview:nZeVKeeFYf9", "https://openreview.net/forum?id=nZeVKeeFYf9"),
        ("acl:P19-1234", "https://aclanthology.org/P19-1234/"),
        ("doi:10.1145/3292500.3330701", "https://doi.org/10.1145/3292500.3330701"),
        ("doi:10.5555/3295222.3295349", "https://dl.acm.org/doi/10.5555/3295222.3295349"),
        (
            "cvf:Yu_X_CVPR_2024_paper",
            "https://openaccess.thecvf.com/content/CVPR2024/html/Yu_X_CVPR_2024_paper.html",
        ),
        (
            "cvf:Yu_X_CVPR_2020_paper",
            "https://openaccess.thecvf.com/content_CVPR_2020/html/Yu_X_CVPR_2020_paper.html",
        ),
        ("cvf:Yu_X_CVPRW_2021_paper", None),
        ("neurips:2022/b1efde53be364a73914f58805a001731", None),
        ("nips:5347", None),
    ],
)
def test_canonical_address(identifier: str, expected: str | None) -> None:
    kind, _, value = identifier.partition(":")
    assert canonical_address(Identifier(kind, value)) == expected


@pytest.mark.parametrize(
    "identifier",
    [identifier for url, _ in ADDRESS_AND_IDENTIFIERS for identifier in identifiers_of_url(url)],
    ids=str,
)
def test_a_canonical_address_names_its_identifier(identifier: Identifier) -> None:
    address = canonical_address(identifier)
    assert address is None or identifier in identifiers_of_url(address)


JUNK = st.sampled_from(["", " ", ".", ",", ")", "%C2%A0", "%20", "\u00a0", "。", ">", "?utm_source=x"])


@settings(deadline=None)
@given(
    st.sampled_from(
        [
            "https://arxiv.org/abs/",
            "arxiv.org/pdf/",
            "https://https://arxiv.org/pdf/",
            "http://www.arxiv.org/abs/",
        ]
    ),
    st.integers(1501, 2912).filter(lambda month: 1 <= month % 100 <= 12),
    st.integers(0, 99999),
    st.sampled_from(["", "v1", "v12"]),
    st.lists(JUNK, max_size=3).map("".join),
)
def test_junk_does_not_hide_an_identifier(
    start: str, month: int, number: int, version: str, junk: str
) -> None:
    assert identifier_of_url(f"{start}{month}.{number:05}{version}{junk}") == Identifier(
        "arxiv", f"{month}.{number:05}"
    )


@settings(deadline=None)
@given(st.text() | st.text("arxiv.org/doi:10. 26vhtps?&=%[]()", max_size=80))
def test_nothing_raises_and_values_are_normal(text: str) -> None:
    for identifier in [*identifiers_of_url(text), *(found for found, _, _ in identifiers_in_text(text))]:
        assert identifier.kind in KINDS
        assert identifier.value
    for _, start, end in identifiers_in_text(text):
        assert 0 <= start < end <= len(text)


def entries() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted([*SHARED.glob("truth/*.json"), *SHARED.glob("corpus/truth/*.json")]):
        for entry in json.loads(path.read_text("utf-8")).get("entries", []):
            yield path.stem, entry


@pytest.mark.skipif(not (SHARED / "truth").is_dir(), reason="the lists with checked truth are not here")
def test_links_of_real_lists_state_the_identifiers_that_people_saw() -> None:
    wrong = []
    for name, entry in entries():
        found = {identifier for link in entry["links"] for identifier in identifiers_of_url(link["url"])}
        for kind in ("arxiv", "doi"):
            values = {identifier.value for identifier in found if identifier.kind == kind}
            if values and entry[kind] not in values:
                wrong.append((name, entry["line"], values, entry[kind]))
    assert not wrong
