"""What became different from one state of the works to another, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from peftlint.fields.identifier import WORK_KINDS
from peftlint.readme.items import Address, Item, Readme


class Change(NamedTuple):
    """One difference. ``field`` is ``work`` for a whole one; an empty side means that there was nothing."""

    field: str
    title: str
    before: str
    after: str


def changes(before: Readme, after: Readme) -> tuple[Change, ...]:
    """What *after* says differently, in its order; removed works come last.

    A work is the same on both sides if its key is, or else an identifier of a paper, or else its title.
    """
    old, new = _placed(before), _placed(after)
    partners = same_works(list(old), list(new))
    found = [
        change
        for item, section in new.items()
        for change in _compared(partners.get(item), item, old.get(partners.get(item, item), ""), section)
    ]
    kept = set(partners.values())
    gone = [Change("work", item.title, item.title, "") for item in old if item not in kept]
    return (*found, *gone)


def summary(found: Sequence[Change]) -> str:
    """One line: ``+2 works, 1 removed, 1 venue arXiv → ICLR, 3 links``."""
    if not found:
        return "no work changed"
    added = sum(change.field == "work" and not change.before for change in found)
    removed = sum(change.field == "work" and not change.after for change in found)
    parts = [f"+{_counted(added, 'work')}"] * (added > 0) + [f"{removed} removed"] * (removed > 0)
    counts = Counter(change.field for change in found if change.field != "work")
    parts += [_told(name, number, found) for name, number in sorted(counts.items())]
    return ", ".join(parts)


def described(change: Change) -> str:
    """One change as a line of a report; the text is plain, to be escaped for where it is shown."""
    if change.field == "work":
        return f"{'removed' if change.before else 'added'}: {change.title}"
    return f"{change.title}: {change.field} {change.before or 'none'} → {change.after or 'none'}"


def _placed(readme: Readme) -> dict[Item, str]:
    return {item: section.name for section in readme.sections for item in section.items}


def same_works(old: Sequence[Item], new: Sequence[Item]) -> dict[Item, Item]:
    """New item → the old one that is the same work; each old one is taken once, by the surest evidence."""
    partners: dict[Item, Item] = {}
    for names in (_keys, _paper_identifiers, _titles):
        taken = set(partners.values())
        named = {name: item for item in reversed(old) if item not in taken for name in names(item)}
        for item in new:
            match = next((named[name] for name in names(item) if name in named), None)
            if item not in partners and match is not None and match not in taken:
                partners[item] = match
                taken.add(match)
    return partners


def _keys(item: Item) -> list[str]:
    return [item.key]


def _paper_identifiers(item: Item) -> list[str]:
    return [str(identifier) for identifier in item.identifiers if identifier.kind in WORK_KINDS]


def _titles(item: Item) -> list[str]:
    """Letters and digits alone, as lists differ in case, hyphens and punctuation."""
    squashed = ("".join(filter(str.isalnum, title.casefold())) for title in (item.title, *item.aliases))
    return [title for title in squashed if title]


_FIELDS: dict[str, Callable[[Item], str]] = {
    "title": lambda item: item.title,
    "author list": lambda item: ", ".join([*item.authors, *["et al."] * item.et_al]),
    "venue": lambda item: item.venue or "",
    "year": lambda item: "" if item.year is None else str(item.year),
    "source": lambda item: ", ".join(item.codes),
    "tag": lambda item: ", ".join(item.tags),
    "other title": lambda item: ", ".join(item.aliases),
    "key": lambda item: item.key,
    "identifier": lambda item: ", ".join(map(str, item.identifiers)),
    "BibTeX field": lambda item: ", ".join(f"{name} = {value}" for name, value in item.carried),
}


def _compared(old: Item | None, new: Item, old_section: str, section: str) -> Iterator[Change]:
    if old is None:
        yield Change("work", new.title, "", new.title)
        return
    pairs = [(name, shown(old), shown(new)) for name, shown in _FIELDS.items()]
    for name, before, after in [*pairs, ("topic", old_section, section)]:
        if before != after:
            yield Change(name, new.title, before, after)
    yield from _compared_links(old.links, new.links, new.title)


def _compared_links(old: Sequence[Address], new: Sequence[Address], title: str) -> Iterator[Change]:
    """A link that went and one of its kind that came are one change."""
    gone = [link for link in old if link not in new]
    for link in new:
        if link not in old:
            replaced = next((other for other in gone if other.kind == link.kind), None)
            if replaced:
                gone.remove(replaced)
            yield Change(f"{link.kind} link", title, replaced.url if replaced else "", link.url)
    yield from (Change(f"{link.kind} link", title, link.url, "") for link in gone)


def _counted(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def _told(name: str, number: int, found: Iterable[Change]) -> str:
    """A field's part of the summary, with the values where all its changes are the same short one."""
    values = {(change.before, change.after) for change in found if change.field == name}
    told = _counted(number, name)
    if name in ("venue", "year") and len(values) == 1:
        (before, after) = values.pop()
        told += f" {before or 'none'} → {after or 'none'}"
    return told
