"""What the records of identifiers mean for entries: other works (LNK104), and publications (VEN003).

Each case is an entry of a list and the record of its identifier.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest
from linting import lists_of

from peftlint.engine import library_of
from peftlint.model import Finding
from peftlint.online.findings import doubts_of, link_findings
from peftlint.online.listed import address_of, web_links
from peftlint.online.model import Record, Verdict

URL = "https://arxiv.org/abs/2106.09685"
PREFIX = "Prefix-Tuning: Optimizing Continuous Prompts for Generation"
LORA = Record(
    "LoRA: Low-Rank Adaptation of Large Language Models", ("Edward J. Hu", "Yelong Shen"), source="arXiv"
)


def found(text: str, record: Record, url: str = URL) -> list[Finding]:
    library = library_of(lists_of({"list.md": text.replace("URL", url)}))
    verdict = Verdict(url, "ok", "arXiv", "it is there", 1.0, record=record)
    return list(link_findings(library, {url: verdict}))


class Case(NamedTuple):
    """An entry, the record of its link, and whether the link is wrong."""

    name: str
    entry: str
    record: Record
    wrong: bool


CASES = [
    Case("another work", f"**{PREFIX}**, Xiang Lisa Li, Percy Liang, ACL 2021. [[Paper](URL)]", LORA, True),
    Case("another work, no authors", f"**{PREFIX}**, ACL 2021. [[Paper](URL)]", LORA, True),
    Case(
        "another work with words in common",
        "**LongLoRA: Efficient Fine-tuning of Long-Context Models**, Yukang Chen, Shengju Qian, ICLR 2024. [[Paper](URL)]",
        Record(
            "QuIP: Quantization with Incoherence Processing",
            ("Jerry Kuleshov", "Volodymyr Sa"),
            source="arXiv",
        ),
        True,
    ),
    Case(
        "the same",
        "**LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](URL)]",
        LORA,
        False,
    ),
    Case(
        "letters",
        "**lora: low rank adaptation of large-language models**, ICLR 2022. [[Paper](URL)]",
        LORA,
        False,
    ),
    Case(
        "subtitle", "**Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](URL)]", LORA, False
    ),
    Case(
        "hyphen",
        "**LoRA: Low-Rank Adap-tation of Large Lan-guage Models**, ICLR 2022. [[Paper](URL)]",
        LORA,
        False,
    ),
    Case("nickname", "**LoRA**, ICLR 2022. [[Paper](URL)]", LORA, False),
    Case("nickname of another", "**GPT-3**, NeurIPS 2020. [[Paper](URL)]", LORA, False),
    Case(
        "LaTeX",
        "**Adaptive α-Divergence Estimation for Networks**, ICLR 2022. [[Paper](URL)]",
        Record(r"Adaptive $\alpha$-Divergence Estimation for Networks", source="arXiv"),
        False,
    ),
    Case(
        "a new title by the same authors",
        "**Stack More Layers Differently**, Vladislav Lialin, Namrata Shivagunde, arXiv 2023. [[Paper](URL)]",
        Record(
            "ReLoRA: High-Rank Training Through Low-Rank Updates",
            ("V. Lialin", "N. Shivagunde"),
            source="arXiv",
        ),
        False,
    ),
    Case(
        "one author in common",
        f"**{PREFIX}**, Someone Else, Yelong Shen, ACL 2021. [[Paper](URL)]",
        LORA,
        False,
    ),
    Case(
        "a new title, the first one known",
        "**Stack More Layers Differently For Great Depth**, arXiv 2023. [[Paper](URL)]",
        Record(
            "ReLoRA: High-Rank Training Through Updates",
            source="arXiv",
            aliases=("Stack More Layers Differently for Great Depth",),
        ),
        False,
    ),
    Case(
        "a word in common and no authors",
        "**Parameter-Efficient Transfer Learning for Language Processing**, ICML 2019. [[Paper](URL)]",
        LORA,
        False,
    ),
    Case("a translation", "**大语言模型的低秩适配方法研究**, 胡某, ICLR 2022. [[Paper](URL)]", LORA, False),
    Case("names in other letters", f"**{PREFIX}**, 李香, 梁培, ACL 2021. [[Paper](URL)]", LORA, True),
    Case(
        "no title in the record", f"**{PREFIX}**, ACL 2021. [[Paper](URL)]", Record(source="doi.org"), False
    ),
    Case("a link to code", f"**{PREFIX}**, ACL 2021. [[Code](URL)]", LORA, False),
    Case(
        "several papers",
        f"**{PREFIX}**, ACL 2021. [[Paper](https://arxiv.org/abs/2101.00190)] [[Paper](URL)]",
        LORA,
        False,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_wrong_targets(case: Case) -> None:
    codes = [finding.code for finding in found(f"- {case.entry}\n", case.record)]
    assert codes == ["LNK104"] * case.wrong


def test_a_table_of_models_cites_papers_of_other_titles() -> None:
    rows = f"| {PREFIX} | 7B | [Paper](URL) |\n| Vicuna the great chat model | 1B | [Paper](URL) |\n"
    text = f"| Model | Size | Paper |\n|---|---|---|\n{rows}"
    assert not found(text, LORA)


def test_a_wrong_target_is_told_at_its_link() -> None:
    text = f"- **{PREFIX}**, ACL 2021. [[Paper](URL)]\n"
    (finding,) = found(text, LORA)
    assert text.replace("URL", URL)[finding.span.start : finding.span.end] == URL
    assert (
        "LoRA: Low-Rank Adaptation of Large Language Models' by Edward J. Hu and others, says arXiv"
        in finding.message
    )
    assert finding.verdict
    assert finding.entry == "list.md:1"


@pytest.mark.parametrize("names", [("list.md",), ("list.md", "other.md")])
def test_titles_of_what_may_be_the_same_work_count(names: tuple[str, ...]) -> None:
    """The same people have the old title in one place, the new one in another."""
    old = f"- **Stack More Layers Differently For Great Depth**, Vladislav Lialin, Namrata Shivagunde. [[P]({URL})]\n"
    new = f"- **ReLoRA: High-Rank Training Through Updates**, Vladislav Lialin, Namrata Shivagunde. [[P]({URL})]\n"
    files = {names[0]: old + new} if len(names) == 1 else dict(zip(names, (old, new), strict=True))
    record = Record("ReLoRA: High-Rank Training Through Updates", source="arXiv")
    verdict = Verdict(URL, "ok", "arXiv", "it is there", 1.0, record=record)
    assert not list(link_findings(library_of(lists_of(files)), {URL: verdict}))


def test_doubts() -> None:
    text = f"- **{PREFIX}**, ACL 2021. [[Paper]({URL}v2)]\n"
    library = library_of(lists_of({"list.md": text}))
    doubts = doubts_of(library)
    name = library.works[0].identifiers[0]
    assert doubts(name, LORA)
    assert not doubts(name, Record(PREFIX))
    assert not doubts(name._replace(value="2101.00190"), LORA)


# -- publications


@pytest.mark.parametrize(
    ("entries", "published", "message"),
    [
        (
            "- **{title}**, arXiv 2021. [[Paper](URL)]",
            "ICLR 2022",
            "'arXiv', but published: ICLR 2022, says arXiv",
        ),
        (
            "- **{title}**, Preprint 2021. [[Paper](URL)]",
            "https://doi.org/10.1145/1",
            "published: https://doi.org/10.1145/1",
        ),
        ("- **{title}**, arXiv 2021. [[Paper](URL)]", None, None),
        ("- **{title}**, ICLR 2022. [[Paper](URL)]", "ICLR 2022", None),
        ("- **{title}**. [[Paper](URL)]", "ICLR 2022", None),
        ("- **{title}**, arXiv 2021. [[Code](URL)]", "ICLR 2022", None),
        # `check` tells of these two
        (
            "- **{title}**, arXiv 2021. [[Paper](URL)]\n- **{title}**, ICLR 2022. [[Paper](URL)]",
            "ICLR 2022",
            None,
        ),
    ],
)
def test_publications(entries: str, published: str | None, message: str | None) -> None:
    text = entries.replace("{title}", LORA.title or "") + "\n"
    record = Record(LORA.title, LORA.authors, source="arXiv", published=published)
    messages = [finding.message for finding in found(text, record) if finding.code == "VEN003"]
    assert len(messages) == (message is not None)
    assert all(message in told for told in messages if message)


def test_a_wrong_link_says_nothing_of_a_publication() -> None:
    record = Record(LORA.title, LORA.authors, source="arXiv", published="ICLR 2022")
    codes = [
        finding.code
        for finding in found(f"- **{PREFIX}**, Xiang Lisa Li, arXiv 2021. [[Paper](URL)]\n", record)
    ]
    assert codes == ["LNK104"]


# -- links and addresses


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a#b", "https://example.org/a"),
        ("HTTP://example.org/a?b=1&amp;c=2", "HTTP://example.org/a?b=1&c=2"),
        ("https://example.org/a?b=1&copy=2", "https://example.org/a?b=1&copy=2"),
        (r"https://example.org/a\_b", "https://example.org/a_b"),
        ("https://me:secret@example.org/a", "https://example.org/a"),
        (" https://example.org/a ", "https://example.org/a"),
        ("ftp://example.org/a", None),
        ("//example.org/a", None),
        ("example.org/a", None),
        ("#a", None),
        ("mailto:me@example.org", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_addresses(url: str, address: str | None) -> None:
    assert address_of(url) == address


def test_all_links_of_a_file_are_found_where_they_stand() -> None:
    text = (
        "# Papers [home](https://a.example)\n\nSee <https://b.example/x> and https://c.example/y#z or [r].\n\n"
        "- **LoRA**, [[Paper](https://d.example)] ![i](https://image.example/a.png) [[n]()] [f](./file.md)\n"
        '- <a href="https://e.example/?a=1&amp;b=2">x</a> `https://code.example`\n\n'
        "[r]: https://f.example\n\n```\nhttps://code.example\n```\n<!-- https://comment.example -->\n"
    )
    (paper_list,) = lists_of({"list.md": text})
    links = list(web_links(paper_list))
    assert [link.address.partition("//")[2][0] for link in links] == ["a", "b", "c", "f", "d", "e"]
    written = [(link.url, text[link.span.start : link.span.end]) for link in links if link.is_written]
    assert all(url == shown for url, shown in written)
    assert len(written) == 5


def listed_findings(text: str, verdict: Verdict) -> list[Finding]:
    return list(link_findings(library_of(lists_of({"list.md": text})), {verdict.url: verdict}))


@pytest.mark.parametrize(
    ("target", "fixed"),
    [
        ("https://example.org/new", "https://example.org/new#part"),
        ("https://example.org/new#there", "https://example.org/new#there"),
        ("https://example.org/a b(c)|d", "https://example.org/a%20b%28c%29%7Cd#part"),
        (
            "https://example.org/x) [click](https://evil.example",
            "https://example.org/x%29%20%5Bclick%5D%28https://evil.example#part",
        ),
        ("https://example.org/%E4%BD%8E", "https://example.org/%E4%BD%8E#part"),
        ("javascript:alert(1)", None),
        ("https://user:pw@example.org/", None),
        ("https://example.org/" + "x" * 600, None),
        ("https:///nothing", None),
        ("https://[broken", None),
    ],
)
def test_only_a_new_address_that_can_stand_in_a_list_is_proposed(target: str, fixed: str | None) -> None:
    verdict = Verdict("https://example.org/old", "moved", "HEAD", "301", 1.0, 301, target)
    (finding,) = listed_findings("- **LoRA** [a](https://example.org/old#part)\n", verdict)
    assert finding.code == "LNK102"
    assert (finding.fix.edits[0].text if finding.fix else None) == fixed
    assert not (finding.fix and finding.fix.safe)


def test_credentials_are_not_told() -> None:
    verdict = Verdict("https://example.org/a", "dead", "HEAD", "404", 1.0, 404)
    (finding,) = listed_findings("- **LoRA** [a](https://me:secret@example.org/a)\n", verdict)
    assert "secret" not in f"{finding.message} {finding.subject}"
