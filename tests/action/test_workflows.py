"""The workflows: sound by three checkers, and run from beginning to end by act, without a network but for pip."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from repositories import ROOT, Repository, copy_of_this_repository

from peftlint.setup.origin import Origin, Package
from peftlint.setup.texts import CHECKOUT, workflow

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTION = ROOT / "action.yml"
PROGRAMS = Path(sys.executable).parent
PYTHON = "actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97"

TITLES = (
    "LoRA: Low-Rank Adaptation of Large Language Models",
    "LoRA: Low-Rank Adaptation of Large Language Models",
    "::error::boom",
    "ping @all <script>x</script>",
    "::set-output name=findings::0",
    "\x1b[31mred \u202e #1",
)
HOSTILE = "\n" + "".join(
    f"- **{title}**, ICLR 2022. [[Paper](https://example.org/{len(title)})] [[@all]()]\n" for title in TITLES
)


def program(name: str) -> str:
    path = PROGRAMS / name
    if not path.exists():
        pytest.skip(f"{name} is not installed")
    return str(path)


@pytest.fixture(scope="session", params=["repository", "package"])
def generated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository with a workflow that ``peftlint init`` writes."""
    origin: Origin | Package = Package("peftlint==1.2")
    if request.param == "repository":
        origin = Origin("https://github.com/example/peftlint", "0" * 40)
    repository = Repository(tmp_path_factory.mktemp("generated"))
    repository.write(".github/workflows/peftlint.yml", workflow(origin))
    return repository


