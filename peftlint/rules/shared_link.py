from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from peftlint.fields.address import clean_address, split_address
from peftlint.identity.people import Person, read_people
from peftlint.identity.titles import squash, words_of
from peftlint.model import Cluster, Entry, Finding, Library, Link, PaperList, Related
from peftlint.rules import Surroundings, library_rule
from peftlint.rules.naming import (
    Place,
    are_parted,
    called,
    clusters_of,
    is_short_name,
    key,
    short_name,
    shortened,
)

_MOST_WORKS = 3
"""Works of one list that a link may be copied to by mistake; what more of them link is a framework or a collection."""
_MOST_PAPERS = 3
_SHARE_OF_HABIT = 0.02
"""Shared papers, in all and of the entries, over which a list gives one paper to several entries on purpose."""
_TEAM = 5
"""Authors before an ``et al.`` that are enough to know the team."""

_INITIALS = 3
_LONG_WORD = 6
"""Letters of initials and of words by which a repository may be named after a paper."""


@library_rule("DUP003")
def shared_link(library: Library, _: Surroundings) -> Iterator[Finding]:
    """The same paper or code link stands on different works of one list.

    Most often a line was copied and its link not changed. Look which of the works it belongs to, and
    mend or remove it at the other. A repository of many works, such as a framework's, is not meant, nor is a link
    to a follow-up work.

    Bad:
        - **A Survey for In-context Learning.** *Qingxiu Dong, Lei Li, Damai Dai.* 2023. [[PDF](https://arxiv.org/abs/2301.00234)] [[Code](https://github.com/dqxiu/ICL_PaperList)]
        - **Instruction Tuning for Large Language Models: A Survey.** *Shengyu Zhang, Linfeng Dong, Xiaoya Li.* 2023. [[PDF](https://arxiv.org/abs/2308.10792)] [[Code](https://github.com/dqxiu/ICL_PaperList)]

    Good:
        - **GaLore: Memory-Efficient LLM Training by Gradient Low-Rank Projection**, ICML 2024. [[Paper](https://arxiv.org/abs/2403.03507)] [[Follow-up](https://arxiv.org/abs/2407.08296)]
        - **Q-GaLore: Quantized GaLore with INT4 Projection**, 2024. [[Paper](https://arxiv.org/abs/2407.08296)]

    Fix: none.
    """  # noqa: E501
    shared = {one.path: _uses(one) for one in library.lists if one.found and one.found.facts.shared}
    work_of = clusters_of(
        (use.entry for groups in shared.values() for uses in groups for use in uses), library
    )
    for paper_list in library.lists:
        found = [one for uses in shared.get(paper_list.path, ()) for one in _mistakes(uses, work_of)]
        if not found or not paper_list.found:
            continue
        papers = [one for one in found if one.use.link.kind == "paper"]
        habit = len(papers) > max(_MOST_PAPERS, _SHARE_OF_HABIT * paper_list.found.facts.alone)
        for mistake in found:
            if not (habit and mistake.use.link.kind == "paper"):
                yield _finding(mistake)


class _Use(NamedTuple):
    entry: Entry
    link: Link


def _uses(paper_list: PaperList) -> list[list[_Use]]:
    """The links that several entries of a list share, by what they lead to."""
    entries = paper_list.entries
    return [
        [_Use(entries[number], entries[number].links[place]) for number, place in uses]
        for uses in (paper_list.found.facts.shared if paper_list.found else ())
    ]


class _Mistake(NamedTuple):
    """A use of a link that belongs to the entry of another use."""

    use: _Use
    owner: _Use
    parted: bool
    """Whether the configuration says that they are two works."""


def _mistakes(uses: Sequence[_Use], work_of: Mapping[Place, Cluster]) -> Iterator[_Mistake]:
    """One for each work but the owner, at its first entry with the link; none if too many have it."""
    if not 1 < len({work_of[key(use.entry)].number for use in uses}) <= _MOST_WORKS:
        return
    owner = next((use for use in uses if _is_named_after(use.link.url, work_of[key(use.entry)])), uses[0])
    told = {work_of[key(owner.entry)].number}
    for use in uses:
        work = work_of[key(use.entry)]
        other = work_of[key(owner.entry)]
        if work.number not in told and _is_mistaken(use.link, work, other):
            told.add(work.number)
            yield _Mistake(use, owner, are_parted(work, other))


def _finding(mistake: _Mistake) -> Finding:
    (entry, link), owner, parted = mistake
    or_one = "" if parted else ", or they are one work"
    message = f"this {link.kind} link is also that of {called(owner.entry)}: one of them is wrong{or_one}"
    also = (Related(owner.entry.list, owner.link.url_span, "the same link"),)
    subject = f"{shortened(entry.title)} {link.url}"
    return Finding("DUP003", entry.list, link.url_span, message, subject, entry.id, also)


def _is_mistaken(link: Link, work: Cluster, owner: Cluster) -> bool:
    """Whether a work hardly has this link in common with the one it belongs to.

    A paper may have several models or data sets, each listed by its name. A team keeps the code of several works
    in one repository, and many use a framework's: so a repository tells only if it is named after its owner
    alone, and the authors of the other work are known to be others.
    """
    from peftlint.accounts.titles import choose_title  # late: few lists come so far

    titles = [choose_title(one.entries, ()) for one in (work, owner)]
    if len(set(map(squash, titles))) == 1:
        return False  # the entry stands twice: DUP001 tells
    if link.kind == "paper":
        return not any(map(is_short_name, titles))
    named = _is_named_after(link.url, owner) and not _is_named_after(link.url, work)
    return named and _are_of_other_teams(work, owner)


def _is_named_after(url: str, work: Cluster) -> bool:
    """Whether the last part of an address holds a telling word of the work's title, or the initials of some."""
    name = split_address(clean_address(url)).path.rstrip("/").rpartition("/")[2].removesuffix(".git")
    squashed, parts = squash(name), [part for part in words_of(name) if len(part) >= _INITIALS]
    for title in {entry.title for entry in work.entries}:
        initials, telling = _marks(title)
        if any(word in squashed for word in telling) or any(part in initials for part in parts):
            return True
    return False


@lru_cache(maxsize=1 << 12)
def _marks(title: str) -> tuple[str, tuple[str, ...]]:
    """The initials of a title; and its short name and its long words, by which things are named after it."""
    name, words = short_name(title), words_of(title)
    telling = [word for word in words if len(word) >= _LONG_WORD]
    if len(name) >= _INITIALS:
        telling.insert(0, name)
    return "".join([word[0] for word in words]), tuple(telling)


def _are_of_other_teams(work: Cluster, other: Cluster) -> bool:
    """Whether both works have authors in full, and nobody wrote both."""
    ours, theirs = _team(work), _team(other)
    return bool(ours and theirs) and not any(_may_be_one(one, two) for one in ours for two in theirs)


def _may_be_one(one: Person, other: Person) -> bool:
    """Stricter than ``people.same_person``: full given names must be equal, as many people share initials."""
    short, long = sorted((one.given, other.given), key=len)
    return one.family == other.family and (short == long or (len(short) < 2 and long.startswith(short)))


def _team(work: Cluster) -> tuple[Person, ...]:
    """The longest list of authors that an entry of the work gives; empty if all break off early."""
    longest = max(work.entries, key=lambda entry: len(entry.authors))
    known = not longest.et_al or len(longest.authors) >= _TEAM
    return read_people(longest.authors) if known else ()
