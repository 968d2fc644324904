"""``peftlint init``: what it finds, shows and writes, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from running import Ran, Run, runner

from peftlint.config import read_config
from peftlint.setup import texts
from peftlint.setup.origin import Origin, OriginError, Package, installed
from peftlint.setup.origin import given as given_origin
from peftlint.setup.plan import patterns

URL, REV = "https://github.com/example/peftlint", "0123456789abcdef0123456789abcdef01234567"
ORIGIN = ("--source", URL, "--rev", REV)
LIST = "".join(
    f"- **{title}**, ACL 2022. [[Paper](https://arxiv.org/abs/2106.0{number})]\n"
    for number, title in enumerate(
        ("LoRA: Low-Rank Adaptation", "BitFit: Bias Terms", "Prefix-Tuning: Prompts"), 1000
    )
)
TEXT = "# Notes\n\nHow we keep [our list](https://example.org).\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return runner(monkeypatch, capsys, "init")


def write(**files: str) -> None:
    for name, text in files.items():
        path = Path(name.replace("__", "/") + ".md")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)


def everything() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(Path().rglob("*")) if path.is_file()}


def test_several_lists(run: Run) -> None:
    write(README=TEXT, lists__a=LIST, lists__b=LIST)
    before = everything()
    shown = run(*ORIGIN)
    assert shown.status == 0
    assert everything() == before
    ran = run("--write", *ORIGIN)
    assert (ran.status, ran.out) == (0, shown.out)
    assert Path("pyproject.toml").read_text() == '[tool.peftlint]\nlists = ["lists/*.md"]\n'
    assert Path("README.md").read_text().startswith(f"{TEXT}\n<!-- peftlint:begin")
    hooks = yaml.safe_load(Path(".pre-commit-config.yaml").read_text())
    assert hooks == {
        "repos": [
            {
                "repo": URL,
                "rev": REV,
                "hooks": [{"id": "peftlint-merge"}, {"id": "peftlint", "args": ["--since", "HEAD"]}],
            }
        ]
    }
    steps = yaml.safe_load(Path(".github/workflows/peftlint.yml").read_text())["jobs"]["lists"]["steps"]
    assert steps[-1] == {"uses": f"example/peftlint@{REV}"}
    assert "now run: peftlint merge, pre-commit install" in ran.err


def test_the_second_time_changes_nothing(run: Run) -> None:
    write(README=TEXT, lists__a=LIST, lists__b=LIST)
    run("--write", *ORIGIN)
    before = everything()
    assert run("--write", *ORIGIN) == Ran(0, "", "peftlint: everything is set up\n")
    assert everything() == before


def test_a_readme_that_is_the_list(run: Run) -> None:
    write(README=LIST, CONTRIBUTING=TEXT)
    run("--write", *ORIGIN)
    assert Path("pyproject.toml").read_text() == '[tool.peftlint]\nlists = ["README.md"]\n'
    assert Path("README.md").read_text() == LIST
    assert "peftlint-merge" not in Path(".pre-commit-config.yaml").read_text()


def test_lists_that_are_named(run: Run) -> None:
    write(README=TEXT, a=LIST, b=LIST, c=LIST)
    run("--write", *ORIGIN, "b.md", "a.md")
    assert Path("pyproject.toml").read_text() == '[tool.peftlint]\nlists = ["a.md", "b.md"]\n'


def test_what_is_configured_stays(run: Run) -> None:
    write(README=TEXT, a=LIST, b=LIST)
    config = '[tool.peftlint]\nlists = ["a.md"]\n'
    Path("pyproject.toml").write_text(config)
    run("--write", *ORIGIN)
    assert Path("pyproject.toml").read_text() == config
    assert Path("README.md").read_text() == TEXT


def test_what_exists_is_added_to(run: Run) -> None:
    write(README=LIST)
    project = '[project]\r\nname = "x" # kept'
    hooks = "# ours\nrepos:\n# theirs\n- repo: https://example.org/a\n  rev: v1\n  hooks:\n  - id: a # kept\n"
    Path("pyproject.toml").write_bytes(project.encode())
    Path(".pre-commit-config.yaml").write_text(hooks)
    assert run("--write", *ORIGIN).status == 0
    assert Path("pyproject.toml").read_bytes() == (
        f'{project}\r\n\r\n[tool.peftlint]\r\nlists = ["README.md"]\r\n'.encode()
    )
    assert Path(".pre-commit-config.yaml").read_text() == hooks + texts.hooks(
        Origin(URL, REV), merged=False, indent=""
    )


def test_what_differs_is_left_and_said(run: Run) -> None:
    write(README=LIST)
    workflow = Path(".github/workflows/peftlint.yml")
    workflow.parent.mkdir(parents=True)
    workflow.write_text("name: mine\n")
    Path(".pre-commit-config.yaml").write_text("repos: [{repo: meta, hooks: [{id: identity}]}]\n")
    Path("pyproject.toml").write_text("tool = {other = {x = 1}}\n")
    before = everything()
    ran = run("--write", *ORIGIN)
    assert ran.status == 1
    assert everything() == before
    for said in (
        "pyproject.toml: nothing can be added",
        "put this under its repos:",
        "peftlint.yml: left as it is",
    ):
        assert said in ran.err


def test_without_an_address_the_package_is_meant(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hook or workflow that names a wrong address would fail for everybody."""
    monkeypatch.setattr("peftlint.setup.origin.installed", lambda *_: Package("peftlint==1.2"))
    write(README=LIST)
    ran = run("--write")
    assert ran.status == 0
    assert "--source URL --rev COMMIT" in ran.err
    (repo,) = yaml.safe_load(Path(".pre-commit-config.yaml").read_text())["repos"]
    (hook,) = repo["hooks"]
    assert (repo["repo"], hook["id"], hook["additional_dependencies"]) == (
        "local",
        "peftlint",
        ["peftlint==1.2"],
    )
    assert (hook["entry"], hook["pass_filenames"], hook["always_run"]) == (
        "peftlint check --since HEAD",
        False,
        True,
    )
    workflow = yaml.safe_load(Path(".github/workflows/peftlint.yml").read_text())
    commands = [step["run"] for step in workflow["jobs"]["lists"]["steps"] if "run" in step]
    assert commands[0] == "python -m pip install --quiet peftlint==1.2"
    assert not any("${{" in command for command in commands)
    assert run("--write").err == run().err


