"""``peftlint check`` and ``peftlint explain`` as a person or a program runs them."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from running import Ran, Run

from peftlint.cli import main
from peftlint.rules import all_rules

GOOD = "- **LoRA: Low-Rank Adaptation**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]\n"
BAD = "- **BitFit: Simple Fine-tuning**, ACL 2022. [[Paper](https://arxiv.org/abs/2106.10199)] [[Code]()]\n"
FIXABLE = "- **Prefix-Tuning: Prompts**, ACL 2021. [[Paper](https://arxiv.org/abs/2101.00190)] [[Code](github.com/a/b)]\n"
MENDED = FIXABLE.replace("github.com", "https://github.com")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with a folder for lists."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    (tmp_path / "lists").mkdir()
    return tmp_path


@pytest.fixture
def run(project: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs the program; ``terminal`` makes standard output one of that width."""
    assert project.is_dir()

    def run(*arguments: str, stdin: bytes = b"", terminal: int = 0) -> Ran:
        monkeypatch.setattr(sys, "argv", ["peftlint", *arguments])
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(stdin)))
        monkeypatch.setattr(sys.stdout, "isatty", lambda: bool(terminal))
        monkeypatch.setenv("COLUMNS", str(terminal))
        with pytest.raises(SystemExit) as stopped:
            main()
        sys.stdout.flush()
        out, err = capsysbinary.readouterr()
        assert isinstance(stopped.value.code, int)
        return Ran(stopped.value.code, out.decode(), err.decode())

    return run


def write(name: str, text: str | bytes) -> Path:
    path = Path(name)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


class TestStatus:
    def test_clean_is_quiet(self, run: Run) -> None:
        write("lists/a.md", GOOD)
        assert run("check") == Ran(0, "", "")
        assert run("check", "lists/a.md") == Ran(0, "", "")

    def test_findings(self, run: Run) -> None:
        write("lists/b.md", GOOD + BAD)
        write("lists/a.md", FIXABLE + BAD)
        ran = run("check", "--ignore", "DUP004")
        assert ran.status == 1
        assert ran.err == ""
        assert ran.out == (
            "lists/a.md:1:93 LNK002 'github.com/a/b' lacks https://, so it is read as the name of a file [*]\n"
            "lists/a.md:2:90 LNK001 'Code' links to nothing\n"
            "lists/b.md:2:90 LNK001 'Code' links to nothing\n"
            "3 findings in 2 of 2 lists (4 entries): 3 errors; 1 fixable with --fix\n"
        )
        assert run("check", "lists/b.md", "lists", "--ignore", "DUP004") == ran

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["check"], "no list matches lists/*.md; name the files"),
            (["check", "missing.md"], "missing.md: no such file or folder"),
            (["check", "empty"], "empty: this folder holds no Markdown file"),
            (["check", "--select", "LNK00x"], "--select: no rule is called 'LNK00x'"),
            (["check", "--statistics", "--format", "json"], "it does not go with --format json"),
            (["check", "--diff", "--format", "json"], "--diff prints a patch"),
            (["check", "--format", "xml"], "'xml' is not one of"),
            (["explain", "LNK00x"], "no rule is called 'LNK00x'"),
            (["explain", "emptylink"], "no rule is called 'emptylink'"),
        ],
    )
    def test_could_not_run(self, run: Run, arguments: list[str], message: str) -> None:
        Path("empty").mkdir()
        if "--" in "".join(arguments):
            write("lists/a.md", GOOD)
        ran = run(*arguments)
        assert (ran.status, ran.out) == (2, "")
        assert message in ran.err
        assert "Traceback" not in ran.err

    def test_no_entry_in_any_file_is_no_success(self, run: Run) -> None:
        write("lists/a.md", "# Hello\n\nJust words.\n")
        ran = run("check")
        assert ran.status == 2
        assert "lists/a.md: no entry was read" in ran.err
        assert "nothing was checked" in ran.err

    def test_a_file_without_entries_is_told_beside_others(self, run: Run) -> None:
        write("lists/a.md", "# Hello\n\nJust words.\n")
        write("lists/b.md", GOOD)
        ran = run("check")
        assert (ran.status, ran.out) == (0, "")
        assert "lists/a.md: no entry was read" in ran.err

    def test_a_broken_file_does_not_stop_the_others(self, run: Run) -> None:
        write("lists/a.md", b"\xff\xfe")
        write("lists/b.md", BAD)
        ran = run("check")
        assert ran.status == 2
        assert "lists/a.md:1: the file is UTF-16" in ran.err
        assert "lists/b.md:1:90 LNK001" in ran.out


