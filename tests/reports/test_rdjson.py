from __future__ import annotations

import codecs
import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from report_samples import NOTHING, OTHER, RULES, SAMPLE, ZH, any_report, lines_of

from peftlint.model import Edit, Finding, Fix, Source, Span
from peftlint.reports.model import Report
from peftlint.reports.rdjson import ByteColumns, write

FIELDS: dict[str, dict[str, str | None]] = {
    "DiagnosticResult": {"diagnostics": "Diagnostic", "source": "Source", "severity": None},
    "Diagnostic": {
        "message": None,
        "location": "Location",
        "severity": None,
        "code": "Code",
        "suggestions": "Suggestion",
        "related_locations": "RelatedLocation",
    },
    "Source": {"name": None},
    "Code": {"value": None},
    "Location": {"path": None, "range": "Range"},
    "RelatedLocation": {"message": None, "location": "Location"},
    "Range": {"start": "Position", "end": "Position"},
    "Position": {"line": None, "column": None},
    "Suggestion": {"range": "Range", "text": None},
}
"""The messages of reviewdog.proto and the fields of them that we write; it refuses a file with any other."""


def read(report: Report) -> Any:
    return json.loads(write(report))


def bytes_at(source: Source, place: dict[str, dict[str, int]]) -> bytes:
    """What stands at a range of the file, found as reviewdog does: lines, and bytes in them."""
    data = [line.encode() for line in lines_of(source.text)]
    data[0] = (codecs.BOM_UTF8 if source.bom else b"") + data[0]
    start, end = (
        sum(map(len, data[: place[side]["line"] - 1])) + place[side]["column"] - 1
        for side in ("start", "end")
    )
    return b"".join(data)[start:end]


@pytest.mark.parametrize(
    ("text", "offset", "line", "column"),
    [
        ("haya14busa", 4, 1, 5),
        ("a𐐀b", 0, 1, 1),
        ("a𐐀b", 1, 1, 2),
        ("a𐐀b", 2, 1, 6),
        ("低秩\n适配", 2, 1, 7),
        ("低秩\r\n适配", 4, 2, 1),
        ("低秩\r\n适配", 5, 2, 4),
        ("", 0, 1, 1),
    ],
)
def test_columns_are_bytes(text: str, offset: int, line: int, column: int) -> None:
    source = Source("a.md", text)
    mark = 3 if line == 1 else 0
    assert ByteColumns(source).position(offset) == {"line": line, "column": column}
    assert ByteColumns(source._replace(bom=True)).position(offset) == {"line": line, "column": column + mark}


def test_diagnostics() -> None:
    empty, scheme, duplicate = read(SAMPLE)["diagnostics"]
    assert empty == {
        "message": "'代码' links to nothing",
        "location": {
            "path": "lists/zh-peft.md",
            "range": {"start": {"line": 3, "column": 26}, "end": {"line": 3, "column": 36}},
        },
        "severity": "ERROR",
        "code": {"value": "LNK001"},
    }
    insertion = {"line": 4, "column": 27}
    assert scheme["suggestions"] == [{"range": {"start": insertion, "end": insertion}, "text": "https://"}]
    assert (scheme["severity"], duplicate["severity"]) == ("WARNING", "INFO")
    assert [(r["location"]["path"], r["message"]) for r in duplicate["related_locations"]] == [
        (ZH.path, "first listed here"),
        (OTHER.path, ""),
    ]


def test_unsafe_fixes_are_no_suggestions() -> None:
    assert "suggestions" not in read(SAMPLE)["diagnostics"][2]


@pytest.mark.parametrize(
    ("findings", "severity"),
    [
        (SAMPLE.findings, "ERROR"),
        (SAMPLE.findings[1:], "WARNING"),
        (SAMPLE.findings[2:], "INFO"),
        ((), "INFO"),
    ],
)
def test_overall_severity_is_the_worst(findings: tuple[Finding, ...], severity: str) -> None:
    assert read(SAMPLE._replace(findings=findings))["severity"] == severity


def test_no_finding() -> None:
    assert read(NOTHING) == {"source": {"name": "peftlint"}, "severity": "INFO", "diagnostics": []}


def test_file_names_that_are_not_utf8() -> None:
    source = Source("caf\udce9.md", "x")
    finding = Finding("LNK001", source.path, Span(0, 1), "in caf\udce9.md", "x")
    text = write(Report((finding,), {source.path: source}, RULES, entries=1, files=1))
    assert "\\ud" not in text
    assert json.loads(text)["diagnostics"][0]["location"]["path"] == "caf\ufffd.md"


def conforms(value: Any, message: str | None) -> bool:
    if message is None:
        return isinstance(value, str | int)
    if isinstance(value, list):
        return all(conforms(item, message) for item in value)
    return all(key in FIELDS[message] and conforms(part, FIELDS[message][key]) for key, part in value.items())


def with_edits(source: Source, fix: Fix) -> str:
    text = source.text
    for edit in sorted(fix.edits, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


@settings(max_examples=50)
@given(any_report())
def test_every_text_and_place_comes_back(report: Report) -> None:
    result = read(report)
    assert conforms(result, "DiagnosticResult")
    for diagnostic, finding in zip(result["diagnostics"], report.findings, strict=True):
        source = report.sources[finding.path]
        assert bytes_at(source, diagnostic["location"]["range"]) == source.slice(finding.span).encode()
        assert ("suggestions" in diagnostic) is bool(finding.fix and finding.fix.safe)
        for suggestion in diagnostic.get("suggestions", []):
            assert finding.fix
            place = suggestion["range"]
            everything = {"start": {"line": 1, "column": 1}, "end": place["start"]}
            before = bytes_at(source, everything)
            after = source.text.encode()[len(before) - 3 * source.bom + len(bytes_at(source, place)) :]
            mended = before + suggestion["text"].encode("utf-8", "surrogatepass") + after
            mark = codecs.BOM_UTF8 if source.bom else b""
            assert mended == mark + with_edits(source, finding.fix).encode("utf-8", "surrogatepass")


def test_edits_far_apart_become_one_suggestion() -> None:
    source = Source("a.md", "一二三四五\n")
    fix = Fix((Edit(Span(3, 4), "4"), Edit(Span(0, 1), "1")), safe=True, message="digits")
    finding = Finding("LNK002", "a.md", Span(0, 1), "m", "s", fix=fix)
    report = Report((finding,), {"a.md": source}, RULES, entries=1, files=1)
    assert read(report)["diagnostics"][0]["suggestions"] == [
        {"range": {"start": {"line": 1, "column": 1}, "end": {"line": 1, "column": 13}}, "text": "1二三4"}
    ]


def test_many_findings_in_one_long_line() -> None:
    source = Source("a.md", "低" * 300_000)
    findings = [Finding("LNK001", "a.md", Span(at, at + 1), "m", "s") for at in range(0, 300_000, 100)]
    report = Report(tuple(findings), {"a.md": source}, RULES, entries=1, files=1)
    start = time.process_time()
    last = read(report)["diagnostics"][-1]["location"]["range"]["start"]
    assert time.process_time() - start < 2
    assert last["column"] == 3 * 299_900 + 1
