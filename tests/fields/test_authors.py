from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peftlint.fields.authors import Authors, name_list_score, split_names

SHARED = Path(__file__).parents[2] / "../shared"

LISTS = {
    "Edward J. Hu, Yelong Shen": ["Edward J. Hu", "Yelong Shen"],
    "Xuehai He,Chunyuan Li": ["Xuehai He", "Chunyuan Li"],
    "Yoshua Bengio & Ian Goodfellow": ["Yoshua Bengio", "Ian Goodfellow"],
    "Brian Lester, Rami Al-Rfou’, and Noah Constant.": ["Brian Lester", "Rami Al-Rfou’", "Noah Constant"],
    "Jinjie Ni and Fuzhao Xue and Yang You": ["Jinjie Ni", "Fuzhao Xue", "Yang You"],
    "Wei Zhang; Li Wang": ["Wei Zhang", "Li Wang"],
    "Wei Zhang 和 Li Wang": ["Wei Zhang", "Li Wang"],
    "Quentin de Laroussilhe, Leandro von Werra": ["Quentin de Laroussilhe", "Leandro von Werra"],
    "by Wei Zhang and Li Wang": ["Wei Zhang", "Li Wang"],
    "Authors: Wei Zhang, Li Wang": ["Wei Zhang", "Li Wang"],
    "ExampleLab: Wei Zhang, Li Wang": ["Wei Zhang", "Li Wang"],
    "OpenAI, Microsoft": ["OpenAI", "Microsoft"],
    "Example Technologies Co., Ltd.": ["Example Technologies Co., Ltd."],
    "": [],
    ", ;": [],
}
INITIALS = {
    "Liu Z, Graham Y.": ["Liu Z", "Graham Y"],
    "Jang U., Lee J. D., Ryu E. K.": ["Jang U.", "Lee J. D.", "Ryu E. K."],
    "A. Vedaldi and K. Lenc": ["A. Vedaldi", "K. Lenc"],
    "Vaswani, A., Shazeer, N., & Parmar, N.": ["A. Vaswani", "N. Shazeer", "N. Parmar"],
    "A. B. Smith III, C. D. Jones, Jr.": ["A. B. Smith III", "C. D. Jones Jr."],
}
INVERTED = {
    "Vaswani, Ashish and Shazeer, Noam": ["Ashish Vaswani", "Noam Shazeer"],
    "Li, Xiang Lisa and Liang, Percy.": ["Xiang Lisa Li", "Percy Liang"],
    "Ben Zaken, Elad and Ravfogel, Shauli": ["Elad Ben Zaken", "Shauli Ravfogel"],
    "van der Maaten, Laurens and Hinton, Geoffrey": ["Laurens van der Maaten", "Geoffrey Hinton"],
    "King, Jr., Martin and Parks, Rosa": ["Martin King Jr.", "Rosa Parks"],
    "Hu, Edward J.; Shen, Yelong": ["Edward J. Hu", "Yelong Shen"],
    "OpenAI and Achiam, Josh and Adler, Steven": ["OpenAI", "Josh Achiam", "Steven Adler"],
    "Loshchilov, Ilya": ["Ilya Loshchilov"],
    "Ding, Ning, Yujia Qin, Guang Yang": ["Ning Ding", "Yujia Qin", "Guang Yang"],
    # and what must not be turned
    "Xu Han, Zhiyuan Liu": ["Xu Han", "Zhiyuan Liu"],
    "Jonas Pfeiffer, Iryna Gurevych and Sebastian Ruder": [
        "Jonas Pfeiffer",
        "Iryna Gurevych",
        "Sebastian Ruder",
    ],
    "Wen Y, Chaudhuri S.": ["Wen Y", "Chaudhuri S"],
    "Bahdanau, Cho & Bengio": ["Bahdanau", "Cho", "Bengio"],
}
NO_PART_OF_A_NAME = {
    "Edward Hu1,2, Yelong Shen1, Phillip Wallis*": ["Edward Hu", "Yelong Shen", "Phillip Wallis"],
    "Edward Hu^1, Yelong Shen†": ["Edward Hu", "Yelong Shen"],
    "<sup>1</sup>Ann Lee, Bob Roy<sup>2</sup>": ["Ann Lee", "Bob Roy"],
    "A. Hu (MIT), B. Shen (Example Research)": ["A. Hu", "B. Shen"],
    "Ann Lee <ann@example.org>, Bob Roy": ["Ann Lee", "Bob Roy"],
    "Jeff (Jun) Zhang, Bo Li": ["Jeff (Jun) Zhang", "Bo Li"],
    "o3 contributors, Bo Li": ["o3 contributors", "Bo Li"],
}
CHINESE = {
    "张三，李四、王五": ["张三", "李四", "王五"],
    "张三 李四": ["张三", "李四"],
    "张三.": ["张三"],
    "张三和李四。": ["张三", "李四"],
    "李明·史密斯，王五": ["李明·史密斯", "王五"],
}
SPLIT = LISTS | INITIALS | INVERTED | NO_PART_OF_A_NAME | CHINESE


