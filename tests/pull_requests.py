"""What people do to lists in pull requests, each with what it breaks and what it means, known from how it is made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random
from typing import NamedTuple

from linting import linter

from peftlint.engine import library_of, read_list
from peftlint.files import read_source
from peftlint.model import Entry, Library, PaperList

_WORDS = """
amber birch cedar delta ember fjord grove harbor island jasper kernel lantern meadow nectar orchid pepper quartz
raven saffron timber umbra velvet walnut xenon yonder zephyr anchor bronze copper dapple engine falcon garnet hollow
indigo jungle kettle lagoon marble nickel onyx pigeon quiver ribbon silver thistle urchin violet willow yarrow
"""
WORDS = _WORDS.split()
TABLE, PARAGRAPHS, HEADINGS, NUMBERED = (
    "llm-peft",
    "foundation-model-peft",
    ("llm-sft", "peft-resources"),
    "zh-peft",
)
"""The lists by how their entries are written."""


class Broken(NamedTuple):
    """A finding that must be reported: its rule, its file, and text that stands on its line."""

    code: str
    path: str
    text: str

    def is_at(self, code: str, path: str, line: int) -> bool:
        text = Path(path).read_text(encoding="utf-8").split("\n")[line - 1]
        return (code, path) == (self.code, self.path) and self.text in text


class Result(NamedTuple):
    """A difference that must be named: its kind, and the title of the entry (empty for none)."""

    kind: str
    title: str = ""


class Lists(NamedTuple):
    """The lists as they are read: all of them, and the entries that nothing is wrong with and no other is like."""

    library: Library
    plain: Mapping[str, tuple[Entry, ...]]


def read() -> Lists:
    """The lists in the working directory."""
    lists = [read_list(read_source(path.as_posix())) for path in sorted(Path("lists").glob("*.md"))]
    library = library_of(lists)
    files = {paper_list.path: paper_list.source.text for paper_list in lists}
    found = linter(files)(lists)
    flawed = {finding.entry for finding in found}
    alone = {work.entries[0].id for work in library.works if len(work.entries) == 1 and not work.possible}
    plain = {one.path: tuple(entry for entry in one.entries if entry.id in alone - flawed) for one in lists}
    return Lists(library, plain)


class Request:
    """One pull request in the making. ``broken`` and ``results`` are what must be said of it."""

    def __init__(self, random: Random, lists: Lists) -> None:
        self.random, self._lists = random, lists
        self.texts: dict[str, str] = {}
        self.renamed: dict[str, str] = {}
        self.kinds: list[str] = []
        self.broken: list[Broken] = []
        self.results: list[Result] = []
        self.leaves_readme = False

    @property
    def paths(self) -> set[str]:
        """The lists that it changes."""
        return {*self.texts, *self.renamed}

    def free(self, *names: str) -> PaperList | None:
        """A list that it has not changed yet, of those with these names (none: of all)."""
        lists = [
            one
            for one in self._lists.library.lists
            if one.path not in self.paths and (not names or Path(one.path).stem in names)
        ]
        return self.random.choice(lists) if lists else None

    def entry(self, paper_list: PaperList, fits: Callable[[Entry], object]) -> Entry | None:
        """A plain entry of a list for which *fits* holds."""
        entries = [entry for entry in self._lists.plain[paper_list.path] if fits(entry)]
        return self.random.choice(entries) if entries else None

    def title(self) -> str:
        """A title that nobody else has."""
        first, *words = self.random.sample(WORDS, 6)
        return " ".join([f"{first.title()}Net:", *(word.title() for word in words)])

    def arxiv(self, year: str = "2024") -> str:
        return f"{year[-2:]}02.{self.random.randint(10000, 99999)}"

    def person(self) -> str:
        return " ".join(word.title() for word in self.random.sample(WORDS, 2))

    def write(self) -> None:
        """Make the changes in the working directory."""
        for path, text in self.texts.items():
            Path(path).write_text(text, encoding="utf-8", newline="")
        for old, new in self.renamed.items():
            Path(old).rename(new)


Kind = Callable[[Request], bool]
KINDS: dict[str, Kind] = {}
"""What a request may do; each returns whether it could be done."""


def kind(make: Kind) -> Kind:
    def made(request: Request) -> bool:
        done = make(request)
        if done:
            request.kinds.append(make.__name__)
        return done

    KINDS[make.__name__] = made
    return made


# -- the lists as text


def replaced(paper_list: PaperList, start: int, end: int, text: str) -> str:
    old = paper_list.source.text
    return old[:start] + text + old[end:]


def with_lines(paper_list: PaperList, after: int, *lines: str) -> str:
    """The list with *lines* behind its line number *after*."""
    old = paper_list.source.text.split("\n")
    return "\n".join([*old[:after], *lines, *old[after:]])


def without(paper_list: PaperList, entry: Entry) -> str:
    old = paper_list.source.text.split("\n")
    return "\n".join([*old[: entry.line - 1], *old[entry.end_line :]])


def block(paper_list: PaperList, entry: Entry) -> list[str]:
    return paper_list.source.text.split("\n")[entry.line - 1 : entry.end_line]


def runs(paper_list: PaperList) -> Iterator[list[Entry]]:
    """The entries of each section of a list."""
    sections: dict[tuple[str, ...], list[Entry]] = {}
    for entry in paper_list.entries:
        sections.setdefault(entry.section, []).append(entry)
    yield from sections.values()


def is_last(paper_list: PaperList, entry: Entry) -> bool:
    """Whether an entry ends a section of several: taken away, it leaves neither a gap nor an empty section."""
    return any(len(run) > 1 and run[-1] is entry for run in runs(paper_list))


def number_of(paper_list: PaperList, entry: Entry) -> int:
    found = re.match(r"\s*(\d+)", block(paper_list, entry)[0])
    return int(found[1]) if found else 0


def written(request: Request, paper_list: PaperList, title: str, after: Entry) -> list[str]:
    """A new entry in the form of the list, behind *after*."""
    year = next((part for part in after.section if part.isdigit()), "2024")
    arxiv, person, code = (
        request.arxiv(year),
        request.person(),
        f"https://github.com/{request.random.choice(WORDS)}/new",
    )
    number = number_of(paper_list, after) + 1
    match Path(paper_list.path).stem:
        case "llm-peft":
            cells = [f"[{title}](https://arxiv.org/abs/{arxiv})", "ICLR", f"[Github]({code})", "", "", ""]
            columns = block(paper_list, after)[0].count("|") - 1
            return [f"| {' | '.join(cells[:columns])} |"]
        case "foundation-model-peft":
            link = f"[paper](https://arxiv.org/abs/{arxiv})"
            people = f"*{person}, {request.person()}*"
            return ["", f"{number}.**{title}**. **ICLR'2024**.", "", link, "", people]
        case "zh-peft":
            links = f"[[PDF](https://arxiv.org/abs/{arxiv})] [[Code]({code})]"
            return ["", f"{number}. **{title}.** `ICLR`  ", f"   *{person}* {links}, 2024."]
        case _:
            key = request.random.choice(WORDS) + "2024"
            bibtex = f"@misc{{{key},\n  title={{{title}}},\n  author={{{person}}},\n  year={{2024}},\n  eprint={{{arxiv}}},"
            bibtex += "\n  archivePrefix={arXiv}\n}"
            link = f"paper link: [here](https://arxiv.org/pdf/{arxiv})"
            return ["", f"#### {title}", "", link, "", "citation:", "```bibtex", *bibtex.split("\n"), "```"]


# -- changes that break nothing


@kind
def add(request: Request) -> bool:
    paper_list = request.free()
    if not paper_list:
        return False
    after = request.random.choice([run[-1] for run in runs(paper_list)])
    title = request.title()
    new = written(request, paper_list, title, after)
    request.texts[paper_list.path] = with_lines(paper_list, after.end_line, *new)
    if Path(paper_list.path).stem == PARAGRAPHS:  # its own form is not sound
        request.broken.append(Broken("ENT007", paper_list.path, title))
    request.results.append(Result("paper added", title))
    return True


@kind
def delete(request: Request) -> bool:
    paper_list = request.free()
    entry = request.entry(paper_list, lambda one: is_last(paper_list, one)) if paper_list else None
    if not paper_list or not entry:
        return False
    request.texts[paper_list.path] = without(paper_list, entry)
    request.results.append(Result("paper removed", entry.title))
    return True


@kind
def edit_title(request: Request) -> bool:
    paper_list = request.free()
    entry = request.entry(paper_list, lambda one: one.spans.title and not one.bibtex) if paper_list else None
    if not paper_list or not entry or not entry.spans.title:
        return False
    span, word = entry.spans.title, request.random.choice(WORDS)
    old = paper_list.source.slice(span)
    cut = old.rstrip(".")
    request.texts[paper_list.path] = replaced(
        paper_list, span.start, span.end, f"{cut} with {word}{old[len(cut) :]}"
    )
    request.results.append(Result("title", f"{entry.title} with {word}"))
    return True


@kind
def edit_venue(request: Request) -> bool:
    paper_list = request.free()
    entry = request.entry(paper_list, _has_plain_venue) if paper_list else None
    if not paper_list or not entry or not entry.spans.venue:
        return False
    venue = request.random.choice([name for name in ("ACL", "ICLR", "AAAI") if name != entry.venue])
    request.texts[paper_list.path] = replaced(paper_list, *entry.spans.venue, venue)
    request.results.append(Result("venue", entry.title))
    return True


def _has_plain_venue(entry: Entry) -> bool:
    span = entry.spans.venue
    return (
        span is not None
        and entry.year is not None
        and entry.year > 2015
        and span.end - span.start == len(entry.venue or "")
    )


@kind
def edit_link(request: Request) -> bool:
    paper_list = request.free()
    found = _code_link(request, paper_list) if paper_list else None
    if not paper_list or not found:
        return False
    entry, start, end = found
    url = f"https://github.com/{request.random.choice(WORDS)}/moved-here"
    request.texts[paper_list.path] = replaced(paper_list, start, end, url)
    request.results.append(Result("code link", entry.title))
    return True


def _code_link(request: Request, paper_list: PaperList) -> tuple[Entry, int, int] | None:
    entry = request.entry(paper_list, lambda one: sum(link.kind == "code" for link in one.links) == 1)
    if not entry:
        return None
    link = next(link for link in entry.links if link.kind == "code")
    return entry, *link.url_span


@kind
def move(request: Request) -> bool:
    paper_list = request.free(*HEADINGS, NUMBERED)
    entry = request.entry(paper_list, lambda one: is_last(paper_list, one)) if paper_list else None
    targets = (
        [run[-1] for run in runs(paper_list) if run[0].section != entry.section]
        if paper_list and entry
        else []
    )
    if not paper_list or not entry or not targets:
        return False
    after = request.random.choice(targets)
    lines = block(paper_list, entry)
    lines[0] = re.sub(r"^\d+", str(number_of(paper_list, after) + 1), lines[0])
    text = with_lines(paper_list, after.end_line, "", *lines).split("\n")
    gone = entry.line - 1 + (len(lines) + 1) * (after.line < entry.line)
    request.texts[paper_list.path] = "\n".join(text[:gone] + text[gone + len(lines) :])
    request.results.append(Result("moved", entry.title))
    return True


@kind
def rename_list(request: Request) -> bool:
    paper_list = request.free()
    if not paper_list:
        return False
    request.renamed[paper_list.path] = f"lists/renamed-{Path(paper_list.path).name}"
    request.results.append(Result("list renamed"))
    return True


@kind
def reformat(request: Request) -> bool:
    """Other line ends, other blanks in tables, underscores for asterisks: nothing that a reader would see."""
    paper_list = request.free()
    if not paper_list:
        return False
    text = paper_list.source.text
    request.texts[paper_list.path] = request.random.choice(FORMS)(text)
    return True


def _with_carriage_returns(text: str) -> str:
    return text.replace("\n", "\r\n")


def _without_padding(text: str) -> str:
    return re.sub(r"(?m)^(\|.*\|) *$", lambda row: re.sub(" {2,}", " ", row[1]), text) + "\n"


def _with_underscores(text: str) -> str:
    return re.sub(r"(?m)(?<![*\w])\*(?![*\s])([^*\n]+)\*(?![*\w])", r"_\1_", text) + "\n"


def _with_space_above_headings(text: str) -> str:
    return re.sub(r"\n\n(?=#)", "\n\n\n", text) + "\n"


FORMS = (_with_carriage_returns, _without_padding, _with_underscores, _with_space_above_headings)


# -- changes that break a rule


@kind
def break_empty_link(request: Request) -> bool:
    return _break_code_link(request, "LNK001", lambda _: "")


@kind
def break_scheme(request: Request) -> bool:
    return _break_code_link(request, "LNK002", lambda url: url.removeprefix("https://"))


@kind
def break_with_tracking(request: Request) -> bool:
    return _break_code_link(request, "LNK003", lambda url: f"{url}?utm_source=newsletter")


def _break_code_link(request: Request, code: str, change: Callable[[str], str]) -> bool:
    paper_list = request.free()
    found = _code_link(request, paper_list) if paper_list else None
    if not paper_list or not found:
        return False
    entry, start, end = found
    url = paper_list.source.text[start:end]
    text = replaced(paper_list, start, end, change(url))
    line = text.count("\n", 0, start)
    request.texts[paper_list.path] = text
    request.broken.append(Broken(code, paper_list.path, text.split("\n")[line]))
    request.results.append(Result("code link", entry.title))
    return True


@kind
def break_venue_spelling(request: Request) -> bool:
    paper_list = request.free()
    entry = (
        request.entry(paper_list, lambda one: one.venue == "arXiv" and _has_plain_venue(one))
        if paper_list
        else None
    )
    if not paper_list or not entry or not entry.spans.venue:
        return False
    request.texts[paper_list.path] = replaced(paper_list, *entry.spans.venue, "Arxiv")
    request.broken.append(Broken("VEN001", paper_list.path, "Arxiv"))
    request.results.append(Result("venue", entry.title))
    return True


@kind
def break_with_duplicate(request: Request) -> bool:
    """The copy stands above the entry: the finding belongs to the copy all the same."""
    paper_list = request.free(TABLE, NUMBERED)
    entry = request.entry(paper_list, lambda one: one is not paper_list.entries[0]) if paper_list else None
    if not paper_list or not entry:
        return False
    lines = block(paper_list, entry)
    above = request.random.choice(
        [run[-1] for run in runs(paper_list) if _takes(run[-1], lines, paper_list, entry)] or [None]
    )
    if above is None:
        return False
    lines[0] = re.sub(r"^\d+", str(number_of(paper_list, above) + 1), lines[0])
    blank = [""] if number_of(paper_list, above) else []
    request.texts[paper_list.path] = with_lines(paper_list, above.end_line, *blank, *lines)
    request.broken.append(Broken("DUP001", paper_list.path, lines[0]))
    request.results += [Result("entry added", entry.title), Result("duplicate", entry.title)]
    return True


def _takes(above: Entry, lines: list[str], paper_list: PaperList, entry: Entry) -> bool:
    """Whether an entry stands above another, in a table with as many columns if it is in one."""
    return above.line < entry.line and block(paper_list, above)[0].count("|") == lines[0].count("|")


@kind
def break_with_missing_file(request: Request) -> bool:
    return _put_on_top(request, "LNK004", "See also [these notes](notes/never-written.md).")


@kind
def break_with_anchor(request: Request) -> bool:
    return _put_on_top(request, "LNK005", "Back to [the top](#there-is-no-such-heading).")


@kind
def break_with_empty_section(request: Request) -> bool:
    paper_list = request.free()
    if not paper_list:
        return False
    heading = f"## {request.title()}"
    request.texts[paper_list.path] = f"{paper_list.source.text.rstrip()}\n\n{heading}\n"
    request.broken.append(Broken("SEC002", paper_list.path, heading))
    return True


def _put_on_top(request: Request, code: str, line: str) -> bool:
    paper_list = request.free()
    if not paper_list:
        return False
    request.texts[paper_list.path] = f"{line}\n\n{paper_list.source.text}"
    request.broken.append(Broken(code, paper_list.path, line))
    return True


@kind
def break_anchors_elsewhere(request: Request) -> bool:
    """A heading gets another name: the table of contents, which nobody touched, leads nowhere."""
    paper_list = request.free(TABLE)
    if not paper_list:
        return False
    text = paper_list.source.text.replace("### 2022\n", "### Earlier than 2023\n")
    request.texts[paper_list.path] = text
    request.broken.append(Broken("LNK005", paper_list.path, "(#2022)"))
    entries = [entry for entry in paper_list.entries if entry.section == ("2022",)]
    request.results += [Result("section renamed"), *(Result("year", entry.title) for entry in entries)]
    return True


@kind
def break_readme(request: Request) -> bool:
    """Whoever adds a paper forgets to merge."""
    if not add(request):
        return False
    request.leaves_readme = True
    request.broken.append(Broken("MRG001", "README.md", ""))
    return True
