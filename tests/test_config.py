from __future__ import annotations

from pathlib import Path

import pytest

from peftlint.config import Config, ConfigError, HostConfig, LinksConfig, Topic, list_codes, read_config

ROOT = Path("/project")

FULL = """
[tool.peftlint]
lists = ["lists/*.md", "more/*.md"]
readme = "docs/README.md"
title = "Papers on tuning"
other = "The rest"
select = ["DUP", "empty-link"]
extend-select = ["DUP004"]
ignore = ["DUP002"]
same = [["arXiv:2106.09685", "A Title"]]
different = [["A Title", "lists/a.md:12"]]

[tool.peftlint.per-file-ignores]
"lists/old*.md" = ["LNK", "empty-section"]

[tool.peftlint.codes]
"lists/./a.md" = "A"

[tool.peftlint.links]
contact = "me@example.org"

[tool.peftlint.links.services]
arxiv = "https://mirror.example/arxiv"

[tool.peftlint.links.hosts]
"Example.org" = { connections = 2, spacing = 1 }
"localhost:80" = {}

[[tool.peftlint.topics]]
name = "Adapters"
translation = "适配器"
sections = ["Adapter", "a.md#Series"]
words = ["adapter"]

[[tool.peftlint.topics]]
name = "Prompts"
"""


def read(text: str) -> Config | None:
    return read_config(text, "pyproject.toml", ROOT)


def test_reads_every_key() -> None:
    assert read(FULL) == Config(
        root=ROOT,
        lists=("lists/*.md", "more/*.md"),
        readme="docs/README.md",
        title="Papers on tuning",
        topics=(
            Topic("Adapters", "适配器", ("Adapter", "a.md#Series"), ("adapter",)),
            Topic("Prompts"),
        ),
        other="The rest",
        codes={"lists/a.md": "A"},
        select=("DUP", "empty-link"),
        extend_select=("DUP004",),
        ignore=("DUP002",),
        per_file_ignores={"lists/old*.md": ("LNK", "empty-section")},
        same=(("arXiv:2106.09685", "A Title"),),
        different=(("A Title", "lists/a.md:12"),),
        links=LinksConfig(
            services={"arxiv": "https://mirror.example/arxiv"},
            hosts={"example.org": HostConfig(2, 1.0), "localhost:80": HostConfig()},
            contact="me@example.org",
        ),
    )


def test_the_example_holds_every_key() -> None:
    full, default = read(FULL), Config(Path("/elsewhere"))
    assert all(getattr(full, name) != getattr(default, name) for name in Config._fields)


@pytest.mark.parametrize(
    "text", ["", "[project]\nname = 'x'", "[tool.ruff]\nline-length = 1", "tool = 1", "["]
)
def test_other_projects_have_no_configuration(text: str) -> None:
    assert read(text) is None


def test_the_name_may_be_written_with_escapes() -> None:
    assert read('[tool."peft\\u006cint"]\ntitle = "T"') == Config(ROOT, title="T")


