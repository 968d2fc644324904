"""The texts that set up a repository: a table for pyproject.toml, hooks for pre-commit, a workflow."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from peftlint.setup.origin import Origin, Package

CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1"
PYTHON = "actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0"

_PLAIN = re.compile(r"[A-Za-z0-9/](?:[\w./@+-]|:(?=/))*")
_TOP_LEVEL = re.compile(r"[^\s#]")
_FIRST_ITEM = re.compile(r"( *)- +\S")


def table(lists: Iterable[str]) -> str:
    """``[tool.peftlint]`` with these patterns of lists."""
    return f"[tool.peftlint]\nlists = [{', '.join(_toml(pattern) for pattern in lists)}]\n"


def _toml(text: str) -> str:
    """A basic string: JSON's, but that TOML takes no bare DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def hooks(origin: Origin | Package, *, merged: bool, indent: str = "  ") -> str:
    """The item of ``repos:`` in .pre-commit-config.yaml; with *merged* the hook that writes the README too."""
    lines = (
        _of_package(origin, merged=merged)
        if isinstance(origin, Package)
        else _of_clone(origin, merged=merged)
    )
    return "".join(f"{indent}{line}\n" for line in lines)


def _of_clone(origin: Origin, *, merged: bool) -> list[str]:
    return [
        f"- repo: {_yaml(origin.url)}",
        f"  rev: {_yaml(origin.rev)}",
        "  hooks:",
        *(["    - id: peftlint-merge"] if merged else []),
        "    - id: peftlint",
        "      args: [--since, HEAD] # only what a commit brings; without it, everything",
    ]


def _of_package(package: Package, *, merged: bool) -> list[str]:
    commands = ["merge"] * merged + ["check --since HEAD"]
    return [
        "- repo: local",
        "  hooks:",
        *(line for command in commands for line in _local_hook(command, package)),
    ]


def _local_hook(command: str, package: Package) -> list[str]:
    name = command.partition(" ")[0]
    return [
        f"    - id: {'peftlint' if name == 'check' else f'peftlint-{name}'}",
        f"      name: peftlint {name}",
        f"      entry: peftlint {command}",
        "      language: python",
        f"      additional_dependencies: [{_yaml(package.requirement)}]",
        "      pass_filenames: false # works are compared across all lists",
        "      always_run: true # also when a list is deleted",
    ]


def _yaml(text: str) -> str:
    """A plain scalar where that is certain to be read as text, else a quoted one."""
    return text if _PLAIN.fullmatch(text) and not text[0].isdigit() else json.dumps(text)


def with_hooks(config: str, origin: Origin | Package, *, merged: bool) -> str | None:
    """*config*, the text of a .pre-commit-config.yaml, with our item at its end; None where that is not certain.

    Certain is: ``repos:`` is the last key of the only document, stands alone on its line, and has items in
    block style. The text before is kept to the byte.
    """
    lines = config.splitlines()
    keys = [
        number for number, line in enumerate(lines) if _TOP_LEVEL.match(line) and not line.startswith("- ")
    ]
    if not keys or lines[keys[-1]].split("#")[0].rstrip() != "repos:":
        return None
    if any(lines[number].startswith(("---", "...", "%")) for number in keys[1:]):
        return None
    written = (line for line in lines[keys[-1] + 1 :] if line.strip() and not line.lstrip().startswith("#"))
    item = _FIRST_ITEM.match(next(written, ""))
    if item is None:
        return None
    newline = "\r\n" if "\r\n" in config else "\n"
    gap = "" if config.endswith("\n") else newline
    return config + gap + hooks(origin, merged=merged, indent=item[1]).replace("\n", newline)


def workflow(origin: Origin | Package) -> str:
    """The workflow that runs peftlint on pull requests; a repository of *origin* must be on GitHub."""
    steps = _package_steps(origin) if isinstance(origin, Package) else _action_step(origin)
    return f"""\
name: peftlint

# Shows in a pull request what it changes in the lists, and what it breaks.
on:
  pull_request:

permissions:
  contents: read

jobs:
  lists:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: {CHECKOUT}
        with:
          fetch-depth: 0 # what was there before is compared with
          persist-credentials: false
{steps}"""


def _action_step(origin: Origin) -> str:
    return f"      - uses: {_yaml(f'{origin.on_github}@{origin.rev}')}\n"


def _package_steps(package: Package) -> str:
    return f"""\
      - uses: {PYTHON}
        with:
          python-version: "3.12"
      - run: python -m pip install --quiet {package.requirement}
      - run: peftlint check --since "$BASE" --format github --report "markdown=$GITHUB_STEP_SUMMARY"
        env:
          BASE: origin/${{{{ github.base_ref }}}}
      - run: peftlint diff "$BASE" --format markdown >> "$GITHUB_STEP_SUMMARY"
        if: always()
        env:
          BASE: origin/${{{{ github.base_ref }}}}
"""
