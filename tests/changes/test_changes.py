"""Which entry is which, which findings a change brings, and what it means: from the texts before and after."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linting import linter, lists_of

from peftlint.changes.findings import brought
from peftlint.changes.meaning import differences
from peftlint.changes.places import shown_on_changes
from peftlint.changes.states import Change, State
from peftlint.changes.words import Summary
from peftlint.engine import library_of
from peftlint.model import Finding

LORA = "- **LoRA: Low-Rank Adaptation of Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]"
BITFIT = (
    "- **BitFit: Simple Parameter-efficient Tuning**, ACL 2022. [[Paper](https://arxiv.org/abs/2106.10199)]"
)
PREFIX = "- **Prefix-Tuning: Optimizing Continuous Prompts**, ACL 2021. [[Paper](https://arxiv.org/abs/2101.00190)]"
DORA = "- **DoRA: Weight-Decomposed Adaptation of Models**, ICML 2024. [[Paper](https://arxiv.org/abs/2402.09353)]"
PREPRINT = LORA.replace("ICLR 2022", "arXiv 2021")
BROKEN = f"{BITFIT} [[Code]()]"
SHUFFLED = f"{PREFIX} [[Code]()]"


def listed(*lines: str) -> str:
    return "# Papers\n\n" + "\n".join(lines) + "\n"


Files = Mapping[str, str] | str


def change_of(old: Files, new: Files, renamed: Mapping[str, str] | None = None) -> Change:
    before, after = ({"a.md": text} if isinstance(text, str) else text for text in (old, new))
    files = {path: path for path in after if path in before} | dict(renamed or {})
    return Change(State(lists_of(before)), State(lists_of(after)), files)


def found_in(state: State, *codes: str) -> tuple[Finding, ...]:
    return linter({path: source.text for path, source in state.sources.items()}, *codes)(state.lists)


def told(change: Change, *codes: str) -> list[str]:
    """``CODE path:line`` of each finding that the change brings, where it is shown."""
    found = brought(change, found_in(change.old, *codes), found_in(change.new, *codes))
    shown = shown_on_changes(change, found)
    return [
        f"{one.code} {one.path}:{change.new.sources[one.path].place(one.span.start).line}" for one in shown
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(listed(BROKEN), listed(LORA, BROKEN), [], id="moved down"),
        pytest.param(
            listed(LORA, BROKEN), listed("## New", BROKEN, "## Old", LORA), [], id="moved to a section"
        ),
        pytest.param(listed(LORA), listed(LORA, BROKEN), ["LNK001 a.md:4"], id="added"),
        pytest.param(listed(LORA, BITFIT), listed(LORA, BROKEN), ["LNK001 a.md:4"], id="broken"),
        pytest.param(
            listed(BROKEN), listed(f"{BROKEN} [[Code]()]"), ["LNK001 a.md:3"], id="one more of the kind"
        ),
        pytest.param(
            listed(BROKEN, LORA),
            listed(BITFIT, f"{LORA} [[Code]()]"),
            ["LNK001 a.md:4"],
            id="mended, and broken elsewhere",
        ),
        pytest.param(listed(BROKEN), listed(SHUFFLED), ["LNK001 a.md:3"], id="another paper instead"),
        pytest.param(listed(BROKEN), listed(BROKEN.replace("Simple", "Simpler")), [], id="retitled"),
        pytest.param(
            listed(BROKEN),
            listed(BROKEN.replace("- **", "*  **").replace(" [[", "\n   [[")),
            [],
            id="reformatted",
        ),
        pytest.param(listed(BROKEN).replace("\n", "\r\n"), listed(BROKEN), [], id="other line ends"),
        pytest.param(
            {"a.md": listed(BROKEN, LORA), "b.md": listed(PREFIX)},
            {"a.md": listed(LORA), "b.md": listed(PREFIX, BROKEN)},
            [],
            id="moved to a list",
        ),
        pytest.param(
            {"a.md": listed(BROKEN)},
            {"a.md": listed(BROKEN), "b.md": listed(BROKEN)},
            ["LNK001 b.md:3"],
            id="copied to a list",
        ),
        pytest.param({}, {"a.md": listed(BROKEN)}, ["LNK001 a.md:3"], id="a new list"),
        pytest.param(
            {"a.md": listed(BROKEN), "b.md": listed(LORA)}, {"b.md": listed(LORA)}, [], id="a deleted list"
        ),
    ],
)
def test_what_is_broken_is_known_by_its_entry(old: Files, new: Files, expected: list[str]) -> None:
    assert told(change_of(old, new), "LNK001") == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(listed(LORA), listed(LORA, BITFIT, LORA), ["DUP001 a.md:5"], id="below"),
        pytest.param(
            listed(BITFIT, LORA), listed(LORA, BITFIT, LORA), ["DUP001 a.md:3"], id="above: shown at the copy"
        ),
        pytest.param(
            listed(LORA, BITFIT, LORA), listed(BITFIT, LORA, PREFIX, LORA), [], id="was there, and moved"
        ),
        pytest.param(
            listed(PREPRINT, BITFIT, LORA),
            listed(BITFIT, LORA, PREPRINT),
            [],
            id="the first became the second",
        ),
        pytest.param(
            listed(LORA, BITFIT, PREPRINT),
            listed(LORA, PREPRINT, BITFIT, PREPRINT),
            ["DUP001 a.md:4"],
            id="once more",
        ),
        pytest.param(listed(LORA, PREFIX), listed(LORA, LORA), ["DUP001 a.md:4"], id="overwritten"),
        pytest.param(
            listed(LORA, DORA),
            listed(
                LORA,
                DORA.replace("2402.09353", "2106.09685").replace(
                    "DoRA: Weight-Decomposed Adaptation of Models",
                    "LoRA: Low-Rank Adaptation of Language Models",
                ),
            ),
            ["DUP001 a.md:4"],
            id="edited until it is",
        ),
    ],
)
def test_duplicates(old: str, new: str, expected: list[str]) -> None:
    assert told(change_of(old, new), "DUP001") == expected


def test_a_duplicate_above_tells_of_the_one_that_was_there() -> None:
    change = change_of(listed(BITFIT, LORA), listed(LORA, BITFIT, LORA))
    (finding,) = shown_on_changes(change, brought(change, (), found_in(change.new, "DUP001")))
    assert finding.entry == "a.md:3"
    assert finding.message.endswith("(a.md:5)")
    assert [change.new.sources["a.md"].place(one.span.start).line for one in finding.related] == [5]


def test_what_shows_at_another_entry_is_shown_at_the_change_with_its_cause() -> None:
    old, new = {"a.md": listed(PREPRINT)}, {"a.md": listed(PREPRINT), "b.md": listed(LORA)}
    change = change_of(old, new)
    (finding,) = shown_on_changes(change, brought(change, (), found_in(change.new, "VEN003")))
    assert (finding.path, finding.fix) == ("b.md", None)
    assert finding.message.startswith(
        "at 'LoRA: Low-Rank Adaptation of Language Models' (a.md:3): 'arXiv', but"
    )
    assert finding.related[0].path == "a.md"


@pytest.mark.parametrize(
    ("old", "new", "codes", "expected"),
    [
        pytest.param(
            "[x](#later)\n" + listed("## Later", LORA),
            "[x](#later)\n" + listed("## Soon", LORA),
            "LNK005",
            ["LNK005 a.md:1"],
            id="a heading that was linked",
        ),
        pytest.param(
            "[x](#late)\n" + listed("## Later", LORA),
            "hello\n\n[x](#late)\n" + listed("## Later", LORA),
            "LNK005",
            [],
            id="broken before",
        ),
        pytest.param(
            listed(LORA, "", "## Later"),
            listed("## Later", "", "## First", LORA),
            "SEC002",
            [],
            id="an empty section elsewhere",
        ),
        pytest.param(
            listed(LORA, "", "## Later"),
            listed("## Later", "", "## First", LORA, "", "## Later"),
            "SEC002",
            ["SEC002 a.md:3"],
            id="one more empty section",
        ),
        pytest.param(
            listed("## A", LORA),
            listed("## A", BITFIT, "## A", LORA),
            "SEC001",
            ["SEC001 a.md:5"],
            id="a heading twice, below",
        ),
        pytest.param(
            listed("1. x", "## B", LORA, "## A", BITFIT),
            listed("## A", PREFIX, "1. x", "## B", LORA, "## A", BITFIT),
            "SEC001",
            ["SEC001 a.md:3"],
            id="a heading twice, above",
        ),
        pytest.param(
            listed("<!-- peftlint: ignore LNK001 -->", BROKEN),
            listed(BROKEN),
            "LNK001",
            ["LNK001 a.md:3"],
            id="a comment gone",
        ),
    ],
)
def test_what_belongs_to_no_entry(old: str, new: str, codes: str, expected: list[str]) -> None:
    assert told(change_of(old, new), codes) == expected


NUMBERED = [f"{number}. {line[2:]}" for number, line in ((1, LORA), (2, BITFIT), (4, PREFIX))]
RENUMBERED = [f"{number}. {line[2:]}" for number, line in ((1, DORA), (2, LORA), (3, BITFIT), (5, PREFIX))]
ARXIV = LORA.replace("ICLR 2022", "Arxiv 2021")
UNLINKED = "- **Simple Tuning of Many Models**, ACL 2022. *Ada Lovelace, Alan Turing.* [[Code]()]"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        pytest.param(
            {"a.md": listed(DORA, LORA, "## Later"), "b.md": listed(PREFIX)},
            {"a.md": listed(DORA), "b.md": listed(PREFIX, LORA, "## Later")},
            "SEC002",
            id="came with the entries of its list",
        ),
        pytest.param(
            listed(ARXIV), listed(ARXIV.replace("Rank", "Ranks")), "VEN001", id="the subject has the title"
        ),
        pytest.param(listed(*NUMBERED), listed(*RENUMBERED), "ENT003", id="the subject has numbers"),
        pytest.param(
            listed(UNLINKED),
            listed(UNLINKED.replace("Simple Tuning", "Cheap Training")),
            "LNK001",
            id="no link",
        ),
    ],
)
def test_what_goes_by_other_words_was_there(old: Files, new: Files, code: str) -> None:
    change = change_of(old, new)
    assert found_in(change.old, code)
    assert found_in(change.new, code)
    assert told(change, code) == []


def test_a_renamed_list_is_the_same_list() -> None:
    old, new = {"a.md": listed(BROKEN, "## Later")}, {"b.md": listed(LORA, BROKEN, "## Later")}
    assert told(change_of(old, new, {"b.md": "a.md"}), "LNK001", "SEC002") == []


ENTRIES = [LORA, BROKEN, DORA, SHUFFLED, PREPRINT, "", "## Section", "text"]


@given(st.lists(st.sampled_from(ENTRIES), max_size=8), st.lists(st.sampled_from(ENTRIES), max_size=8))
def test_laws(left: list[str], right: list[str]) -> None:
    """Nothing is new without a change; against nothing all is new; what is told is among what is found."""
    old, new = listed(*left), listed(*right)
    assert told(change_of(new, new)) == []
    assert sorted(told(change_of({}, {"a.md": new}))) == sorted(told(change_of("", new)))
    change = change_of(old, new)
    found = found_in(change.new)
    news = brought(change, found_in(change.old), found)
    assert [one for one in found if one in news] == list(news)
    assert brought(change, (), found) == found
    before = len(found_in(change.old))
    assert len(news) >= len(found) - before
    assert len(change.entries.pairs) + len(change.entries.added) == sum(
        1 for _ in library_of(change.new.lists).entries
    )
    assert len({pair.old.place for pair in change.entries.pairs.values()}) == len(change.entries.pairs)


# -- what it means


def summed_up(change: Change) -> Summary:
    found = differences(change, library_of(change.old.lists), library_of(change.new.lists))
    before = [one.source for one in change.old.lists]
    return Summary(found, tuple(one.path for one in change.new.lists if one.source not in before))


def meant(change: Change) -> list[str]:
    return [
        f"{one.kind}: {one.title.partition(':')[0]}: {one.before} → {one.after}"
        for one in summed_up(change).differences
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected", "verdict"),
    [
        pytest.param(listed(LORA), listed(LORA), [], "nothing changes", id="nothing"),
        pytest.param(
            listed(LORA),
            listed(LORA.replace("- ", "* ")),
            [],
            "nothing changes in meaning: only the form of 1 list",
            id="form",
        ),
        pytest.param(
            listed(LORA),
            listed(LORA, BITFIT),
            ["paper added: BitFit:  → ACL 2022"],
            "+1 paper, 0 removed",
            id="added",
        ),
        pytest.param(
            listed(LORA, BITFIT),
            listed(LORA),
            ["paper removed: BitFit: ACL 2022 → "],
            "1 removed",
            id="removed",
        ),
        pytest.param(
            {"a.md": listed(LORA)},
            {"a.md": listed(LORA), "b.md": listed(LORA)},
            ["list added: :  → b.md", "entry added: LoRA: a.md:3 → ICLR 2022"],
            "1 more entry of listed papers, 1 list added, 0 removed",
            id="listed elsewhere too",
        ),
        pytest.param(
            {"a.md": listed(LORA), "b.md": listed(LORA, DORA)},
            {"a.md": listed(LORA), "b.md": listed(DORA)},
            ["entry removed: LoRA: ICLR 2022 → a.md:3"],
            "1 entry of listed papers removed, 0 removed",
            id="still listed",
        ),
        pytest.param(
            listed("## A", LORA, BITFIT, "## B", DORA),
            listed("## A", BITFIT, "## B", LORA, DORA),
            ["moved: LoRA: A → B"],
            "1 moved, 0 removed",
            id="moved",
        ),
        pytest.param(
            listed("## A", LORA, BITFIT),
            listed("## B", LORA, BITFIT),
            ["section renamed: : A → B"],
            "1 section renamed, 0 removed",
            id="a section renamed",
        ),
        pytest.param(
            listed(PREPRINT),
            listed(LORA),
            ["venue: LoRA: arXiv → ICLR", "year: LoRA: 2021 → 2022"],
            "1 venue arXiv → ICLR, 1 year 2021 → 2022, 0 removed",
            id="venue",
        ),
        pytest.param(
            listed(LORA),
            listed(LORA.replace("Paper]", "PDF]")),
            [],
            "nothing changes in meaning: only the form of 1 list",
            id="a label",
        ),
        pytest.param(
            listed(LORA),
            listed(LORA.replace("09685", "09686")),
            ["paper link: LoRA: https://arxiv.org/abs/2106.09685 → https://arxiv.org/abs/2106.09686"],
            "1 link changed, 0 removed",
            id="link",
        ),
        pytest.param(
            listed(BROKEN),
            listed(BROKEN.replace("()", "(https://github.com/a/b)")),
            ["code link: BitFit: no address → https://github.com/a/b"],
            "1 link changed, 0 removed",
            id="link mended",
        ),
        pytest.param(
            listed(LORA),
            listed(LORA.replace("Low-Rank", "Lower-Rank")),
            [
                "title: LoRA: LoRA: Low-Rank Adaptation of Language Models → LoRA: Lower-Rank Adaptation of Language Models"
            ],
            "1 title changed, 0 removed",
            id="title",
        ),
        pytest.param(
            {"a.md": listed(LORA)},
            {"a.md": listed(DORA)},
            ["paper added: DoRA:  → ICML 2024", "paper removed: LoRA: ICLR 2022 → "],
            "+1 paper, 1 removed",
            id="another paper instead",
        ),
    ],
)
def test_meaning(old: Files, new: Files, expected: list[str], verdict: str) -> None:
    change = change_of(old, new)
    assert (meant(change), summed_up(change).verdict) == (expected, verdict)


def test_a_list_renamed_moves_nothing() -> None:
    change = change_of({"a.md": listed(LORA)}, {"b.md": listed(LORA)}, {"b.md": "a.md"})
    assert meant(change) == ["list renamed: : a.md → b.md"]


@given(st.lists(st.sampled_from(ENTRIES), max_size=8), st.lists(st.sampled_from(ENTRIES), max_size=8))
def test_what_came_and_went_is_what_the_count_differs_by(left: list[str], right: list[str]) -> None:
    change = change_of(listed(*left), listed(*right))
    kinds = [one.kind.partition(" ") for one in summed_up(change).differences]
    came = sum(kind[2] == "added" for kind in kinds) - sum(kind[2] == "removed" for kind in kinds)
    entries = [sum(len(one.entries) for one in state.lists) for state in (change.old, change.new)]
    assert came == entries[1] - entries[0]
