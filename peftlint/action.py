"""What action.yml runs: the commands that a person would run, their results shown as GitHub wants them.

Inputs come from the environment (``PEFTLINT_…``), as text: they are values of options, never parts of a
script. What commands print holds text of strangers. It goes to the log between ``::stop-commands::`` lines,
so that no line of it is taken for a command; only annotations, which ``reports/github.py`` makes safe, stand
outside.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import NamedTuple

from peftlint.cli import FAILED, FOUND, OK, write_utf8
from peftlint.errors import Problem
from peftlint.files import append, write_atomically
from peftlint.reports.github import data
from peftlint.rules import SEVERITIES

README = "MRG001"
"""The rule that finds a README that is not what the lists say."""
NEVER = "never"

SUMMARY_BYTES = 1_000_000
"""GitHub drops a summary of more than 1 MiB."""
COMMENT_BYTES = 60_000
"""GitHub refuses a comment of more than 65,536 characters."""


class InputError(Problem):
    """An input of the action cannot be used; the message names it and says what was expected."""


class CommandFailed(Problem):
    """A command could not run; the message is its own."""


class Inputs(NamedTuple):
    """The inputs of action.yml; ``""`` for a file that is not to be written and for no ``since``."""

    paths: tuple[str, ...] = ()
    since: str = ""
    fail_on: str = "info"
    annotations: bool = True
    summary: bool = True
    summary_file: str = ""
    sarif_file: str = ""


class Checked(NamedTuple):
    """What ``peftlint check`` printed, the findings, and the Markdown that tells them."""

    out: str
    err: str
    findings: tuple[Mapping[str, object], ...]
    markdown: str


def main() -> int:
    """Check, write annotations, outputs and summary; the exit status of the step."""
    write_utf8()
    try:
        return _act(inputs_of(os.environ))
    except Problem as problem:
        print(f"::error title=peftlint::{data(str(problem).strip())}")
        return FAILED


def _act(inputs: Inputs) -> int:
    checked = _check(inputs)
    _quote(checked.err)
    if inputs.annotations:
        print(checked.out, end="", flush=True)
    else:
        _quote(checked.out)
    stale = any(finding["rule"] == README for finding in checked.findings)
    _append("GITHUB_OUTPUT", f"findings={len(checked.findings)}\nstale-readme={str(stale).lower()}\n")
    _write_summary(inputs, [checked.markdown, *_patch(stale), *_meaning(inputs)])
    return FOUND if fails(inputs.fail_on, checked.findings) else OK


# -- inputs


def inputs_of(environment: Mapping[str, str]) -> Inputs:
    """Read the inputs. Raises InputError."""
    read = {name: environment.get(f"PEFTLINT_{name.upper()}", "").strip() for name in Inputs._fields}
    paths = tuple(path.strip() for path in read["paths"].splitlines() if path.strip())
    for value in (*paths, read["since"], read["summary_file"], read["sarif_file"]):
        if value.startswith("-"):
            raise InputError(f"an input begins with '-', which would make it an option: {value!r}")
    return Inputs(
        paths,
        read["since"],
        _one_of(read["fail_on"], "fail-on", (*reversed(SEVERITIES), NEVER)),
        _one_of(read["annotations"], "annotations", ("true", "false")) == "true",
        _one_of(read["summary"], "summary", ("true", "false")) == "true",
        read["summary_file"],
        read["sarif_file"],
    )


def _one_of(value: str, name: str, known: tuple[str, ...]) -> str:
    """*value*; the first that is *known* if it is empty."""
    if value and value not in known:
        raise InputError(f"expected one of {', '.join(known)} for {name}, found {value!r}")
    return value or known[0]


def fails(fail_on: str, findings: Iterable[Mapping[str, object]]) -> bool:
    """Whether one of *findings* (as ``check --format json`` has them) is as severe as *fail_on* says, or more."""
    if fail_on == NEVER:
        return False
    severe = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return any(finding["severity"] in severe for finding in findings)


# -- commands


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run peftlint with *arguments*. Isolated: a file of the checked repository is never imported."""
    return subprocess.run(
        [sys.executable, "-I", "-m", "peftlint", *arguments],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )


def _printed(*arguments: str) -> str:
    """What a command prints; if it fails, its message goes to the log, and the summary does without it."""
    ran = _run(*arguments)
    if ran.returncode != OK:
        _quote(ran.stderr)
    return ran.stdout


def _check(inputs: Inputs) -> Checked:
    with TemporaryDirectory() as folder:
        found, told = Path(folder, "findings.json"), Path(folder, "summary.md")
        reports = [f"json={found}", f"markdown={told}"]
        reports += [f"sarif={inputs.sarif_file}"] if inputs.sarif_file else []
        options = [word for report in reports for word in ("--report", report)]
        options += ["--since", inputs.since] if inputs.since else []
        options += ["--format", "github" if inputs.annotations else "text"]
        ran = _run("check", *options, "--", *inputs.paths)
        if ran.returncode not in (OK, FOUND) or not found.exists():  # what crashes answers 1 too
            raise CommandFailed(ran.stderr or f"peftlint check ended with status {ran.returncode}")
        findings = tuple(json.loads(found.read_text(encoding="utf-8"))["findings"])
        return Checked(ran.stdout, ran.stderr, findings, told.read_text(encoding="utf-8"))


def _patch(stale: bool) -> Iterable[str]:
    """What brings README.md up to date, for those who cannot run the command."""
    from peftlint.reports.markdown import patch

    if stale:
        yield patch(_printed("merge", "--diff"), "What peftlint merge would change, as a patch")


def _meaning(inputs: Inputs) -> Iterable[str]:
    """What the change means."""
    if inputs.since:
        yield _printed("diff", inputs.since, "--format", "markdown")


# -- what GitHub is told


def _quote(text: str) -> None:
    """Print *text* to the log, where no line of it is a command."""
    if text:
        token = token_hex(16)
        newline = "" if text.endswith("\n") else "\n"
        print(f"::stop-commands::{token}\n{text}{newline}::{token}::", flush=True)


def _write_summary(inputs: Inputs, parts: Iterable[str]) -> None:
    parts = [part for part in parts if part]
    if inputs.summary:
        _append("GITHUB_STEP_SUMMARY", within(parts, SUMMARY_BYTES))
    if inputs.summary_file:
        write_atomically(inputs.summary_file, within(parts, COMMENT_BYTES).encode(errors="replace"))


def within(parts: Iterable[str], size: int) -> str:
    """*parts* of Markdown as one text of at most about *size* bytes: of one too long only its first line stays."""
    kept: list[str] = []
    taken = 0
    for part in parts:
        length = len(part.encode(errors="replace"))
        fits = taken + length <= size
        kept.append(
            part if fits else f"{part.partition(chr(10))[0][:1000]}\n\n(Too long to be shown here.)\n"
        )
        taken += len(kept[-1].encode(errors="replace"))
    return "\n".join(kept)


def _append(variable: str, text: str) -> None:
    """Add *text* to the file that the environment names; nothing where no runner asks for it."""
    if path := os.environ.get(variable):
        append(path, text.encode(errors="replace"))


if __name__ == "__main__":
    sys.exit(main())
