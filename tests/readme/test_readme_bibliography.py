"""What is written as BibTeX is read back exactly, also by libraries that know nothing of how it was written."""

from __future__ import annotations

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given, settings
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]
from readme_works import hostile_text

from peftlint.fields.bibtex import authors_of, read_bibtex
from peftlint.model import Identifier
from peftlint.readme.bibliography import decode, details, encode, entry, is_verbatim
from peftlint.readme.escape import clean
from peftlint.readme.items import Address, Item

ARXIV = Identifier("arxiv", "2106.09685")
DOI = Identifier("doi", "10.1002/a_b<1::aid>3.0.co;2-2")
plain_text = hostile_text.map(clean).filter(bool)


def test_an_entry() -> None:
    item = Item(
        key="hu2022lora",
        title="LoRA: 50% of $x$ & a_b in QA-LoRA",
        authors=("Edward J. Hu", "Li, Jr.", "Research and Development", "others"),
        et_al=True,
        venue="ICLR",
        year=2022,
        links=(Address("paper", "https://arxiv.org/abs/2106.09685"),),
        identifiers=(Identifier("acl", "2021.acl-long.1"), ARXIV, DOI),
        tags=("PEFT", "a, b"),
        aliases=("LoRA, a title -- as it was", 'say ``x" {y'),
        type="inproceedings",
        carried=(("pages", "1--2"), ("publisher", "{\\'E}ditions")),
    )
    assert entry(item) == "\n".join(
        [
            "@inproceedings{hu2022lora,",
            r"  title = {{LoRA}: 50\% of \$x\$ \& a\_b in {QA}-{LoRA}},",
            "  author = {Edward J. Hu and Li{,} Jr. and Research an{d} Development and other{s} and others},",
            "  booktitle = {ICLR},",
            "  year = {2022},",
            "  pages = {1--2},",
            r"  publisher = {{\'E}ditions},",
            "  eprint = {2106.09685},",
            "  archiveprefix = {arXiv},",
            "  doi = {10.1002/a_b<1::aid>3.0.co;2-2},",
            '  alias = {LoRA{,} a title -{}- as it was, say `{}`x" \\lbrace{}y},',
            "  keywords = {PEFT, a{,} b},",
            "  identifiers = {acl:2021.acl-long.1, arxiv:2106.09685, "
            r"doi:10.1002/a\_b\ensuremath{<}1::aid\ensuremath{>}3.0.co;2-2},",
            "}",
        ]
    )


@pytest.mark.parametrize(
    ("item", "lines"),
    [
        (Item("k", "T"), ["@misc{k,", "  title = {T},"]),
        (Item("k", "T", venue="Blog", year=0), ["@misc{k,", "howpublished = {Blog}", "year = {0}"]),
        (Item("k", "T", venue="TMLR", type="article"), ["@article{k,", "journal = {TMLR}"]),
        (
            Item("k", "T", venue="arXiv", identifiers=(ARXIV,)),
            ["eprint = {2106.09685}", "archiveprefix = {arXiv}"],
        ),
        (
            Item("k", "T", links=(Address("paper", "https://x.org/a%20b_c"),)),
            ["url = {https://x.org/a%20b_c}"],
        ),
        (
            Item("k", "T", links=(Address("paper", "https://arxiv.org/abs/2106.09685"),)),
            ["url = {https://arxiv.org/abs/2106.09685}", "identifiers = {none}"],
        ),
    ],
)
def test_fields_of_an_entry(item: Item, lines: list[str]) -> None:
    written = entry(item)
    assert [line for line in lines if line not in written] == []


@pytest.mark.parametrize(
    ("item", "absent"),
    [
        (
            Item("k", "T"),
            ["author", "year", "howpublished", "eprint", "url", "alias", "keywords", "identifiers"],
        ),
        (Item("k", "T", venue="arXiv", identifiers=(ARXIV,)), ["howpublished", "url", "identifiers"]),
        (Item("k", "T", links=(Address("code", "https://x.org"),)), ["url"]),
        (Item("k", "T", links=(Address("paper", "https://x.org/{"),)), ["url"]),
        (
            Item(
                "k",
                "T",
                identifiers=(Identifier("acl", "P19-1234"), ARXIV, Identifier("github", "a/b")),
                links=(
                    Address("paper", "https://aclanthology.org/P19-1234/"),
                    Address("code", "https://github.com/A/B"),
                    Address("other", "https://arxiv.org/abs/1706.03762"),
                ),
            ),
            ["identifiers"],
        ),
    ],
)
def test_nothing_is_said_that_is_not_known_or_said_already(item: Item, absent: list[str]) -> None:
    assert [name for name in absent if f" {name} = " in entry(item)] == []


@given(plain_text)
@settings(max_examples=100, deadline=None)
def test_libraries_read_text_exactly(text: str) -> None:
    library = parse_string(f"@misc{{key,\n  title = {{{encode(text)}}},\n  year = {{2020}}\n}}")
    assert not library.failed_blocks
    assert library.entries[0].fields_dict["year"].value == "2020"
    value = library.entries[0].fields_dict["title"].value
    assert LatexNodes2Text().latex_to_text(value) == text
    assert decode(value) == text


@given(st.lists(plain_text, max_size=4), st.booleans(), st.lists(plain_text, max_size=3), plain_text)
@settings(max_examples=50, deadline=None)
def test_reads_back_what_was_written(names: list[str], et_al: bool, texts: list[str], title: str) -> None:
    item = Item("key", title, tuple(names), et_al, tags=tuple(texts), aliases=tuple(reversed(texts)))
    bibliography = read_bibtex(entry(item))
    assert not bibliography.problems
    assert details(bibliography.entries[0], item.links)._asdict() == {
        name: getattr(item, name)
        for name in ("authors", "et_al", "identifiers", "tags", "aliases", "type", "carried")
    }


NAMES = [
    "Edward J. Hu",
    "Laurens van der Maaten",
    "Jos\u00e9 Mar\u00eda O'Brien-\u00c5str\u00f6m",
    "张三",
    "A. Vaswani",
]


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4), st.booleans())
def test_names_are_read_as_names(names: list[str], et_al: bool) -> None:
    (bibtex,) = read_bibtex(entry(Item("key", "T", tuple(names), et_al))).entries
    assert authors_of(bibtex) == (tuple(names), et_al)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("plain", "plain"),
        ("{GPT}-4 -{}- x", "GPT-4 -- x"),
        ('J{\\"u}rgen', "Jürgen"),
        (r"\textbackslash{}alpha \& \string^", r"\alpha & ^"),
    ],
)
def test_decode(latex: str, text: str) -> None:
    assert decode(latex) == text


@pytest.mark.parametrize("value", ["", "a {b} {{c}}", r"{\'E} \& x", "a, b = c"])
def test_verbatim_values(value: str) -> None:
    assert is_verbatim(value)


@pytest.mark.parametrize("value", ["{", "}", "a} {b", r"\{a\}", r"{a\}", "a\\"])
def test_values_that_would_break_the_entry(value: str) -> None:
    assert not is_verbatim(value)
