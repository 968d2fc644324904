"""Addresses → verdicts against servers that speak the services' protocols, well and ill."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from fake_services import TOKEN, Paper, World, serving
from local_web import HASTY, by_status, local_web

from peftlint.model import Identifier
from peftlint.online.model import Verdict
from peftlint.online.services import SERVICES
from peftlint.online.services.model import access_to
from peftlint.online.verify import Means, verify

LORA = Paper("LoRA: Low-Rank Adaptation of Large Language Models", ("Edward J. Hu",), version=2)
ARXIV, PDF = "https://arxiv.org/abs/2106.09685", "http://arxiv.org/pdf/2106.09685v1.pdf"
ACL, DOI = "https://aclanthology.org/2021.acl-long.353", "https://doi.org/10.1145/3292500.3330701"
ACM, DATASET = "https://dl.acm.org/doi/10.1145/3292500.3330701", "https://doi.org/10.5061/dryad.1234"
REPOSITORY, RENAMED = "https://github.com/microsoft/LoRA", "https://github.com/KD-NLP/DyLoRA"
FORUM = "https://openreview.net/forum?id=nZeVKeeFYf9"
BLOG = "https://example.org/blog"
ALL = (ARXIV, PDF, ACL, DOI, ACM, DATASET, REPOSITORY, RENAMED, FORUM, BLOG)
APIS = (
    "export.arxiv.org",
    "api.semanticscholar.org",
    "api.github.com",
    "api.crossref.org",
    "doi.org",
    "api2.openreview.net",
)


@pytest.fixture
def world() -> World:
    papers = {
        "arxiv:2106.09685": LORA,
        "acl:2021.acl-long.353": Paper("Prefix-Tuning"),
        "doi:10.1145/3292500.3330701": Paper("Some Work"),
        "doi:10.5061/dryad.1234": Paper("Some Data"),
        "openreview:nZeVKeeFYf9": LORA,
    }
    repositories = {"microsoft/lora": "microsoft/LoRA", "kd-nlp/dylora": "huawei-noah/Efficient-NLP"}
    return World(papers, repositories, {"example.org/blog": 200}, faults={"api2.openreview.net": "open"})


def pages_of(world: World, status: int = 200) -> None:
    """Let all pages answer with that status."""
    for url in ALL:
        world.pages[url.partition("://")[2]] = status


def verdicts(world: World, *urls: str, environment: Mapping[str, str] | None = None) -> dict[str, Verdict]:
    environment = {"GITHUB_TOKEN": TOKEN} if environment is None else environment
    services = [(one, access) for one in SERVICES if (access := access_to(one, {}, environment))]
    with serving(world) as base:
        found = list(verify(urls, local_web(base), Means(by_status, services, lambda: 1.0)))
    assert sorted(verdict.url for verdict in found) == sorted(set(urls)), "each address once"
    return {verdict.url: verdict for verdict in found}


def states(found: Mapping[str, Verdict]) -> dict[str, str]:
    return {url: verdict.state for url, verdict in found.items()}


def test_all_is_verified_in_batches(world: World) -> None:
    assert states(verdicts(world, *ALL)) == {**dict.fromkeys(ALL, "ok"), RENAMED: "moved"}
    twice = {
        "api.semanticscholar.org": 2
    }  # at once for ACL, and later for the DOI that Crossref does not know
    assert {api: world.asked(api) for api in APIS} == {**dict.fromkeys(APIS, 1), **twice}
    assert [asked.path for asked in world.requests if asked.host not in APIS] == ["/blog"]


def test_a_renamed_repository_says_where_it_is(world: World) -> None:
    assert verdicts(world, RENAMED)[RENAMED].target == "https://github.com/huawei-noah/Efficient-NLP"


@pytest.mark.parametrize("fault", ["away", "limited", "html", "garbage", "empty", "error"])
def test_services_that_fail_make_nothing_dead(world: World, fault: str) -> None:
    """All services at once are ill, and the pages turn programs away."""
    world.faults = dict.fromkeys((*APIS, "api.openalex.org"), fault)
    pages_of(world, 403)
    found = verdicts(world, *ALL)
    assert "dead" not in states(found).values()
    assert found[ARXIV].state == "unverified"
    assert "arXiv: " in found[ARXIV].answered


@pytest.mark.parametrize("fault", ["away", "limited", "html", "garbage", "empty", "error"])
@pytest.mark.parametrize(
    ("api", "url", "instead"),
    [
        ("export.arxiv.org", ARXIV, "api.semanticscholar.org"),
        ("api.crossref.org", DOI, "api.semanticscholar.org"),
        ("api.semanticscholar.org", ACL, "aclanthology.org"),
        ("api.github.com", REPOSITORY, "github.com"),
        ("api2.openreview.net", FORUM, "openreview.net"),
    ],
)
def test_where_one_is_silent_the_next_is_asked(
    world: World, fault: str, api: str, url: str, instead: str
) -> None:
    world.faults[api] = fault
    pages_of(world)
    assert verdicts(world, url)[url].state == "ok"
    assert (world.asked(api), world.asked(instead)) == (1, 1)


def test_a_silent_service_is_asked_once(world: World) -> None:
    urls = [f"https://arxiv.org/abs/2106.{number:05}" for number in range(450)]
    world.papers |= {f"arxiv:2106.{number:05}": LORA for number in range(450)}
    world.faults["export.arxiv.org"] = "away"
    assert set(states(verdicts(world, *urls)).values()) == {"ok"}
    assert (world.asked("export.arxiv.org"), world.asked("api.semanticscholar.org")) == (1, 1)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://arxiv.org/abs/2106.99999", "arXiv knows no 2106.99999"),
        ("https://github.com/none/none", "GitHub knows no none/none"),
        ("https://doi.org/10.1145/nothing", "doi.org knows no 10.1145/nothing"),
    ],
)
@pytest.mark.parametrize(("status", "state"), [(404, "dead"), (403, "unverified"), (200, "ok")])
def test_the_page_confirms_what_a_service_calls_gone(
    world: World, url: str, told: str, status: int, state: str
) -> None:
    """A new preprint is not in the API at once; a private repository is not for everybody's eyes."""
    world.pages[url.partition("://")[2]] = status
    verdict = verdicts(world, url)[url]
    assert verdict.state == state
    assert (told in verdict.answered) == (state != "ok")
    assert verdict.status == status


