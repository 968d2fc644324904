from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from report_samples import NOTHING, SAMPLE, any_report, slice_of

from peftlint.model import Span
from peftlint.reports.fingerprint import fingerprints
from peftlint.reports.json import write
from peftlint.reports.model import Report

REGION = ("line", "column", "end_line", "end_column")


def read(report: Report) -> Any:
    return json.loads(write(report))


def test_the_form_of_the_contract() -> None:
    empty, scheme, duplicate = read(SAMPLE)["findings"]
    first, second, third = fingerprints(SAMPLE.findings)
    assert empty == {
        "rule": "LNK001",
        "name": "empty-link",
        "severity": "error",
        "path": "lists/zh-peft.md",
        "line": 3,
        "column": 15,
        "end_line": 3,
        "end_column": 21,
        "message": "'代码' links to nothing",
        "entry": "lists/zh-peft.md:3",
        "related": [],
        "fix": None,
        "fingerprint": first,
    }
    assert scheme["fix"] == {
        "safe": True,
        "message": "add https://",
        "edits": [{"line": 4, "column": 23, "end_line": 4, "end_column": 23, "text": "https://"}],
    }
    assert (scheme["entry"], scheme["fingerprint"]) == (None, second)
    assert duplicate["related"] == [
        {
            "path": "lists/zh-peft.md",
            "line": 4,
            "column": 5,
            "end_line": 4,
            "end_column": 9,
            "message": "first listed here",
        },
        {
            "path": "lists/other, ones.md",
            "line": 1,
            "column": 1,
            "end_line": 2,
            "end_column": 1,
            "message": "",
        },
    ]
    edit = {"line": 5, "column": 1, "end_line": 6, "end_column": 1, "text": ""}
    assert (duplicate["fix"]["safe"], duplicate["fix"]["edits"]) == (False, [edit])
    assert (duplicate["severity"], duplicate["fingerprint"]) == ("info", third)


def test_summary() -> None:
    assert read(SAMPLE)["summary"] == {
        "files": 3,
        "entries": 4,
        "findings": 3,
        "by_severity": {"error": 1, "warning": 1, "info": 1},
        "fixable": {"safe": 1, "unsafe": 1},
    }


def test_no_finding() -> None:
    assert read(NOTHING)["findings"] == []
    assert read(NOTHING)["summary"]["findings"] == 0


@settings(max_examples=50)
@given(any_report())
def test_every_text_and_place_comes_back(report: Report) -> None:
    text = write(report)
    text.encode()
    assert text.endswith("}\n")
    shown = json.loads(text)["findings"]
    assert len(shown) == len(report.findings)
    for found, finding in zip(shown, report.findings, strict=True):
        source = report.sources[finding.path]

        def at(part: dict[str, int], text: str = source.text) -> str:
            return slice_of(text, *(part[key] for key in REGION))

        assert (found["rule"], found["path"], found["message"]) == (
            finding.code,
            finding.path,
            finding.message,
        )
        assert at(found) == source.slice(finding.span)
        assert [(r["path"], r["message"]) for r in found["related"]] == [
            (related.path, related.message) for related in finding.related
        ]
        edits = finding.fix.edits if finding.fix else ()
        spans: list[Span] = [edit.span for edit in edits]
        assert [at(edit) for edit in (found["fix"] or {"edits": []})["edits"]] == [
            source.slice(s) for s in spans
        ]
