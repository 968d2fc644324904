"""How the canonical README looks, and that one more work changes one line and one BibTeX entry."""

from __future__ import annotations

import difflib
import random
import re
from pathlib import Path

import pytest
from readme_works import entry, link, truth_works

from peftlint.config import Config, Topic, read_config
from peftlint.model import Bibtex, BibtexField, Identifier, Work
from peftlint.readme import bibliography, layout, region
from peftlint.readme.arrange import arrange
from peftlint.readme.items import Address, Item
from peftlint.readme.verify import verify

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"
CONFIG = Config(
    root=Path("/"),
    topics=(
        Topic("Low-rank adaptation", "低秩适配方法", ("低秩",), ("LoRA",)),
        Topic("Surveys", words=("survey",)),
        Topic("Nothing here"),
    ),
    codes={"lists/chinese.md": "zh"},
)
LISTS = {"chinese.md": "lists/chinese.md", "../lists/more.md": "lists/more.md"}
WORKS = [
    Work(
        key="hu2022lora",
        title="LoRA: Low-Rank Adaptation",
        entries=(entry("chinese.md", 9, "低秩"), entry("../lists/more.md", 3)),
        authors=("Edward J. Hu", "Yelong Shen", "Weizhu Chen"),
        venue="ICLR",
        year=2022,
        links=(
            link("paper", "https://arxiv.org/abs/2106.09685"),
            link("paper", "https://openreview.net/forum?id=nZeVKeeFYf9"),
            link("code", "https://github.com/microsoft/LoRA"),
        ),
        identifiers=(
            Identifier("arxiv", "2106.09685"),
            Identifier("github", "microsoft/lora"),
            Identifier("openreview", "nZeVKeeFYf9"),
        ),
        tags=("PEFT",),
        aliases=("LoRA",),
    ),
    Work(
        key="x2024",
        title="A Note on LoRA",
        entries=(entry("chinese.md", 4, "低秩"),),
        authors=("Vlad Fomenko", "Han Yu"),
        year=2024,
        links=(link("tutorial", "../notes/a.ipynb"), link("other", "https://www.x.org/t?u=1")),
    ),
    Work(key="untitled", title="", entries=(entry("chinese.md", 5, "低秩"),)),
    Work(
        key="ding",
        title="Delta [survey]",
        entries=(),
        authors=("Ning Ding",),
        et_al=True,
        venue="Tech. Report",
    ),
    Work(key="z", title="Zeta survey", entries=(), authors=("OpenAI",)),
]
EXPECTED = """\
<!-- markdownlint-disable MD013 MD033 -->

<!-- After a merge conflict take either side and run `peftlint merge` again. -->

Merged from `zh` [lists/chinese.md](lists/chinese.md), `more` [lists/more.md](lists/more.md).

## Contents

- [Low-rank adaptation](#low-rank-adaptation) 低秩适配方法
- [Surveys](#surveys)

## Low-rank adaptation

低秩适配方法

- **A Note on LoRA**, 2024, venue unknown. Fomenko and Yu. [tutorial](../notes/a.ipynb) \
[x.org](https://www.x.org/t?u=1) `zh` <a id="x2024"></a>
- **[LoRA: Low-Rank Adaptation](https://arxiv.org/abs/2106.09685)**, 2022, \
_[ICLR](https://openreview.net/forum?id=nZeVKeeFYf9)_. Hu et al. [code](https://github.com/microsoft/LoRA) \
`zh` `more` <a id="hu2022lora"></a>
- _untitled_, year unknown, venue unknown. `zh` <a id="untitled"></a>

<details>
<summary>BibTeX for Low-rank adaptation</summary>

```bibtex
@misc{x2024,
  title = {A Note on {LoRA}},
  author = {Vlad Fomenko and Han Yu},
  year = {2024},
}

@inproceedings{hu2022lora,
  title = {{LoRA}: Low-Rank Adaptation},
  author = {Edward J. Hu and Yelong Shen and Weizhu Chen},
  booktitle = {ICLR},
  year = {2022},
  eprint = {2106.09685},
  archiveprefix = {arXiv},
  alias = {LoRA},
  keywords = {PEFT},
}

@misc{untitled,
}
```

</details>

## Surveys

- **Delta \\[survey\\]**, year unknown, _Tech. Report_. Ding et al. <a id="ding"></a>
- **Zeta survey**, year unknown, venue unknown. OpenAI. <a id="z"></a>

<details>
<summary>BibTeX for Surveys</summary>

```bibtex
@misc{ding,
  title = {Delta [survey]},
  author = {Ning Ding and others},
  howpublished = {Tech. Report},
}

@misc{z,
  title = {Zeta survey},
  author = {OpenAI},
}
```

</details>

<!-- markdownlint-enable MD013 MD033 -->
"""