@pytest.mark.parametrize("merged", [True, False])
def test_local_hooks_are_added_as_others_are(merged: bool) -> None:
    added = texts.with_hooks("repos:\n- repo: meta\n  hooks: []\n", Package("peftlint==1.2"), merged=merged)
    hooks = yaml.safe_load(added or "")["repos"][1]["hooks"]
    assert [hook["id"] for hook in hooks] == ["peftlint-merge"] * merged + ["peftlint"]


def test_an_address_that_is_not_on_github(run: Run) -> None:
    write(README=LIST)
    ran = run("--write", "--source", "https://git.example.org/peftlint", "--rev", "v1")
    assert ran.status == 1
    assert "peftlint.yml: not written: https://git.example.org/peftlint is not on GitHub" in ran.err
    assert "rev: v1\n" in Path(".pre-commit-config.yaml").read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--rev", "v1"), "name both"),
        (("--source", "a b"), "without blanks"),
        (("--source", "--x", "--rev", "\x1b"), "without blanks"),
        (("gone.md",), "no such file"),
        ((), "no file here reads as a list of papers"),
    ],
)
def test_what_cannot_be_done(run: Run, arguments: tuple[str, ...], said: str) -> None:
    write(README=TEXT)
    before = everything()
    ran = run("--write", *arguments)
    assert ran.status == 2
    assert said in ran.err
    assert "\x1b" not in ran.err
    assert everything() == before


