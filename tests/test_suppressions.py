"""What comments in a list silence."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linting import findings_in, told

PAPER = "[Paper](https://arxiv.org/abs/2106.09685)"
TABLE = "|Title|Links|\n|---|---|\n"
A = f"- **LoRA**, ICLR 2022. {PAPER} [Code]()\n"
B = "- **Prefix-Tuning**, ACL 2021. [Paper](https://arxiv.org/abs/2101.00190) [Code]()\n"
LIST = f"# Papers\n\n{A}{B}"


def left(text: str, *selectors: str) -> list[str]:
    """Line and code of what is found, empty links unless *selectors* say otherwise."""
    found = findings_in(text, *(selectors or ("LNK001",)))
    return [f"{told(finding, text).partition(':')[0]} {finding.code}" for finding in found]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (LIST, "3 4"),
        # before an entry
        (f"<!-- peftlint: ignore LNK001 -->\n{A}{B}", "3"),
        (f"{A}<!-- peftlint: ignore LNK001 -->\n{B}", "1"),
        (f"{A}<!-- peftlint: ignore LNK001 -->\n\n\n{B}", "1"),
        (f"{A}\n<!-- peftlint:\n  ignore LNK001\n-->\n\n{B}", "1"),
        (f"{A}<!-- peftlint: ignore LNK001 -->\n<!-- of 2021 -->\n{B}", "1"),
        (f"{A}  <!-- peftlint: ignore LNK001 -->\n{B}", "1"),
        (f"> <!-- peftlint: ignore LNK001 -->\n> {A}> {B}", "3"),
        (
            f"1. **LoRA** {PAPER} [Code]()\n\n<!-- peftlint: ignore LNK001 -->\n2. **BitFit** {PAPER} [Code]()\n",
            "1",
        ),
        # in an entry
        (f"{A[:-1]} <!-- peftlint: ignore LNK001 -->\n{B}", "2"),
        (f"- <!-- peftlint: ignore LNK001 --> **LoRA**, ICLR 2022. [Code]()\n{B}", "2"),
        (f"- **LoRA**\n  <!-- peftlint: ignore LNK001 -->\n  ICLR 2022. [Code]() {PAPER}\n{B}", "4"),
        (f"- **LoRA** {PAPER} [Code]()\n  ICLR 2022. [Code]() <!-- peftlint: ignore LNK001 -->\n{B}", "3"),
        (
            "|Title|Code|\n|---|---|\n|LoRA <!-- peftlint: ignore LNK001 -->|[Code]()|\n|BitFit|[Code]()|\n",
            "4",
        ),
        # before a table: its first entry
        (
            f"<!-- peftlint: ignore LNK001 -->\n{TABLE}|LoRA|{PAPER} [Code]()|\n|BitFit|{PAPER} [Code]()|\n",
            "5",
        ),
        # before what is no entry
        (f"<!-- peftlint: ignore LNK001 -->\nSee [here]().\n\n{A}", "4"),
        (f"<!-- peftlint: ignore LNK001 -->\n## [Adapters]()\n{A}", "3"),
        (f"See [here](). <!-- peftlint: ignore LNK001 -->\n{A}", "2"),
        # a section
        (f"{A}\n## A\n<!-- peftlint: ignore-section LNK001 -->\n{A}\n### B\n{A}\n## C\n{B}", "1 11"),
        (f"{A}\n## A\n{A}\n### B\n{A}\n<!-- peftlint: ignore-section LNK001 -->\n## C\n{B}", "1 4 11"),
        (f"{A}\n<!-- peftlint: ignore-section LNK001 -->\n## A\n{B}", "5"),
        (f"# Papers\n<!-- peftlint: ignore-section LNK001 -->\n## A\n{A}\n## B\n{B}", ""),
        # the file
        (f"{A}\n## A\n{A}\n<!-- peftlint: ignore-file LNK001 -->", ""),
        # names, several of them, and words for people
        (f"<!-- peftlint: ignore empty-link -->\n{A}", ""),
        (f"<!-- peftlint: ignore DUP001, empty-link -->\n{A}", ""),
        (f"<!-- peftlint: ignore DUP001，Lnk001 -->\n{A}", ""),
        (f"<!-- peftlint: ignore DUP001 LNK001: announced for May -->\n{A}", ""),
        (f"<!-- peftlint: ignore DUP001：见 LNK001 -->\n{A}", "2"),
        (f"<!--peftlint:ignore LNK001-->\n{A}", ""),
        (f"<!--- peftlint: ignore LNK001 --->\n{A}", ""),
        # what does not count
        (f"<!-- peftlint: ignore LNK -->\n{A}", "2"),
        (f"<!-- peftlint: ignore DUP001 -->\n{A}", "2"),
        (f"<!-- peftlint: ignore-sections LNK001 -->\n{A}", "2"),
        (f"<!-- ignore LNK001 -->\n{A}", "2"),
        (f"<!-- see peftlint: ignore LNK001 -->\n{A}", "2"),
        (f"`<!-- peftlint: ignore LNK001 -->`\n\n{A}", "3"),
        (f"```\n<!-- peftlint: ignore LNK001 -->\n```\n{A}", "4"),
        (f"    <!-- peftlint: ignore LNK001 -->\n\n{A}", "3"),
        (f"{A}<!-- peftlint: ignore LNK001 -->", "1"),
        (f"{A}\n<!-- peftlint: ignore LNK001", "1"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_silences(text: str, lines: str, newline: str) -> None:
    assert left(text.replace("\n", newline)) == [f"{line} LNK001" for line in lines.split()]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"<!-- peftlint: ignore LNK001 -->\n{A}", []),
        (f"{A}<!-- peftlint: ignore LNK001 -->", ["1 LNK001", "2 SUP001"]),
        (f"<!-- peftlint: ignore LNK001 LNK002 -->\n{A}", ["1 SUP001"]),
        (f"<!-- peftlint: ignore LNK001 -->\n<!-- peftlint: ignore-file LNK001 -->\n{A}", []),
        (
            f"<!-- peftlint: ignore-file LNK001 -->\n{A}<!-- peftlint: ignore LNK001 -->\n- **B**, 2021\n",
            ["3 SUP001"],
        ),
        (f"<!-- peftlint: ignore LNK006 -->\n{A}", ["2 LNK001"]),  # not looked for in this run
        ("<!-- peftlint: ignore SUP001 -->\n- **B**, 2021\n", ["1 SUP001"]),
    ],
)
def test_comments_that_silence_nothing(text: str, found: list[str]) -> None:
    assert left(text, "LNK001", "LNK002", "SUP001") == found


def test_one_word_is_blamed() -> None:
    text = f"<!-- peftlint: ignore LNK001, LNK002 -->\n{A}"
    [finding] = findings_in(text, "LNK001", "LNK002", "SUP001")
    assert text[finding.span.start : finding.span.end] == "LNK002"


@settings(max_examples=50, deadline=None)
@given(st.text(st.sampled_from("<!->peftlin:grsc-feLNK01, \n\t`|"), max_size=60))
def test_strange_comments_never_silence_what_they_do_not_name(text: str) -> None:
    document = f"{A}\n<!-- peftlint:{text}\n\n{B}"
    assert "1 LNK001" in left(document)


def test_many_comments_and_findings_are_no_matter() -> None:
    text = "<!-- peftlint: ignore LNK001 -->\n" * 3000 + f"<!-- peftlint: ignore LNK001 -->\n{A}" * 300
    start = time.process_time()
    assert left(text) == []
    assert time.process_time() - start < 20
