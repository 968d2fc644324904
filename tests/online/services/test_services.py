"""What services are asked, and how their answers are read: the good beside the bad."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qs, urlsplit

import pytest
from fake_services import FAULTS, LONGEST_ADDRESS, TOKEN, Asked, Paper, World, answer
from hypothesis import given
from hypothesis import strategies as st

from peftlint.config import _SERVICES as CONFIGURABLE
from peftlint.fields.identifier import KINDS
from peftlint.identity.titles import word_set
from peftlint.model import Identifier
from peftlint.online.model import NoReply, Record, Reply, Request
from peftlint.online.services import SERVICES
from peftlint.online.services.model import (
    Access,
    Answer,
    Doubts,
    Service,
    TooMuch,
    Unreadable,
    access_to,
    ask,
)

BY_KEY = {service.key: service for service in SERVICES}
BY_HOST = {urlsplit(service.base).netloc: service for service in SERVICES}
ENVIRONMENT = {"GITHUB_TOKEN": TOKEN, "S2_API_KEY": TOKEN, "OPENALEX_API_KEY": TOKEN}

LORA = Paper(
    "LoRA: Low-Rank Adaptation of Large Language Models",
    ("Edward J. Hu", "Yelong Shen"),
    version=2,
    comment="Published as a conference paper at ICLR 2022",
    venue="International Conference on Learning Representations",
)
KDD = Paper("Some Work on Data", ("Ann B. Author", "C. D'Other"), venue="KDD", year=2019)
PREFIX = Paper("Prefix-Tuning", ("Xiang Lisa Li", "Percy Liang"), venue="ACL")

KNOWN = {
    "arxiv": ("arxiv:2106.09685", LORA),
    "github": ("github:microsoft/lora", None),
    "crossref": ("doi:10.1145/3292500.3330701", KDD),
    "openalex": ("doi:10.1145/3292500.3330701", KDD),
    "semantic-scholar": ("acl:2021.acl-long.353", PREFIX),
    "openreview": ("openreview:nZeVKeeFYf9", LORA),
    "doi": ("doi:10.1145/3292500.3330701", KDD),
}
UNKNOWN = {
    "arxiv": "arxiv:2106.99999",
    "github": "github:none/none",
    "openreview": "openreview:abcdefghij",
    "semantic-scholar": "acl:2021.acl-long.999",
}


def identifier(text: str) -> Identifier:
    kind, _, value = text.partition(":")
    return Identifier(kind, value)


def world() -> World:
    papers = {name: paper for name, paper in KNOWN.values() if paper}
    return World(papers, {"microsoft/LoRA": "microsoft/LoRA"}, faults={"api2.openreview.net": "open"})


def access(service: Service) -> Access:
    found = access_to(service, {}, ENVIRONMENT, "me@example.org")
    assert found
    return found


def heard(world: World, request: Request) -> Reply:
    """What the world answers to a request, without a server between."""
    address = urlsplit(request.url)
    path = address.path + (f"?{address.query}" if address.query else "")
    headers = {name.lower(): value for name, value in request.headers.items()}
    asked = Asked(request.method, address.netloc, path, headers, request.body or b"", 0.0)
    world.requests.append(asked)
    said = answer(world, asked)
    body = said.body.encode()
    return Reply(
        request, said.status, {"content-type": said.kind}, body[: request.limit], len(body) > request.limit
    )


def told(service: Service, names: Sequence[Identifier], world: World, doubts: Doubts | None = None) -> Answer:
    """Play a whole conversation."""
    conversation = ask(service, names, access(service), doubts)
    try:
        request = next(conversation)
        while True:
            request = conversation.send(heard(world, request))
    except StopIteration as end:
        result: Answer = end.value
        return result


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.key)
def test_answers_for_what_there_is_and_not_for_what_there_is_not(service: Service) -> None:
    name, paper = KNOWN[service.key]
    other = identifier(UNKNOWN.get(service.key, "doi:10.1145/nothing"))
    records, silence = told(service, [identifier(name), other][: service.most], world())
    record = records[identifier(name)]
    assert silence == ""
    assert record
    assert record.source == service.name
    assert not records.get(other)
    if paper and service.key != "doi":
        assert record.title == paper.title
        assert record.authors == paper.authors


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault != "slow"])
@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.key)
def test_faults_are_silence_and_never_a_record(service: Service, fault: str) -> None:
    names = [identifier(KNOWN[service.key][0])]
    faulty = world()
    faulty.faults[urlsplit(service.base).netloc] = fault
    answered = told(service, names, faulty)
    assert not answered.records
    assert answered.silence
    assert len(faulty.requests) == 1


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.key)
def test_no_reply_is_silence(service: Service) -> None:
    conversation = ask(service, [identifier(KNOWN[service.key][0])], access(service))
    request = next(conversation)
    with pytest.raises(StopIteration) as end:
        conversation.send(NoReply(request, "timeout"))
    assert end.value.value == Answer({}, "timeout")


def many(service: Service) -> list[Identifier]:
    """As many identifiers of a kind as go into one batch, of the length that is usual or more."""
    long = {
        "arxiv": "cond-mat/0401{:03}",
        "doi": "10.1016/j.journal-of-long-names.2021.{:06}",
        "github": "an-organization-with-a-name/a-repository-with-a-name-{}",
        "openreview": "abcdefg{:03}",
        "acl": "2021.findings-emnlp.{}",
    }
    kind = next(
        kind for kind in long if kind in service.kinds and (kind != "arxiv" or service.key == "arxiv")
    )
    return [Identifier(kind, long[kind].format(number)) for number in range(service.most)]


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.key)
def test_a_full_batch_comes_back_in_full_from_one_request(service: Service) -> None:
    names = many(service)
    full = World(
        papers={f"{kind}:{value}": KDD for kind, value in names},
        repositories={value: value for _, value in names},
        faults={"api2.openreview.net": "open"},
    )
    records, silence = told(service, names, full)
    assert silence == ""
    assert [name for name in names if not records.get(name)] == []
    assert len(full.requests) == 1
    assert all(len(asked.path) < LONGEST_ADDRESS for asked in full.requests)


def test_what_is_too_much_at_once_is_asked_by_halves() -> None:
    service = BY_KEY["crossref"]
    names = [Identifier("doi", f"10.1016/{'a-very-long-suffix' * 20}.{number}") for number in range(60)]
    full = World(papers={f"{kind}:{value}": KDD for kind, value in names})
    records, silence = told(service, names, full)
    assert silence == ""
    assert all(records.get(name) for name in names)
    assert 2 < len(full.requests) < 10


def test_one_malformed_identifier_spoils_arxiv_s_answer_for_itself_alone() -> None:
    names = [Identifier("arxiv", f"2106.0000{number}") for number in range(8)]
    wrong = Identifier("arxiv", "21060.1")
    full = World(papers={f"{kind}:{value}": LORA for kind, value in names})
    records, _ = told(BY_KEY["arxiv"], [*names[:5], wrong, *names[5:]], full)
    assert all(records.get(name) for name in names)
    assert wrong not in records


def test_arxiv_is_asked_for_more_than_its_ten_results() -> None:
    request = BY_KEY["arxiv"].request(
        [Identifier("arxiv", f"2106.{n:05}") for n in range(200)], access(BY_KEY["arxiv"])
    )
    assert request.body
    form = parse_qs(request.body.decode())
    assert request.method == "POST"
    assert form["max_results"] == ["200"]
    assert len(form["id_list"][0].split(",")) == 200


@pytest.mark.parametrize("nameless", [False, True])
def test_what_arxiv_leaves_out_is_not_there(nameless: bool) -> None:
    lacking = world()
    lacking.nameless = nameless
    here, gone = identifier("arxiv:2106.09685"), identifier("arxiv:2106.99999")
    records, silence = told(BY_KEY["arxiv"], [gone, here], lacking)
    assert (records[gone], silence) == (None, "")
    assert records[here]


def test_an_empty_feed_for_many_is_no_answer() -> None:
    """It came for identifiers that were all there, too."""
    names = [Identifier("arxiv", f"2106.0000{number}") for number in range(3)]
    assert told(BY_KEY["arxiv"], names, World()) == Answer({}, "an empty feed")


def test_arxiv_is_asked_for_the_first_title_where_the_last_is_in_doubt() -> None:
    changed = Paper(
        "ReLoRA: High-Rank Training", ("V. L.",), version=4, first_title="Stack More Layers Differently"
    )
    name = identifier("arxiv:2307.05695")
    full = World(papers={"arxiv:2307.05695": changed, "arxiv:2106.09685": LORA})
    both = [name, identifier("arxiv:2106.09685")]
    records, _ = told(BY_KEY["arxiv"], both, full, lambda _, record: record.title == changed.title)
    record = records[name]
    assert record
    assert record.aliases == ("Stack More Layers Differently",)
    assert record.url == "https://arxiv.org/abs/2307.05695v4"
    assert len(full.requests) == 2


@pytest.mark.parametrize(
    ("paper", "published"),
    [
        (Paper("T", comment="Accepted at ICLR 2024"), "ICLR 2024"),
        (
            Paper("T", journal_ref="Advances in Neural Information Processing Systems 36 (2023)"),
            "NeurIPS 2023",
        ),
        (Paper("T", doi="10.1145/3292500.3330701"), "https://doi.org/10.1145/3292500.3330701"),
        (Paper("T", doi="10.48550/arXiv.2106.09685"), None),
        (Paper("T", doi="10.5281/zenodo.1234"), None),
        (Paper("T", comment="Submitted to ICLR 2024", journal_ref="in preparation"), None),
        (Paper("T"), None),
    ],
)
def test_what_arxiv_says_of_a_publication(paper: Paper, published: str | None) -> None:
    name = identifier("arxiv:2106.09685")
    record = told(BY_KEY["arxiv"], [name], World(papers={str(name): paper})).records[name]
    assert record
    assert record.published == published


@pytest.mark.parametrize(
    ("venue", "published"),
    [
        ("International Conference on Learning Representations", "ICLR"),
        ("arXiv.org", None),
        ("Some Venue", None),
        ("", None),
    ],
)
def test_what_semantic_scholar_says_of_a_publication(venue: str, published: str | None) -> None:
    name = identifier("arxiv:2106.09685")
    record = told(
        BY_KEY["semantic-scholar"], [name], World(papers={str(name): Paper("T", venue=venue)})
    ).records[name]
    assert record
    assert record.published == published


def test_what_crossref_says_of_a_publication() -> None:
    name = identifier("doi:10.1101/2020.01.01")
    preprint = Paper("T", preprint_of="10.1093/bib/bbab001")
    record = told(BY_KEY["crossref"], [name], World(papers={str(name): preprint})).records[name]
    assert record
    assert record.published == "https://doi.org/10.1093/bib/bbab001"


def test_semantic_scholar_that_knows_none_has_answered() -> None:
    assert told(BY_KEY["semantic-scholar"], [identifier("acl:2021.acl-long.999")], World()) == Answer({}, "")


@pytest.mark.parametrize(
    ("names", "at", "moved"),
    [
        (
            {"KD-NLP/DyLoRA": "huawei-noah/Efficient-NLP"},
            "kd-nlp/dylora",
            "https://github.com/huawei-noah/Efficient-NLP",
        ),
        ({"microsoft/LoRA": "microsoft/LoRA"}, "microsoft/lora", None),
        ({"a/b": 'x/y") evil'}, "a/b", None),
    ],
)
def test_only_another_name_is_a_move(names: dict[str, str], at: str, moved: str | None) -> None:
    name = Identifier("github", at)
    record = told(BY_KEY["github"], [name], World(repositories=names)).records[name]
    assert record
    assert record.url == moved


def test_github_that_hides_a_repository_without_saying_so_says_nothing() -> None:
    reply = {
        "data": {"r0": None, "r1": None},
        "errors": [{"type": "FORBIDDEN", "path": ["r0"]}, {"type": "NOT_FOUND"}],
    }
    names = [Identifier("github", "a/b"), Identifier("github", "c/d")]
    request = Request("POST", "https://api.github.com/graphql")
    assert BY_KEY["github"].read(Reply(request, 200, {}, json.dumps(reply).encode()), names) == {}


# -- whom tokens reach


@pytest.mark.parametrize(
    ("base", "token"),
    [
        (None, TOKEN),
        ("https://api.github.com/", TOKEN),
        ("http://127.0.0.1:8000/api.github.com", TOKEN),
        ("http://[::1]:8000", TOKEN),
        ("http://api.github.com", ""),
        ("https://api.github.com.evil.example", ""),
        ("https://api.github.com@evil.example", ""),
        ("https://api.github.com:444", ""),
        ("https://evil.example/api.github.com", ""),
        ("http://127.0.0.1.evil.example", ""),
        ("http://localhost:8000", ""),
        ("http://10.0.0.1", ""),
    ],
)
def test_a_token_goes_to_its_service_or_to_this_machine(base: str | None, token: str) -> None:
    bases = {"semantic-scholar": base, "github": base} if base else {}
    github = access_to(BY_KEY["github"], bases, ENVIRONMENT)
    assert (github.token if github else "") == token
    scholar = access_to(
        BY_KEY["semantic-scholar"], {"semantic-scholar": base} if base and "github" not in base else {}, {}
    )
    assert scholar
    assert scholar.token == ""


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.key)
def test_without_a_token_a_service_that_needs_one_is_not_asked(service: Service) -> None:
    assert (access_to(service, {}, {}) is None) == service.token_needed
    assert (access_to(service, {}, dict.fromkeys(ENVIRONMENT, " \n")) is None) == service.token_needed
    assert (access_to(service, {}, dict.fromkeys(ENVIRONMENT, "a\nb: c")) is None) == service.token_needed


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.key)
def test_tokens_are_not_shown(service: Service) -> None:
    assert TOKEN not in repr(access(service))


# -- the table


def test_services_are_sound() -> None:
    assert set(CONFIGURABLE) == set(BY_KEY)
    assert len(BY_HOST) == len(SERVICES)
    for service in SERVICES:
        assert service.kinds <= set(KINDS)
        assert service.base.startswith("https://")
        assert service.tokens or not service.token_needed


@pytest.mark.parametrize(
    ("key", "name", "takes"),
    [
        ("github", "github:microsoft/lora", True),
        ("github", "github:microsoft/lora/tree/main/x", False),
        ("github", "github:a/b\n", False),
        ("crossref", "doi:10.1145/1,2", False),
        ("openalex", "doi:10.1145/1|2", False),
        ("arxiv", "doi:10.1145/1", False),
    ],
)
def test_what_cannot_be_asked_is_not(key: str, name: str, takes: bool) -> None:
    assert BY_KEY[key].takes(identifier(name)) == takes


KEYS = word_set(
    "data errors r0 type path nameWithOwner message items DOI title author relation is-preprint-of id-type id results"
    " doi notes content venue responseCode authors publicationVenue name issued date-parts"
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(sorted(KEYS)),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


def bodies() -> Iterator[st.SearchStrategy[bytes]]:
    yield st.binary(max_size=60)
    yield JSON.map(lambda value: json.dumps(value).encode())
    yield st.text(max_size=40).map(
        lambda text: f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{text}</entry></feed>'.encode()
    )


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.key)
@given(body=st.one_of(*bodies()), status=st.sampled_from([200, 400, 404]))
def test_whatever_comes_back_is_read_or_refused(service: Service, body: bytes, status: int) -> None:
    name = identifier(KNOWN[service.key][0])
    reply = Reply(Request("GET", service.base), status, {}, body)
    try:
        records = service.read(reply, [name])
    except (TooMuch, Unreadable):
        return
    assert set(records) <= {name}
    assert all(record is None or isinstance(record, Record) for record in records.values())


def test_a_feed_with_entities_is_refused() -> None:
    bomb = '<!DOCTYPE f [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><feed xmlns="http://www.w3.org/2005/Atom">&b;</feed>'
    reply = Reply(Request("POST", "https://export.arxiv.org"), 200, {}, bomb.encode())
    with pytest.raises(Unreadable):
        BY_KEY["arxiv"].read(reply, [identifier("arxiv:2106.09685")])
