"""``peftlint init``: sets up another repository, and shows what it would write before it does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from peftlint import __version__
from peftlint.cli import FOUND, OK
from peftlint.cli.reading import warn
from peftlint.cli.reporting import view_of

if TYPE_CHECKING:
    from peftlint.model import Source
    from peftlint.setup.origin import Origin, Package
    from peftlint.setup.plan import Repository, Step

LEAST = 3
"""Entries of a file that is taken for a list without having been named: other Markdown may seem to hold one."""


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--write", is_flag=True, help="Write the files; without it they are only shown.")
@click.option("--source", metavar="URL", help="The repository to get peftlint from, if it is not known.")
@click.option("--rev", metavar="COMMIT", help="The commit or tag of --source; by default this version's tag.")
def init(paths: tuple[str, ...], write: bool, source: str | None, rev: str | None) -> int:
    """Set up this repository: configuration, hooks for pre-commit, a workflow for pull requests.

    Run it in the top folder. The lists are those at PATHs; without PATH, the Markdown files that read as
    lists. What exists is added to, never replaced: what cannot be added is said, and the exit status is 1.

    \b
    See what would be written:  peftlint init
    Write it:                   peftlint init --write
    """
    from peftlint.setup.origin import Package
    from peftlint.setup.plan import HOOKS, WORKFLOW, plan

    if rev and not source:
        raise click.UsageError("--rev is a commit or tag of --source: name both.")
    _refuse_below_top()
    origin = _origin(source, rev)
    texts = _texts()
    steps = plan(_repository(paths, texts), origin)
    for step in steps:
        _tell(step, texts.get(step.path))
        if write and step.new is not None and step.new != step.old:
            _write(step, texts.get(step.path))
    if isinstance(origin, Package) and any(step.path in (HOOKS, WORKFLOW) for step in steps):
        warn(f"hooks and workflow install {origin.requirement}; to pin a commit: --source URL --rev COMMIT")
    _tell_end(steps, write=write)
    return FOUND if any(step.left for step in steps) else OK


def _refuse_below_top() -> None:
    from peftlint.files import FileProblem

    here = Path.cwd()
    top = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
    if top != here:
        raise FileProblem(str(top), None, "is the top folder of this repository; run peftlint init there")


# -- what is there


def _texts() -> dict[str, Source]:
    """Those of the files to be set up that exist; what must not be changed by a guess must be readable."""
    from peftlint.files import read_source
    from peftlint.model import Source
    from peftlint.setup.plan import FILES

    present = [path for path in FILES if Path(path).exists()]
    return {path: read_source(path) if Path(path).stat().st_size else Source(path, "") for path in present}


def _repository(paths: tuple[str, ...], texts: dict[str, Source]) -> Repository:
    from peftlint import files
    from peftlint.config import PYPROJECT, Config, read_config
    from peftlint.setup.plan import README, Repository

    root = Path.cwd()
    config = PYPROJECT in texts and read_config(texts[PYPROJECT].text, PYPROJECT, root)
    markdown = files.find_lists((".",), Config(root))
    if paths or config:
        lists = files.find_lists(paths, config or Config(root))
    else:
        lists = tuple(path for path in markdown if _reads_as_list(path))
    if not lists:
        raise files.FileProblem(
            ".", None, "no file here reads as a list of papers; name the lists: peftlint init PATH"
        )
    kept = {path: source.text for path, source in texts.items()}
    merged = "peftlint:begin" in kept.get(README, "")
    return Repository(tuple(sorted(path for path in lists if path != README or not merged)), markdown, kept)


def _reads_as_list(path: str) -> bool:
    from peftlint.engine import read_list
    from peftlint.files import FileProblem, read_source

    try:
        return len(read_list(read_source(path)).entries) >= LEAST
    except FileProblem as problem:
        warn(f"{problem} (left out)")
        return False


def _origin(source: str | None, rev: str | None) -> Origin | Package:
    from importlib.metadata import PackageNotFoundError, distribution

    from peftlint.setup.origin import given, installed

    if source:
        return given(source, rev or f"v{__version__}")
    try:
        peftlint = distribution("peftlint")
    except PackageNotFoundError:  # run from a folder that nothing was installed from
        return installed(None, (), __version__)
    urls = peftlint.metadata.get_all("Project-URL") or []
    return installed(peftlint.read_text("direct_url.json"), urls, __version__)


# -- what is told and written


def _tell(step: Step, old: Source | None) -> None:
    from peftlint.model import Source
    from peftlint.reports.diff import diff, for_terminal

    if step.new is not None and step.new != step.old:
        view = view_of()
        patch = diff(old or Source(step.path, ""), Source(step.path, step.new, old is not None and old.bom))
        click.echo(for_terminal(patch, view), nl=False, color=True)
    if step.left:
        warn(f"{step.path}: {step.left}")


def _write(step: Step, old: Source | None) -> None:
    from peftlint import files
    from peftlint.model import Source

    Path(step.path).parent.mkdir(parents=True, exist_ok=True)
    files.write_atomically(step.path, files.encode(old or Source(step.path, ""), step.new or ""))


def _tell_end(steps: tuple[Step, ...], *, write: bool) -> None:
    from peftlint.setup.plan import HOOKS, README

    written = [step.path for step in steps if step.new is not None and step.new != step.old]
    if not written:
        warn("nothing to write" if steps else "everything is set up")
    elif not write:
        warn(f"would write {', '.join(written)}; do it with: peftlint init --write")
    else:
        next_steps = ["peftlint merge"] * (README in written) + ["pre-commit install"] * (HOOKS in written)
        warn(f"wrote {', '.join(written)}" + (f"; now run: {', '.join(next_steps)}" if next_steps else ""))
