"""What action.yml runs, on real git repositories: what it prints, writes and answers."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import NamedTuple

import mistune
import pytest
from repositories import Repository

from peftlint.action import COMMENT_BYTES, SUMMARY_BYTES, InputError, Inputs, fails, inputs_of, within

LORA = "- **LoRA: Low-Rank Adaptation**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]\n"
PREFIX = "- **Prefix-Tuning: Prompts**, ACL 2021. [[Paper](https://arxiv.org/abs/2101.00190)]\n"
OLD_DEBT = (
    "- **BitFit: Simple Fine-tuning**, ACL 2022. [[Paper](https://arxiv.org/abs/2106.10199)] [[Code]()]\n"
)
TITLES = (
    "::error::boom",
    "::set-output name=findings::0",
    "ping @all and @org/team, see #1 and GH-2",
    "<script>alert(1)</script> <img src=x>",
    "\x1b[31mred\x1b[0m \u202egnp.exe \u2066",
    "| a | b | `c` | $d$ :tada:",
    "[x](javascript:alert(1)) ![y](https://example.org/z.png)",
    "</details></table> --- ***",
)
HOSTILE = "".join(
    f"- **{title}**, ACL 2022. [[Paper](https://arxiv.org/abs/2106.1{number:04})] [[@all ::error::x]()]\n"
    for number, title in enumerate(TITLES)
)


class Ran(NamedTuple):
    status: int
    log: str
    summary: str
    outputs: dict[str, str]


@pytest.fixture
def user(tmp_path: Path) -> Repository:
    """A list with an old debt, and the README merged from it; ``origin/main`` is what pull requests start from."""
    user = Repository(tmp_path / "user")
    user.write("lists/a.md", f"# A\n\n{LORA}{OLD_DEBT}")
    user.peftlint("merge", "--init")
    user.commit()
    user.git("update-ref", "refs/remotes/origin/main", "main")
    return user


def run(user: Repository, **inputs: str) -> Ran:
    """Run the step as its runner does; a file of the repository called like a module must not be imported."""
    folder = user.folder.parent
    files = {name: folder / name.lower() for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    for path in files.values():
        path.write_text("")
    environment = {f"PEFTLINT_{name.upper()}": value for name, value in inputs.items()}
    environment |= {name: str(path) for name, path in files.items()}
    ran = user.run(sys.executable, "-I", "-m", "peftlint.action", **environment)
    summary, output = (path.read_text(encoding="utf-8") for path in files.values())
    return Ran(ran.returncode, ran.stdout, summary, dict(line.split("=", 1) for line in output.splitlines()))


def commands(log: str) -> list[str]:
    """The workflow commands that a runner sees in a log (``ActionCommand.TryParseV2`` in actions/runner)."""
    found, stopped = [], ""
    for line in re.split(r"\r\n|\r|\n", log):
        if stopped:
            stopped = "" if line.strip() == f"::{stopped}::" else stopped
        elif line.lstrip().startswith("::stop-commands::"):
            stopped = line.strip().removeprefix("::stop-commands::")
        elif line.lstrip().startswith("::") or "##[" in line:
            found.append(line)
    assert not stopped
    return found


def test_old_debts_pass(user: Repository) -> None:
    user.write("lists/a.md", user.read("lists/a.md").replace("# A", "# The list A"))
    ran = run(user, since="origin/main")
    assert (ran.status, ran.log, ran.outputs) == (0, "", {"findings": "0", "stale-readme": "false"})
    assert ran.summary.startswith("### peftlint: ✅ no new findings")


def test_a_new_duplicate_fails(user: Repository) -> None:
    user.write("lists/a.md", user.read("lists/a.md") + LORA)
    user.peftlint("merge")
    ran = run(user, since="origin/main")
    assert (ran.status, ran.outputs) == (1, {"findings": "1", "stale-readme": "false"})
    (command,) = commands(ran.log)
    assert command.startswith("::warning file=lists/a.md,line=5,endLine=5,")
    assert "title=DUP001 duplicate-entry::" in command
    assert ran.summary.startswith("### peftlint: 1 new finding in 1 list")
    assert "`lists/a.md:5` | DUP001 duplicate-entry |" in ran.summary


def test_everything_without_since(user: Repository) -> None:
    ran = run(user)
    assert (ran.status, ran.outputs["findings"]) == (1, "1")
    assert "LNK001" in ran.summary


@pytest.mark.parametrize(
    ("fail_on", "failing"),
    [
        ("info", ["info", "warning", "error"]),
        ("warning", ["warning", "error"]),
        ("error", ["error"]),
        ("never", []),
    ],
)
def test_fail_on(fail_on: str, failing: list[str]) -> None:
    severities = ["info", "warning", "error"]
    assert [severity for severity in severities if fails(fail_on, [{"severity": severity}])] == failing
    assert not fails(fail_on, [])


def test_findings_that_do_not_fail_are_told_all_the_same(user: Repository) -> None:
    ran = run(user, fail_on="never")
    assert (ran.status, ran.outputs["findings"]) == (0, "1")


def test_a_stale_readme_comes_with_its_patch(user: Repository) -> None:
    user.write("lists/a.md", user.read("lists/a.md") + PREFIX)
    ran = run(user, since="origin/main")
    assert (ran.status, ran.outputs["stale-readme"]) == (1, "true")
    block = re.search(r"^(`{3,})diff\n(.*?)\n\1\n", ran.summary, re.DOTALL | re.MULTILINE)
    assert block
    user.write("readme.patch", f"{block[2]}\n")
    user.git("apply", "-p0", "readme.patch")
    assert run(user, since="origin/main").status == 0


def test_files(user: Repository) -> None:
    user.write("lists/a.md", user.read("lists/a.md") + LORA)
    ran = run(user, summary="false", annotations="false", summary_file="told.md", sarif_file="found.sarif")
    assert ran.summary == ""
    assert "::warning" not in ran.log
    assert commands(ran.log) == []
    assert "lists/a.md:5:" in ran.log
    assert user.read("told.md").startswith("### peftlint: 2 findings")
    assert '"DUP001"' in user.read("found.sarif")


def test_paths(user: Repository) -> None:
    user.write("lists/with blank.md", OLD_DEBT)
    user.write("lists/other.md", OLD_DEBT)
    ran = run(user, paths="lists/a.md\n  lists/with blank.md\n")
    assert set(re.findall(r"`(lists/.*?):\d+`", ran.summary)) == {"lists/a.md", "lists/with blank.md"}


# -- what strangers write


def test_hostile_lists_do_nothing(user: Repository) -> None:
    """Also not where the log holds the text itself, with lines that begin with the name of the file."""
    user.write("::error::z.md", f"# Z\n\n{HOSTILE}{HOSTILE}")
    for beside in ("true", "false"):
        ran = run(
            user, since="origin/main", annotations=beside, summary_file="told.md", paths="::error::z.md"
        )
        assert ran.status == 1
        shown = commands(ran.log)
        assert len(shown) <= 28
        assert all(
            re.match(r"::(error|warning|notice) (file=[^:]*,)?[^:]*title=[^:]*::", line) for line in shown
        )
        assert not re.search(r"[\x1b\u202e\u2066]", ran.log + ran.summary)
        assert_inert(ran.summary)
        assert_inert(user.read("told.md"))


def assert_inert(markdown: str) -> None:
    page = mistune.create_markdown(escape=False, plugins=["table", "strikethrough", "url"])(markdown)
    assert isinstance(page, str)
    outside = unescape(re.sub(r"<code.*?</code>", "", page, flags=re.DOTALL).replace("&lt;", ""))
    assert not re.search(r"@\w|#\d|GH-\d|://|<script|<img|<a |<em>|\$|:tada:", outside)
    assert outside.count("<details>") == outside.count("</details>")


def test_ten_thousand_findings(user: Repository) -> None:
    lines = (
        f"- **Paper {n}**, ACL 2022. [[Paper](https://arxiv.org/abs/2106.{n:05})] {'[[Code]()] ' * 50}\n"
        for n in range(200)
    )
    user.write("lists/b.md", "# B\n\n" + "".join(lines))
    ran = run(user, since="origin/main", summary_file="told.md")
    assert int(ran.outputs["findings"]) >= 10_000
    assert len(ran.log) < 20_000
    assert len(ran.summary.encode()) < SUMMARY_BYTES + 1000
    assert len(user.read("told.md")) < COMMENT_BYTES + 3000


def test_modules_of_the_checked_repository_are_not_imported(user: Repository) -> None:
    for name in ("json", "click", "peftlint", "secrets", "sitecustomize"):
        user.write(f"{name}.py", "raise SystemExit('imported from the repository')")
    assert run(user, since="origin/main").status == 0


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ({"PATHS": "lists/a.md\n--fix"}, "'--fix'"),
        ({"SINCE": "--output=x"}, "begins with '-'"),
        ({"SUMMARY_FILE": "-x"}, "begins with '-'"),
        ({"SARIF_FILE": "-"}, "begins with '-'"),
        ({"FAIL_ON": "hint"}, "expected one of info, warning, error, never for fail-on, found 'hint'"),
        ({"ANNOTATIONS": "yes"}, "expected one of true, false for annotations"),
        ({"SUMMARY": "TRUE\n::error::x"}, "for summary"),
    ],
)
def test_inputs_that_are_refused(inputs: Mapping[str, str], message: str) -> None:
    with pytest.raises(InputError) as raised:
        inputs_of({f"PEFTLINT_{name}": value for name, value in inputs.items()})
    assert message in str(raised.value)


def test_inputs() -> None:
    assert inputs_of({}) == Inputs()
    assert inputs_of({"INPUT_SINCE": "x"}) == Inputs()
    assert inputs_of({"PEFTLINT_PATHS": "a b.md\n\n c.md ", "PEFTLINT_SUMMARY": "false"}) == Inputs(
        ("a b.md", "c.md"), summary=False
    )


@pytest.mark.parametrize("since", ["origin/gone", "-x"])
def test_what_cannot_run_fails_and_says_why(user: Repository, since: str) -> None:
    ran = run(user, since=since)
    assert ran.status == 2
    (command,) = commands(ran.log)
    assert command.startswith("::error title=peftlint::")
    assert since in command


def test_parts_that_do_not_fit_leave_their_first_line() -> None:
    assert (
        within(["# a\n", "# b\nlong " + "x" * 50, "# c\n"], 50)
        == "# a\n\n# b\n\n(Too long to be shown here.)\n\n# c\n"
    )
