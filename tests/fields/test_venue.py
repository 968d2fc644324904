from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peftlint.fields import venue_text, venue_traits
from peftlint.fields.venue import Venue, VenueText, find_venue, read_venue, resolve, resolve_name
from peftlint.fields.venue_registry import name_key, registry

SHARED = Path(__file__).parents[2] / "../shared"


# --- the registry ---


def test_no_name_means_two_venues() -> None:
    owners: dict[str, str] = {}
    for venue in registry():
        for name in (venue.name, venue.full, *venue.aliases):
            assert name_key(name), (venue.id, name)
            assert owners.setdefault(name_key(name), venue.id) == venue.id, name


def test_every_name_resolves_to_its_venue() -> None:
    lost = [
        (venue.id, name)
        for venue in registry()
        for name in (venue.name, venue.full, *venue.aliases)
        if resolve(name) != venue
    ]
    assert lost == []


def test_facts_are_well_formed() -> None:
    venues = {venue.id: venue for venue in registry()}
    for venue in venues.values():
        assert venue.kind in ("conference", "journal", "workshop", "preprint")
        assert venue.every in (None, "year", "odd", "even")
        assert (venue.every is None) == (venue.since is None)
        assert list(venue.editions) == sorted(set(venue.editions))
        assert {venue.parent, *venue.joint} <= {None, *venues}
        assert venue.first is None or venue.first <= min((venue.since or 2100, *venue.editions))


@pytest.mark.parametrize(
    ("name", "year", "held"),
    [
        ("COLM", 2023, False),  # the first was in 2024
        ("COLM", 2024, True),
        ("ICCV", 2023, True),
        ("ICCV", 2024, False),
        ("ECCV", 2023, False),
        ("NAACL", 2023, False),
        ("NAACL", 2024, True),
        ("NAACL", 2040, None),
        ("IJCAI", 2014, False),
        ("IJCAI", 2016, True),
        ("AKBC", 2024, False),  # the last was in 2022
        ("AAAI", 2009, False),
        ("EMNLP-IJCNLP", 2021, False),
        ("ICCV Workshop", 2024, False),
        ("TMLR", 2021, False),
        ("IEEE Transactions on Neural Networks", 1994, True),
        ("arXiv", 1990, False),
        ("MICCAI", 1950, False),
        ("SIGMORPHON", 2012, None),
    ],
)
def test_calendars(name: str, year: int, held: bool | None) -> None:
    venue = resolve(name)
    assert venue
    assert venue.held_in(year) is held


def test_a_former_name_was_right_until_it_was_changed() -> None:
    neurips = resolve("NeurIPS")
    assert neurips
    assert neurips.was_called("NIPS", 2017)
    assert not neurips.was_called("NIPS", 2018)
    assert not neurips.was_called("NeurIPS", 2017)


# --- names ---

