"""Reports for the tests of the formats: one to read, and any others."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import strategies as st

from peftlint.model import Edit, Finding, Fix, Related, Source, Span
from peftlint.reports.model import Report
from peftlint.rules import Rule

EMPTY_LINK = Rule(
    "LNK001",
    "empty-link",
    "error",
    True,
    """A link has a label but no address.

A placeholder such as ``[Code]()`` renders as a link to the page
it is on.

Write the address, or leave the link out.

Bad:
    - **LoRA**, ICLR 2022. [[Code]()]

    ```bibtex
    @misc{a}
    ```

Good:
    - **LoRA**, ICLR 2022.

Fix: none (the address cannot be known).""",
)
MISSING_SCHEME = Rule("LNK002", "missing-scheme", "warning", True, "A web address without https://.")
DUPLICATE_ENTRY = Rule("DUP001", "duplicate-entry", "info", False, "The same work twice in one list.")
RULES = {rule.code: rule for rule in (EMPTY_LINK, MISSING_SCHEME, DUPLICATE_ENTRY)}

ZH = Source(
    "lists/zh-peft.md",
    "# 微调\n\n- **低秩适配** 𝓛 [[代码]()], 2022.\n- **LoRA** 方法 [[Code](github.com/microsoft/LoRA)]\n- **LoRA**\n",
)
OTHER = Source("lists/other, ones.md", "- **LoRA**\n")
CLEAN = Source("lists/clean.md", "# Papers\n")


def span_of(source: Source, text: str, after: str = "") -> Span:
    """Where *text* first stands in *source*, behind *after*."""
    start = source.text.index(text, source.text.index(after))
    return Span(start, start + len(text))


ADDRESS = span_of(ZH, "github.com/microsoft/LoRA")
SAMPLE = Report(
    findings=(
        Finding(
            "LNK001",
            ZH.path,
            span_of(ZH, "[代码]()"),
            "'代码' links to nothing",
            "代码",
            "lists/zh-peft.md:3",
        ),
        Finding(
            "LNK002",
            ZH.path,
            ADDRESS,
            "github.com/… lacks https://",
            "github.com/microsoft/LoRA",
            fix=Fix(
                (Edit(Span(ADDRESS.start, ADDRESS.start), "https://"),), safe=True, message="add https://"
            ),
        ),
        Finding(
            "DUP001",
            ZH.path,
            span_of(ZH, "- **LoRA**", after="/LoRA"),
            "LoRA is listed before: 100%",
            "LoRA",
            related=(
                Related(ZH.path, span_of(ZH, "LoRA"), "first listed here"),
                Related(OTHER.path, span_of(OTHER, "- **LoRA**\n")),
            ),
            fix=Fix(
                (Edit(span_of(ZH, "- **LoRA**\n", after="/LoRA"), ""),), safe=False, message="drop the entry"
            ),
        ),
    ),
    sources={source.path: source for source in (CLEAN, OTHER, ZH)},
    rules=RULES,
    entries=4,
    files=3,
)
NOTHING = Report((), {CLEAN.path: CLEAN}, RULES, entries=0, files=1)

ANY_TEXT = st.text(st.characters(), max_size=20) | st.sampled_from(
    [
        "::error::x",
        "%0A::set-env name=A::b",
        "\r\n::stop-commands::x",
        "]]>",
        "&#0;",
        "a:b,c=d",
        "\x1b[31m",
        "\udcff",
    ]
)
"""Any text, also such that cannot be encoded as UTF-8, and what means something to one format or another."""
ANY_PATH = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(
    [
        "/lists/a.md",
        "../a.md",
        "a:b,c=d.md",
        "a%20b.md",
        "caf\udce9.md",
        "名单/一 二.md",
        "::error::x\n::error::y",
    ]
)
"""Any path, with the bytes of one that is not UTF-8 as Python gives them."""


@st.composite
def any_span(draw: st.DrawFn, source: Source) -> Span:
    first, second = sorted((draw(st.integers(0, len(source.text))), draw(st.integers(0, len(source.text)))))
    return Span(first, second)


@st.composite
def any_finding(draw: st.DrawFn, sources: Sequence[Source]) -> Finding:
    source = draw(st.sampled_from(sources))
    related = draw(st.sampled_from(sources))
    return Finding(
        draw(st.sampled_from(sorted(RULES))),
        source.path,
        draw(any_span(source)),
        draw(ANY_TEXT),
        draw(ANY_TEXT),
        related=(Related(related.path, draw(any_span(related)), draw(ANY_TEXT)),) * draw(st.integers(0, 1)),
        fix=draw(st.none() | any_fix(source)),
    )


@st.composite
def any_fix(draw: st.DrawFn, source: Source) -> Fix:
    """One or two edits that do not overlap, in any order."""
    offsets = sorted(draw(st.lists(st.integers(0, len(source.text)), min_size=4, max_size=4)))
    edits = [
        Edit(Span(offsets[0], offsets[1]), draw(ANY_TEXT)),
        Edit(Span(offsets[2], offsets[3]), draw(ANY_TEXT)),
    ]
    return Fix(
        tuple(draw(st.permutations(edits))[: draw(st.integers(1, 2))]), draw(st.booleans()), draw(ANY_TEXT)
    )


@st.composite
def any_report(draw: st.DrawFn) -> Report:
    paths = draw(st.lists(ANY_PATH, min_size=1, max_size=3, unique=True))
    texts = st.text(st.characters(codec="utf-8"), max_size=30) | st.just("第一行\r\n𝓛 two\rthree\n")
    sources = [Source(path, draw(texts), draw(st.booleans())) for path in paths]
    findings = draw(st.lists(any_finding(sources), max_size=3))
    return Report(
        tuple(findings), {source.path: source for source in sources}, RULES, entries=1, files=len(paths)
    )


def lines_of(text: str) -> list[str]:
    """The lines with their ends, by CommonMark's rule; after an end at the very end comes an empty one."""
    return re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)


def slice_of(text: str, line: int, column: int, end_line: int, end_column: int) -> str:
    """What stands between two places: 1-based lines and columns in characters, the end exclusive."""
    lines = lines_of(text)
    start = sum(map(len, lines[: line - 1])) + column - 1
    return text[start : sum(map(len, lines[: end_line - 1])) + end_column - 1]
