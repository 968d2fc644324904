"""Of several accounts of one work, the one that is shown."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from identity_entries import entries_of_truth, entry, shared
from joined import works_of

from peftlint.accounts import choose
from peftlint.model import Account, Bibtex, BibtexField, Entry, Evidence, Work

HU = "Edward J. Hu; Yelong Shen; Phillip Wallis"


def work(*entries: Entry) -> Work:
    """One work of entries that stand in lists a, b, c, … unless they say where."""
    placed = [
        one._replace(list=f"{chr(97 + place)}.md") if one.list == "a.md" else one
        for place, one in enumerate(entries)
    ]
    return choose(placed, vocabulary={"trained"})


TITLES = [
    (["LoRA: Low-rank adaptation", "Lora: low-rank adaptation"], "LoRA: Low-rank adaptation"),
    (
        ["Lora: low-rank adaptation", "Lora: low-rank adaptation", "LoRA: low-rank adaptation"],
        "LoRA: low-rank adaptation",
    ),
    (["low-rank adaptation of models", "Low-Rank Adaptation of Models"], "Low-Rank Adaptation of Models"),
    (["LOW-RANK ADAPTATION OF MODELS", "Low-rank adaptation of models"], "Low-rank adaptation of models"),
    (["Tuning LLMS in Time", "Tuning LLMs in time"], "Tuning LLMs in time"),
    (["Masking for Pre-trained Models", "Masking for pretrained models"], "Masking for Pre-trained Models"),
    (["Tuning with Dy-namic Rank", "Tuning with dynamic rank"], "Tuning with dynamic rank"),
    (
        ["Stacking Layers", "ReLoRA: High-Rank Training", "ReLoRA: High-Rank Training"],
        "ReLoRA: High-Rank Training",
    ),
    (["GPT-3", "GPT-3", "Language Models are Few-Shot Learners"], "Language Models are Few-Shot Learners"),
    (["Short Words", "A Longer Title of Words"], "A Longer Title of Words"),
    (["", "Some Title"], "Some Title"),
    (["?!"], "?!"),
    ([""], ""),
]


@pytest.mark.parametrize(("titles", "chosen"), TITLES)
def test_title(titles: list[str], chosen: str) -> None:
    assert work(*map(entry, titles)).title == chosen
    assert work(*map(entry, titles[::-1])).title == chosen


def test_published_title_before_longer_one() -> None:
    told = work(
        entry("Stacking Many More Layers Differently", "", "arXiv 2023"), entry("Training", "", "ICLR 2024")
    )
    assert told.title == "Stacking Many More Layers Differently", "a nickname is no title"
    told = work(
        entry("Stacking Many More Layers Differently", "", "arXiv 2023"),
        entry("High-Rank Training by Updates", "", "NeurIPS Workshop 2023"),
    )
    assert told.title == "High-Rank Training by Updates"
    assert told.aliases == ("Stacking Many More Layers Differently",)


def test_a_hyphen_between_known_words_is_no_line_break() -> None:
    titles = [
        entry("Parameterefficient Tuning", at="a.md:1"),
        entry("parameter-efficient tuning", at="b.md:1"),
    ]
    assert choose(titles, vocabulary={"efficient"}).title == "Parameterefficient Tuning"
    assert choose(titles[::-1], vocabulary={"efficient"}).others["title"] == (
        Account("parameter-efficient tuning", ("b.md:1",)),
    )
    broken = [entry("Tuning with Dy-namic Rank", at="a.md:1"), entry("tuning with dynamic rank", at="b.md:1")]
    assert choose(broken, vocabulary={"namic"}).title == "Tuning with Dy-namic Rank"
    assert choose(broken).title == "tuning with dynamic rank"


AUTHORS = [
    ([HU, "Edward J. Hu"], HU),
    ([HU, "E. J. Hu; Y. Shen; P. Wallis"], HU),
    ([HU, "Edward J Hu; Yelong Shen; Phillip Wallis"], HU),
    ([HU, "Hu, Edward J.; Shen, Yelong; Wallis, Phillip"], HU),
    (["Christian Bohm", "Christian Böhm"], "Christian Böhm"),
    (["Rami Al-Rfou’", "Rami Al-Rfou"], "Rami Al-Rfou"),
    ([HU, "E. Hu; Y. Shen", "Yizhong Wang; Yeganeh Kordi; Swaroop Mishra; Alisa Liu"], HU),
    (["", HU], HU),
    (["", ""], ""),
]


@pytest.mark.parametrize(("lists", "chosen"), AUTHORS)
def test_authors(lists: list[str], chosen: str) -> None:
    told = work(*(entry("Title", authors) for authors in lists))
    assert "; ".join(told.authors) == chosen


def test_open_author_lists() -> None:
    full, open_list = entry("Title", HU), entry("Title", "Edward J. Hu", et_al=True)
    assert not work(open_list, full).et_al
    assert work(open_list, open_list._replace(authors=("Edward J. Hu", "Yelong Shen"))).authors[1:] == (
        "Yelong Shen",
    )
    assert work(open_list).et_al
    assert work(full, open_list).others["authors"] == (Account("Edward J. Hu et al.", ("b.md:1",)),)


VENUES = [
    (["arXiv 2021", "ICLR 2022"], [], "ICLR", 2022),
    (["arXiv 2021", "arXiv 2021", "ICLR 2022"], [], "ICLR", 2022),
    (["CoRR 2021", ""], [], "arXiv", 2021),
    (["ICLR 2022", "NeurIPS 2021", "NeurIPS 2021"], [], "NeurIPS", 2021),
    (["NeurIPS Workshop 2022", "NeurIPS Workshop 2022", "ICLR 2023"], [], "ICLR", 2023),
    (["EMNLP 2021", "EMNLP Findings 2021"], [], "Findings of EMNLP", 2021),
    (["EMNLP 2021", "EMNLP Findings 2021"], ["acl:2021.emnlp-main.1"], "EMNLP", 2021),
    (
        ["EMNLP 2021", "EMNLP 2021", "EMNLP Findings 2021"],
        ["acl:2021.findings-emnlp.1"],
        "Findings of EMNLP",
        2021,
    ),
    (["ACL 2019", "EMNLP 2019", "EMNLP 2019"], ["acl:P19-1001"], "ACL", 2019),
    (["ICCV 2021", "CVPR 2022", "ICCV 2021"], ["doi:10.1109/cvpr52688.2022.00123"], "CVPR", 2022),
    (["ICLR 2021", "ICML 2021", "ICML 2021"], ["iclr:x"], "ICLR", 2021),
    (["EMNLP 2023", "CoLM 2023", "CoLM 2023"], [], "EMNLP", 2023),
    (["Journal of Nowhere 2020", "arXiv 2019"], [], "Journal of Nowhere", 2020),
    (["2020", "2019"], [], None, 2019),
    (["", ""], [], None, None),
]


@pytest.mark.parametrize(("places", "ids", "venue", "year"), VENUES)
def test_venue_and_year(places: list[str], ids: list[str], venue: str | None, year: int | None) -> None:
    entries = [entry("Title", "", place, *ids) for place in places]
    assert (work(*entries).venue, work(*entries).year) == (venue, year)
    assert (work(*entries[::-1]).venue, work(*entries[::-1]).year) == (venue, year)


YEARS = [
    (["ICLR 2022", "ICLR 2022", "ICLR 2021"], [], 2022),
    (["ICLR 2021", "ICLR 2022"], [], 2022),
    (["arXiv 2021", "arXiv 2022"], [], 2021),
    (["arXiv 2023", "arXiv 2024"], ["arxiv:2405.17357"], 2024),
    (["ACL 2019", "ACL 2020"], ["acl:P19-1001"], 2019),
    (["ICLR", "arXiv 2021"], [], 2021),
]


@pytest.mark.parametrize(("places", "ids", "year"), YEARS)
def test_year_of_one_venue(places: list[str], ids: list[str], year: int) -> None:
    entries = [entry("Title", "", place, *ids) for place in places]
    assert work(*entries).year == year
    assert work(*entries[::-1]).year == year


def test_links() -> None:
    told = work(
        entry(
            "Title",
            "",
            "",
            "arxiv:2106.09685",
            links=[
                ("code", "github.com/Microsoft/LoRA.git"),
                ("paper", "https://arxiv.org/pdf/2106.09685v2.pdf"),
                ("paper", ""),
                ("badge", "https://img.shields.io/x"),
            ],
        ),
        entry(
            "Title",
            links=[
                ("project", "https://lora.example.org/?utm_source=x"),
                ("paper", "https://openreview.net/pdf?id=nZeVKeeFYf9"),
                ("paper", "http://arxiv.org/abs/2106.09685"),
                ("code", "https://github.com/microsoft/LoRA"),
                ("other", "https://arxiv.org/abs/2402.00001"),
            ],
        ),
    )
    assert [(link.kind, link.url) for link in told.links] == [
        ("paper", "https://arxiv.org/abs/2106.09685"),
        ("paper", "https://openreview.net/forum?id=nZeVKeeFYf9"),
        ("code", "https://github.com/Microsoft/LoRA"),
        ("project", "https://lora.example.org/"),
        ("other", "https://arxiv.org/abs/2402.00001"),
    ]


AT_ARXIV = "https://arxiv.org/abs/2106.09685"


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        (("paper", AT_ARXIV), ("paper", AT_ARXIV)),
        (("code", AT_ARXIV), ("code", AT_ARXIV)),
        (("badge", AT_ARXIV), ("paper", AT_ARXIV)),
        (("paper", "http://arxiv.org/pdf/2106.09685v3"), ("paper", AT_ARXIV)),
    ],
)
def test_the_one_link_of_a_work_with_an_arxiv_id(shown: tuple[str, str], told: tuple[str, str]) -> None:
    (link,) = work(entry("Title", "", "", "arxiv:2106.09685", links=[shown])).links
    assert (link.kind, link.url) == told


def test_an_arxiv_id_gets_a_link() -> None:
    told = work(entry("Title", "", "", "arxiv:2106.09685", links=[("code", "https://github.com/a/b")]))
    assert [link.url for link in told.links] == ["https://arxiv.org/abs/2106.09685", "https://github.com/a/b"]


def test_unions() -> None:
    told = work(
        entry("Title", "", "", "github:a/b", "acl:x", tags=("PEFT", "Microsoft"), aliases=("Old Name",)),
        entry(
            "Title", "", "", "arxiv:1", "github:a/b", tags=("peft", "READ"), aliases=("Old name", "Title!")
        ),
    )
    assert list(map(str, told.identifiers)) == ["arxiv:1", "acl:x", "github:a/b"]
    assert told.tags == ("PEFT", "Microsoft", "READ")
    assert told.aliases == ("Old Name",)


def test_nothing_is_lost() -> None:
    told = work(
        entry("LoRA: Low-Rank Adaptation", HU, "ICLR 2022"),
        entry("Lora: low-rank adaptation", "E Hu", "arXiv 2021"),
        entry("Lora: low-rank adaptation", HU, "International Conference on Learning Representations 2022"),
    )
    assert told.others == {
        "title": (Account("Lora: low-rank adaptation", ("b.md:1", "c.md:1")),),
        "authors": (Account("E Hu", ("b.md:1",)),),
        "venue": (Account("arXiv", ("b.md:1",)),),
        "year": (Account("2021", ("b.md:1",)),),
    }


def test_bibtex_with_most_fields_and_evidence() -> None:
    fields = (BibtexField("title", "T", 1), BibtexField("year", "2021", 2))
    short, long = Bibtex("a", "misc", fields[:1], ""), Bibtex("a", "article", fields, "")
    evidence = [Evidence("A", "same title", "a.md:1", "b.md:1")]
    told = choose([entry("T", bibtex=short), entry("T", bibtex=long, at="b.md:1")], "a", evidence)
    assert (told.bibtex, told.key, told.evidence) == (long, "a", tuple(evidence))


def key_of(
    title: str, authors: str = HU, where: str = "2021", *ids: str, key: str = "", at: str = "a.md:1"
) -> Entry:
    block = Bibtex(key, "misc", (), "") if key else None
    return entry(title, authors, where, *ids, at=at, bibtex=block)


KEYS = [
    ([key_of("LoRA: Low-Rank Adaptation")], ["hu2021lora"]),
    ([key_of("On the Power of Scale", "Hinrich Schütze", "ACL 2019")], ["schutze2019power"]),
    ([key_of("The Of", "", "")], ["the"]),
    ([key_of("大模型微调", "李飞", "2021", "arxiv:2106.09685")], ["2021210609685"]),
    ([key_of("大模型微调", "", "")], ["work"]),
    ([key_of("LoRA", key="DBLP:conf/iclr/Hu")], ["DBLP:conf/iclr/Hu"]),
    ([key_of("LoRA", key="hu {2021}, lora")], ["hu2021lora"]),
    (
        [key_of("Sparse adapters of speech"), key_of("Sparse weights of vision", at="a.md:2")],
        ["hu2021sparse", "hu2021sparseweights"],
    ),
    (
        [
            key_of("Sparse weights of vision", HU, "2021", "arxiv:2101.00001"),
            key_of("Sparse adapters of speech", HU, "2021", "arxiv:2107.00001", at="a.md:2"),
        ],
        ["hu2021sparse", "hu2021sparseadapters"],
    ),
    (
        [key_of("Retrieval without labels", key="hu2021sparse"), key_of("Sparse weights", at="a.md:2")],
        ["hu2021sparse", "hu2021sparseweights"],
    ),
    (
        [key_of("Retrieval without labels", key="Same"), key_of("Sparse weights", key="same", at="a.md:2")],
        ["Same", "hu2021sparse"],
    ),
    (
        [
            key_of("大模型微调", "", ""),
            key_of("大数据微调", "", "", at="a.md:2"),
            key_of("中数据", "", "", at="a.md:3"),
        ],
        ["work-3", "work-2", "work"],
    ),
]


@pytest.mark.parametrize(("entries", "keys"), KEYS)
def test_keys(entries: list[Entry], keys: list[str]) -> None:
    assert [told.key for told in works_of(entries)] == keys


def test_keys_stay_when_later_papers_are_added() -> None:
    old = [
        key_of("Sparse weights", HU, "2021", f"arxiv:2101.0000{number}", at=f"a.md:{number}")
        for number in range(9)
    ]
    old = [one._replace(title=f"Sparse {word}") for one, word in zip(old, "abcdefghi", strict=True)]
    new = key_of("Sparse aaa", HU, "2021", "arxiv:2112.00001", at="0.md:1")
    before = {told.entries[0].id: told.key for told in works_of(old)}
    after = {told.entries[0].id: told.key for told in works_of([*old, new])}
    assert after | before == after


@given(st.lists(st.text(max_size=12), min_size=1, max_size=4), st.lists(st.text(max_size=8), max_size=3))
def test_any_text_is_taken(titles: list[str], urls: list[str]) -> None:
    told = choose([entry(title, links=[("paper", url) for url in urls]) for title in titles])
    assert told.title in titles
    assert all(link.url for link in told.links)


def test_the_five_lists_lose_nothing() -> None:
    """Every title, author list, venue and year that a list gives is chosen or kept."""
    paths = [path for path in shared("truth").glob("*.json") if "list" in json.loads(path.read_text("utf8"))]
    for told in works_of(one for path in paths for one in entries_of_truth(path, path.stem)):
        for one in told.entries:
            kept = {field: {account.value for account in some} for field, some in told.others.items()}
            assert one.title == told.title or one.title in kept["title"]
            assert (
                not one.authors
                or one.authors == told.authors
                or any(value.startswith(", ".join(one.authors)) for value in kept["authors"])
            )
            assert (
                one.venue is None or told.venue in (one.venue, one.venue_name) or one.venue in kept["venue"]
            )
            assert one.year in (None, told.year) or str(one.year) in kept["year"]