@pytest.mark.parametrize(("text", "names"), SPLIT.items())
def test_names_are_split(text: str, names: list[str]) -> None:
    assert split_names(text) == (tuple(names), False)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hu et al.", ["Hu"]),
        ("Hu, et. al", ["Hu"]),
        ("Trieu H. Trinh el al.", ["Trieu H. Trinh"]),
        ("Hu and others", ["Hu"]),
        ("Sharma, Mohit and Koppula, Skanda and others.", ["Mohit Sharma", "Skanda Koppula"]),
        ("Shrestha S, Venkataramanan A, others.", ["Shrestha S", "Venkataramanan A"]),
        ("A. Vaswani, N. Shazeer, ...", ["A. Vaswani", "N. Shazeer"]),
        ("张三、李四等", ["张三", "李四"]),
        ("et al.", []),
    ],
)
def test_more_authors_are_told_and_are_no_name(text: str, names: list[str]) -> None:
    assert split_names(text) == (tuple(names), True)


GIVEN = ["Wei", "Anna Maria", "José", "Xiang Lisa", "Zhi-Hong", "J. R.", "Ömer"]
FAMILY = ["Zhang", "O'Brien", "García", "Berg-Kirkpatrick", "van Dijk", "McCallum", "Ng"]
people = st.lists(
    st.tuples(st.sampled_from(GIVEN), st.sampled_from(FAMILY)), min_size=2, max_size=30, unique=True
)


@given(people, st.sampled_from([", ", "; ", " and ", "，", "、", ","]))
def test_a_list_of_full_names_comes_back(persons: list[tuple[str, str]], separator: str) -> None:
    names = tuple(f"{first} {last}" for first, last in persons)
    assert split_names(separator.join(names)) == (names, False)


@given(people)
def test_the_form_of_bibtex_comes_back_as_first_last(persons: list[tuple[str, str]]) -> None:
    text = " and ".join(f"{last}, {first}" for first, last in persons)
    assert split_names(text).names == tuple(f"{first} {last}" for first, last in persons)
    assert split_names(text + " and others") == (split_names(text).names, True)


@given(st.text())
def test_any_text_can_be_given(text: str) -> None:
    names, _ = split_names(text)
    assert all(name == name.strip() and any(map(str.isalpha, name)) for name in names)
    assert 0 <= name_list_score(text) <= 1


def test_a_hostile_text_is_read_in_time() -> None:
    start = time.process_time()
    for part in ("A, ", " and ", "(", "et al ", "a@", "<b ", " ", "J.-", "张"):
        name_list_score(part * 15_000)
    assert time.process_time() - start < 20  # linear: 1 s


@pytest.mark.parametrize(
    "text",
    [
        "Edward J. Hu, Yelong Shen, Phillip Wallis",
        "Victor Sanh et al.",
        "E. Denton",
        "Liu Z, Lyn J, Zhu W",
        "Ashish Vaswani and Noam Shazeer",
        "Xu, Chengming and Yang, Siqian and Wang, Yabiao",
        "Alberto d'Onofrio, J?rg Sander, Y. Yang",
        "Can Xu, Yang You, Bryan Low",
        "张三，李四",
        "rh gfiting, m schneider",
        "y maeda, m toyama",
        "da keim, h kriegel",
        "g landau, jp schmidt, is mumick, vj tsotras",
        "jiawei han, jian pei, yiwen yin",
        "m ?zsu, p valduriez",
    ],
)
def test_lists_of_names_score_high(text: str) -> None:
    assert name_list_score(text) >= 0.6


@pytest.mark.parametrize(
    "text",
    [
        "Attention Is All You Need",
        "Deep Residual Learning",
        "Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour",
        "Aggregate, Decompose, and Fine-Tune: A Simple Method",
        "Layer Normalization",
        "Who Watches the Watchmen?",
        "LoRA",
        "Stanford University",
        "ICLR 2022",
        "paper, code, project",
        "Classification, Imputation, and Anomaly Detection",
        "classification, imputation, and anomaly detection",
        "a survey of the field, in two parts",
        "very large data bases",
        "paper, code, and slides",
        "online aggregation",
        "",
    ],
)
def test_what_is_no_list_of_names_scores_low(text: str) -> None:
    assert name_list_score(text) < 0.4


@pytest.mark.parametrize("text", ["Jianxin Yang", "Segment Anything"])
def test_two_capitalized_words_alone_score_in_between(text: str) -> None:
    assert 0.4 <= name_list_score(text) <= 0.6


def true_entries() -> list[tuple[str, list[str]]]:
    """Title and authors of every entry of the lists whose truth is known."""
    files = [*SHARED.glob("truth/*.json"), *SHARED.glob("corpus/truth/*.json")]
    if not files:
        pytest.skip("the shared lists and their truth are not here")
    found = []
    for file in sorted(files):
        for entry in json.loads(file.read_text("utf-8")).get("entries", []):
            found.append((entry["title"], entry["authors"]))
    return found


def test_real_titles_do_not_look_like_names() -> None:
    scores = [name_list_score(title) for title, _ in true_entries()]
    assert sum(score >= 0.5 for score in scores) <= 0.005 * len(scores)


def test_real_author_lists_look_like_names_and_come_back() -> None:
    lists = [
        authors for _, authors in true_entries() if len(authors) > 1 and not any("," in a for a in authors)
    ]
    assert lists
    wrong = [
        authors for authors in lists if split_names(", ".join(authors)) != Authors(tuple(authors), False)
    ]
    assert len(wrong) <= 0.005 * len(lists), wrong
    assert sum(name_list_score(", ".join(authors)) < 0.5 for authors in lists) <= 0.005 * len(lists)
