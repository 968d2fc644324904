from __future__ import annotations

import io
import os
import stat
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from peftlint.config import Config, ConfigError
from peftlint.files import (
    FileProblem,
    encode,
    find_lists,
    load_config,
    read_source,
    relative_to,
    write_atomically,
)
from peftlint.model import Source


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder, which is the working directory."""
    monkeypatch.chdir(tmp_path)
    for name in (
        "lists/b.md",
        "lists/a.md",
        "lists/deep/C.MARKDOWN",
        "lists/notes.txt",
        "lists/.hidden/x.md",
        "lists/node_modules/y.md",
        "empty/z.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# x\n")
    return tmp_path


class TestFindLists:
    @pytest.mark.parametrize(
        ("paths", "found"),
        [
            ([], ["lists/a.md", "lists/b.md"]),
            (["lists"], ["lists/a.md", "lists/b.md", "lists/deep/C.MARKDOWN"]),
            (["lists/deep/", "lists"], ["lists/deep/C.MARKDOWN", "lists/a.md", "lists/b.md"]),
            (["lists/b.md", "lists/a.md", "./lists/b.md"], ["lists/b.md", "lists/a.md"]),
            (["lists/notes.txt"], ["lists/notes.txt"]),
            (["lists/.hidden"], ["lists/.hidden/x.md"]),
            (["-", "lists/a.md", "-"], ["-", "lists/a.md"]),
        ],
    )
    def test_finds(self, project: Path, paths: list[str], found: list[str]) -> None:
        assert list(find_lists(paths, Config(project))) == found

    def test_absolute_paths_below_the_working_directory_become_relative(self, project: Path) -> None:
        assert find_lists([str(project / "lists/a.md")], Config(project)) == ("lists/a.md",)

    def test_configured_lists_as_seen_from_elsewhere(
        self, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(project / "lists")
        assert find_lists([], Config(project)) == ("a.md", "b.md")
        monkeypatch.chdir(project / "empty")
        assert [Path(path).resolve() for path in find_lists([], Config(project))] == [
            (project / "lists" / name).resolve() for name in ("a.md", "b.md")
        ]

    def test_a_link_to_a_list_is_the_same_list(self, project: Path) -> None:
        (project / "again.md").symlink_to(project / "lists/a.md")
        assert find_lists(["again.md", "lists/a.md"], Config(project)) == ("again.md",)

    @pytest.mark.parametrize(
        ("paths", "lists", "message"),
        [
            (["lists/missing.md"], (), "lists/missing.md: no such file or folder"),
            (["empty"], (), "empty: this folder holds no Markdown file"),
            ([], ("nothing/*.md",), "no list matches nothing/*.md; name the files, or set lists"),
            ([], ("/etc/*.md",), "/etc/*.md: expected a pattern such as lists/*.md"),
            ([], ("",), "expected a pattern such as lists/*.md"),
            ([], ("lists/a**",), "lists/a**: expected a pattern such as lists/**/*.md"),
        ],
    )
    def test_says_what_is_wrong(
        self, project: Path, paths: list[str], lists: tuple[str, ...], message: str
    ) -> None:
        with pytest.raises(FileProblem) as caught:
            find_lists(paths, Config(project, lists=lists))
        assert message in str(caught.value)

    def test_what_is_neither_file_nor_folder(self, project: Path) -> None:
        os.mkfifo(project / "pipe")
        with pytest.raises(FileProblem, match="expected a file or a folder"):
            find_lists(["pipe"], Config(project))


@pytest.mark.parametrize(
    "pattern",
    [
        *("*.md", "*", "lists/*.md", "lists/?.md", "lists/a.md", "lists/a.md/*", "./lists//[ab].md"),
        *("**", "lists/**", "**/*.md", "**/b.md", "**/**/x.md", "lists/**/*.m*"),
        *("*/deep/*", "link/*.md", "lists/*/../b.md", "lists/deep/../*.md"),
    ],
)
def test_patterns_name_what_pathlib_finds(project: Path, pattern: str) -> None:
    (project / "link").symlink_to("lists")
    expected = sorted({os.path.realpath(path) for path in project.glob(pattern) if path.is_file()})
    if not expected:
        with pytest.raises(FileProblem, match="no list matches"):
            find_lists([], Config(project, lists=(pattern,)))
        return
    found = find_lists([], Config(project, lists=(pattern,)))
    assert sorted(map(os.path.realpath, found)) == expected


class TestReadSource:
    @pytest.mark.parametrize(
        ("data", "source"),
        [
            (b"# x\r\ny\r", Source("a.md", "# x\r\ny\r")),
            (b"\xef\xbb\xbf# x\n", Source("a.md", "# x\n", bom=True)),
            ("低秩\x0c\u2028\n".encode(), Source("a.md", "低秩\x0c\u2028\n")),
        ],
    )
    def test_keeps_the_text_as_it_is(self, project: Path, data: bytes, source: Source) -> None:
        (project / "a.md").write_bytes(data)
        read = read_source("a.md")
        assert read == source
        assert encode(read, read.text) == data

    @pytest.mark.parametrize(
        ("data", "line", "message"),
        [
            (b"", None, "the file is empty"),
            (b"\xff\xfea\x00", 1, "the file is UTF-16; save it as UTF-8"),
            (b"a\nb\nc\x00d", 3, "found a NUL byte"),
            (b"a\r\nb\xe4c", 2, "byte 4 (0xe4) is not valid UTF-8; save the file as UTF-8"),
            (b"\xef\xbb\xbfa\n\xe4", 2, "byte 5 (0xe4) is not valid UTF-8"),
        ],
    )
    def test_says_what_is_wrong_and_where(
        self, project: Path, data: bytes, line: int | None, message: str
    ) -> None:
        (project / "a.md").write_bytes(data)
        with pytest.raises(FileProblem) as caught:
            read_source("a.md")
        assert caught.value.line == line
        assert message in caught.value.message
        assert str(caught.value).startswith(f"a.md:{line}: " if line else "a.md: ")

    @pytest.mark.parametrize(
        ("path", "message"), [("missing.md", "no such file"), ("lists", "expected a file, found a folder")]
    )
    def test_says_what_is_no_file(self, project: Path, path: str, message: str) -> None:
        assert project.is_dir()
        with pytest.raises(FileProblem, match=message):
            read_source(path)

    def test_reads_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"# x\n")))
        assert read_source("-") == Source("-", "# x\n")


class TestWriteAtomically:
    def test_writes_a_new_file_with_the_usual_permissions(self, project: Path) -> None:
        write_atomically("new.md", b"x")
        (project / "usual").touch()
        assert (project / "new.md").read_bytes() == b"x"
        assert (project / "new.md").stat().st_mode == (project / "usual").stat().st_mode

    def test_replaces_a_file_and_keeps_its_permissions(self, project: Path) -> None:
        path = project / "lists/a.md"
        path.chmod(0o640)
        write_atomically("lists/a.md", b"\xef\xbb\xbfx\r\n")
        assert path.read_bytes() == b"\xef\xbb\xbfx\r\n"
        assert stat.S_IMODE(path.stat().st_mode) == 0o640

    def test_follows_a_link_to_the_real_file(self, project: Path) -> None:
        (project / "README.md").symlink_to("lists/a.md")
        write_atomically("README.md", b"x")
        assert (project / "README.md").is_symlink()
        assert (project / "lists/a.md").read_bytes() == b"x"

    @pytest.mark.parametrize("name", ["fsync", "replace"])
    @pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
    def test_a_failure_leaves_everything_as_it_was(
        self, project: Path, monkeypatch: pytest.MonkeyPatch, name: str, error: BaseException
    ) -> None:
        def fail(*_: object) -> None:
            raise error

        before = sorted(os.listdir(project / "lists"))
        monkeypatch.setattr(os, name, fail)
        with pytest.raises((FileProblem, KeyboardInterrupt)) as caught:
            write_atomically("lists/a.md", b"new")
        assert caught.type is KeyboardInterrupt or "No space left on device" in str(caught.value)
        assert (project / "lists/a.md").read_bytes() == b"# x\n"
        assert sorted(os.listdir(project / "lists")) == before

    @pytest.mark.parametrize(
        ("path", "message"),
        [
            ("lists", "expected a file to write, found a folder"),
            ("absent/new.md", "No such file or directory; the file is as it was"),
            ("lists/a.md/x.md", "Not a directory"),
        ],
    )
    def test_says_what_is_wrong(self, project: Path, path: str, message: str) -> None:
        assert project.is_dir()
        with pytest.raises(FileProblem) as caught:
            write_atomically(path, b"x")
        assert message in str(caught.value)

    def test_refuses_a_read_only_file(self, project: Path) -> None:
        (project / "lists/a.md").chmod(0o444)
        with pytest.raises(FileProblem, match=r"read-only; allow writing with: chmod u\+w lists/a.md"):
            write_atomically("lists/a.md", b"x")
        assert (project / "lists/a.md").read_bytes() == b"# x\n"


class TestLoadConfig:
    def test_the_nearest_table_upward_counts(self, project: Path) -> None:
        (project / "pyproject.toml").write_text("[tool.peftlint]\nreadme = 'R.md'\n")
        (project / "lists/pyproject.toml").write_text("[project]\nname = 'another'\n")
        assert load_config(project / "lists/deep") == Config(str(project), readme="R.md")

    def test_without_one_the_defaults(self, project: Path) -> None:
        assert load_config(project / "lists") == Config(str(project / "lists"))

    def test_errors_name_the_file_as_the_user_sees_it(self, project: Path) -> None:
        (project / "pyproject.toml").write_text("[tool.peftlint]\nlist = []\n")
        with pytest.raises(ConfigError, match=r"^pyproject.toml: "):
            load_config(project)
        with pytest.raises(ConfigError, match=r"^pyproject.toml: "):
            load_config(project / "lists")


@pytest.mark.parametrize(
    ("path", "folder", "seen"),
    [("/a/b/c.md", "/a", "b/c.md"), ("/a/c.md", "/a/b", "../c.md"), ("/a/c.md", "/a/", "c.md")],
)
def test_relative_to(path: str, folder: str, seen: str) -> None:
    assert relative_to(path, Path(folder)) == seen
