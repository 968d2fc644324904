from __future__ import annotations

from pathlib import Path

import pytest
from readme_works import entry

from peftlint.config import Config, Topic
from peftlint.model import Entry, Work
from peftlint.readme.topics import assign

CONFIG = Config(
    root=Path("/"),
    topics=(
        Topic("Prompts", sections=("Prompt tuning", "2023"), words=("prompt", "in context")),
        Topic("Adapters", sections=("Adapter", "zh.md#提示", "lists/a.md#2023"), words=("adapter", "LoRA")),
        Topic("Surveys", sections=("Survey",), words=("综述", "C++", "survey of")),
    ),
    other="Rest",
)
LISTS = {"a.md": "lists/a.md", "b.md": "lists/b.md", "zh.md": "lists/zh.md"}


def in_sections(*paths: str) -> tuple[Entry, ...]:
    """``list / heading / heading`` → an entry below these headings."""
    return tuple(
        entry(path.split(" / ")[0], line, *path.split(" / ")[1:]) for line, path in enumerate(paths, 1)
    )


@pytest.mark.parametrize(
    ("paths", "topic"),
    [
        (["b.md / Adapter"], "Adapters"),
        (["b.md /  ADAPTER "], "Adapters"),
        (["b.md / Adapters"], "Rest"),
        (["b.md / Methods / Adapter / 2020"], "Adapters"),
        (["b.md / Survey / Adapter"], "Adapters"),
        (["b.md / Adapter / Survey"], "Surveys"),
        (["b.md / 2023"], "Prompts"),
        (["a.md / 2023"], "Adapters"),
        (["zh.md / 提示"], "Adapters"),
        (["b.md / 提示"], "Rest"),
        (["b.md / Survey", "a.md / Adapter"], "Adapters"),
        (["b.md / Survey", "a.md / Adapter", "zh.md / Survey"], "Surveys"),
        (["b.md / Survey", "a.md / Unknown"], "Surveys"),
        (["elsewhere.md / Survey"], "Surveys"),
        ([], "Rest"),
        (["b.md"], "Rest"),
    ],
)
def test_sections_vote(paths: list[str], topic: str) -> None:
    entries = in_sections(*paths)
    assert assign(Work("k", "T", entries), CONFIG, LISTS) == topic
    assert assign(Work("k", "T", entries[::-1]), CONFIG, LISTS) == topic


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("The Power of Prompt Tuning", "Prompts"),
        ("Prompting", "Rest"),
        ("Learning in-context", "Prompts"),
        ("Learning in contexts", "Rest"),
        ("QA-LoRA: quantized", "Adapters"),
        ("QLoRA", "Rest"),
        ("Prompt or adapter", "Prompts"),
        ("大模型综述（一）", "Surveys"),
        ("Programming in C", "Surveys"),
        ("A Survey  of: x", "Surveys"),
        ("", "Rest"),
    ],
)
def test_without_a_vote_the_words_of_the_title_decide(title: str, topic: str) -> None:
    assert assign(Work("k", title, in_sections("b.md / Unknown")), CONFIG, LISTS) == topic
    assert assign(Work("k", "Unknown", (), aliases=(title,)), CONFIG, LISTS) == topic
    assert assign(Work("k", title, in_sections("b.md / Survey")), CONFIG, LISTS) == "Surveys"


def test_without_topics_all_is_other() -> None:
    assert (
        assign(Work("k", "Prompt", in_sections("a.md / Survey")), Config(Path("/")), LISTS) == "Other papers"
    )
