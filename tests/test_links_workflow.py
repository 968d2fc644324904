"""The weekly workflow keeps one issue: what its step makes ``gh`` do, played with a ``gh`` that notes it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from ruamel.yaml import YAML

WORKFLOW = Path(__file__).parents[1] / ".github" / "workflows" / "links.yml"
GH = """#!/bin/sh
echo "$@" >> gh.log
case "$1 $2" in "issue list") echo "$OPEN_ISSUE";; esac
"""


def step(name: str) -> str:
    """The script of the step called *name*."""
    jobs = YAML(typ="safe").load(WORKFLOW)["jobs"]
    (script,) = (step["run"] for step in jobs["links"]["steps"] if step.get("name") == name)
    return str(script)


def run(folder: Path, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """As a runner runs it, with the folder's own commands first."""
    surroundings = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", **environment}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False)


def program(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, "utf-8")
    (folder / name).chmod(0o755)


@pytest.mark.parametrize(
    ("status", "issue", "calls"),
    [
        ("1", "", ["issue list", "label create", "issue create --title Some links are dead"]),
        ("1", "7", ["issue list", "issue edit 7 --body-file body.md"]),
        ("0", "7", ["issue list", "issue close 7"]),
        ("0", "", ["issue list"]),
    ],
)
def test_one_issue_is_kept_up_to_date(tmp_path: Path, status: str, issue: str, calls: list[str]) -> None:
    program(tmp_path, "gh", GH)
    (tmp_path / "report.md").write_text("### report\n" + "| 低秩 |\n" * 20_000, "utf-8")
    assert run(tmp_path, step("Keep the issue up to date"), STATUS=status, OPEN_ISSUE=issue).returncode == 0
    made = (tmp_path / "gh.log").read_text("utf-8").splitlines()
    assert len(made) == len(calls)
    assert all(one.startswith(call) for one, call in zip(made, calls, strict=True))
    if status == "1":
        body = (tmp_path / "body.md").read_text("utf-8")
        assert body.startswith("### report\n")
        assert len(body) < 65_536
        assert body.endswith("|\n")


@pytest.mark.parametrize(("status", "passes"), [(0, True), (1, True), (2, False)])
def test_dead_links_do_not_fail_the_job(tmp_path: Path, status: int, passes: bool) -> None:
    program(tmp_path, "peftlint", f"#!/bin/sh\necho '### report'\nexit {status}\n")
    files = {name: str(tmp_path / name) for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    ran = run(tmp_path, step("Check the links"), **files)
    assert (ran.returncode == 0) == passes
    assert Path(files["GITHUB_STEP_SUMMARY"]).read_text("utf-8") == "### report\n"
    assert Path(files["GITHUB_OUTPUT"]).read_text("utf-8") == f"status={status}\n"
