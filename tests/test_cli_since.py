"""``peftlint check --since``, ``--baseline`` and ``--report`` in real repositories."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from repositories import Repository
from running import Ran, Run, runner

LORA = "- **LoRA: Low-Rank Adaptation**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]\n"
BITFIT = "- **BitFit: Simple Tuning of Models**, ACL 2022. [[Paper](https://arxiv.org/abs/2106.10199)]\n"
DEBT = BITFIT.replace("\n", " [[Code]()]\n")
FIXABLE = LORA.replace("\n", " [[Code](github.com/a/b)]\n")
README = "# Papers\n\n<!-- peftlint:begin -->\n<!-- peftlint:end -->\n"


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The working directory: a repository with a list that has a debt."""
    repository = Repository(tmp_path / "repository")
    monkeypatch.chdir(repository.folder)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    repository.write("lists/a.md", f"# A\n\n{DEBT}")
    repository.commit()
    return repository


@pytest.fixture
def run(git: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    assert git.folder.is_dir()
    return runner(monkeypatch, capsys)


def lines(ran: Ran) -> list[str]:
    """``path:line CODE`` of what was told."""
    return [re.sub(r":\d+ (\S+) .*", r" \1", line) for line in ran.out.splitlines()[:-1]]


def test_what_was_there_is_not_told(git: Repository, run: Run) -> None:
    assert run("check", "--since", "HEAD") == Ran(0, "", "")
    git.write("lists/a.md", f"# A\n\n{FIXABLE}{DEBT}")
    ran = run("check", "--since", "HEAD")
    assert (ran.status, lines(ran)) == (1, ["lists/a.md:3 LNK002"])
    git.commit()
    assert run("check", "--since", "HEAD").status == 0
    assert lines(run("check", "--since", "HEAD~1")) == ["lists/a.md:3 LNK002"]


def test_below_the_top_of_the_repository(git: Repository, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    git.write("sub/dir/lists/ü.md", f"{DEBT}")
    git.commit()
    git.write(
        "sub/dir/lists/ü.md", f"{LORA}{DEBT}{FIXABLE.replace('LoRA', 'DoRA').replace('09685', '09686')}"
    )
    monkeypatch.chdir("sub/dir")
    assert lines(run("check", "--since", "HEAD")) == ["lists/ü.md:3 LNK002"]
    monkeypatch.chdir("lists")
    assert lines(run("check", "--since", "HEAD", ".", "../../../lists")) == ["ü.md:3 LNK002"]


@pytest.mark.parametrize("paths", [[], ["lists"], ["lists/b.md"]])
def test_a_renamed_list(git: Repository, run: Run, paths: list[str]) -> None:
    git.git("mv", "lists/a.md", "lists/b.md")
    git.write("lists/b.md", f"# A\n\n{DEBT}{LORA}")
    assert run("check", "--since", "HEAD", *paths) == Ran(0, "", "")


def test_a_list_moved_to_where_lists_are(git: Repository, run: Run) -> None:
    git.write("old.md", f"# B\n\n{DEBT.replace('BitFit', 'BotFit').replace('10199', '10198')}{LORA}")
    git.commit()
    git.git("mv", "old.md", "lists/new.md")
    assert run("check", "--since", "HEAD").status == 0


def test_a_list_that_could_not_be_read_then_was_empty(git: Repository, run: Run) -> None:
    (git.folder / "lists/b.md").write_bytes(b"\xff\xfe\0")
    git.commit()
    git.write("lists/b.md", FIXABLE)
    assert lines(run("check", "--since", "HEAD")) == ["lists/b.md:1 LNK002"]


def test_a_rule_that_is_switched_on_does_not_flood(git: Repository, run: Run) -> None:
    git.write("pyproject.toml", '[tool.peftlint]\nignore = ["LNK001"]\n')
    git.commit()
    git.write("pyproject.toml", "[tool.peftlint]\n")
    assert run("check", "--since", "HEAD") == Ran(0, "", "")


def test_a_list_that_is_configured_only_now(git: Repository, run: Run) -> None:
    git.write("more/b.md", FIXABLE)
    git.commit()
    git.write("pyproject.toml", '[tool.peftlint]\nlists = ["lists/*.md", "more/*.md"]\n')
    assert run("check", "--since", "HEAD").status == 0


def test_files_that_links_name(git: Repository, run: Run) -> None:
    """One that goes breaks the link; one that never was there broke it before."""
    git.write("lists/notes.txt", "x")
    git.write("lists/a.md", f"{LORA}\nSee [notes](notes.txt) and [more](never.txt).\n")
    git.commit()
    (git.folder / "lists/notes.txt").unlink()
    assert lines(run("check", "--since", "HEAD", "--select", "LNK004")) == ["lists/a.md:3 LNK004"]


def test_a_readme_that_went_stale(git: Repository, run: Run) -> None:
    git.write("README.md", README)
    git.commit()
    git.write("lists/a.md", f"# A\n\n{DEBT}{LORA}")
    assert run("check", "--since", "HEAD").status == 0  # it was stale before
    assert run("merge").status == 0
    git.commit()
    git.write("lists/a.md", f"# A\n\n{LORA}{DEBT.replace('ACL', 'ICML')}")
    ran = run("check", "--since", "HEAD")
    assert [line.partition(" ")[2] for line in lines(ran)] == ["MRG001"]
    assert ran.out.startswith("README.md:")


def test_only_what_is_new_is_mended(git: Repository, run: Run) -> None:
    old = FIXABLE.replace("LoRA", "DoRA").replace("09685", "09353").replace("a/b", "c/d")
    git.write("lists/a.md", old)
    git.commit()
    git.write("lists/a.md", FIXABLE + old)
    assert "+- **LoRA" in run("check", "--since", "HEAD", "--diff").out
    assert run("check", "--since", "HEAD", "--fix").status == 0
    assert git.read("lists/a.md") == FIXABLE.replace("github.com", "https://github.com") + old


def test_a_branch_that_lags_behind(git: Repository, run: Run) -> None:
    """What main has mended since is no fault of the branch."""
    git.git("checkout", "--quiet", "-b", "branch")
    git.write("lists/a.md", f"# A\n\n{DEBT}{LORA}")
    git.commit()
    git.git("checkout", "--quiet", "main")
    git.write("lists/a.md", f"# A\n\n{BITFIT}")
    git.commit()
    git.git("checkout", "--quiet", "branch")
    assert run("check", "--since", "main") == Ran(0, "", "")


def test_lines_for_annotations(git: Repository, run: Run) -> None:
    """A duplicate above the old entry is annotated where it was added: GitHub shows no other line."""
    git.write("lists/a.md", f"# A\n\n{BITFIT}{LORA}")
    git.commit()
    git.write("lists/a.md", f"# A\n\n{LORA}{BITFIT}{LORA}")
    ran = run("check", "--since", "HEAD", "--format", "github")
    assert ran.out.startswith("::warning file=lists/a.md,line=3,")
    assert "(lists/a.md%3A5)" in ran.out or "(lists/a.md:5)" in ran.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--since", "nowhere"], "no commit is called 'nowhere' here; check the spelling, or fetch it"),
        (["--since", "-x"], "expected a commit, branch or tag to compare with, found '-x'"),
        (
            ["--baseline", "no.json"],
            "no such baseline; make one with: peftlint check --baseline no.json --write-baseline",
        ),
        (["--write-baseline"], "--write-baseline needs to know where: --baseline FILE"),
        (["--baseline", "x", "--write-baseline", "--since", "HEAD"], "it goes with none of --since"),
        (["--baseline", "lists/a.md"], "lists/a.md is a list: a report or baseline needs a file of its own"),
        (["--report", "json=lists/a.md"], "lists/a.md is a list"),
        (["--report", "xml=x"], "'xml': expected FORMAT=FILE with one of text"),
        (["--report", "json="], "expected FORMAT=FILE"),
        (["--report", "json=no/where.json"], "no/where.json: cannot be written"),
        (["--diff", "--report", "json=x"], "--diff prints a patch"),
    ],
)
def test_could_not_run(git: Repository, run: Run, arguments: list[str], message: str) -> None:
    ran = run("check", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err
    assert git.git("status", "--short") == ""


def test_no_repository(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text(LORA)
    ran = run("check", "--since", "HEAD", "a.md")
    assert (ran.status, ran.out) == (2, "")
    assert "expected a folder of a git repository" in ran.err


class TestReports:
    def test_several_at_once(self, git: Repository, run: Run) -> None:
        git.write("old.json", "old")
        ran = run(
            "check", "--report", "json=old.json", "--report", "text=new.txt", "--report", "markdown=new.md"
        )
        assert json.loads(git.read("old.json"))["summary"]["findings"] == 1
        assert git.read("new.txt") == ran.out
        assert git.read("new.md").startswith("### peftlint: 1 finding")

    def test_a_text_without_findings_says_so(self, git: Repository, run: Run) -> None:
        assert run("check", "--select", "DUP", "--report", "text=new.txt") == Ran(0, "", "")
        assert git.read("new.txt") == "no findings in 1 list (1 entry)\n"

    def test_the_summary_of_a_job_is_added_to(
        self, git: Repository, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        git.write("summary.md", "of another step\n")
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(git.folder / "summary.md"))
        run("check", "--report", "markdown=summary.md")
        assert git.read("summary.md").startswith("of another step\n### peftlint: 1 finding")


class TestBaseline:
    def test_what_it_knows_is_not_told(self, git: Repository, run: Run) -> None:
        ran = run("check", "--baseline", "known.json", "--write-baseline")
        assert ran == Ran(
            0, "", "peftlint: known.json: 1 finding is written; from now on they are not told\n"
        )
        written = git.read("known.json")
        assert run("check", "--baseline", "known.json") == Ran(0, "", "")
        git.git("mv", "lists/a.md", "lists/b.md")
        git.write("lists/b.md", f"# B\n\n{FIXABLE}\n## More\n\n{DEBT}")
        ran = run("check", "--baseline", "known.json")
        assert (ran.status, lines(ran), ran.err) == (1, ["lists/b.md:3 LNK002"], "")
        assert git.read("known.json") == written  # it never grows by itself

    def test_what_is_mended_goes(self, git: Repository, run: Run) -> None:
        git.write("lists/a.md", DEBT + FIXABLE)
        assert run("check", "--baseline", "known.json", "--write-baseline").status == 0
        git.write("lists/a.md", BITFIT + FIXABLE)
        ran = run("check", "--baseline", "known.json")
        assert ran == Ran(0, "", "peftlint: known.json: 1 finding is mended, so no longer in the baseline\n")
        git.write("lists/a.md", DEBT + FIXABLE)
        assert lines(run("check", "--baseline", "known.json")) == ["lists/a.md:1 LNK001"]

    @pytest.mark.parametrize(
        "arguments",
        [["--select", "DUP"], ["lists/b.md"], ["--ignore", "LNK001"], ["--diff"], ["lists/broken.md"]],
    )
    def test_what_is_not_looked_at_stays(self, git: Repository, run: Run, arguments: list[str]) -> None:
        git.write("lists/b.md", LORA)
        assert run("check", "--baseline", "known.json", "--write-baseline").status == 0
        written = git.read("known.json")
        git.write("lists/a.md", BITFIT)
        (git.folder / "lists/broken.md").write_bytes(b"\0")
        run("check", "--baseline", "known.json", *arguments)
        assert git.read("known.json") == written
        (git.folder / "lists/broken.md").unlink()
        run("check", "--baseline", "known.json", *arguments, "--write-baseline")
        assert git.read("known.json") == written
        run("check", "--baseline", "known.json")
        assert "LNK001" not in git.read("known.json")

    def test_findings_across_lists_stay_where_only_some_are_looked_at(
        self, git: Repository, run: Run
    ) -> None:
        git.write("lists/b.md", LORA)
        git.write("lists/a.md", LORA.replace("ICLR 2022", "arXiv 2021"))
        assert run("check", "--baseline", "known.json", "--write-baseline").status == 0
        assert "VEN003" in git.read("known.json")
        assert run("check", "--baseline", "known.json", "lists/a.md") == Ran(0, "", "")
        assert "VEN003" in git.read("known.json")

    def test_a_deleted_list_has_no_debts(self, git: Repository, run: Run) -> None:
        git.write("lists/b.md", LORA)
        run("check", "--baseline", "known.json", "--write-baseline")
        git.git("rm", "--quiet", "lists/a.md")
        assert "is mended" in run("check", "--baseline", "known.json").err
        assert "LNK001" not in git.read("known.json")

    def test_from_another_folder(self, git: Repository, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        git.write("pyproject.toml", "[tool.peftlint]\n")
        run("check", "--baseline", "known.json", "--write-baseline")
        monkeypatch.chdir("lists")
        assert run("check", "--baseline", "../known.json") == Ran(0, "", "")

    def test_with_since(self, git: Repository, run: Run) -> None:
        """What either of the two knows is not told."""
        git.write("lists/a.md", DEBT + LORA)
        git.commit()
        git.write("lists/a.md", DEBT + FIXABLE)
        run("check", "--baseline", "known.json", "--write-baseline", "--select", "LNK002")
        assert run("check", "--baseline", "known.json", "--since", "HEAD") == Ran(0, "", "")
        assert run("check", "--since", "HEAD").status == run("check", "--baseline", "known.json").status == 1
