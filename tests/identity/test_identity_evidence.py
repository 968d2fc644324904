"""Pairs of entries and what is to be thought of them: the one work beside the two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from identity_entries import entry

from peftlint.identity import explain
from peftlint.identity.evidence import compare
from peftlint.identity.profile import profile_of
from peftlint.identity.totals import NOTHING_KNOWN, known_of, recurring_titles, totals_of
from peftlint.model import Entry

HU = "Edward Hu; Yelong Shen; Phillip Wallis"
LIU = "Shih-Yang Liu; Chien-Yi Wang; Hongxu Yin"
TEAM = "Ning Ding; Yujia Qin; Guang Yang; Fuchao Wei; Zonghan Yang"
TITLE = "Sparse Adapters for Continual Speech Recognition"

CERTAIN = {
    "same id and title": (
        entry(TITLE, HU, "arXiv 2021", "arxiv:2101.00001"),
        entry(TITLE.upper(), "", "ICLR 2022", "arxiv:2101.00001"),
    ),
    "same id, renamed but with common words": (
        entry(
            "Stacking more differently: High-rank training by low-rank updates (ReLo)",
            "",
            "",
            "arxiv:2101.00001",
        ),
        entry("ReLo: High-Rank Training Through Low-Rank Updates", HU, "", "arxiv:2101.00001"),
    ),
    "same id and authors, renamed": (
        entry("Sparse Adapters for Speech", HU, "", "openreview:x", at="a.md:1"),
        entry("Few Weights Will Do", HU, "", "openreview:x", at="b.md:1"),
    ),
    "same id, short name of the other": (
        entry("Galatica", "", "arXiv 2022", "arxiv:2101.00001"),
        entry("Galactica: A Large Language Model for Science", HU, "", "arxiv:2101.00001"),
    ),
    "same id, a nickname of the year": (
        entry("GPT-3", "", "2020", "arxiv:2101.00001"),
        entry("Language Models are Few-Shot Learners", HU, "NeurIPS 2020", "arxiv:2101.00001"),
    ),
    "same id among several": (
        entry(TITLE, "", "", "arxiv:2101.00001", "arxiv:2202.00002"),
        entry(TITLE, "", "", "arxiv:2101.00001"),
    ),
}
STRONG = {
    "same title and authors": (entry(TITLE, HU, "arXiv 2021"), entry(TITLE, "E. Hu; Y. Shen", "ICLR 2022")),
    "same title, authors unknown": (entry(TITLE, HU), entry(TITLE)),
    "same title, published two years later": (entry(TITLE, "", "arXiv 2021"), entry(TITLE, "", "ACL 2023")),
    "venues in conflict": (entry(TITLE, HU, "EMNLP 2021"), entry(TITLE, HU, "Findings of EMNLP 2021")),
    "a title that the other list knows as an alias": (
        entry("Few Weights Will Do", HU, aliases=(TITLE,)),
        entry(TITLE, HU),
    ),
    "preprint and journal": (entry(TITLE, HU, "arXiv 2021"), entry(TITLE, HU, "TPAMI 2024")),
}
PROBABLE = {
    "short name added": (
        entry("SA: Sparse Adapters for Continual Speech", HU, "ICLR 2022"),
        entry("Sparse Adapters for Continual Speech", HU, "ICLR 2022"),
    ),
    "a slip in the short name": (
        entry("WorldInfo: Spatio-temporal Integration on the Web", HU, "VLDB 2001"),
        entry("WorlInfo: Spatio-temporal integration on the web", HU, "VLDB 2001"),
    ),
    "a slip, authors unknown": (
        entry("Quering moving objects in sensor networks", "", "VLDB 2001"),
        entry("Querying moving objects in sensor networks", HU, "2001"),
    ),
    "a word more, all else equal": (
        entry("Maintenance of Automatic Summary Tables", HU, "SIGMOD 2000"),
        entry("Maintenance of cube automatic summary tables", HU, "SIGMOD 2000"),
    ),
    "cut off, authors agree": (
        entry("Adapters that grow with the tasks that they must sol", "e hu"),
        entry("Adapters that Grow with the Tasks that they Must Solve in Time", HU, "ACL 2020"),
    ),
    "wrong authors at the same time and place": (entry(TITLE, HU, "ACL 2021"), entry(TITLE, LIU, "ACL 2021")),
    "wrong arXiv id": (
        entry(TITLE, HU, "", "arxiv:2101.00001"),
        entry(TITLE, HU, "", "arxiv:2102.00002"),
    ),
    "a column of one author and year": (
        entry("Editor's Notes", "Ling Liu", "SIGMOD Record 2003", at="a.md:1"),
        entry("Editor's notes", "L. Liu", "SIGMOD Record 2003", at="b.md:1"),
    ),
}
POSSIBLE = {
    "the same team under another title": (
        entry("Delta tuning: A study of parameter efficient methods for language models", TEAM, "arXiv 2022"),
        entry(
            "Parameter-efficient fine-tuning of large language models",
            TEAM,
            "Nature Machine Intelligence 2023",
        ),
    ),
    "conference and journal version": (entry(TITLE, HU, "VLDB 2001"), entry(TITLE, HU, "VLDB Journal 2003")),
    "same id, nothing in common with the nickname": (
        entry("FGVC", "", "", "arxiv:2101.00001"),
        entry("Visual Prompt Tuning", HU, "2022", "arxiv:2101.00001"),
    ),
    "same id and authors in one list": (
        entry("A Simple Baseline with Salient Channels", HU, "", "arxiv:2101.00001", at="a.md:1"),
        entry("Revisit Transfer: A Two-Stage Paradigm", HU, "", "arxiv:2101.00001", at="a.md:2"),
    ),
    "same title, other authors": (entry(TITLE, HU, "ACL"), entry(TITLE, LIU, "2021")),
    "same title, different arXiv ids": (
        entry(TITLE, HU, "", "arxiv:2101.00001"),
        entry(TITLE, "", "", "arxiv:2102.00002"),
    ),
}
CONTRADICTORY = {
    "a link copied to another work": (
        entry("OmniQuant: Calibrated Quantization for Large Models", HU, "", "arxiv:2101.00001"),
        entry("Rotation and Permutation for Outlier Management", LIU, "", "arxiv:2101.00001"),
    ),
    "the same, authors unknown": (
        entry("Inference with Reference: Lossless Acceleration", "", "", "arxiv:2101.00001"),
        entry("SEED: Scheduled Speculative Decoding", "", "", "arxiv:2101.00001"),
    ),
}
NOTHING = {
    "one code repository": (
        entry("A Survey for In-context Learning", HU, "", "github:x/papers"),
        entry("Instruction Tuning: A Survey", LIU, "", "github:x/papers"),
    ),
    "two works of one name": (
        entry("DoRA: Weight-Decomposed Low-Rank Adaptation", LIU, "arXiv 2024"),
        entry("DoRA: Enhancing Tuning with Dynamic Rank Distribution", HU, "arXiv 2024"),
    ),
    "two works of one name, different ids": (
        entry("DoRA: Weight-Decomposed Low-Rank Adaptation", "", "", "arxiv:2402.09353"),
        entry("DoRA: Weight-Decomposed Low-Rank Adaption", "", "", "arxiv:2405.17357"),
    ),
    "names that begin alike": (
        entry("GaLore: Memory-Efficient Training by Gradient Projection", HU, "2024"),
        entry("Q-GaLore: Memory-Efficient Training by Quantized Projection", HU, "2024"),
    ),
    "a letter that matters": (
        entry("LoRA: Adaptation of Large Models", "", "2022"),
        entry("QLoRA: Adaptation of Large Models", "", "2022"),
    ),
    "numbers": (
        entry("Llama 2: Open Foundation Models", HU, "2023"),
        entry("Llama 3: Open Foundation Models", HU, "2023"),
    ),
    "parts": (
        entry("Clustering validity checking methods: Part I", HU, "SIGMOD Record 2002"),
        entry("Clustering validity checking methods: Part II", HU, "SIGMOD Record 2002"),
    ),
    "an erratum": (
        entry("A Database Model for Object Dynamics", HU, "VLDB Journal 1997"),
        entry("Erratum: A Database Model for Object Dynamics", HU, "VLDB Journal 1997"),
    ),
    "one word another, authors unknown": (
        entry("Prompt Tuning for Robust Speech Recognition", "", "2022"),
        entry("Prefix Tuning for Robust Speech Recognition", "", "2022"),
    ),
    "one list has both": (
        entry("XSB as a Deductive Database", HU, "SIGMOD 1994", at="a.md:1"),
        entry("XSB as an Efficient Deductive Database Engine", HU, "SIGMOD 1994", at="a.md:9"),
    ),
    "a column of two years": (
        entry("Editor's Notes", "Ling Liu", "SIGMOD Record 2002"),
        entry("Editor's Notes", "Ling Liu", "SIGMOD Record 2003"),
    ),
    "generic titles without authors": (entry("Introduction", "", "2003"), entry("Introduction", "", "2003")),
    "rows of a table of models": (
        entry("Albert-large", "Google", "2020"),
        entry("Albert-xlarge", "Google", "2020"),
    ),
    "Chinese titles one word apart": (
        entry("民事法律文书的预训练语言模型研究", "", "2022"),
        entry("刑事法律文书的预训练语言模型研究", "", "2022"),
    ),
    "no titles": (entry("", HU, "ACL 2020"), entry("", HU, "ACL 2020")),
}


def _elsewhere(left: Entry, right: Entry) -> Entry:
    """The second entry in another list, unless a case says where it stands."""
    return right._replace(list="b.md") if right.id == left.id else right


CASES = [
    pytest.param(left, _elsewhere(left, right), level, id=f"{level or '-'} {name}")
    for level, cases in zip(
        ("A", "B", "C", "D", "X", ""),
        (CERTAIN, STRONG, PROBABLE, POSSIBLE, CONTRADICTORY, NOTHING),
        strict=True,
    )
    for name, (left, right) in cases.items()
]


@pytest.mark.parametrize(("left", "right", "level"), CASES)
def test_level(left: Entry, right: Entry, level: str) -> None:
    verdict = compare(profile_of(left), profile_of(right))
    assert verdict.level == level, verdict


APART = [
    "different ids",
    "numbers",
    "parts",
    "an erratum",
    "one list",
    "column",
    "generic",
    "names that",
    "a link",
]


@pytest.mark.parametrize("name", APART)
def test_what_parts_two_works(name: str) -> None:
    both = NOTHING | CONTRADICTORY
    left, right = next(pair for case, pair in both.items() if name in case)
    assert compare(profile_of(left), profile_of(_elsewhere(left, right))).against


def test_years_and_venues_move_what_titles_must_show() -> None:
    """The farther two accounts are apart, the less they count; nothing is weaker evidence than something."""
    where = ["ACL 2020", "2020", "", "ACL 2021", "2022"]
    left = profile_of(entry("Maintenance of Automatic Summary Tables", HU, "ACL 2020"))
    title = "Maintenance of cube automatic summary tables"
    others = [entry(title, HU, place, at="b.md:1") for place in where]
    strengths = [compare(left, profile_of(other)).strength for other in others]
    assert strengths == sorted(strengths, reverse=True)


SEEN = NOTHING_KNOWN._replace(
    words={"detection": 30, "deletion": 2, "streaming": 3, "graphs": 9, "objects": 2}
)


def test_a_known_word_is_not_misspelt() -> None:
    """Without authors, one letter more or less is a slip only if it makes a word that no other title has."""
    told, slip, other = (
        profile_of(entry(f"Object {word} in Large Streaming Graphs over Time", "", "2020", at=f"{word}.md:1"))
        for word in ("Detection", "Detecton", "Deletion")
    )
    assert compare(told, slip, SEEN).joins
    assert not compare(told, other, SEEN).joins
    seldom = SEEN._replace(words={**SEEN.words, "deletion": 1})
    assert compare(told, other, seldom).joins  # beside a word that is met thirty times as often, and as long
    short, shorter = (
        profile_of(entry(f"Object {word} in Large Streaming Graphs over Time", "", "2020", at=f"{word}.md:1"))
        for word in ("Marl", "Morl")
    )
    assert not compare(short, shorter, SEEN._replace(words={"marl": 60, "morl": 2})).joins
    unsupervised, supervised = (
        profile_of(entry(f"{word} Detection of Objects in Streaming Graphs", "", "2020", at=f"{word}.md:1"))
        for word in ("Unsupervised", "Supervised")
    )
    assert not compare(unsupervised, supervised).joins


def test_accounts_in_one_list_may_hold_a_slip_each() -> None:
    one, two, other = (
        profile_of(entry(f"Fast {title} Data in Sensor Fields", HU, "2020", at=f"a.md:{line}"))
        for line, title in enumerate(
            (
                "Quary Plans over Noisy Graph",
                "Query Plens over Noisy Grapf",
                "Query Plans over Noisy Radar",
            )
        )
    )
    assert compare(one, two).joins
    assert compare(one, other).against


def test_a_short_name_is_misspelt_where_all_the_rest_is_the_same() -> None:
    title = "A Wide-Area Distributed Database System with Mobile Fragments"
    right, slip = (
        profile_of(entry(f"{name}: {title}", names, "1996", at=f"{name}.md:1"))
        for name, names in (("Mariposa", ""), ("Maripsoa", HU))
    )
    assert compare(right, slip).joins
    other = profile_of(entry(f"Monsoon: {title}", HU, "1996", at="b.md:1"))
    short = profile_of(entry("Mariposa: A Database", "", "1996", at="c.md:1"))
    assert not compare(right, other).joins
    assert compare(profile_of(entry("Maripsoa: A Database", HU, "1996", at="d.md:1")), short).against


def test_recurring_titles() -> None:
    """A short title of three years in one list is a column; of three lists it is a work."""
    told = [
        entry("Reminiscences about Databases", HU, str(year), at=f"a.md:{year}")
        for year in (2001, 2002, 2003)
    ]
    assert recurring_titles([profile_of(one) for one in told]) == {"reminiscencesaboutdatabases"}
    assert compare(profile_of(told[0]), profile_of(told[1])).joins
    known = known_of(totals_of([profile_of(one) for one in told]))
    assert compare(profile_of(told[0]), profile_of(told[1]), known).against
    spread = [entry(TITLE, HU, str(year), at=f"{year}.md:1") for year in (2001, 2002, 2003)]
    assert not recurring_titles([profile_of(one) for one in spread])
    long = [entry(TITLE, HU, str(year), at=f"a.md:{year}") for year in (2001, 2002, 2003)]
    assert not recurring_titles([profile_of(one) for one in long])  # its year is not certain
    others = entry(TITLE, "Wei Li, Hao Wang, Yu Chen", "2004", at="a.md:9")
    assert recurring_titles([profile_of(one) for one in (*long, others)])


def test_explain_says_it_in_sentences() -> None:
    left, right = CERTAIN["same id and title"]
    assert [found[:2] for found in explain(left, right)] == [
        ("A", "same arXiv id 2101.00001"),
        ("A", "same title"),
    ]
    left, right = STRONG["venues in conflict"]
    assert [found.reason for found in explain(left, right)] == [
        "same title",
        "3 of 3 authors",
        "same year 2021",
        "same venue",
    ]
    left, right = NOTHING["numbers"]
    assert [found[:2] for found in explain(left, right)] == [("X", "different numbers in the titles")]
    assert explain(entry("Sparse Adapters"), entry("Retrieval without Labels")) == ()


WORDS = st.sampled_from(
    [
        "low",
        "rank",
        "adaptation",
        "of",
        "models",
        "II",
        "2",
        "LoRA:",
        "survey",
        "(demo)",
        "大模型",
        "-",
        "prompt",
    ]
)
ENTRIES = st.builds(
    lambda title, authors, where, ids, at: entry(" ".join(title), authors, where, *ids, at=at),
    st.lists(WORDS, max_size=6),
    st.sampled_from(["", HU, LIU, "E Hu", "Anonymous"]),
    st.sampled_from(["", "2020", "ACL 2021", "TPAMI 2022", "arXiv 2019", "Nowhere 2020"]),
    st.lists(
        st.sampled_from(["arxiv:2101.00001", "arxiv:2102.00002", "doi:10.1/x", "github:x/y"]), max_size=2
    ),
    st.sampled_from(["a.md:1", "a.md:2", "b.md:1"]),
)


@given(ENTRIES, ENTRIES)
def test_a_judgement_has_no_direction(left: Entry, right: Entry) -> None:
    verdict, turned = (
        compare(profile_of(one), profile_of(two)) for one, two in [(left, right), (right, left)]
    )
    assert verdict == turned


def test_what_clashes_is_told_in_one_order() -> None:
    left, right = (
        profile_of(entry(TITLE, HU, "2021", f"arxiv:{value}", at=f"{value}.md:1"))
        for value in ("2102.00002", "2101.00001")
    )
    assert compare(left, right) == compare(right, left)
    assert "different arXiv ids 2101.00001 and 2102.00002" in compare(left, right).reasons


@given(ENTRIES, ENTRIES)
def test_what_is_joined_has_nothing_against_it(left: Entry, right: Entry) -> None:
    verdict = compare(profile_of(left), profile_of(right))
    assert not (verdict.joins and verdict.against)
    assert bool(verdict.strength) == verdict.joins
    assert bool(verdict.reasons) == bool(verdict.level)
