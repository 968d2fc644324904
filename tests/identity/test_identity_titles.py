"""What titles are to a comparison."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peftlint.identity.differences import different_numbers, numbers_of
from peftlint.identity.titles import (
    fold,
    informative_words,
    is_generic,
    is_nickname,
    likeness,
    read_title,
    squash,
)

SQUASHED = [
    ("Pre-trained & fine-tuned", "Pretrained and Finetuned"),
    ("Dy-namic Rank", "Dynamic rank"),
    ("Universität Özsu", "UNIVERSITAT OZSU"),
    ("Grøvlen, Łukasz, Straße", "grovlen lukasz strasse"),
    ("What’s in a name?", "Whats in a Name"),
    ("Low–Rank\u00adAdaptation", "low-rank adaptation"),
    ("ｆｕｌｌ width", "Full Width"),
]


@pytest.mark.parametrize(("one", "other"), SQUASHED)
def test_squash_makes_spellings_equal(one: str, other: str) -> None:
    assert squash(one) == squash(other)


@pytest.mark.parametrize(("one", "other"), [("LoRA", "LoRA+ 2"), ("R-CNN", "RNN"), ("低秩适配", "低秩微调")])
def test_squash_keeps_words_apart(one: str, other: str) -> None:
    assert squash(one) != squash(other)


NAMES = [
    ("LoRA: Low-Rank Adaptation of Large Language Models", "lora", "lowrankadaptationoflargelanguagemodels"),
    ("LoRA - Low-Rank Adaptation", "lora", "lowrankadaptation"),
    ("Low-Rank Adaptation (LoRA)", "lora", "lowrankadaptation"),
    ("Q-GaLore：Quantized GaLore", "qgalore", "quantizedgalore"),
    ("P-Tuning v2: Prompt Tuning", "ptuningv2", "prompttuning"),
    ("OmniQuant: OmniQuant: Calibrated Quantization", "omniquant", "calibratedquantization"),
    ("Low-Rank Adaptation", "", "lowrankadaptation"),
    ("Clustering categorical data: An approach", "", "clusteringcategoricaldataanapproach"),
    ("Introduction: The Year in Review", "", "introductiontheyearinreview"),
    ("Tutorial: Data Access", "", "dataaccess"),
    (": odd", "", "odd"),
    ("", "", ""),
]


@pytest.mark.parametrize(("text", "name", "rest"), NAMES)
def test_short_name_and_rest(text: str, name: str, rest: str) -> None:
    title = read_title(text)
    assert (title.name, title.rest) == (name, rest)


FORMS = [
    ("Index Research (Panel Abstract)", "indexresearch"),
    ("Index (panel session): Forest or Trees?", "indexforestortrees"),
    ("What Will Be - Book Review", "whatwillbe"),
    ("Ordered Shared Locks, technical report", "orderedsharedlocks"),
    ("Microsoft Site Server (Commerce Edition)", "microsoftsiteservercommerceedition"),
    ("A Report on Panels", "areportonpanels"),
]


@pytest.mark.parametrize(("text", "bare"), FORMS)
def test_notes_of_form_are_no_part_of_the_bare_title(text: str, bare: str) -> None:
    assert read_title(text).bare == bare


LIKENESS = [
    ("Sparse Adapters for Speech", "SPARSE ADAPTERS FOR SPEECH.", "same"),
    ("Sparse Adapters for Speech (demo)", "Sparse Adapters for Speech", "form"),
    ("AdaLoRA: Adaptive Budget Allocation", "Adaptive Budget Allocation", "name"),
    ("AdaLoRA: Adaptive Budget Allocation", "Adaptive Budget Allocation (AdaLoRA)", "name"),
    ("Adapters that grow with their tasks: a study", "Adapters that grow with their tasks", "cut"),
    (
        "Adapters that grow with theirtasks and mo",
        "Adapters that grow with their tasks and models of them",
        "cut",
    ),
    ("Toward the filtering of documents with paths", "Filtering of documents with paths", "part"),
    ("A vision of model management", "A vision for model management", "slip"),
    ("Quering moving objects in networks", "Querying moving objects in networks", "slip"),
    ("Qureying moving objects in networks", "Querying moving objects in networks", "slip"),
    ("The casefor abstrct datatypes in trees", "The case for abstract data types in trees", "slip"),
    ("Prompt tuning for speech recognition", "Prefix tuning for speech recognition", "alike"),
    ("大模型微调技术综述与展望", "大模型微调方法综述与展望", "alike"),
    ("Sparse Adapters for Speech", "Retrieval without Labels", "none"),
    ("", "", "none"),
    ("!!!", "Sparse Adapters", "none"),
]


@pytest.mark.parametrize(("one", "other", "kind"), LIKENESS)
def test_kind_of_likeness(one: str, other: str, kind: str) -> None:
    assert likeness(read_title(one), read_title(other)).kind == kind


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_has_no_direction(one: str, other: str) -> None:
    left, right = read_title(one), read_title(other)
    assert likeness(left, right) == likeness(right, left)


@given(st.text(max_size=80))
def test_any_text_is_a_title(text: str) -> None:
    title = read_title(text)
    assert title.squashed == squash(text)
    assert fold(fold(text)) == fold(text) or not text.isascii()
    assert title == read_title(text + "  ")


NUMBERS = [
    ("Llama 2", {"2"}),
    ("World War II", {"2"}),
    ("Clustering, Part I", {"1"}),
    ("I see what you mean", set()),
    ("Query Processing i", set()),
    ("The Fourth Workshop", {"4th"}),
    ("The 21st Century", {"21th"}),
    ("4-bit GPT-4V", {"4"}),
]


@pytest.mark.parametrize(("text", "numbers"), NUMBERS)
def test_numbers(text: str, numbers: set[str]) -> None:
    assert numbers_of(read_title(text)) == numbers


DIFFERENT_NUMBERS = [
    ("Llama 2", "Llama 3", "alike", True),
    ("Llama", "Llama 2", "alike", True),
    ("Clustering, Part I", "Clustering, Part II", "slip", True),
    ("The 4th Workshop", "The Fourth Workshop", "slip", False),
    ("The Workshop", "The Fourth Workshop", "slip", False),
    ("Yuan 1.0: Zero-Shot Learning", "Zero-Shot Learning", "name", False),
    ("Yuan 1.0: Zero-Shot", "Zero-Shot Learning 3", "cut", True),
    ("Multifractals and the 8", "Multifractals and the 80-20 Law", "cut", False),
]


@pytest.mark.parametrize(("one", "other", "kind", "different"), DIFFERENT_NUMBERS)
def test_different_numbers(one: str, other: str, kind: str, different: bool) -> None:
    assert different_numbers(read_title(one), read_title(other), kind) is different
    assert different_numbers(read_title(other), read_title(one), kind) is different


@pytest.mark.parametrize(
    "text", ["Introduction", "Guest Editorial", "A Survey", "Book Review Column", "", "The"]
)
def test_generic(text: str) -> None:
    assert is_generic(read_title(text))


@pytest.mark.parametrize("text", ["A Survey of Large Language Models", "Deep Learning", "Prefix Tuning"])
def test_not_generic(text: str) -> None:
    assert not is_generic(read_title(text))


def test_informative_words() -> None:
    assert informative_words(read_title("A Survey of Large Language Models")) == 3
    assert informative_words(read_title("大模型参数高效微调综述")) == 5


@pytest.mark.parametrize("text", ["GPT-3", "PanGu-Σ", "Yuan 1.0", "Flan-U-PaLM", ""])
def test_nickname(text: str) -> None:
    assert is_nickname(read_title(text))


@pytest.mark.parametrize("text", ["Visual Prompt Tuning", "LoRA: Low-Rank Nets", "Electroencephalography"])
def test_no_nickname(text: str) -> None:
    assert not is_nickname(read_title(text))