def test_an_empty_table_means_the_defaults() -> None:
    assert read("[tool.peftlint]") == Config(ROOT)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("list = ['a']", "[tool.peftlint] has no key 'list'; did you mean 'lists'?"),
        ("zzz = 1", "[tool.peftlint] has no key 'zzz'; known are lists, readme"),
        ("lists = 'a.md'", "[tool.peftlint] lists: expected an array of strings, found a string ('a.md')"),
        ("lists = ['a', 3]", "[tool.peftlint] lists[1]: expected a string, found an integer (3)"),
        ("readme = true", "[tool.peftlint] readme: expected a string, found a boolean (True)"),
        ("readme = 2024-01-01", "[tool.peftlint] readme: expected a string, found a date"),
        ("title = ' '", "[tool.peftlint] title: expected some text, found an empty string"),
        ("codes = ['a']", "[tool.peftlint] codes: expected a table of list = code, found an array"),
        ("codes = {'a.md' = 1}", "[tool.peftlint] codes.a.md: expected a string, found an integer (1)"),
        ("codes = {'a.md' = 'x', 'b.md' = 'X'}", "code 'X' is there twice; give each its own name"),
        (
            "topics = {name = 'x'}",
            "topics: expected an array of tables ([[tool.peftlint.topics]]), found a table",
        ),
        ("topics = ['x']", "topics[0]: expected a table, found a string ('x')"),
        ("topics = [{words = ['x']}]", 'topics[0]: the topic has no name; add name = "…"'),
        ("topics = [{name = 'x', word = ['x']}]", "topics[0] has no key 'word'; did you mean 'words'?"),
        ("topics = [{name = 'x'}, {name = 'X'}]", "topic 'X' is there twice; give each its own name"),
        ("topics = [{name = 'x'}]\nother = 'x'", "topic 'x' is there twice; give each its own name"),
        ("select = 'DUP'", "[tool.peftlint] select: expected an array of strings, found a string ('DUP')"),
        ("extend_select = []", "[tool.peftlint] has no key 'extend_select'; did you mean 'extend-select'?"),
        ("ignore = [1]", "[tool.peftlint] ignore[0]: expected a string, found an integer (1)"),
        (
            "per-file-ignores = ['DUP']",
            "per-file-ignores: expected a table of pattern = array of rules, found an array",
        ),
        (
            "per-file-ignores = {'a.md' = 'DUP'}",
            "per-file-ignores.a.md: expected an array of strings, found a string ('DUP')",
        ),
        ("links = 1", "[tool.peftlint] links: expected a table, found an integer (1)"),
        ("links = {service = 1}", "links has no key 'service'; did you mean 'services'?"),
        (
            "links.services = {arxive = 'https://x.org'}",
            "no service is called 'arxive'; did you mean 'arxiv'?",
        ),
        ("links.services = {arxiv = 'x.org'}", "services.arxiv: expected an address such as https://"),
        ("links.services = {arxiv = 1}", "services.arxiv: expected a string, found an integer (1)"),
        ("links.hosts = ['x.org']", "hosts: expected a table of host = {connections, spacing}"),
        ("links.hosts = {x = {spacing = -1}}", "hosts.x spacing: expected seconds, from 0 to 3600"),
        ("links.hosts = {x = {connections = true}}", "hosts.x connections: expected a number from 1 to 100"),
        ("links.hosts = {x = {space = 1}}", "hosts.x has no key 'space'; did you mean 'spacing'?"),
        ("same = [['a']]", "same[0]: expected the names of two works"),
        ("same = [['a', 'A']]", "same[0]: expected the names of two works"),
        ("different = ['a', 'b']", "different[0]: expected an array of strings, found a string"),
        (
            "same = [['a', 'b'], ['C', 'b']]\ndifferent = [['a', 'c']]",
            "'a' and 'c' are 'different', but 'same' makes them one work",
        ),
        ("lists = [", "not valid TOML: "),
    ],
)
def test_errors_name_the_file_the_key_and_what_was_expected(table: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(f"[tool.peftlint]\n{table}")
    assert str(caught.value).startswith("pyproject.toml: ")
    assert message in str(caught.value)


def test_tool_peftlint_has_to_be_a_table() -> None:
    with pytest.raises(ConfigError, match="expected a table, found an integer"):
        read("tool.peftlint = 1")


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        (["lists/b.md", "lists/a.md"], {"lists/a.md": "a", "lists/b.md": "b"}),
        (["x/README.md", "y/README.md"], {"x/README.md": "x/README", "y/README.md": "y/README"}),
        (["a.md", "a.markdown"], {"a.markdown": "a.markdown", "a.md": "a.md"}),
        (["lists/c.md", "lists/d.md"], {"lists/c.md": "see", "lists/d.md": "d"}),
        (["lists/c.md", "lists/see.md"], {"lists/c.md": "see", "lists/see.md": "lists/see"}),
        (["-"], {"-": "-"}),
        ([], {}),
    ],
)
def test_each_list_has_a_code_of_its_own(names: list[str], codes: dict[str, str]) -> None:
    config = Config(ROOT, codes={"lists/c.md": "see", "lists/absent.md": "gone"})
    found = list_codes(names, config)
    assert found == codes
    assert list(found) == sorted(codes)
    assert list_codes(reversed(names), config) == found