class TestFormats:
    def test_statistics(self, run: Run) -> None:
        write("lists/a.md", FIXABLE + BAD + BAD.replace("BitFit", "Other").replace("10199", "10198"))
        ran = run("check", "--statistics", "--select", "LNK")
        assert ran.out == (
            "2  LNK001  empty-link\n"
            "1  LNK002  missing-scheme  [*] 1 fixable\n"
            "3 findings in 1 of 1 list (3 entries): 3 errors; 1 fixable with --fix\n"
        )

    def test_full(self, run: Run) -> None:
        write("lists/a.md", BAD)
        assert " --> lists/a.md:1:90\n" in run("check", "--format", "full").out

    @pytest.mark.parametrize("form", ["json", "github", "sarif", "junit", "rdjson"])
    def test_for_programs(self, run: Run, form: str) -> None:
        write("lists/a.md", BAD)
        ran = run("check", "--format", form)
        assert ran.status == 1
        assert "LNK001" in ran.out
        write("lists/a.md", GOOD)
        assert run("check", "--format", form).status == 0

    def test_json_says_where(self, run: Run) -> None:
        write("lists/a.md", GOOD + BAD)
        [finding] = json.loads(run("check", "--format", "json").out)["findings"]
        assert (finding["rule"], finding["name"], finding["severity"]) == ("LNK001", "empty-link", "error")
        assert (finding["path"], finding["line"], finding["column"]) == ("lists/a.md", 2, 90)
        assert finding["entry"] == "lists/a.md:2"

    def test_terminal(self, run: Run) -> None:
        write("lists/a.md", BAD)
        ran = run("check", terminal=80)
        assert ran.out.startswith("\x1b[1m\x1b[4mlists/a.md\x1b[0m\n")
        assert "\x1b[31m\x1b[1mLNK001\x1b[0m" in ran.out

    @pytest.mark.parametrize(
        ("variable", "value", "terminal", "colour"),
        [
            ("NO_COLOR", "1", 80, False),
            ("NO_COLOR", "", 80, True),
            ("TERM", "dumb", 80, False),
            ("FORCE_COLOR", "1", 0, True),
            ("FORCE_COLOR", "", 0, False),
            ("TERM", "xterm", 0, False),
        ],
    )
    def test_colour(
        self,
        run: Run,
        monkeypatch: pytest.MonkeyPatch,
        variable: str,
        value: str,
        terminal: int,
        colour: bool,
    ) -> None:
        write("lists/a.md", BAD)
        monkeypatch.setenv(variable, value)
        assert ("\x1b[" in run("check", terminal=terminal).out) is colour

    def test_no_colour_where_both_are_asked_for(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        write("lists/a.md", BAD)
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setenv("FORCE_COLOR", "1")
        assert "\x1b" not in run("check", terminal=80).out

    def test_clean_on_a_terminal_says_so(self, run: Run) -> None:
        write("lists/a.md", GOOD)
        assert run("check", terminal=80).out == "no findings in 1 list (1 entry)\n"

    @pytest.mark.parametrize("form", ["text", "full"])
    def test_a_list_commands_no_terminal(self, run: Run, form: str) -> None:
        write("lists/\x1b[31m.md", BAD.replace("Code", "\x1b]0;owned\x07\u202e"))
        ran = run("check", "--format", form, terminal=60)
        assert "\\x1b]0;owned" in ran.out
        assert "\x1b]" not in ran.out
        assert "\u202e" not in ran.out


class TestConfiguration:
    def test_rules_and_files(self, run: Run) -> None:
        write(
            "pyproject.toml",
            '[tool.peftlint]\nignore = ["LNK001"]\n[tool.peftlint.per-file-ignores]\n"a.md" = ["missing-scheme"]\n',
        )
        write("lists/a.md", BAD + FIXABLE)
        write("lists/b.md", BAD + FIXABLE)
        assert "lists/b.md:2:93 LNK002" in run("check").out
        assert "lists/a.md" not in run("check").out
        assert "LNK001" in run("check", "--select", "LNK001").out
        assert "LNK001" in run("check", "--select", "ALL", "--ignore", "LNK", "--extend-select", "LNK001").out

    def test_seen_from_another_folder(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        write("pyproject.toml", '[tool.peftlint.per-file-ignores]\n"lists/a.md" = ["LNK"]\n')
        write("lists/a.md", BAD)
        monkeypatch.chdir("lists")
        assert run("check", "a.md").status == 0

    def test_mistakes_are_named(self, run: Run) -> None:
        write("pyproject.toml", '[tool.peftlint]\nselect = ["LNK999x"]\n')
        write("lists/a.md", BAD)
        ran = run("check")
        assert ran.status == 2
        assert "[tool.peftlint] select: no rule is called 'LNK999x'" in ran.err


class TestFix:
    def test_mends_and_reports_the_rest(self, run: Run) -> None:
        path = write("lists/a.md", b"\xef\xbb\xbf" + (BAD + FIXABLE + "  ").replace("\n", "\r\n").encode())
        path.chmod(0o640)
        ran = run("check", "--fix")
        assert ran.status == 1
        assert path.read_bytes() == b"\xef\xbb\xbf" + (BAD + MENDED + "  ").replace("\n", "\r\n").encode()
        assert path.stat().st_mode & 0o777 == 0o640
        assert "LNK001" in ran.out
        assert "LNK002" not in ran.out
        assert ran.err == "peftlint: 1 finding mended in 1 list; 1 finding left\n"

    def test_all_mended_is_success_and_again_changes_nothing(self, run: Run) -> None:
        path = write("lists/a.md", FIXABLE)
        assert run("check", "--fix") == Ran(0, "", "peftlint: 1 finding mended in 1 list; 0 findings left\n")
        before = os.stat(path)
        assert run("check", "--fix") == Ran(0, "", "")
        assert os.stat(path).st_ino == before.st_ino

    def test_diff_writes_nothing(self, run: Run) -> None:
        path = write("lists/a.md", GOOD + FIXABLE)
        ran = run("check", "--diff")
        assert ran.status == 1
        assert ran.out == f"--- lists/a.md\n+++ lists/a.md\n@@ -1,2 +1,2 @@\n {GOOD}-{FIXABLE}+{MENDED}"
        assert ran.err == "peftlint: 1 finding can be mended in 1 list; 0 findings left\n"
        assert path.read_text() == GOOD + FIXABLE
        assert run("check", "--diff", "--fix") == ran

    def test_diff_without_any_fix(self, run: Run) -> None:
        write("lists/a.md", BAD)
        assert run("check", "--diff") == Ran(1, "", "peftlint: nothing can be mended; 1 finding left\n")
        write("lists/a.md", GOOD)
        assert run("check", "--diff") == Ran(0, "", "")

    def test_nothing_is_written_without_being_asked(self, run: Run) -> None:
        path = write("lists/a.md", FIXABLE)
        assert run("check", "--unsafe-fixes").status == 1
        assert path.read_text() == FIXABLE

    def test_a_file_that_cannot_be_written(self, run: Run) -> None:
        write("lists/a.md", FIXABLE).chmod(0o444)
        write("lists/b.md", FIXABLE.replace("2101.00190", "2101.00191").replace("Prefix-Tuning", "Another"))
        ran = run("check", "--fix", "--select", "LNK")
        assert ran.status == 2
        assert "lists/a.md: the file is read-only" in ran.err
        assert "1 finding mended in 1 list; 1 finding left" in ran.err
        assert "lists/a.md:1:93 LNK002" in ran.out
        assert "https://github.com" in Path("lists/b.md").read_text()


class TestStandardInput:
    def test_is_a_list_like_others(self, run: Run) -> None:
        ran = run("check", "-", stdin=BAD.encode())
        assert ran.status == 1
        assert ran.out.startswith("<stdin>:1:90 LNK001")
        assert run("check", "-", "--stdin-filename", "lists/x.md", stdin=BAD.encode()).out.startswith(
            "lists/x.md:1:90"
        )

    def test_takes_the_place_of_the_file_of_its_name(self, run: Run) -> None:
        write("lists/a.md", BAD)
        write("lists/b.md", BAD.replace("BitFit", "Other").replace("10199", "10198"))
        ran = run("check", "-", "lists", "--stdin-filename", "lists/a.md", stdin=GOOD.encode())
        assert [line.partition(":")[0] for line in ran.out.splitlines()[:-1]] == ["lists/b.md"]

    def test_fixed_text_goes_to_standard_output(self, run: Run) -> None:
        text = b"\xef\xbb\xbf" + (BAD + FIXABLE).replace("\n", "\r\n").encode()
        ran = run("check", "--fix", "-", stdin=text)
        assert ran.status == 1
        assert ran.out.encode() == text.replace(b"(github", b"(https://github")
        assert "<stdin>:1:90 LNK001" in ran.err

    def test_text_without_a_fix_comes_back_too(self, run: Run) -> None:
        assert run("check", "--fix", "-", stdin=GOOD.encode()) == Ran(0, GOOD, "")

    def test_diff(self, run: Run) -> None:
        ran = run("check", "--diff", "-", "--stdin-filename", "x.md", stdin=FIXABLE.encode())
        assert ran.out.startswith("--- x.md\n+++ x.md\n")


class TestExplain:
    def test_a_page(self, run: Run) -> None:
        by_code = run("explain", "LNK001")
        assert by_code.status == 0
        assert by_code.out.startswith(
            "LNK001 empty-link\nerror, on by default, looked for by: peftlint check\n"
        )
        assert all_rules()["LNK001"].page in by_code.out
        assert run("explain", "Empty-Link") == by_code
        assert run("explain", "lnk001") == by_code

    def test_off_by_default(self, run: Run) -> None:
        assert "off by default (--extend-select LNK006)" in run("explain", "LNK006").out

    def test_all_rules(self, run: Run) -> None:
        ran = run("explain")
        assert [line.split()[:2] for line in ran.out.splitlines()] == [
            [r.code, r.name] for r in all_rules().values()
        ]
        assert "LNK002  missing-scheme" in ran.out
        assert "safe" in ran.out

    @pytest.mark.parametrize("columns", [200, 80, 40])
    @pytest.mark.parametrize("arguments", [["explain"], ["explain", "SEC002"]])
    def test_terminal(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str], columns: int
    ) -> None:
        monkeypatch.setenv("NO_COLOR", "1")
        ran = run(*arguments, terminal=columns)
        prose = [
            line for line in ran.out.splitlines() if not line.startswith(("    ", "To silence", "warning,"))
        ]
        assert all(len(line) <= columns for line in prose)


@pytest.mark.parametrize("command", ["check", "explain"])
def test_help(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert ran.status == 0
    assert ran.out.startswith(f"Usage: peftlint {command}")


def test_a_fault_of_our_own_is_no_finding(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("\x1b[31mnobody foresaw this")

    monkeypatch.setattr("peftlint.files.load_config", broken)
    ran = run("check")
    assert (ran.status, ran.out) == (2, "")
    assert "RuntimeError: \\x1b[31mnobody foresaw this" in ran.err
    assert "please report" in ran.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
@pytest.mark.parametrize("command", ["--version", "explain"])
def test_a_full_disk_is_no_fault_of_ours(command: str) -> None:
    with open("/dev/full", "wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "peftlint", command], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"peftlint: cannot write: ")
    assert ran.stderr.count(b"\n") == 1


def test_every_command_is_listed_with_what_it_does(run: Run) -> None:
    from peftlint.cli import COMMANDS

    listed = run("--help").out
    for name, summary in COMMANDS.items():
        assert f"  {name} " in listed
        assert summary in listed
        assert run(name, "--help").status == 0
