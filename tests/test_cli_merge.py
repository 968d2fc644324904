"""``peftlint merge`` and ``export`` as a user runs them: real processes, real files."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

LIST = """# Papers

## Adapters

1. **LoRA: Low-Rank Adaptation of Large Language Models.** `{venue}`
   *Edward J. Hu, Yelong Shen* [[PDF](https://arxiv.org/abs/2106.09685)], {year}.

2. **Attention Is All You Need.** `NeurIPS`
   *Ashish Vaswani, Noam Shazeer* [[PDF](https://arxiv.org/abs/1706.03762)], 2017.
"""
OTHER = """# More papers

| Title | Venue |
|---|---|
| [LoRA: Low-rank adaptation of large language models](https://arxiv.org/abs/2106.09685) | arXiv |
"""


def peftlint(folder: Path, *arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[str]:
    run = subprocess.run(
        [sys.executable, "-m", "peftlint", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        check=False,
    )
    out, err = run.stdout.decode(), run.stderr.decode()
    assert "Traceback" not in err, err
    return subprocess.CompletedProcess(run.args, run.returncode, out, err)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "a.md").write_text(LIST.format(venue="ICLR", year=2022))
    (tmp_path / "lists" / "b.md").write_text(OTHER)
    (tmp_path / "pyproject.toml").write_text('[tool.peftlint]\ntitle = "All papers"\n')
    return tmp_path


def test_writes_a_readme_that_reads_back(project: Path) -> None:
    run = peftlint(project, "merge")
    assert run.returncode == 0, run.stderr
    assert "lists/a.md: 2 entries, numbered" in run.stdout
    assert "3 entries are 2 works" in run.stdout
    text = (project / "README.md").read_text()
    assert text.startswith("# All papers\n")
    model = json.loads(peftlint(project, "export", "README.md").stdout)
    assert sorted(entry["title"] for entry in model["entries"]) == [
        "Attention Is All You Need",
        "LoRA: Low-Rank Adaptation of Large Language Models",
    ]
    lora = next(entry for entry in model["entries"] if entry["title"].startswith("LoRA"))
    assert (lora["venue"], lora["year"], lora["authors"]) == ("ICLR", 2022, ["Edward J. Hu", "Yelong Shen"])


def test_twice_changes_nothing_and_check_agrees(project: Path) -> None:
    assert peftlint(project, "merge", "--check").returncode == 1
    assert not (project / "README.md").exists()
    peftlint(project, "merge")
    before = (project / "README.md").stat()
    run = peftlint(project, "merge")
    assert (run.returncode, run.stdout.splitlines()[-1]) == (0, "README.md is up to date")
    after = (project / "README.md").stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)
    assert peftlint(project, "merge", "--check").returncode == 0


def test_says_in_words_what_changes(project: Path) -> None:
    (project / "lists" / "a.md").write_text(LIST.format(venue="arXiv", year=2021))
    peftlint(project, "merge")
    (project / "lists" / "a.md").write_text(LIST.format(venue="ICLR", year=2022))
    check = peftlint(project, "merge", "--check")
    assert check.returncode == 1
    assert "1 venue arXiv → ICLR" in check.stdout
    diff = peftlint(project, "merge", "--diff")
    assert diff.returncode == 0
    assert diff.stdout.startswith("--- README.md\n")
    assert "1 venue arXiv → ICLR" in peftlint(project, "merge").stdout


def test_order_of_files_does_not_matter(project: Path) -> None:
    one = peftlint(project, "merge", "-o", "-", "lists/a.md", "lists/b.md")
    two = peftlint(project, "merge", "-o", "-", "lists/b.md", "lists/a.md")
    assert one.stdout == two.stdout
    assert "2 works" in one.stderr


def test_text_outside_the_markers_is_kept(project: Path) -> None:
    peftlint(project, "merge")
    text = (project / "README.md").read_text()
    mine = "Mine  \r\n\ttoo\n" + text + "\nand after\r\n"
    (project / "README.md").write_bytes(mine.encode())
    (project / "lists" / "b.md").write_text(OTHER.replace("arXiv |", "ICLR |"))
    (project / "lists" / "c.md").write_text(
        LIST.format(venue="ICLR", year=2022).replace("Attention Is", "Nothing Is")
    )
    peftlint(project, "merge")
    after = (project / "README.md").read_bytes().decode()
    assert after.startswith("Mine  \r\n\ttoo\n")
    assert after.endswith("\nand after\r\n")
    assert after != mine


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# Mine\n", "no peftlint markers"),
        ("# Mine\n\n<!-- peftlint:begin -->\n", "no end"),
        ("# Mine\n\n<!-- peftlint:end -->\n", "no begin"),
        ("<!-- peftlint:end -->\n\n<!-- peftlint:begin -->\n", "wrong order"),
        ("<!-- peftlint:begin -->\n<!-- peftlint:end -->\n" * 2, "one pair"),
    ],
)
def test_a_readme_without_a_region_is_left_alone(project: Path, text: str, words: str) -> None:
    (project / "README.md").write_text(text)
    run = peftlint(project, "merge")
    assert run.returncode == 2
    assert words in run.stderr
    assert (project / "README.md").read_text() == text


def test_init_adds_the_markers(project: Path) -> None:
    (project / "README.md").write_text("# Mine\n")
    assert peftlint(project, "merge", "--init").returncode == 0
    text = (project / "README.md").read_text()
    assert text.startswith("# Mine\n\n<!-- peftlint:begin")
    assert peftlint(project, "merge", "--check").returncode == 0


def test_a_read_only_file_is_left_alone(project: Path) -> None:
    peftlint(project, "merge")
    readme = project / "README.md"
    before = readme.read_bytes()
    readme.chmod(stat.S_IREAD)
    (project / "lists" / "b.md").unlink()
    run = peftlint(project, "merge")
    assert run.returncode == 2
    assert "read-only" in run.stderr
    assert readme.read_bytes() == before


def test_a_folder_in_its_place(project: Path) -> None:
    (project / "README.md").mkdir()
    run = peftlint(project, "merge")
    assert run.returncode == 2
    assert "README.md" in run.stderr


BAD = {
    "empty.md": (b"", "empty"),
    "binary.md": (b"\x89PNG\r\n\x1a\n\0\0\0", "binary"),
    "latin1.md": ("# Caf\xe9\n\n- Andr\xe9\n".encode("latin-1"), "not valid UTF-8"),
    "utf16.md": ("# Papers\n".encode("utf-16"), "UTF-16"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_list_is_told_and_the_others_are_read(project: Path, name: str) -> None:
    data, words = BAD[name]
    (project / "lists" / name).write_bytes(data)
    export = peftlint(project, "export")
    assert export.returncode == 2
    assert f"lists/{name}" in export.stderr
    assert words in export.stderr
    assert len(json.loads(export.stdout)["entries"]) == 3
    merge = peftlint(project, "merge")
    assert merge.returncode == 2
    assert "left as it is" in merge.stderr
    assert not (project / "README.md").exists()


def test_missing_path(project: Path) -> None:
    run = peftlint(project, "export", "lists/c.md")
    assert run.returncode == 2
    assert "no such file" in run.stderr


def test_a_file_without_entries_is_told_loudly(project: Path) -> None:
    (project / "lists" / "notes.md").write_text("# Notes\n\nNothing but words.\n")
    run = peftlint(project, "merge")
    assert run.returncode == 0
    assert "lists/notes.md: no entry was read" in run.stderr
    (project / "lists" / "a.md").unlink()
    (project / "lists" / "b.md").unlink()
    assert peftlint(project, "merge").returncode == 2


def test_unknown_configuration_key(project: Path) -> None:
    (project / "pyproject.toml").write_text('[tool.peftlint]\nlist = ["a.md"]\n')
    run = peftlint(project, "merge")
    assert run.returncode == 2
    assert "did you mean 'lists'" in run.stderr


def test_standard_input(project: Path) -> None:
    run = peftlint(project, "export", "-", "--stdin-filename", "x.md", stdin=OTHER.encode())
    assert [entry["list"] for entry in json.loads(run.stdout)["entries"]] == ["x.md"]


def test_terminal_codes_of_strangers_are_not_printed(project: Path) -> None:
    title = "Evil \x1b[31m\x07 Title of Some Paper"
    (project / "lists" / "b.md").write_text(OTHER.replace("LoRA: Low-rank", title + " LoRA: Low-rank"))
    run = peftlint(project, "merge", "--verbose", "--diff")
    assert "\x1b" not in run.stdout + run.stderr


def test_locale_does_not_matter(project: Path) -> None:
    (project / "lists" / "b.md").write_text(OTHER.replace("LoRA: Low-rank", "低秩适配 LoRA: Low-rank"))
    run = subprocess.run(
        [sys.executable, "-m", "peftlint", "export"],
        cwd=project,
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )
    assert "低秩适配" in run.stdout.decode("utf-8")


def test_works_on_a_file_with_crlf_and_bom(project: Path) -> None:
    text = LIST.format(venue="ICLR", year=2022).replace("\n", "\r\n")
    (project / "lists" / "a.md").write_bytes(b"\xef\xbb\xbf" + text.encode())
    model = json.loads(peftlint(project, "export", "lists/a.md").stdout)
    assert [(entry["line"], entry["column"]) for entry in model["entries"]] == [(5, 6), (8, 6)]


def test_check_tells_that_the_readme_is_out_of_date(project: Path) -> None:
    peftlint(project, "merge")
    assert "MRG001" not in peftlint(project, "check").stdout
    (project / "lists" / "b.md").write_text(OTHER.replace("| arXiv |", "| ICLR |"))
    (project / "lists" / "a.md").write_text(LIST.format(venue="arXiv", year=2021))
    assert "README.md:" in (told := peftlint(project, "check", "--select", "MRG001").stdout)
    assert "MRG001" in told
    assert "MRG001" not in peftlint(project, "check", "lists/a.md").stdout


def test_the_patch_leads_to_the_merged_page(project: Path) -> None:
    """What a person wrote around the list may hold any character, such as those that only look like a line's end."""
    front = "# Ours\n\nA form feed \x0c, a separator \u2028 and CRLF\r\nstay.\n\n"
    readme = project / "README.md"
    readme.write_bytes(f"{front}<!-- peftlint:begin -->\n<!-- peftlint:end -->\n\nno end".encode())
    patch = peftlint(project, "merge", "--diff").stdout
    (project / "readme.patch").write_bytes(patch[patch.index("--- ") :].encode())
    subprocess.run(["git", "apply", "-p0", "readme.patch"], cwd=project, check=True, capture_output=True)
    applied = readme.read_bytes()
    assert applied.startswith(front.encode())
    assert peftlint(project, "merge").returncode == 0
    assert readme.read_bytes() == applied