NAMES = {
    "NeurIPS": "NeurIPS",
    "NeurIPS'22": "NeurIPS",
    "NeurIPS 2022": "NeurIPS",
    "2021-ICML": "ICML",
    "ICLR22": "ICLR",
    "AAAI-25": "AAAI",
    "IEEE ICASSP": "ICASSP",
    "NAACL-HLT (1)": "NAACL",
    "ACL Short": "ACL",
    "EMNLP 2023 main conference": "EMNLP",
    "Accepted to ACL 2024": "ACL",
    "In Proceedings of the 37th International Conference on Machine Learning": "ICML",
    "Thirty-seventh Conference on Neural Information Processing Systems": "NeurIPS",
    "Advances in Neural Information Processing Systems 36": "NeurIPS",
    "Proceedings of the AAAI Conference on Artificial Intelligence": "AAAI",
    "2020 IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)": "CVPR",
    "International Conference on Machine Learning, ICML 2020, 13-18 July 2020, Virtual Event": "ICML",
    "Machine Learning, Proceedings of the Twelfth International Conference on Machine Learning": "ICML",
    "arXiv preprint arXiv:2309.14717": "arXiv",
    "CoRR abs/2106.09685": "arXiv",
    "arXiv (accepted by ICLR 2024)": "ICLR",
    "Journal of Machine Learning Research, 21:1-67": "JMLR",
    "第二十届中国计算语言学大会": "CCL",
    "《软件学报》2023": "软件学报",
}
PARTS_OF_VENUES = {
    "EMNLP (Findings)": "Findings of EMNLP",
    "EMNLP-Findings": "Findings of EMNLP",
    "Findings of EMNLP": "Findings of EMNLP",
    "ACL 2023 Findings": "Findings of ACL",
    "Findings of the Association for Computational Linguistics: NAACL 2022": "Findings of NAACL",
    "Findings of ACL: EMNLP 2020": "Findings of EMNLP",
    "NIPS Workshop": "NeurIPS Workshop",
    "ICCVW": "ICCV Workshop",
    "ICRA 2023 Workshops": "ICRA Workshop",
    "ICML 2023 Workshop on Challenges of Some Kind": "ICML Workshop",
    "WANT @ ICML": "ICML Workshop",
    "NeurIPS-ENLSP": "ENLSP",
    "ACL PrivateNLP": "PrivateNLP",
    "NAACL Student Research Workshop": "NAACL SRW",
    "EMNLP demo": "EMNLP (System Demonstrations)",
    "AACL demo": "AACL (System Demonstrations)",
    "NAACL 2024 (Industry Track)": "NAACL (Industry Track)",
    "NeurIPS 2022 Datasets and Benchmarks Track": "NeurIPS Datasets and Benchmarks",
    "NeurIPS D&B": "NeurIPS Datasets and Benchmarks",
    "SIGGRAPH Asia": "SIGGRAPH Asia",
    "ACL/IJCNLP": "ACL-IJCNLP",
    "EMNLP-IJCNLP": "EMNLP-IJCNLP",
    "LREC/COLING": "LREC-COLING",
}
ABBREVIATED = {
    "Nat. Mac. Intell.": "Nature Machine Intelligence",
    "Nat Mach Intell": "Nature Machine Intelligence",
    "Trans. Assoc. Comput. Linguistics": "TACL",
    "IEEE Trans. Pattern Anal. Mach. Intell.": "TPAMI",
    "J. Mach. Learn. Res.": "JMLR",
    "IEEE Conf. on Computer Vision and Pattern Recognition": "CVPR",
}
MISSPELT = {
    "NeurlPS": "NeurIPS",
    "NeirIPS": "NeurIPS",
    "CPVR": "CVPR",
    "ICRL": "ICLR",
    "Arixv": "arXiv",
    "lCLR": "ICLR",
    "EMNNLP": "EMNLP",
    "Journal of Machine Learing Research": "JMLR",
    "NeurlPS Workshop": "NeurIPS Workshop",
}
NO_VENUE = [
    "",
    "GitHub",
    "Blog",
    "Online",
    "Preprint",
    "Under review at ICLR 2024",
    "Submitted to ICLR",
    "IEEE",
    "PMLR",
    "USENIX",
    "LoRA",
    "MICAL",
    "COLINS",
    "ICXL",
    "ec",
    "nature",
    "SEM",
    "ICLR Blog Track",
    "ICML/ICLR",
    "AAAI Spring Symposium",
    "A Survey of Machine Learning",
    "M. Lin",
    "X" * 500,
]


@pytest.mark.parametrize(("text", "name"), (NAMES | PARTS_OF_VENUES | ABBREVIATED | MISSPELT).items())
def test_a_printed_name_resolves(text: str, name: str) -> None:
    venue = resolve(text)
    assert venue
    assert venue.name == name


@pytest.mark.parametrize("text", NO_VENUE)
def test_what_is_no_venue_does_not(text: str) -> None:
    assert resolve(text) is None


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("ICLR", "name"),
        ("iclr 2023", "name"),
        ("International Conference on Learning Representations", "full"),
        ("NIPS", "alias"),
        ("Nat. Mac. Intell.", "alias"),
        ("ACL Short", "part"),
        ("EMNLP 2021 main", "part"),
        *((text, "misspelt") for text in MISSPELT),
    ],
)
def test_a_resolution_says_how_it_was_found(text: str, how: str) -> None:
    resolution = resolve_name(text)
    assert resolution
    assert resolution.how == how


def test_a_part_of_a_venue_is_another_venue() -> None:
    workshop = resolve("ICRA Workshop")
    assert workshop
    assert (workshop.kind, workshop.parent) == ("workshop", "icra")
    assert workshop != resolve("ICRA")


# --- mentions ---

