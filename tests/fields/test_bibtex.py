"""BibTeX blocks, sound and broken, and what their fields say."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peftlint.fields.bibtex import (
    authors_of,
    identifiers_of,
    read_bibtex,
    title_of,
    venue_text_of,
    year_of,
)
from peftlint.fields.bibtex_names import read_names
from peftlint.fields.latex import plain_text
from peftlint.model import Bibtex

SHARED = Path(__file__).parents[2] / "../shared"


def fields(entry: Bibtex) -> dict[str, str]:
    return {field.name: field.value for field in entry.fields}


def read_one(text: str) -> Bibtex:
    bibliography = read_bibtex(text)
    assert not bibliography.problems
    assert len(bibliography.entries) == 1
    return bibliography.entries[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@misc{k, title={T}, year=2024}", {"title": "T", "year": "2024"}),
        ('@Misc{k,\n  TITLE = "T",\n  year = "2024",\n}', {"title": "T", "year": "2024"}),
        ("@misc(k, title={T}, year={2024})", {"title": "T", "year": "2024"}),
        ("@misc{k,\r\n title={A\r\n   B},\r\n year={2024}\r\n}", {"title": "A B", "year": "2024"}),
        ("@misc{k, title={{A} {B} of {C}}, year={2024}}", {"title": "{A} {B} of {C}", "year": "2024"}),
        (
            "@misc{k, title={The {@} sign, x = 1}, year={2024}}",
            {"title": "The {@} sign, x = 1", "year": "2024"},
        ),
        (
            '@misc{k, title={G{\\"o}del}, url={https://x/a%20b}}',
            {"title": 'G{\\"o}del', "url": "https://x/a%20b"},
        ),
        ("@misc{k, title={50% of x}, month=jan}", {"title": "50% of x", "month": "jan"}),
        ('@string{p = "Proc. "}\n@misc{k, booktitle = p # "ACL"}', {"booktitle": "Proc. ACL"}),
        ("@comment{x = 1}\n@misc{k, title={T}}\n% the end", {"title": "T"}),
        ("Cite us:\n@misc{k, title={T}}\nThank you, dear reader", {"title": "T"}),
        ("@misc{k, title={}}", {"title": ""}),
    ],
)
def test_sound_entries(text: str, expected: dict[str, str]) -> None:
    entry = read_one(text)
    assert (entry.type, entry.key) == ("misc", "k")
    assert fields(entry) == expected


TITLE_AND_YEAR = {"title": "T", "year": "2024"}


@pytest.mark.parametrize(
    ("text", "expected", "problems"),
    [
        pytest.param(
            "@misc{k,\n title={T}\n year={2024}\n}",
            TITLE_AND_YEAR,
            [(2, "no comma before 'year'")],
            id="missing-comma",
        ),
        pytest.param(
            "@misc{k, title={T} year={2024}}",
            TITLE_AND_YEAR,
            [(0, "no comma before 'year'")],
            id="missing-comma-on-a-line",
        ),
        pytest.param(
            "@misc{k,\n title={T},,\n year={2024}\n}",
            TITLE_AND_YEAR,
            [(1, "two commas in a row")],
            id="double-comma",
        ),
        pytest.param(
            "@misc{k\n title={T},\n year={2024}\n}",
            TITLE_AND_YEAR,
            [(0, "no comma behind the key 'k'")],
            id="missing-comma-behind-key",
        ),
        pytest.param(
            "@misc{k,\n title={T,\n year={2024}\n}",
            TITLE_AND_YEAR,
            [(1, "the value of 'title' is not closed")],
            id="unclosed-brace",
        ),
        pytest.param(
            '@misc{k,\n title="T,\n year={2024}\n}',
            TITLE_AND_YEAR,
            [(1, "the value of 'title' is not closed")],
            id="unclosed-quote",
        ),
        pytest.param(
            "@misc{k,\n title={T},\n year={2024\n}",
            TITLE_AND_YEAR,
            [(3, "the entry is not closed")],
            id="unclosed-last-brace",
        ),
        pytest.param(
            "@misc{k,\n title={T}},\n year={2024}\n}",
            TITLE_AND_YEAR,
            [(1, "a closing brace too many")],
            id="extra-brace",
        ),
        pytest.param(
            "@misc{k,\n title={T},\n year={2024}\n}}",
            TITLE_AND_YEAR,
            [(3, "'}' after the end of the entry")],
            id="extra-brace-at-the-end",
        ),
        pytest.param(
            "@misc{k,\n title={T},\n year={2024}\n",
            TITLE_AND_YEAR,
            [(2, "the entry is not closed")],
            id="not-closed",
        ),
        pytest.param(
            "@misc{k,\n title={T},\n Title={U},\n year={2024}\n}",
            TITLE_AND_YEAR,
            [(2, "the field 'title' is given twice")],
            id="field-twice-but-for-case",
        ),
        pytest.param(
            "@misc{k,\n title={T},\n title={U},\n year={2024}\n}",
            TITLE_AND_YEAR,
            [(2, "the field 'title' is given twice")],
            id="field-twice",
        ),
        pytest.param(
            "@misc{k,\n title={T}, % the title\n year={2024}\n}",
            TITLE_AND_YEAR,
            [(1, "a comment within the entry")],
            id="comment",
        ),
        pytest.param(
            "@misc{k,\n title={T},\n to do,\n year={2024}\n}",
            TITLE_AND_YEAR,
            [(2, "'to do' is no field")],
            id="no-field",
        ),
        pytest.param(
            "@misc{k,\n title=T and more,\n year={2024}\n}",
            {"title": "T and more", "year": "2024"},
            [(1, "the value of 'title' has neither braces nor quotes")],
            id="bare-words",
        ),
        pytest.param(
            "@misc{k,\n journal=tkde,\n year={2024}\n}",
            {"journal": "tkde", "year": "2024"},
            [(1, "the value of 'journal' has neither braces nor quotes")],
            id="undefined-macro",
        ),
        pytest.param(
            "@misc{k,\n title=,\n year={2024}\n}",
            {"title": "", "year": "2024"},
            [(1, "the value of 'title' is missing")],
            id="no-value",
        ),
        pytest.param(
            "@misc{k,\n title={T\\},\n year={2024}\n}",
            {"title": "T\\", "year": "2024"},
            [(1, "the value of 'title' ends with a backslash")],
            id="escaped-brace",
        ),
        pytest.param(
            "misc{k,\n title={T},\n year={2024}\n}",
            TITLE_AND_YEAR,
            [(0, "no @ before the entry")],
            id="no-at",
        ),
    ],
)
def test_faults_are_told_and_fields_saved(
    text: str, expected: dict[str, str], problems: list[tuple[int, str]]
) -> None:
    bibliography = read_bibtex(text)
    assert [(problem.line, problem.message) for problem in bibliography.problems] == problems
    assert [(entry.key, fields(entry)) for entry in bibliography.entries] == [("k", expected)]


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        ("@misc{, title={T}}", "", "the entry has no key"),
        ("@misc{title={T}}", "", "the entry has no key"),
        ("@misc{a b, title={T}}", "a b", "a blank in the key 'a b'"),
    ],
)
def test_faults_of_keys(text: str, key: str, problem: str) -> None:
    bibliography = read_bibtex(text)
    assert [(entry.key, fields(entry)) for entry in bibliography.entries] == [(key, {"title": "T"})]
    assert [problem.message for problem in bibliography.problems] == [problem]


@pytest.mark.parametrize(
    "text", ["", "Coming soon", "x = 1", "@", "@misc", "mail@example.org", "def misc(k):\n    x = {1}"]
)
def test_text_without_bibtex(text: str) -> None:
    assert read_bibtex(text) == read_bibtex("")
    assert not read_bibtex(text).entries


def test_a_fault_does_not_reach_the_next_entry() -> None:
    bibliography = read_bibtex("@misc{a,\n title={T,\n\n@misc{b,\n title={U}\n}\n@misc{b,\n title={V}\n}")
    assert [(entry.key, fields(entry)) for entry in bibliography.entries] == [
        ("a", {"title": "T"}),
        ("b", {"title": "U"}),
        ("b", {"title": "V"}),
    ]
    assert {problem.line for problem in bibliography.problems} == {1}


def test_places_and_raw_text() -> None:
    text = "% mine\n@misc{a,\n title = {T\n  U},\n\n year = 2024}\n\n @misc{b}"
    first, second = read_bibtex(text).entries
    assert [(field.name, field.line) for field in first.fields] == [("title", 2), ("year", 5)]
    assert first.raw == "@misc{a,\n title = {T\n  U},\n\n year = 2024}"
    assert second.raw == "@misc{b}"


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["@misc{", "@a(", "k", ",", "\n", "title", "=", "{", "}", '"', " ", "T", "%", "\\", "#", ")", "@", "2024",
             "@string{", "misc{k,", "\r", "@comment{"]
        ),
        max_size=30,
    ).map("".join)
    | st.text()
)  # fmt: skip
def test_nothing_raises_and_places_lie_in_the_text(text: str) -> None:
    bibliography = read_bibtex(text)
    lines = len(re.split("\r\n?|\n", text))
    for problem in bibliography.problems:
        assert 0 <= problem.line < lines
    for entry in bibliography.entries:
        names = [field.name for field in entry.fields]
        assert len(names) == len(set(names))
        assert all(0 <= field.line < lines for field in entry.fields)
        title_of(entry), authors_of(entry), year_of(entry), venue_text_of(entry), identifiers_of(entry)


VALUES = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"], exclude_characters='{}\\"@'), max_size=20
)
NAMES = st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True)


@settings(deadline=None, max_examples=40)
@given(st.dictionaries(NAMES, VALUES, max_size=6))
def test_what_is_written_is_read(written: dict[str, str]) -> None:
    body = "".join(f",\n  {name} = {{{value}}}" for name, value in written.items())
    assert fields(read_one(f"@misc{{k{body}\n}}")) == written


@settings(deadline=None, max_examples=40)
@given(st.dictionaries(NAMES, VALUES, min_size=2, max_size=6), st.data())
def test_a_missing_comma_loses_nothing(written: dict[str, str], data: st.DataObject) -> None:
    gap = data.draw(st.integers(1, len(written) - 1))
    lines = [f"  {name} = {{{value}}}" for name, value in written.items()]
    text = "@misc{k,\n" + ",\n".join(lines[:gap]) + "\n" + ",\n".join(lines[gap:]) + "\n}"
    bibliography = read_bibtex(text)
    assert [problem.line for problem in bibliography.problems] == [gap + 1]
    assert [fields(entry) for entry in bibliography.entries] == [written]


@pytest.mark.parametrize(
    ("field", "names", "open_list"),
    [
        ("Edward J. Hu and Yelong Shen", ("Edward J. Hu", "Yelong Shen"), False),
        ("Hu, Edward J. and Shen, Yelong", ("Edward J. Hu", "Yelong Shen"), False),
        ("Hu, Edward and others", ("Edward Hu",), True),
        ("Edward Hu et al.", ("Edward Hu",), True),
        ("Hu, Edward and Shen, Yelong and\n  et al", ("Edward Hu", "Yelong Shen"), True),
        ("King, Jr., Martin Luther and A B", ("Martin Luther King Jr.", "A B"), False),
        ("van der Maaten, Laurens", ("Laurens van der Maaten",), False),
        ("van der Maaten, Laurens Jan", ("Laurens Jan van der Maaten",), False),
        ("Ben Zaken, Elad; Ravfogel, Shauli", ("Elad Ben Zaken", "Shauli Ravfogel"), False),
        ("Edward Hu, Yelong Shen, Phillip Wallis", ("Edward Hu", "Yelong Shen", "Phillip Wallis"), False),
        ("Edward Hu, Yelong Shen and Phillip Wallis", ("Edward Hu", "Yelong Shen", "Phillip Wallis"), False),
        ("Edward Hu, Yelong Shen", ("Edward Hu", "Yelong Shen"), False),
        ("Garcia Marquez, G. J.", ("G. J. Garcia Marquez",), False),
        ("Hu, Edward, Shen, Yelong", ("Edward Hu", "Yelong Shen"), False),
        ("{The BigScience Team and Friends} and Hu, Edward", ("The BigScience Team and Friends", "Edward Hu"), False),
        ("{Meta, Inc.}", ("Meta, Inc.",), False),
        ("DeepSeek-AI and Daya Guo", ("DeepSeek-AI", "Daya Guo"), False),
        ('H{\\"u}bner, \\\'{E}mile and {\\L}ukasz~Kaiser', ("Émile Hübner", "Łukasz Kaiser"), False),
        ("Hu, Edward AND Shen, Yelong", ("Edward Hu", "Yelong Shen"), False),
        ("Anders Andersson", ("Anders Andersson",), False),
        ("Xiaoming Li and Al Smith", ("Xiaoming Li", "Al Smith"), False),
        ("Plato", ("Plato",), False),
        ("", (), False),
    ],
)  # fmt: skip
def test_names(field: str, names: tuple[str, ...], open_list: bool) -> None:
    assert read_names(field) == (names, open_list)


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        ("plain  text", "plain text"),
        ("{GPT}-4 of {O}pen{AI}", "GPT-4 of OpenAI"),
        ('H{\\"u}bner', "Hübner"),
        ("\\v{S}imon~\\'Elan", "Šimon Élan"),
        ("50% of \\'e", "50% of é"),
        ("50\\% \\& more", "50% & more"),
        ("\\textit{LoRA}+", "LoRA+"),
        ("{" * 50 + "\\a", "\\a"),
        ("\\href{x}{y}", "hrefxy"),
    ],
)
def test_plain_text(latex: str, plain: str) -> None:
    assert plain_text(latex) == plain


@settings(deadline=None)
@given(st.text() | st.text("\\{}$%~'\"aeo ^_&#|[]", max_size=40))
def test_any_text_becomes_plain(latex: str) -> None:
    plain = plain_text(latex)
    assert " ".join(plain.split()) == plain
    assert "{" not in plain or "\\" in latex


@pytest.mark.parametrize(
    ("body", "year", "venue", "identifiers"),
    [
        ("year={2024}, eprint={2407.08296}, archivePrefix={arXiv}", 2024, "arXiv", "arxiv:2407.08296"),
        ("year={2023}, journal={arXiv preprint arXiv:2309.14717}", 2023, "arXiv preprint arXiv:2309.14717",
         "arxiv:2309.14717"),
        ("date={2023-05-01}, journal={CoRR}, volume={abs/2106.09685}", 2023, "CoRR", "arxiv:2106.09685"),
        ("booktitle={{AAAI} Conference}, journal={X}", None, "AAAI Conference", ""),
        ("year={in press}, publisher={arXiv}", None, "arXiv", ""),
        ("howpublished={\\url{https://arxiv.org/abs/2106.09685}}", None, "arXiv", "arxiv:2106.09685"),
        ("doi={10.1145/3292500.3330701}, url={https://doi.org/10.1145/3292500.3330701}", None, None,
         "doi:10.1145/3292500.3330701"),
        ("doi={10.1162/tacl\\_a\\_00300}", None, None, "doi:10.1162/tacl_a_00300"),
        ("doi={10.18653/v1/P19-1234}", None, None, "acl:P19-1234 doi:10.18653/v1/P19-1234"),
        ("url={https://openreview.net/forum?id=B1xsqj09Fm}", None, None, "openreview:B1xsqj09Fm"),
        ("eprint={2113.08296}, archivePrefix={arXiv}", None, "arXiv", ""),
        ("eprint={12345}, eprinttype={pubmed}", None, None, ""),
        ("abstract={as in arXiv:2106.09685}, note={see doi:10.1145/3292500.3330701}", None, None, ""),
        ("url={https://github.com/o/r}", None, None, ""),
        ("year={20245}", None, None, ""),
    ],
)  # fmt: skip
def test_what_fields_say(body: str, year: int | None, venue: str | None, identifiers: str) -> None:
    entry = read_one(f"@misc{{k, {body}}}")
    assert year_of(entry) == year
    assert venue_text_of(entry) == venue
    assert " ".join(map(str, identifiers_of(entry))) == identifiers


def test_nothing_heavy_is_imported_and_nothing_printed() -> None:
    code = (
        "import sys; from peftlint.fields.bibtex import read_bibtex; read_bibtex('no entry');"
        "heavy = {'bibtexparser', 'pylatexenc', 'requests', 'markdown_it', 'mistune', 'rapidfuzz'};"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules);"
        "read_bibtex('@misc{k,\\n title={T,')"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def squash(text: str | None) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text or "").casefold() if c.isalnum())


def blocks_of_lists() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each BibTeX block of the real lists with the entry above it: name and line, text, truth."""
    for path in sorted([*SHARED.glob("lists/*.md"), *SHARED.glob("corpus/lists/*.md")]):
        text = path.read_text("utf-8")
        entries = json.loads((path.parents[1] / f"truth/{path.stem}.json").read_text("utf-8"))["entries"]
        for found in re.finditer(r"```bib(?:tex)?\n(.*?)```|<pre>\n?(.*?)</pre>", text, re.DOTALL):
            line = text.count("\n", 0, found.start()) + 1
            above = [entry for entry in entries if entry["line"] <= line]
            if above and above[-1]["authors"]:
                yield f"{path.stem}:{line}", html.unescape(found[1] or found[2]), above[-1]


@pytest.mark.skipif(not (SHARED / "lists").is_dir(), reason="the lists with checked truth are not here")
def test_blocks_of_real_lists() -> None:
    wrong: list[tuple[str, str, object]] = []
    for place, text, truth in blocks_of_lists():
        entry = read_one(text)
        authors = [sorted(map(squash, name.replace(",", " ").split())) for name in authors_of(entry)[0]]
        readings = [truth["authors"], *truth.get("alt", {}).get("authors", [])]
        if authors not in [
            [sorted(map(squash, n.replace(",", " ").split())) for n in names] for names in readings
        ]:
            wrong.append((place, "authors", authors))
        if squash(title_of(entry)) not in map(
            squash, [truth["title"], *truth.get("alt", {}).get("title", [])]
        ):
            wrong.append((place, "title", title_of(entry)))
        if year_of(entry) not in [
            truth.get("bibtex_year", truth["year"]),
            *truth.get("alt", {}).get("year", []),
        ]:
            wrong.append((place, "year", year_of(entry)))
    assert not wrong
