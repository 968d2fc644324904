"""Addresses: cleaned, completed, compared; links: what they lead to by label and by address."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peftlint.fields.link import (
    KIND_OF_HOST,
    KIND_OF_IDENTIFIER,
    KINDS,
    address_kind,
    canonical_form,
    clean_address,
    is_link_label,
    label_kind,
    link_identity,
    link_kind,
    with_scheme,
)

SHARED = Path(__file__).parents[2] / "../shared"


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        (
            "https://arxiv.org/pdf/2309.12307.pdf?trk=public_post_comment-text",
            "https://arxiv.org/pdf/2309.12307.pdf",
        ),
        ("https://arxiv.org/pdf/2106.09685.pdf%C2%A0", "https://arxiv.org/pdf/2106.09685.pdf"),
        ("https://arxiv.org/pdf/2106.09685.pdf%20%e2%80%8b", "https://arxiv.org/pdf/2106.09685.pdf"),
        (" https://x.org/a\u00a0", "https://x.org/a"),
        ("<https://x.org/a>", "https://x.org/a"),
        ("https://github.com/owner/repo.", "https://github.com/owner/repo"),
        ("github.com/owner/repo,", "github.com/owner/repo"),
        ("https://x.org/a，", "https://x.org/a"),
        ("https://x.org/a).", "https://x.org/a"),
        ("https://https://x.org/a", "https://x.org/a"),
        ("http://https://x.org/a", "https://x.org/a"),
        ("https:/x.org/a", "https://x.org/a"),
        ("https//x.org/a", "https://x.org/a"),
        ("https://x.org/a?id=1&utm_source=b&utm_medium=c&v=2#f", "https://x.org/a?id=1&v=2#f"),
        ("https://x.org/a?utm_source=b&amp;id=1", "https://x.org/a?id=1"),
        ("https://x.org/a?ref=producthunt.com", "https://x.org/a"),
        ("https://chat.x.ai/?spm=a2ty_o06.30285417", "https://chat.x.ai/"),
        ("https://youtu.be/dQw4w9WgXcQ?si=abc&t=30", "https://youtu.be/dQw4w9WgXcQ?t=30"),
        ("https://medium.com/@a/b?source=friends_link&sk=1", "https://medium.com/@a/b?sk=1"),
        (
            "https://openreview.net/forum?id=abcdef&referrer=%5BHome%5D",
            "https://openreview.net/forum?id=abcdef",
        ),
    ],
)
def test_junk_is_taken_from_an_address(url: str, clean: str) -> None:
    assert clean_address(url) == clean


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://x.org",
        "https://en.wikipedia.org/wiki/LoRA_(machine_learning)",
        "https://en.wikipedia.org/wiki/Apple_Inc.",
        "https://x.org/a?ref=main&source=b&t=3&s=1",
        "https://github.com/a/b?tab=readme-ov-file#usage",
        "https://web.archive.org/web/2020/https://x.org/a",
        "https://x.org/a%20b.pdf",
        "https://x.org/?q=a+b&c",
        "http://[broken",
        "//cdn.x.org/a",
        "../..",
        "./docs/a.md.",
        "#anchor.",
        "mailto:a@b.org",
        "C:\\papers\\a.pdf",
    ],
)
def test_clean_addresses_stay_as_they_are(url: str) -> None:
    assert clean_address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "github.com/x/y",
        "www.example.org",
        "www.readme.md",
        "arxiv.org/abs/2106.09685",
        "OpenReview.net/forum?id=x",
        "blog.google",
        "example.com:8080/a",
        "example.com#a",
        "proceedings.mlr.press/v97/",
        "docs.rs/serde",
    ],
)
def test_a_host_without_scheme_gets_one(url: str) -> None:
    assert with_scheme(url) == f"https://{url}"
    assert with_scheme(f" {url}") == f"https://{url}"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "readme.md",
        "README.md",
        "README.md#usage",
        "train.py",
        "run.sh",
        "index.html",
        "figure.svg",
        "paper.pdf",
        "docs/readme.md",
        "../a.ipynb",
        "./github.com/x",
        "/github.com/x",
        "v1.0/notes",
        "node.js/a",
        "#github.com",
        "mailto:a@b.com",
        "a@b.com/x",
        "https://github.com/x",
        "//github.com/x",
        "localhost/x",
        "192.168.0.1/x",
        "a..com/x",
        "My notes.com/x",
    ],
)
def test_what_is_no_host_stays_relative(url: str) -> None:
    assert with_scheme(url) is None


LABELS = {
    "paper": "Paper|[PDF]|📄 Paper|pdf|`PDF`|arXiv|arXiv:2106.09685|OpenReview|ACL|DOI|Technical Report|Paper Page|<b>Paper</b>"
    "|:page_facing_up: Paper|Paper & Code|paper link|Dataset Paper|论文|论文链接|📖 论文地址",
    "code": "Code|code|Github|GitHub|[Code]|Code (PyTorch)|Official Code|Code1|Code 2|Source Code|repo|PyTorch implementation"
    "|Code for the paper|代码|代码地址|开源代码|Colab",
    "project": "Project|project page|🍎 Project Page|homepage|Website|Offical WebSite|Demo|Live demo|项目主页|官网|Docs",
    "blog": "Blog|blog post|`BLOG`|中文解读|知乎",
    "data": "Dataset|🤗 Dataset|Data|HF Datasets|Benchmark|数据集",
    "model": "Model|HF Model|checkpoint|Checkpoints|weights|Model Weights|Pretrained Models|模型|模型权重",
    "video": "Video|Talk|YouTube|Demo Video|视频",
    "slides": "Slides|Slides (PDF)|PPT|幻灯片",
    "tutorial": "Tutorial|教程",
    "poster": "Poster|Poster PDF",
    "other": "bib|BibTeX|✒️ Citation|🏆 Leaderboard|Supplementary|Twitter|follow-up work",
}  # fmt: skip


@pytest.mark.parametrize(
    ("label", "kind"), [(label, kind) for kind, labels in LABELS.items() for label in labels.split("|")]
)
def test_a_label_says_the_kind(label: str, kind: str) -> None:
    assert label_kind(label) == kind
    assert is_link_label(label)
    assert link_kind(label, "https://unknown.example/x") == kind


@pytest.mark.parametrize(
    "label",
    ["", "here", "Link", "[url]", "🤗", "🤗HF", "Hugging Face", "Google Drive", "百度网盘", "百度网盘-3h9b", "百度网盘 pfoh",
     "下载", "Coming soon", "[1]", "Source", "Web", "-"],
)  # fmt: skip
def test_a_label_that_says_nothing(label: str) -> None:
    assert is_link_label(label)
    assert label_kind(label) is None


@pytest.mark.parametrize(
    "title",
    [
        "LoRA: Low-Rank Adaptation of Large Language Models",
        "Code Llama: Open Foundation Models for Code",
        "Data Selection for Language Models",
        "A Survey of Large Language Models",
        "OpenDelta",
        "PyTorch",
        "Caffe",
        "T5",
        "H2O",
        "ACL 2021",
        "NIPS 2016 Tutorials",
        "追一",
        "Данные",
        "Human3.6M",
        "https://maskint.github.io",
        "Paper " * 20,
        "code" * 5_000,
    ],
)
def test_a_title_is_no_label(title: str) -> None:
    assert not is_link_label(title)
    assert label_kind(title) is None


@pytest.mark.parametrize(
    ("label", "url", "kind"),
    [
        ("Room Dataset", "https://rooms.example.org/publications/#download", "data"),
        ("official code - c", "https://trees.example.com/", "code"),
        ("Python Transport Library", "https://ot.example.org", "code"),
        ("Project page & Results", "https://x.example.edu/code/", "project"),
        ("Rooms Benchmark", "https://arxiv.org/abs/2106.09685", "paper"),  # the address of a paper is surer
        ("Code Llama", "https://llama.example.com/", "project"),
        ("All of the many pages of the project", "https://github.com/o/r", "code"),
    ],
)
def test_the_last_word_of_a_longer_label_tells(label: str, url: str, kind: str) -> None:
    assert label_kind(label) is None
    assert link_kind(label, url) == kind


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://arxiv.org/abs/2106.09685", "paper"),
        ("https://www.mdpi.com/2227-7390/11/20/4317", "paper"),
        ("https://x.edu/~a/lora.pdf", "paper"),
        ("https://github.com/o/r/blob/main/report.pdf", "paper"),
        ("https://x.edu/img/rot_poster.pdf", "poster"),
        ("https://x.edu/talk/slides.pdf", "slides"),
        ("https://github.com/o/r", "code"),
        ("https://github.com/o/r/tree/main/data", "code"),
        ("https://gitlab.com/o/r", "code"),
        ("https://github.com/microsoft", "other"),
        ("https://o.github.io/lora/", "project"),
        ("https://lora.example/", "project"),
        ("https://huggingface.co/spaces/o/demo", "project"),
        ("https://qwenlm.github.io/blog/qvq/", "blog"),
        ("https://blog.acolyer.org", "blog"),
        ("https://huggingface.co/blog/peft", "blog"),
        ("https://someone.medium.com/a", "blog"),
        ("https://huggingface.co/datasets/squad", "data"),
        ("../../datasets/alphabetical/a.md#amass", "data"),
        ("https://x.edu/projects/resound/dataset.html", "data"),
        ("https://huggingface.co/meta-llama/Llama-2-7b", "model"),
        ("https://pan.baidu.com/s/1dw?pwd=3h9b", "model"),
        ("https://x.cn/bert/xs.tar.gz", "model"),
        ("https://youtu.be/dQw4w9WgXcQ", "video"),
        ("https://docs.google.com/presentation/d/1", "slides"),
        ("../notebooks/tutorial_qlora.ipynb", "tutorial"),
        ("../notebooks/qlora.ipynb", "code"),
        ("https://img.shields.io/badge/arXiv-2106.09685-red", "badge"),
        ("https://raw.githubusercontent.com/o/r/main/figure.png", "image"),
        ("figures/stars.svg", "image"),
        ("https://video-customization.github.io/", "project"),
        ("https://twitter.com/a/status/1", "other"),
        ("../metrics/motion.md#ade", "other"),
        ("#top", "other"),
        ("", "other"),
    ],
)
def test_an_address_says_the_kind(url: str, kind: str) -> None:
    assert address_kind(url) == kind
    assert link_kind("here", url) == kind


def test_kinds_are_those_of_the_interface() -> None:
    assert set(KIND_OF_HOST.values()) | set(KIND_OF_IDENTIFIER.values()) | set(LABELS) <= set(KINDS)


@pytest.mark.parametrize(
    "urls",
    [
        [
            "https://arxiv.org/abs/2106.09685",
            "arxiv.org/pdf/2106.09685v2.pdf",
            "https://doi.org/10.48550/arXiv.2106.09685",
        ],
        [
            "https://github.com/Owner/Repo",
            "http://www.github.com/owner/repo.git",
            "https://github.com/owner/repo/",
        ],
        ["https://X.org/a/?b=1&a=2&utm_source=c", "http://www.x.org/a?a=2&b=1"],
        ["https://youtu.be/dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"],
        ["./docs/a.md", "docs/a.md"],
    ],
    ids=lambda urls: urls[0],
)
def test_addresses_of_one_resource(urls: list[str]) -> None:
    assert len({link_identity(url) for url in urls}) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("https://arxiv.org/abs/2106.09685", "https://arxiv.org/abs/2106.09686"),
        ("https://github.com/o/r", "https://github.com/o/r/tree/main/sub"),
        ("https://github.com/o/r/tree/main/Sub", "https://github.com/o/r/tree/main/sub"),
        ("https://x.org/a", "https://x.org/A"),
        ("https://x.org/?id=1", "https://x.org/?id=2"),
        ("https://x.org:8080/", "https://x.org/"),
        ("data.md#amass", "data.md#3dpw"),
        ("https://x.org/a", "a"),
    ],
)
def test_addresses_of_two_resources(left: str, right: str) -> None:
    assert link_identity(left) != link_identity(right)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://arxiv.org/pdf/2106.09685v2.pdf", "https://arxiv.org/abs/2106.09685"),
        ("https://github.com/Owner/Repo.git", "https://github.com/Owner/Repo"),
        ("github.com/Owner/Repo/tree/main", "https://github.com/Owner/Repo"),
        ("https://openreview.net/pdf?id=B1xsqj09Fm", "https://openreview.net/forum?id=B1xsqj09Fm"),
        ("https://openreview.net/forum?id=B1xsqj09Fm&noteId=x", None),
        ("https://youtu.be/dQw4w9WgXcQ?t=30", None),
        ("https://arxiv.org/html/2106.09685#S3", None),
        ("https://huggingface.co/papers/2106.09685", None),
        ("https://doi.org/10.48550/arXiv.2106.09685", None),
        ("https://github.com/o/r/tree/main/sub", None),
        ("https://example.org/", None),
    ],
)
def test_canonical_form(url: str, canonical: str | None) -> None:
    assert canonical_form(url) == canonical


PIECES = st.lists(
    st.sampled_from(
        ["https://", "http:", "//", "arxiv.org", "github.com/o/r", "/", "?", "&", "#", ".", ",", ")", "(", "%C2%A0",
         "utm_a=1", "id=2", "ref=x.org", "&amp;", " ", "<", ">", "2106.09685", "。", "@", ":", "80", "data", ".git"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(PIECES | st.text())
def test_laws_of_addresses(url: str) -> None:
    clean = clean_address(url)
    assert clean_address(clean) == clean
    assert link_identity(clean) == link_identity(url)
    assert link_kind(url, url) in KINDS
    complete = with_scheme(url)
    if complete:
        assert with_scheme(complete) is None
        assert link_identity(complete) == link_identity(url)
    canonical = canonical_form(url)
    if canonical:
        assert link_identity(canonical) == link_identity(url)
        assert canonical_form(canonical) in (None, canonical)


@settings(deadline=None)
@given(st.text())
def test_labels_of_any_text(text: str) -> None:
    kind = label_kind(text)
    assert kind is None or (kind in KINDS and is_link_label(text))


def truth() -> list[dict[str, Any]]:
    paths = sorted([*SHARED.glob("truth/*.json"), *SHARED.glob("corpus/truth/*.json")])
    return [entry for path in paths for entry in json.loads(path.read_text("utf-8")).get("entries", [])]


@pytest.mark.skipif(not (SHARED / "truth").is_dir(), reason="the lists with checked truth are not here")
def test_addresses_of_real_lists_say_what_people_saw() -> None:
    links = [link for entry in truth() for link in entry["links"] if link["url"]]
    right = sum(address_kind(link["url"]) in [link["kind"], *link.get("alt_kind", [])] for link in links)
    assert right / len(links) > 0.98


@pytest.mark.skipif(not (SHARED / "truth").is_dir(), reason="the lists with checked truth are not here")
def test_titles_of_real_lists_are_no_labels() -> None:
    assert [entry["title"] for entry in truth() if is_link_label(entry["title"])] == []