def test_below_the_top(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write(lists__a=LIST)
    monkeypatch.chdir("lists")
    ran = run()
    assert ran.status == 2
    assert "run peftlint init there" in ran.err


# -- parts


@pytest.mark.parametrize(
    ("lists", "others", "expected"),
    [
        (("l/a.md", "l/b.md"), (), ("l/*.md",)),
        (("l/a.md", "l/b.md"), ("l/c.md",), ("l/a.md", "l/b.md")),
        (("l/a.md", "l/b.md"), ("l/deep/c.md",), ("l/*.md",)),
        (("a.md", "b.md"), (), ("a.md", "b.md")),
        (("l/a.md",), (), ("l/a.md",)),
        (("l/a.md", "l/b.markdown"), (), ("l/a.md", "l/b.markdown")),
        (("a[1].md",), (), ("a[[]1].md",)),
    ],
)
def test_patterns(lists: tuple[str, ...], others: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert patterns(lists, {*lists, *others}) == expected


@given(
    st.lists(st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda text: text.split()), min_size=1)
)
def test_any_pattern_is_read_back(lists: list[str]) -> None:
    read = read_config(texts.table(lists), "pyproject.toml", Path())
    assert read
    assert list(read.lists) == [" ".join(text.split()) for text in lists]


ITEMS = st.lists(
    st.fixed_dictionaries(
        {
            "repo": st.sampled_from(["https://example.org/a", "local", "meta"]),
            "hooks": st.lists(
                st.fixed_dictionaries({"id": st.text(max_size=8), "entry": st.text(max_size=30)}), max_size=3
            ),
        }
    ),
    max_size=3,
)


@settings(max_examples=150)
@given(
    st.dictionaries(
        st.sampled_from(["ci", "repos", "exclude", "zz"]), ITEMS | st.text(max_size=20), max_size=4
    ),
    st.sampled_from(
        [{}, {"default_flow_style": True}, {"explicit_end": True}, {"width": 20}, {"explicit_start": True}]
    ),
    st.booleans(),
)
def test_hooks_are_added_or_refused(config: dict[str, object], form: dict[str, bool], indented: bool) -> None:
    """Whatever the file looks like: what comes out is what was there, and our item after it."""
    text = yaml.safe_dump(config, sort_keys=False, allow_unicode=True, **form)  # type: ignore[call-overload]
    if indented:
        text = "".join(
            f"  {line}" if line.startswith((" ", "- ")) else line for line in text.splitlines(True)
        )
    added = texts.with_hooks(text, Origin(URL, REV), merged=True)
    if added is not None:
        assert added.startswith(text)
        ours = yaml.safe_load(texts.hooks(Origin(URL, REV), merged=True))
        before = yaml.safe_load(text)
        assert yaml.safe_load(added) == {**before, "repos": [*before["repos"], *ours]}


@pytest.mark.parametrize(
    ("config", "certain"),
    [
        ("repos:\n  - repo: a\n", True),
        ("# x\n\nrepos: # y\n\n# z\n- repo: a", True),
        ("ci:\n  x: 1\nrepos:\n  - repo: a\n", True),
        ("repos:\n- repo: a\nci:\n  x: 1\n", False),
        ("repos: []\n", False),
        ("repos:\n", False),
        ("repos:\n  # only this\n", False),
        ("---\nrepos:\n- repo: a\n", True),
        ("repos:\n- repo: a\n...\n", False),
        ("repos:\n- repo: a\n---\nrepos:\n- repo: b\n", False),
        ("- repo: a\n", False),
        ("", False),
    ],
)
def test_where_it_is_certain(config: str, certain: bool) -> None:
    assert (texts.with_hooks(config, Origin(URL, REV), merged=False) is not None) == certain


PACKAGE = Package("peftlint==1.2")


@pytest.mark.parametrize(
    ("direct_url", "urls", "origin"),
    [
        (f'{{"url": "{URL}", "vcs_info": {{"vcs": "git", "commit_id": "{REV}"}}}}', [], Origin(URL, REV)),
        ('{"url": "file:///home/me/peftlint", "vcs_info": {"vcs": "git", "commit_id": "x"}}', [], PACKAGE),
        ('{"url": "file:///home/me/peftlint", "dir_info": {}}', [], PACKAGE),
        (None, [f"Repository, {URL}"], Origin(URL, "v1.2")),
        (None, [f"Changelog, {URL}/changes", f"homepage, {URL}"], Origin(URL, "v1.2")),
        (None, [], PACKAGE),
        ("not json", [], PACKAGE),
        ("[]", [], PACKAGE),
        ('{"url": 1, "vcs_info": {"commit_id": 2}}', [], PACKAGE),
    ],
)
def test_where_the_running_peftlint_came_from(
    direct_url: str | None, urls: list[str], origin: Origin | Package
) -> None:
    assert installed(direct_url, urls, "1.2") == origin


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        (URL, "example/peftlint"),
        (f"{URL}.git", "example/peftlint"),
        ("git@github.com:example/peftlint.git", "example/peftlint"),
        ("https://gitlab.com/example/peftlint", None),
        (f"{URL}/tree/main", None),
    ],
)
def test_on_github(url: str, slug: str | None) -> None:
    assert Origin(url, REV).on_github == slug


def test_blanks_are_refused() -> None:
    with pytest.raises(OriginError, match="without blanks"):
        given_origin("https://example.org/a\n- repo: evil", REV)
