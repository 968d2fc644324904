"""Fixes change what they say and nothing else, once."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linting import linter, lists_of

from peftlint.engine import read_list
from peftlint.fixes import ROUNDS, Mended, apply, mend
from peftlint.model import NEWLINE, Edit, Finding, Fix, PaperList, Source, Span

LISTS = sorted((Path(__file__).parents[1] / "lists").glob("*.md"))
CORPUS = sorted((Path(__file__).parents[1] / "../shared/corpus/lists").glob("*.md"))

FIRST = "- **LoRA: Low-Rank Adaptation**, *Edward Hu, Yelong Shen*, ICLR 2022. [Paper](https://arxiv.org/abs/2106.09685)"
SECOND = "- **BitFit: Simple Fine-tuning**, *Elad Zaken, Yoav Goldberg*, ACL 2022. [Paper](https://arxiv.org/abs/2106.10199)"
LIST = f"# Papers\n\n## Adapters\n\n{FIRST}\n{SECOND}\n"

Lint = Callable[[Sequence[PaperList]], tuple[Finding, ...]]


def replacing(*pairs: tuple[str, str], safe: bool = True, subject: str = "") -> Lint:
    """Finds each place of the first text of a pair, and wants the second there instead."""

    def lint(lists: Sequence[PaperList]) -> tuple[Finding, ...]:
        found = []
        for paper_list in lists:
            for old, new in pairs:
                at = paper_list.source.text.find(old)
                while at >= 0:
                    fix = Fix((Edit(Span(at, at + len(old)), new),), safe, "")
                    span = Span(at, at + len(old))
                    found.append(
                        Finding("AAA001", paper_list.path, span, old, subject or f"{old} {new}", fix=fix)
                    )
                    at = paper_list.source.text.find(old, at + 1)
        return tuple(sorted(found, key=lambda finding: finding.span))

    return lint


def mended(text: str, lint: Lint, *, unsafe: bool = False) -> Mended:
    return mend([read_list(Source("list.md", text))], lint, unsafe=unsafe)


def text_of(outcome: Mended) -> str:
    return outcome.lists[0].source.text


@pytest.mark.parametrize(
    ("text", "edits", "result"),
    [
        ("abc", [], "abc"),
        ("abc", [(0, 1, "x")], "xbc"),
        ("abc", [(3, 3, "x"), (0, 0, "y")], "yabcx"),
        ("abc", [(1, 2, ""), (2, 3, "xyz")], "axyz"),
        ("低秩", [(1, 1, "🚀")], "低🚀秩"),
        ("", [(0, 0, "x")], "x"),
    ],
)
def test_apply(text: str, edits: list[tuple[int, int, str]], result: str) -> None:
    assert apply(text, [Edit(Span(start, end), new) for start, end, new in edits]) == result


@pytest.mark.parametrize(
    ("pairs", "old", "new"),
    [
        ((("abs", "pdf"),), "https://arxiv.org/abs/", "https://arxiv.org/pdf/"),
        ((("Hu,", "Hua,"),), "Edward Hu,", "Edward Hua,"),
        ((("ICLR", "ICML"),), "ICLR 2022", "ICML 2022"),
        ((("Adaptation", "Adaption"),), "Low-Rank Adaptation", "Low-Rank Adaption"),
        ((("Adapters", "Adapter"),), "## Adapters", "## Adapter"),
        # overlapping and touching ones: one after another
        ((("https://arxiv", "http://arxiv"), ("arxiv.org", "example.org")),
         "https://arxiv.org", "http://example.org"),
        ((("Edward", "Ed"), ("ward", "win")), "Edward", "Ed"),
    ],
)  # fmt: skip
def test_what_a_fix_touches_may_change(pairs: tuple[tuple[str, str], ...], old: str, new: str) -> None:
    outcome = mended(LIST, replacing(*pairs))
    assert outcome.refused == ()
    assert old in LIST
    assert text_of(outcome) == LIST.replace(old, new)
    assert outcome.findings == ()
    assert len(outcome.mended) >= 1


@pytest.mark.parametrize(
    ("pair", "reason"),
    [
        ((" *Edward Hu, Yelong Shen*,", ""), ""),
        ((FIRST, ""), ""),
        (("\n- **BitFit", "**BitFit"), "the list would read as 1 instead of 2 entries"),
        ((SECOND, f"{SECOND}\n{SECOND.replace('BitFit', 'Other')}"), "would read as 3 instead of 2 entries"),
        (("# Papers", "<!-- # Papers"), "the list would read as 0 instead of 2 entries"),
        (("\n\n- **LoRA", "\n\n## Prompts\n\n- *LoRA"), "it would change the section of 'LoRA: Low-Rank Adaptation'"),
        ((". [Paper]", ". `Survey` [Paper]"), "it would change the tags of"),
        (("ICLR 2022. ", "ICLR 2022. [[Code](https://github.com/a/b)] "), "it would change the links of"),
    ],
)  # fmt: skip
def test_what_it_does_not_touch_may_not(pair: tuple[str, str], reason: str) -> None:
    outcome = mended(LIST, replacing(pair))
    if reason:
        assert text_of(outcome) == LIST
        [refused] = outcome.refused
        assert reason in refused.reason
        assert outcome.findings
        assert outcome.mended == ()
    else:
        assert text_of(outcome) == LIST.replace(*pair)
        assert outcome.refused == ()


def test_one_bad_fix_does_not_keep_the_good_ones_away() -> None:
    items = "".join(
        f"- **A Study of Things {number}**, ICLR 2022. [Paper](https://arxiv.org/abs/2106.0{number:04})\n"
        for number in range(40)
    )
    bad = ("\n- **A Study of Things 17**", "**A Study of Things 17**")
    outcome = mended(items, replacing(("arxiv.org/abs", "arxiv.org/pdf"), bad))
    assert [refused.finding.message for refused in outcome.refused] == [bad[0]]
    assert text_of(outcome) == items.replace("/abs/", "/pdf/")
    assert len(outcome.mended) == 40


@pytest.mark.parametrize(
    ("pair", "subject"),
    [
        (("ICLR", "ICLR ICLR"), "x"),  # grows
        (("ICLR", "ICLR"), ""),  # changes nothing
        (("2022", " 2022"), "year"),  # its finding stays
    ],
)
def test_fixes_in_vain_are_refused(pair: tuple[str, str], subject: str) -> None:
    outcome = mended(LIST, replacing(pair, subject=subject))
    assert text_of(outcome) == LIST
    assert outcome.refused
    assert outcome.mended == ()


def test_fixes_that_bring_about_one_another_end() -> None:
    rounds = []

    def lint(lists: Sequence[PaperList]) -> tuple[Finding, ...]:
        rounds.append(lists)
        return replacing(("abs", "pdf") if "/abs/" in lists[0].source.text else ("pdf", "abs"))(lists)

    mended(LIST, lint)
    assert len(rounds) <= ROUNDS + 1


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(Span(0, 10**6), "x")],
        [Edit(Span(-3, 2), "x")],
        [Edit(Span(5, 3), "x")],
        [Edit(Span(0, 5), "x"), Edit(Span(4, 6), "y")],
        [],
    ],
)
def test_fixes_that_do_not_fit_are_refused(edits: list[Edit]) -> None:
    finding = Finding("AAA001", "list.md", Span(0, 1), "m", "s", fix=Fix(tuple(edits), True, ""))
    outcome = mended(LIST, lambda _: (finding,))
    assert text_of(outcome) == LIST
    assert [refused.reason for refused in outcome.refused] == ["it does not fit the text"]


def test_a_fix_is_applied_wholly_or_not() -> None:
    def both(lists: Sequence[PaperList]) -> tuple[Finding, ...]:
        text = lists[0].source.text
        edits = [
            Edit(Span(text.rindex(old), text.rindex(old) + 4), new)
            for old, new in (("ICLR", "ICML"), ("\n- *", "*"))
        ]
        return (Finding("AAA001", "list.md", Span(0, 1), "m", "s", fix=Fix(tuple(edits), True, "")),)

    outcome = mended(LIST, both)
    assert text_of(outcome) == LIST
    assert len(outcome.refused) == 1


@pytest.mark.parametrize(("safe", "unsafe", "done"), [(True, False, 1), (False, False, 0), (False, True, 1)])
def test_unsafe_fixes_only_when_asked_for(safe: bool, unsafe: bool, done: int) -> None:
    outcome = mended(LIST, replacing(("ICLR", "ICML"), safe=safe), unsafe=unsafe)
    assert len(outcome.mended) == done
    assert ("ICML" in text_of(outcome)) == bool(done)
    assert len(outcome.findings) == 1 - done


def test_each_list_by_itself() -> None:
    files = {"a.md": LIST, "b.md": LIST.replace("BitFit", "Other"), "c.md": LIST.replace("ICLR", "AAAI")}
    outcome = mend(lists_of(files), replacing(("ICLR", "ICML"), ("\n- **Other", "**Other")))
    assert {one.path: one.source.text for one in outcome.lists} == {
        name: text.replace("ICLR", "ICML") for name, text in files.items()
    }
    assert [refused.finding.path for refused in outcome.refused] == ["b.md"]


# -- the rules' own fixes


def fixed(text: str, *selectors: str, bom: bool = False) -> Mended:
    lists = [read_list(Source("list.md", text, bom))]
    return mend(lists, linter({"list.md": text}, *selectors), unsafe=True)


HOSTS = [
    "github.com/microsoft/LoRA",
    "arxiv.org/abs/2106.09685",
    "www.example.org/低秩",
    "huggingface.co/a?b=c#d",
]
LINKS = [
    "[Code]({})", "[[PDF]({})]", '<a href="{}">Site</a>', "[![s](https://e.org/s.svg)]({})", '[x]({} "t")',
]  # fmt: skip
TITLES = ["LoRA: Low-Rank Adaptation", "提示微调：综述", "A Survey of Tuning 🚀", "Ru\u0308cklé’s Method"]
FRAMES = [
    "- **{}**, ICLR 2022. {}", "1. **{}** `ACL` {}  ", "### {}\n\n{}\t", "| {} | {} |", "* {} ({}), 2023",
]  # fmt: skip


@st.composite
def lists_with_defects(draw: st.DrawFn) -> tuple[str, str]:
    """A list as it should be, and with ``https://`` missing in some places."""
    newline = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    good, bad = [], []
    for _ in range(draw(st.integers(1, 6))):
        frame, title, link, host = (draw(st.sampled_from(one)) for one in (FRAMES, TITLES, LINKS, HOSTS))
        good.append(frame.format(title, link.format(f"https://{host}")))
        bad.append(frame.format(title, link.format(host)) if draw(st.booleans()) else good[-1])
    end = draw(st.sampled_from(["", "\n", "\n\n  \n"]))
    return tuple(("\n\n".join(part) + end).replace("\n", newline) for part in (good, bad))  # type: ignore[return-value]