def test_the_layout() -> None:
    assert layout.render(arrange(WORKS, CONFIG, LISTS)) == EXPECTED


def test_neither_the_order_of_works_nor_that_of_lists_matters() -> None:
    shuffled, lists = list(WORKS), dict(reversed(LISTS.items()))
    random.Random(1).shuffle(shuffled)
    assert arrange(shuffled, CONFIG, lists) == arrange(WORKS, CONFIG, LISTS)


def changed_lines(before: str, after: str) -> list[str]:
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


@pytest.mark.parametrize("number", range(len(WORKS)))
def test_one_more_work_is_one_line_and_one_entry(number: int) -> None:
    more = WORKS[number]._replace(key="more", title=f"{WORKS[number].title} II")
    readmes = [arrange(works, CONFIG, LISTS) for works in (WORKS, [*WORKS, more])]
    changed = changed_lines(*map(layout.render, readmes))
    assert all(line.startswith("+ ") for line in changed)
    bullets = [line for line in changed if line.startswith("+ - ")]
    assert len(bullets) == 1
    item = next(item for item in readmes[1].items if item.key == "more")
    entry_lines = bibliography.entry(item).splitlines()
    assert sorted(line[2:] for line in changed if line not in bullets) == sorted([*entry_lines, ""])


def test_without_topics_there_is_one_section_and_no_contents() -> None:
    text = layout.render(arrange(WORKS[:1], Config(Path("/"), other="All"), {}))
    assert re.findall("^## .*", text, re.MULTILINE) == ["## All"]


def test_no_works_at_all() -> None:
    readme = arrange([], CONFIG, {})
    verify(region.replace(region.new_readme("T"), layout.render(readme)), readme)


@pytest.mark.parametrize(
    ("links", "type_", "shown"),
    [
        ([("paper", "https://x.org/a")], "misc", ["T"]),
        ([("code", "https://x.org/a")], "misc", ["code"]),
        ([("code", "https://x.org/a"), ("paper", "https://x.org/b")], "misc", ["code", "paper at x.org"]),
        ([("paper", "https://x.org/a"), ("paper", "https://doi.org/10.1145/1.2")], "article", ["T", "V"]),
        ([("paper", "https://x.org/a"), ("paper", "https://doi.org/10.1145/1.2")], "misc", ["T", "paper at doi.org"]),
        ([("paper", "https://x.org/a"), ("paper", "https://arxiv.org/abs/2106.09685")], "article", ["T", "paper at arxiv.org"]),
        ([("paper", "https://x.org/a"), ("paper", "https://www.x.org/b")], "article", ["T", "paper at x.org"]),
        ([("other", "https://www.x.org/b"), ("other", "../a/b.md#c"), ("other", "#d")], "misc", ["x.org", "b.md", "other"]),
        ([("other", "code"), ("other", "http://[x"), ("image", "a.png")], "misc", ["other", "[x", "image"]),
    ],
)  # fmt: skip
def test_what_links_say(links: list[tuple[str, str]], type_: str, shown: list[str]) -> None:
    item = Item("k", "T", venue="V", links=tuple(Address(*pair) for pair in links), type=type_)
    assert [label for label, _ in layout.shown_links(item)] == shown
    assert [url for _, url in layout.shown_links(item)] == [url for _, url in links]


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Edward J. Hu", "Hu"),
        ("Laurens van der Maaten", "van der Maaten"),
        ("van Rossum", "van Rossum"),
        ("Martin Luther King Jr.", "King"),
        ("Smith, Jr.", "Smith"),
        ("Henry Tudor VIII", "VIII"),
        ("张三", "张三"),
        ("Jr.", "Jr."),
        (", x", ", x"),
    ],
)
def test_family_names(author: str, name: str) -> None:
    assert layout.family_name(author) == name


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Low-rank adaptation", "low-rank-adaptation"),
        ("C++ & Co. (new)", "c--co-new"),
        ("a_b / 低秩", "a_b--低秩"),
    ],
)
def test_anchors(heading: str, anchor: str) -> None:
    assert layout.anchor(heading) == anchor


def test_headings_that_GitHub_would_give_one_anchor() -> None:  # noqa: N802
    topics = (Topic("Contents!", words=("lora",)), Topic("Contents?", words=("survey",)))
    text = layout.render(arrange(WORKS, Config(Path("/"), topics=topics), LISTS))
    assert "- [Contents!](#contents-1)\n- [Contents?](#contents-2)\n" in text