CERTAIN = {
    "OSDI 16": ("OSDI", "OSDI", 2016, ()),
    "16-ATC": ("ATC", "USENIX ATC", 2016, ()),
    "TPAMI 45": ("TPAMI", "TPAMI", None, ()),
    "EMNLP'24": ("EMNLP", "EMNLP", 2024, ()),
    "EMNLP'2020.": ("EMNLP", "EMNLP", 2020, ()),
    "NIPS24": ("NIPS", "NeurIPS", 2024, ()),
    "ICLR, 2025": ("ICLR", "ICLR", 2025, ()),
    "ICLR,2025": ("ICLR", "ICLR", 2025, ()),
    "CVPR (2020)": ("CVPR", "CVPR", 2020, ()),
    "2021-ICML": ("ICML", "ICML", 2021, ()),
    "AAAI-25": ("AAAI", "AAAI", 2025, ()),
    "NeurIPS, Dec. 2022": ("NeurIPS", "NeurIPS", 2022, ()),
    "arXiv 2023.05": ("arXiv", "arXiv", 2023, ()),
    "arXiv": ("arXiv", "arXiv", None, ()),
    "Conference: EMNLP'24": ("EMNLP", "EMNLP", 2024, ()),
    "Conference-EMNLP'24": ("EMNLP", "EMNLP", 2024, ()),
    "et al. NAACL 2021.": ("NAACL", "NAACL", 2021, ()),
    "ACL'24 Findings": ("ACL Findings", "Findings of ACL", 2024, ()),
    "EMNLP (Findings) 2021": ("EMNLP (Findings)", "Findings of EMNLP", 2021, ()),
    "EMNLP'23 Short": ("EMNLP Short", "EMNLP", 2023, ()),
    "In Proc. of EMNLP 2021": ("Proc. of EMNLP", "EMNLP", 2021, ()),
    "Nat. Mac. Intell.": ("Nat. Mac. Intell.", "Nature Machine Intelligence", None, ()),
    "JMLR, 21(140):1-67, 2020": ("JMLR", "JMLR", 2020, ()),
    "CoRR, abs/2106.09685, 2021": ("CoRR", "arXiv", 2021, ()),
    "arXiv preprint arXiv:2309.14717": ("arXiv preprint", "arXiv", None, ()),
    "计算机学报, 2022": ("计算机学报", "计算机学报", 2022, ()),
    "NeurlPS 2021": ("NeurlPS", "NeurIPS", 2021, ()),
    "Nature 2023": ("Nature", "Nature", 2023, ()),
    "Workshop @ ICML": ("Workshop @ ICML", "ICML Workshop", None, ()),
    "arXiv, 2024/ins>": ("arXiv", "arXiv", 2024, ()),
    "NeurIPS 2023 (Oral)": ("NeurIPS", "NeurIPS", 2023, ("Oral",)),
    "CVPR 2024 (Highlight, Best Paper Award)": ("CVPR", "CVPR", 2024, ("Highlight", "Best Paper Award")),
    "ICLR 2023 notable top 5%": ("ICLR", "ICLR", 2023, ("notable top 5%",)),
    "NeurIPS DB Highlight": ("NeurIPS DB", "NeurIPS Datasets and Benchmarks", None, ("Highlight",)),
    "AAAI 2024 CCF-A": ("AAAI", "AAAI", 2024, ("CCF-A",)),
}
UNCERTAIN = {
    "Preprint 2022": ("Preprint", None, 2022, ()),
    "Technical Report'24": ("Technical Report", None, 2024, ()),
    "Under review at ICLR 2024": ("Under review at ICLR", None, 2024, ()),
    "GitHub": ("GitHub", None, None, ()),
    "OpenAI Blog": ("OpenAI Blog", None, None, ()),
    "ABXCD'24": ("ABXCD", None, 2024, ()),
    "ABC 2023": ("ABC", None, 2023, ()),
    "IEEE Transactions on Something 2020": ("IEEE Transactions on Something", None, 2020, ()),
    "某某学报": ("某某学报", None, None, ()),
    "NeurlPS": ("NeurlPS", "NeurIPS", None, ()),
    "Nature": ("Nature", "Nature", None, ()),
    "DATE": ("DATE", "DATE", None, ()),
    "SC20": ("SC", "SC", 2020, ()),
    "Machine Learning": ("Machine Learning", "Machine Learning", None, ()),
    "TaCL": ("TaCL", "TACL", None, ()),
}
NO_MENTION = [
    "",
    "2019",
    "Oral",
    "LoRA",
    "PEFT",
    "UNREAD",
    "Microsoft",
    "UC Berkeley",
    "Tsinghua University",
    "Edward J. Hu",
    "Attention Is All You Need",
    "Adam: A Method for Stochastic Optimization",
    "GPT-4 Technical Report",
    "ICLR 2022, arXiv 2021",
    "This is an ordinary sentence about what we did in 2019.",
]


