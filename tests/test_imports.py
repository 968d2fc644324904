"""What is slow to import is imported only by commands that need it."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("bibtexparser", "markdown_it", "mistune", "pylatexenc", "rapidfuzz", "requests")

_IMPORT = "import peftlint.cli"
_COMMAND = """
import sys
from peftlint.cli import main
sys.argv = ["peftlint", {argument!r}]
try:
    main()
except SystemExit:
    pass
"""


def loaded(code: str) -> list[str]:
    """The slow modules that are loaded once *code* was run in a fresh interpreter."""
    told = f"{code}\nimport sys\nprint('loaded:', *(name for name in {HEAVY} if name in sys.modules))"
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    return run.stdout.splitlines()[-1].split()[1:]


@pytest.mark.parametrize(
    "code",
    [_IMPORT, *(_COMMAND.format(argument=option) for option in ("--help", "--version"))],
    ids=["import", "help", "version"],
)
def test_start_is_light(code: str) -> None:
    assert loaded(code) == []


@pytest.mark.parametrize(
    ("modules", "expected"),
    [
        ("peftlint.readers", []),
        ("peftlint.fields.link, peftlint.fields.venue, peftlint.fields.authors", []),
        ("peftlint.fields.bibtex", []),
        ("peftlint.markdown", []),
    ],
)
def test_modules_load_only_what_they_are_made_of(modules: str, expected: list[str]) -> None:
    assert loaded(f"import {modules}") == expected


def test_a_process_that_reads_lists_runs_no_command() -> None:
    """Where processes are not forked, each imports the module that was started, under another name."""
    code = "import runpy; runpy.run_module('peftlint', run_name='__mp_main__')"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == ("", "")


@pytest.mark.parametrize("stream", ["", ">&-", ">&- 2>&-"])
def test_streams_that_are_closed(stream: str) -> None:
    run = subprocess.run(f"'{sys.executable}' -m peftlint --version {stream}", shell=True, check=False)
    assert run.returncode == 0


def test_a_profiler_has_its_say_at_the_end() -> None:
    command = [sys.executable, "-m", "cProfile", "-m", "peftlint", "--version"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "function calls" in run.stdout


def test_a_list_is_read_without_the_parsers_that_check_readmes() -> None:
    text = "# Papers\n\n- **Title** &amp; more, *ACL* 2020. [[Paper](https://arxiv.org/abs/2106.09685 'x')] <b>new</b>\n"
    code = (
        f"from peftlint import engine, model\nassert engine.read_list(model.Source('a.md', {text!r})).entries"
    )
    assert not {"markdown_it", "mistune"}.intersection(loaded(code))