@pytest.mark.parametrize(("size", "told"), [(449_999, None), (450_000, "comes near"), (512_001, "is over")])
def test_warns_of_size(size: int, told: str | None) -> None:
    warning = layout.size_warning("é" * (size // 2) + "x" * (size % 2))
    assert (
        (warning is None)
        if told is None
        else (warning is not None and f"{size:,} bytes and {told}" in warning)
    )


class TestArrange:
    def test_what_a_file_must_not_hold_goes(self) -> None:
        work = Work(
            key="a b{c}",
            title=" A\n\x00title\u202e ",
            entries=(entry("unknown.md"),),
            authors=("", " \x07", "B  C", "B C"),
            links=(link("code", ""), link("strange", "javascript:x"), link("strange", " https://x.org/\n")),
            venue="\x00",
        )
        (item,) = arrange([work], CONFIG, LISTS).items
        assert item == Item(
            "a-b-c-", "A title", authors=("B C", "B C"), links=(Address("other", "https://x.org/"),)
        )

    def test_keys_stay_apart(self) -> None:
        works = [
            WORKS[0]._replace(key=key, title=title)
            for title, key in zip("abcd", ["k x", "K-X", "k=x", ""], strict=True)
        ]
        assert [item.key for item in arrange(works, CONFIG, LISTS).items] == ["k-x", "K-X-2", "k-x-3", "work"]

    @pytest.mark.parametrize(
        ("readme", "url", "moved"),
        [
            ("README.md", "https://x.org/../a", "https://x.org/../a"),
            ("README.md", "mailto:a@b.org", "mailto:a@b.org"),
            ("README.md", "/a/b", "/a/b"),
            ("README.md", "a.pdf", "lists/deep/a.pdf"),
            ("README.md", "../../a.pdf?x#y", "a.pdf?x#y"),
            ("README.md", "#y", "lists/deep/l.md#y"),
            ("docs/README.md", "../a.pdf", "../lists/a.pdf"),
            ("lists/README.md", "../a.pdf", "a.pdf"),
        ],
    )
    def test_relative_links_lead_to_the_same_file(self, readme: str, url: str, moved: str) -> None:
        work = Work("k", "T", (entry("l.md", links=[link("data", url)]),), links=(link("data", url),))
        config = Config(Path("/"), readme=readme)
        arranged = arrange([work], config, {"l.md": "lists/deep/l.md"})
        assert next(arranged.items).links == (Address("data", moved),)
        assert (
            arranged.lists[0].path
            == {
                "README.md": "lists/deep/l.md",
                "docs/README.md": "../lists/deep/l.md",
                "lists/README.md": "deep/l.md",
            }[readme]
        )

    @pytest.mark.parametrize(
        ("venue", "stated", "carried"),
        [
            ("ICLR", "International Conference on Learning Representations", True),
            ("ICLR", "arXiv preprint arXiv:2106.09685", False),
            ("arXiv", "arXiv preprint arXiv:2106.09685", True),
            ("Some Gazette", "Some Gazette", True),
            ("Some Gazette", "", False),
            (None, "", True),
            (None, "ICLR", False),
        ],
    )
    def test_volume_and_pages_of_the_same_publication_only(
        self, venue: str | None, stated: str, carried: bool
    ) -> None:
        stated_fields = [
            ("journal", stated),
            ("volume", "7"),
            ("abstract", "x"),
            ("note", "{"),
            ("pages", " "),
        ]
        bibtex = Bibtex("k", "article", tuple(BibtexField(*pair, 0) for pair in stated_fields), "")
        (item,) = arrange([Work("k", "T", (), venue=venue, bibtex=bibtex)], CONFIG, {}).items
        assert item.carried == ((("volume", "7"),) if carried else ())

    @pytest.mark.parametrize(
        ("venue", "type_"),
        [("ICLR", "inproceedings"), ("TMLR", "article"), ("arXiv", "misc"), ("Blog", "misc"), (None, "misc")],
    )
    def test_types(self, venue: str | None, type_: str) -> None:
        assert next(arrange([Work("k", "T", (), venue=venue)], CONFIG, {}).items).type == type_


def test_the_five_lists() -> None:
    works = truth_works()
    config = read_config(PYPROJECT.read_text("utf-8"), "pyproject.toml", Path("/"))
    if config is None:
        pytest.skip("no configuration for the five lists")
    lists = {entry.list: entry.list for work in works for entry in work.entries}
    readme = arrange(works, config, lists)
    text = region.replace(region.new_readme(config.title), layout.render(readme))
    verify(text, readme)
    assert len(list(readme.items)) == len(works)
    other = [section for section in readme.sections if section.name == config.other]
    assert sum(len(section.items) for section in other) <= 10