@pytest.mark.parametrize(
    "command",
    [
        ("zizmor", "--offline", "--no-progress", "."),
        ("actionlint",),
        ("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *map(str, WORKFLOWS)),
        ("check-jsonschema", "--builtin-schema", "vendor.github-actions", str(ACTION)),
    ],
    ids=lambda command: command[0],
)
def test_checkers(command: tuple[str, ...], tmp_path: Path) -> None:
    copy = copy_of_this_repository(tmp_path / "copy")
    ran = copy.run(program(command[0]), *command[1:])
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize(
    "command", [("zizmor", "--offline", "--no-progress", "."), ("actionlint",)], ids=lambda c: c[0]
)
def test_checkers_of_what_init_writes(generated: Repository, command: tuple[str, ...]) -> None:
    ran = generated.run(program(command[0]), *command[1:])
    assert ran.returncode == 0, ran.stdout


def test_one_pin_of_each_action_everywhere() -> None:
    texts = [path.read_text() for path in (*WORKFLOWS, ACTION)] + [CHECKOUT]
    pins = {pin for text in texts for pin in re.findall(r"actions/[\w-]+@\S+ # v\S+", text)}
    assert len(pins) == len({pin.split("@")[0] for pin in pins})
    assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v[\d.]+", pin) for pin in pins)
    assert any(pin.startswith(PYTHON) for pin in pins)


def test_inputs_reach_no_script() -> None:
    """An expression in a script is replaced by text of strangers before the shell reads it."""
    for path in (*WORKFLOWS, ACTION):
        for script in scripts(yaml.safe_load(path.read_text())):
            assert "${{" not in script
            assert "eval" not in script


def scripts(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["run"]] if isinstance(value.get("run"), str) else []
        return own + [script for inner in value.values() for script in scripts(inner)]
    return [script for inner in value for script in scripts(inner)] if isinstance(value, list) else []


def test_pull_requests_get_no_more_than_reading() -> None:
    for path in WORKFLOWS:
        read = yaml.safe_load(path.read_text())
        triggers = read[True]  # "on" is a boolean to YAML 1.1
        assert "pull_request_target" not in triggers
        if "pull_request" in triggers:
            assert read["permissions"] == {"contents": "read"}
            assert not any("permissions" in job for job in read["jobs"].values())


# -- run by act


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """This repository, with its action and workflow, as a pull request is checked out."""
    repository = copy_of_this_repository(tmp_path_factory.mktemp("base"))
    repository.git("update-ref", "refs/remotes/origin/main", "main")
    repository.git("checkout", "--quiet", "-b", "topic")
    return repository


@pytest.fixture(scope="module")
def stub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stands for actions/setup-python, which would have to be downloaded."""
    folder = tmp_path_factory.mktemp("setup-python")
    step = {"id": "python", "shell": "bash", "run": f'echo "path={sys.executable}" >> "$GITHUB_OUTPUT"'}
    outputs = {"python-path": {"value": "${{ steps.python.outputs.path }}"}}
    action = {
        "name": "x",
        "description": "x",
        "outputs": outputs,
        "runs": {"using": "composite", "steps": [step]},
    }
    (folder / "action.yml").write_text(yaml.safe_dump(action))
    return folder


class Acted(NamedTuple):
    """What a run of the workflow came to; ``commands`` are what the runner took for commands in the log."""

    status: int
    log: str
    commands: list[str]
    summary: str


def act(base: Repository, stub: Path, folder: Path) -> Acted:
    """Run the workflow on what stands in the working tree, as for a pull request to ``main``."""
    base.commit("pull request")
    event = folder / "event.json"
    pull = {"number": 1, "base": {"ref": "main"}, "head": {"ref": "topic"}}
    event.write_text(json.dumps({"pull_request": pull}))
    ran = base.run(
        program("act"),
        *("pull_request", "--workflows", ".github/workflows/peftlint.yml", "--eventpath", str(event)),
        *("--platform", "ubuntu-latest=-self-hosted", "--local-repository", f"{PYTHON}={stub}"),
        XDG_CACHE_HOME=str(folder / "cache"),
        PIP_CACHE_DIR=str(Path.home() / ".cache" / "pip"),
    )
    base.git("reset", "--quiet", "--hard", "main")
    commands = re.findall(r"^\[peftlint/lists\] +\S+ +(::.*)$", ran.stdout, re.MULTILINE)
    summary = re.search(r"Summary - (.*?)^\[peftlint/lists\]", ran.stdout, re.MULTILINE | re.DOTALL)
    return Acted(ran.returncode, ran.stdout, commands, summary[1] if summary else "")


def test_a_pull_request_that_breaks_something(base: Repository, stub: Path, tmp_path: Path) -> None:
    """A duplicate, with titles that try to command the runner, mention people and bring markup."""
    path = "lists/llm-sft.md"
    last = base.read(path).count("\n") + 1
    base.write(path, base.read(path) + HOSTILE)
    acted = act(base, stub, tmp_path)
    assert acted.status == 1, acted.log
    shown = [command for command in acted.commands if not command.startswith("::set-output::")]
    assert any(
        command.startswith(f"::warning file={path},line={last + 1},") and "DUP001" in command
        for command in shown
    ), acted.log
    for command in shown:
        assert re.match(rf"::(error|warning) file={path},line=\d+,|::notice title=peftlint::", command)
        assert last < int(re.findall(r",line=(\d+)|$", command)[0] or last + 1)
    outputs = {command for command in acted.commands if command.startswith("::set-output:: findings=")}
    assert len(outputs) == 1
    assert outputs != {"::set-output:: findings=0"}
    assert re.match(r"### peftlint: \d+ new findings in 5 lists", acted.summary)
    assert "DUP001 duplicate-entry" in acted.summary
    assert "<summary>What peftlint merge would change, as a patch</summary>" in acted.summary


def test_a_pull_request_with_old_debts_only(base: Repository, stub: Path, tmp_path: Path) -> None:
    path = "lists/llm-sft.md"
    base.write(path, f"{base.read(path)}\nThat is all.\n")
    acted = act(base, stub, tmp_path)
    assert acted.status == 0, acted.log
    assert "::set-output:: findings=0" in acted.commands
    assert all(command.startswith("::set-output:: ") for command in acted.commands)
    assert acted.summary.startswith("### peftlint: ✅ no new findings in 5 lists")