@pytest.mark.parametrize(("text", "parts"), CERTAIN.items())
def test_a_mention_is_taken_apart(text: str, parts: tuple[Any, ...]) -> None:
    mention = read_venue(text)
    assert mention
    assert (*mention[:4], mention.certain) == (*parts, True)


@pytest.mark.parametrize(("text", "parts"), UNCERTAIN.items())
def test_what_may_be_something_else_is_not_certain(text: str, parts: tuple[Any, ...]) -> None:
    mention = read_venue(text)
    assert mention
    assert (*mention[:4], mention.certain) == (*parts, False)


@pytest.mark.parametrize("text", NO_MENTION)
def test_what_is_no_mention_is_none(text: str) -> None:
    assert read_venue(text) is None


def test_spans_say_where_the_parts_stand() -> None:
    text = "Venue: ACL'24 Findings (Oral)."
    mention = read_venue(text)
    assert mention
    assert mention.year_span
    assert text[slice(*mention.span)] == "ACL'24 Findings"
    assert text[slice(*mention.year_span)] == "24"
    assert [text[start:end] for start, end in mention.tag_spans] == ["Oral"]


VENUES = st.sampled_from(sorted(venue.name for venue in registry()))
YEAR_FORMS = st.sampled_from(["{} {}", "{}, {}", "{} ({})", "{}'{}", "{}. {}.", "({} {})"])


@given(VENUES, st.integers(1960, 2049), YEAR_FORMS)
def test_every_venue_with_a_year_is_certain(name: str, year: int, form: str) -> None:
    text = form.format(name, year)
    mention = read_venue(text)
    assert mention
    assert (mention.name, mention.year, mention.certain) == (name, year, True)


def holds(text: str, mention: VenueText) -> bool:
    """The spans of a mention lie in the text and hold what it says."""
    printed = text[slice(*mention.span)]
    year = text[slice(*mention.year_span)] if mention.year_span else ""
    return (
        printed.startswith(mention.venue.split()[0])
        and printed.endswith(mention.venue.split()[-1])
        and str(mention.year or "").endswith(year)
        and tuple(text[start:end] for start, end in mention.tag_spans) == mention.tags
    )


WORDS = "ICLR|NeurIPS|2022|'21|, | |(|)|Oral|Findings|of|@|Workshop|arXiv:2106.09685|Nature|Proc. |软件学报|.|-|[|J. Doe"
PIECES = st.lists(st.sampled_from(WORDS.split("|")), max_size=12).map("".join)


@given(st.one_of(st.text(), PIECES))
def test_any_text_can_be_given(text: str) -> None:
    assert resolve(text) is None or isinstance(resolve(text), Venue)
    mention = read_venue(text)
    assert mention is None or holds(text, mention)
    end = 0
    for found in find_venue(text):
        assert end <= found.start < found.end <= len(text)
        assert found.mention.certain
        assert holds(text, found.mention)
        end = found.end


def test_a_hostile_text_is_read_in_time() -> None:
    start = time.process_time()
    for part in ("ICLR ", "(", " ", "Proc. of ", "A. ", "2022 ", "ICLR-", "Findings of ", "学报", "<b", "'"):
        find_venue(part * 5_000)
        read_venue(part * 40)
        resolve(part * 40)
    assert time.process_time() - start < 20  # linear: 1 s; quadratic: a minute for one part


# --- mentions in running text ---