@settings(max_examples=50, deadline=None)
@given(lists_with_defects(), st.booleans())
def test_mending_gives_back_the_very_list(pair: tuple[str, str], bom: bool) -> None:
    good, bad = pair
    outcome = fixed(bad, "LNK002", bom=bom)
    assert text_of(outcome) == good
    assert outcome.lists[0].source.bom is bom
    assert not outcome.findings
    assert not outcome.refused


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_real_lists(path: Path, newline: str) -> None:
    """What is not reported stays as it is, the model says the same but for it, and once is enough."""
    text = path.read_text("utf-8").replace("\n", newline) + "  "
    outcome = fixed(text, "LNK", "LNK006", "LNK007")
    new = text_of(outcome)
    assert outcome.refused == ()
    assert NEWLINE.findall(new) == NEWLINE.findall(text)
    lines = list(zip(NEWLINE.split(text), NEWLINE.split(new), strict=True))
    changed = {number for number, (old, now) in enumerate(lines, 1) if old != now}
    assert len(changed) <= len(outcome.mended)
    assert all(len(old) - len(old.rstrip()) == len(now) - len(now.rstrip()) for old, now in lines)
    before, after = read_list(Source("list.md", text)), outcome.lists[0]
    assert [(e.line, e.title, e.authors, e.venue, e.year, e.section, e.tags) for e in before.entries] == [
        (e.line, e.title, e.authors, e.venue, e.year, e.section, e.tags) for e in after.entries
    ]
    assert text_of(fixed(new, "LNK", "LNK006", "LNK007")) == new


@pytest.mark.skipif(not CORPUS, reason="the corpus of other lists is not beside this repository")
@pytest.mark.parametrize("path", sorted(CORPUS, key=os.path.getsize)[:4], ids=lambda path: path.stem)
def test_other_lists_once_is_enough(path: Path) -> None:
    text = path.read_text("utf-8")
    outcome = fixed(text, "LNK001", "LNK002", "LNK003", "LNK006")
    assert not [finding for finding in outcome.findings if finding.fix and not outcome.refused]
    assert text_of(fixed(text_of(outcome), "LNK001", "LNK002", "LNK003", "LNK006")) == text_of(outcome)