def test_malformed_identifiers_need_no_request(world: World) -> None:
    urls = ("https://arxiv.org/abs/2413.01234", "https://doi.org/10.1145/")
    assert set(states(verdicts(world, *urls)).values()) == {"dead"}
    assert world.requests == []


def test_a_version_that_is_not_there_is_asked_for(world: World) -> None:
    url = "https://arxiv.org/abs/2106.09685v7"
    assert states(verdicts(world, ARXIV, PDF, url)) == {ARXIV: "ok", PDF: "ok", url: "dead"}


def test_a_doi_of_another_agency_is_verified_by_its_resolver(world: World) -> None:
    assert verdicts(world, DATASET)[DATASET].asked == "doi.org about 10.5061/dryad.1234"


def test_forms_of_one_address_are_asked_for_once(world: World) -> None:
    world.faults = dict.fromkeys(APIS, "away")
    pages_of(world)
    urls = (ARXIV, "https://arxiv.org/pdf/2106.09685", "https://www.arxiv.org/abs/2106.09685", ARXIV)
    assert set(states(verdicts(world, *urls)).values()) == {"ok"}
    assert world.asked("arxiv.org") + world.asked("www.arxiv.org") == 1


def test_a_move_is_of_one_address_alone(world: World) -> None:
    world.faults = dict.fromkeys(APIS, "away")
    pages_of(world)
    old, new = "https://arxiv.org/pdf/2106.09685.pdf", "https://arxiv.org/pdf/2106.09685"
    world.pages |= {"arxiv.org/pdf/2106.09685.pdf": 301, "arxiv.org/pdf/2106.09685": 200}
    assert states(verdicts(world, old, new)) == {old: "moved", new: "ok"}


def test_without_a_token_repositories_are_asked_for_by_page(world: World) -> None:
    pages_of(world)
    assert verdicts(world, REPOSITORY, environment={})[REPOSITORY].state == "ok"
    assert (world.asked("api.github.com"), world.asked("github.com")) == (0, 1)