RUNNING = {
    "Hu et al. ICLR 2022. [pdf]": ["ICLR 2022"],
    "A. Author, NeurIPS, 2023": ["NeurIPS, 2023"],
    "A Title (ACL 2021)": ["ACL 2021"],
    "A Title NIPS 2017": ["NIPS 2017"],
    "A Title. In Proc. of EMNLP 2021, pages 1-10.": ["In Proc. of EMNLP 2021"],
    "A Title. EMNLP (Findings) 2021. More": ["EMNLP (Findings) 2021"],
    "Accepted to ICLR 2024 (Oral).": ["Accepted to ICLR 2024 (Oral)"],
    "ICLR 2022, arXiv 2021": ["ICLR 2022", "arXiv 2021"],
    "ICLR 2023 -> TPAMI 2024": ["ICLR 2023", "TPAMI 2024"],
    "J. Doe. Journal of Machine Learning Research, 21(140), 2020.": [
        "Journal of Machine Learning Research, 21(140), 2020"
    ],
    "J. Doe. IEEE Trans. Pattern Anal. Mach. Intell., 2021": [
        "IEEE Trans. Pattern Anal. Mach. Intell., 2021"
    ],
    "张三. 计算机学报, 2022": ["计算机学报, 2022"],
    "发表于《软件学报》2023": ["软件学报》2023"],
    "Learning to Rank, ICLR": ["ICLR"],
    "J. Doe. NeurlPS 2021.": ["NeurlPS 2021"],
    "J. Doe et al. DATE 2020. More": ["DATE 2020"],
    # and what is part of something else
    "A Survey of Machine Learning": [],
    "Nature-inspired Optimization, Revisited": [],
    "SC-LoRA: Something": [],
    "Someone at SemEval-2024 Task 6: Something": [],
    "Shared Task at CoNLL 2023": [],
    "The NeurIPS 2023 Efficiency Challenge": [],
    "The DATE 2020 Something": [],
    "KDD, SEMMA and CRISP-DM: a parallel overview": [],
    "see https://example.org/ICLR/2020": [],
    "see ICLR": [],
    "\u3000ICLR 2022": ["ICLR 2022"],
    "preprint, blog, 2023": [],
}


@pytest.mark.parametrize(("text", "mentions"), RUNNING.items())
def test_mentions_are_found_in_running_text(text: str, mentions: list[str]) -> None:
    assert [text[start:end] for start, end, _ in find_venue(text)] == mentions


# --- real lists ---


@pytest.fixture(scope="module")
def entries() -> list[dict[str, Any]]:
    files = [*SHARED.glob("truth/*.json"), *SHARED.glob("corpus/truth/*.json")]
    if not files:
        pytest.skip("the shared lists and their truth are not here")
    return [
        entry for file in sorted(files) for entry in json.loads(file.read_text("utf-8")).get("entries", [])
    ]


def test_no_real_title_or_author_is_a_certain_mention(entries: list[dict[str, Any]]) -> None:
    texts = [text for entry in entries for text in (entry["title"], *entry["authors"])]
    assert [text for text in texts if (mention := read_venue(text)) and mention.certain] == []
    assert [text for text in texts if find_venue(text)] == []


def test_real_venues_are_read(entries: list[dict[str, Any]]) -> None:
    venues = [entry for entry in entries if entry["venue"]]
    read = [(entry, read_venue(f"{entry['venue']} 2022")) for entry in venues]
    known = [(entry, mention) for entry, mention in read if mention]
    assert len(known) >= 0.98 * len(venues)
    as_printed = [entry for entry, mention in known if name_key(mention.venue) == name_key(entry["venue"])]
    assert len(as_printed) >= 0.98 * len(venues)
    for entry, mention in known:
        assert mention.name == entry.get("venue_canonical", mention.name)


# --- cost ---


def test_heavy_modules_are_imported_late() -> None:
    code = (
        "import sys; from peftlint.fields.venue import read_venue; read_venue('ICLR 2022');"
        "sys.exit(any(name in sys.modules for name in ('rapidfuzz', 'requests', 'markdown_it', 'mistune')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_venue_is_passed_over_without_a_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is let go untaken apart, as it says nothing, must be no venue when it is taken apart."""
    names = [name.spelled for name in map(registry().name, registry().keys) if name]
    texts = {
        form.format(name) for name in [*names, *venue_traits.FORMS] for form in ("{}", "In {}", "{} Workshop")
    }
    texts |= {name.lower() for name in names} | {
        "Trans Assoc Comput Linguistics",
        "Nat Mach Intell",
        "Proc Natl Acad Sci",
    }
    passed = sorted(text for text in texts if len(text) < 200 and venue_text._says_nothing(text))
    monkeypatch.setattr(venue_text, "_says_nothing", lambda _: False)
    assert [text for text in passed if read_venue.__wrapped__(text)] == []
    assert read_venue.__wrapped__("Jane Doe, Richard Roe") is None
