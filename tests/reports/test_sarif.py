from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given, settings
from report_samples import NOTHING, RULES, SAMPLE, any_report, slice_of

from peftlint import __version__
from peftlint.model import Finding, Source, Span
from peftlint.reports.fingerprint import fingerprints
from peftlint.reports.model import Report
from peftlint.reports.sarif import write
from peftlint.rules import all_rules

SCHEMA = Path(__file__).parent / "data/sarif-2.1.0.json"
REGION = ("startLine", "startColumn", "endLine", "endColumn")


def run_of(report: Report) -> Any:
    (run,) = json.loads(write(report))["runs"]
    return run


@pytest.fixture(scope="module")
def validator() -> Any:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema checks against the schema of SARIF")
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


@pytest.mark.parametrize("report", [SAMPLE, NOTHING], ids=["findings", "none"])
def test_is_valid(validator: Any, report: Report) -> None:
    validator.validate(json.loads(write(report)))


def test_the_schema_sees_faults(validator: Any) -> None:
    broken = json.loads(write(SAMPLE).replace('"startLine": 3', '"startLine": 0'))
    assert not validator.is_valid(broken)


def test_the_tool_and_its_rules() -> None:
    run = run_of(SAMPLE)
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("peftlint", __version__)
    assert run["columnKind"] == "unicodeCodePoints"
    assert [rule["id"] for rule in driver["rules"]] == ["DUP001", "LNK001", "LNK002"]
    duplicate, empty, scheme = driver["rules"]
    assert empty["name"] == "empty-link"
    assert empty["shortDescription"] == {"text": "A link has a label but no address."}
    assert empty["fullDescription"]["text"] == (
        "A placeholder such as ``[Code]()`` renders as a link to the page it is on. "
        "Write the address, or leave the link out."
    )
    assert empty["help"]["text"] == RULES["LNK001"].page
    assert [rule["defaultConfiguration"] for rule in (duplicate, empty, scheme)] == [
        {"level": "note", "enabled": False},
        {"level": "error", "enabled": True},
        {"level": "warning", "enabled": True},
    ]
    assert scheme["fullDescription"] == scheme["shortDescription"]


def test_help_shows_examples_as_code() -> None:
    help_text = run_of(SAMPLE)["tool"]["driver"]["rules"][1]["help"]["markdown"]
    assert help_text.startswith("# empty-link (LNK001)\n\nA link has a label but no address.\n\n")
    assert (
        "**Bad:**\n\n````markdown\n- **LoRA**, ICLR 2022. [[Code]()]\n\n```bibtex\n@misc{a}\n```\n````\n\n"
        "**Good:**\n\n```markdown\n- **LoRA**, ICLR 2022.\n```\n\nFix: none" in help_text
    )


def test_results() -> None:
    empty, scheme, duplicate = run_of(SAMPLE)["results"]
    first, *_ = fingerprints(SAMPLE.findings)
    zh = {"uri": "lists/zh-peft.md", "uriBaseId": "%SRCROOT%"}
    assert empty == {
        "ruleId": "LNK001",
        "ruleIndex": 1,
        "level": "error",
        "message": {"text": "'代码' links to nothing"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": zh,
                    "region": {"startLine": 3, "startColumn": 15, "endLine": 3, "endColumn": 21},
                }
            }
        ],
        "partialFingerprints": {"peftlint/v1": first},
    }
    insertion = {"startLine": 4, "startColumn": 23, "endLine": 4, "endColumn": 23}
    assert scheme["fixes"] == [
        {
            "description": {"text": "add https://"},
            "artifactChanges": [
                {
                    "artifactLocation": zh,
                    "replacements": [{"deletedRegion": insertion, "insertedContent": {"text": "https://"}}],
                }
            ],
            "properties": {"safe": True},
        }
    ]
    assert (duplicate["level"], duplicate["fixes"][0]["properties"]) == ("note", {"safe": False})
    first_place, second_place = duplicate["relatedLocations"]
    assert (first_place["id"], first_place["message"]) == (1, {"text": "first listed here"})
    assert (second_place["id"], "message" in second_place) == (2, False)
    assert second_place["physicalLocation"]["artifactLocation"]["uri"] == "lists/other%2C%20ones.md"


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("lists/a b.md", {"uri": "lists/a%20b.md", "uriBaseId": "%SRCROOT%"}),
        ("名单.md", {"uri": "%E5%90%8D%E5%8D%95.md", "uriBaseId": "%SRCROOT%"}),
        ("a:b?c#d%20.md", {"uri": "a%3Ab%3Fc%23d%2520.md", "uriBaseId": "%SRCROOT%"}),
        ("../a.md", {"uri": "../a.md", "uriBaseId": "%SRCROOT%"}),
        ("caf\udce9.md", {"uri": "caf%E9.md", "uriBaseId": "%SRCROOT%"}),
        ("/tmp/a b.md", {"uri": "file:///tmp/a%20b.md"}),
    ],
)
def test_paths(path: str, location: dict[str, str]) -> None:
    finding = Finding("LNK001", path, Span(0, 1), "m", "s")
    run = run_of(Report((finding,), {path: Source(path, "x")}, RULES, entries=1, files=1))
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"] == location


@settings(max_examples=50)
@given(any_report())
def test_every_text_and_place_comes_back(report: Report) -> None:
    text = write(report)
    text.encode()
    (run,) = json.loads(text)["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result, finding in zip(run["results"], report.findings, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.code
        assert result["message"]["text"] == finding.message
        place = result["locations"][0]["physicalLocation"]
        uri = place["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9%/._~:-]*", uri)
        assert (
            unquote_to_bytes(uri.removeprefix("file://")).decode("utf-8", "surrogateescape") == finding.path
        )
        source = report.sources[finding.path]
        assert slice_of(source.text, *(place["region"][key] for key in REGION)) == source.slice(finding.span)


@settings(max_examples=50)
@given(any_report())
def test_any_report_is_valid(validator: Any, report: Report) -> None:
    validator.validate(json.loads(write(report)))


@pytest.fixture(scope="module")
def real_rules() -> Report:
    return Report((), {}, all_rules(), entries=0, files=0)


def test_real_rules_are_valid(validator: Any, real_rules: Report) -> None:
    validator.validate(json.loads(write(real_rules)))


def test_pages_of_the_real_rules(real_rules: Report) -> None:
    """Code scanning takes descriptions of 1 to 1024 characters and names of at most 255."""
    for rule in run_of(real_rules)["tool"]["driver"]["rules"]:
        assert 1 <= len(rule["name"]) <= 255
        for kind in ("shortDescription", "fullDescription"):
            assert 1 <= len(rule[kind]["text"]) <= 1024, rule["id"]
        assert rule["help"]["text"]
        assert len(re.findall("^```", rule["help"]["markdown"], re.MULTILINE)) % 2 == 0, rule["id"]