def test_a_wrong_token_is_no_harm(world: World) -> None:
    pages_of(world)
    found = verdicts(world, REPOSITORY, environment={"GITHUB_TOKEN": "expired"})
    assert found[REPOSITORY].state == "ok"


@pytest.mark.parametrize(
    ("key", "fault", "published", "asked"),
    [
        ({"S2_API_KEY": TOKEN}, "", "ICLR", 1),
        ({"S2_API_KEY": TOKEN}, "away", None, 1),
        ({}, "", None, 0),
    ],
)
def test_with_a_key_more_is_asked_of_what_lists_call_a_preprint(
    world: World, key: dict[str, str], fault: str, published: str | None, asked: int
) -> None:
    world.papers["arxiv:2106.09685"] = replace(
        LORA, venue="International Conference on Learning Representations"
    )
    world.faults["api.semanticscholar.org"] = fault
    services = [(one, access) for one in SERVICES if (access := access_to(one, {}, key))]
    preprints = frozenset({Identifier("arxiv", "2106.09685")})
    with serving(world) as base:
        means = Means(by_status, services, lambda: 1.0, preprints=preprints)
        found = list(verify([ARXIV, PDF], local_web(base), means))
    assert [verdict.state for verdict in found] == ["ok", "ok"]
    for verdict in found:
        assert verdict.record
        assert verdict.record.published == published
        assert verdict.record.title == LORA.title
        assert (verdict.record.source, bool(verdict.record.published_by)) == ("arXiv", bool(published))
    assert world.asked("api.semanticscholar.org") == asked


def test_what_is_known_waits_for_no_silent_service(world: World) -> None:
    """Its pages are of no use here: nothing but the first answer is there to go by."""
    world.faults["api.semanticscholar.org"] = "away"
    preprints = frozenset({Identifier("arxiv", f"2106.{number:05}") for number in range(700)})
    world.papers |= {str(name): LORA for name in preprints}
    services = [(one, access) for one in SERVICES if (access := access_to(one, {}, {"S2_API_KEY": TOKEN}))]
    urls = [f"https://arxiv.org/abs/{name.value}" for name in preprints]
    with serving(world) as base:
        means = Means(by_status, services, lambda: 1.0, preprints=preprints)
        found = [verdict.state for verdict in verify([*urls, ACL], local_web(base), means)]
    assert found.count("ok") == 700
    assert world.asked("arxiv.org") == 0


def test_tokens_reach_their_own_service_alone(world: World) -> None:
    pages_of(world)
    verdicts(
        world,
        *ALL,
        environment={"GITHUB_TOKEN": TOKEN, "S2_API_KEY": f"{TOKEN}-2", "OPENALEX_API_KEY": f"{TOKEN}-3"},
    )
    holders = {
        TOKEN: "api.github.com",
        f"{TOKEN}-2": "api.semanticscholar.org",
        f"{TOKEN}-3": "api.openalex.org",
    }
    for asked in world.requests:
        told = f"{asked.path} {dict(asked.headers)} {asked.body!r}"
        held = next((token for token in sorted(holders, reverse=True) if token in told), None)
        assert held is None or holders[held] == asked.host


def test_one_slow_service_delays_no_other(world: World) -> None:
    world.faults["export.arxiv.org"] = "slow"
    pages_of(world)
    services = [(one, access) for one in SERVICES if (access := access_to(one, {}, {"GITHUB_TOKEN": TOKEN}))]
    with serving(world) as base:
        means = Means(by_status, services, lambda: 1.0)
        found = list(verify(ALL, local_web(base, HASTY), means))
    assert {verdict.url for verdict in found[-2:]} == {ARXIV, PDF}
    assert {verdict.state for verdict in found} == {"ok", "moved"}


def test_an_end_in_the_middle_is_clean(world: World) -> None:
    with serving(world) as base:
        services = [(one, access) for one in SERVICES if (access := access_to(one, {}, {}))]
        run: Iterator[Verdict] = verify(ALL, local_web(base), Means(by_status, services, lambda: 1.0))
        first = next(run)
        assert first.state
        close = getattr(run, "close")  # noqa: B009 -- an iterator by its type
        close()
