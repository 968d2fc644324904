"""``[tool.peftlint]`` of a pyproject.toml → :class:`Config`. ``files.load_config`` finds and opens it."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from os import PathLike
from types import MappingProxyType
from typing import Any, NamedTuple

from peftlint.errors import Problem

PYPROJECT = "pyproject.toml"

_NONE: Mapping[str, Any] = MappingProxyType({})


class ConfigError(Problem):
    """The configuration cannot be used; the message names the file, the key and what was expected."""


class Topic(NamedTuple):
    """One section of the canonical README.

    ``sections`` are headings of the source lists whose entries belong here, each optionally bound to one
    list (``list.md#Heading``). ``words`` are words or phrases of titles that belong here.
    """

    name: str
    translation: str = ""
    sections: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class HostConfig(NamedTuple):
    """What is asked of one host at most: connections at once, and seconds from one request to the next."""

    connections: int = 10
    spacing: float = 0.0


class LinksConfig(NamedTuple):
    """How links are checked over the network.

    ``services`` maps services (``arxiv``) to other base addresses than their own, ``hosts`` hosts (``example.org``,
    with a port ``example.org:8080``) to their limits. ``contact`` is an address that operators can write to.
    """

    services: Mapping[str, str] = _NONE
    hosts: Mapping[str, HostConfig] = _NONE
    contact: str = ""


class Config(NamedTuple):
    """What a project says about its lists. All paths but ``root`` are relative to ``root``, with ``/``.

    ``lists`` are glob patterns. ``title`` heads a README that does not exist yet. ``other`` names the
    section of the works that no topic claims. ``codes`` maps a list to the short code that shows in the
    README where a work comes from; a list without one goes by its file name. ``select``,
    ``extend_select`` and ``ignore`` are selectors of rules (``selection.py``); ``per_file_ignores`` maps a
    glob pattern of files to those that are left out there. ``links`` is for ``peftlint links``.
    ``same`` and ``different`` are pairs of names of works (``identity/sides.py``) that the maintainer joins or parts.
    """

    root: str | PathLike[str]
    lists: tuple[str, ...] = ("lists/*.md",)
    readme: str = "README.md"
    title: str = "Papers"
    topics: tuple[Topic, ...] = ()
    other: str = "Other papers"
    codes: Mapping[str, str] = _NONE
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = _NONE
    links: LinksConfig = LinksConfig()
    same: tuple[tuple[str, str], ...] = ()
    different: tuple[tuple[str, str], ...] = ()


def read_config(text: str, path: str, root: str | PathLike[str]) -> Config | None:
    """Read the configuration from the *text* of a pyproject.toml called *path* that lies in *root*.

    None if it has no ``[tool.peftlint]``. Raises ConfigError.
    """
    if "peftlint" not in text and "\\" not in text:  # the name can be written with escapes, too
        return None
    import tomllib  # late: most projects say nothing of peftlint

    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from None
    tool = document.get("tool")
    if not isinstance(tool, dict) or "peftlint" not in tool:
        return None
    config = Config(root=root, **_values(tool["peftlint"], _CONFIG, f"{path}: [tool.peftlint]"))
    _refuse_repeated([config.other, *(topic.name for topic in config.topics)], f"{path}: topic")
    _refuse_repeated(config.codes.values(), f"{path}: code")
    _refuse_contradictions(config, f"{path}: [tool.peftlint]")
    return config


def list_codes(names: Iterable[str], config: Config) -> dict[str, str]:
    """Give each list (a path relative to ``config.root``) its code: the configured one, else its file name.

    Where two file names are equal, as many folders are added as tell them apart. Sorted by name.
    """
    ordered = sorted(set(names))
    codes = {name: config.codes[name] for name in ordered if name in config.codes}
    taken = set(codes.values())
    suffixes = {name: list(_suffixes(name)) for name in ordered}
    uses = Counter(suffix for name in ordered for suffix in suffixes[name])
    for name in ordered:
        if name not in codes:
            free = (suffix for suffix in suffixes[name] if uses[suffix] == 1 and suffix not in taken)
            codes[name] = next(free, name)
    return {name: codes[name] for name in ordered}


def _suffixes(name: str) -> Iterator[str]:
    """``a/b/c.md`` → ``c``, ``b/c``, ``a/b/c``."""
    parts = posixpath.splitext(name)[0].split("/")
    return ("/".join(parts[start:]) for start in range(len(parts) - 1, -1, -1))


Reader = Callable[[Any, str], Any]


def _values(table: Any, readers: Mapping[str, Reader], where: str) -> dict[str, Any]:
    """Check the *table* found at *where* key by key."""
    _expect(table, dict, "a table", where)
    for key in table:
        if key not in readers:
            raise ConfigError(f"{where} has no key {key!r}{suggestion(key, readers)}")
    return {key.replace("-", "_"): readers[key](value, f"{where} {key}") for key, value in table.items()}


def suggestion(key: str, known: Iterable[str]) -> str:
    """What to add to a message that refuses *key*: the *known* word that was probably meant, else all."""
    from difflib import get_close_matches  # late: most keys are known

    close = get_close_matches(key, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; known are {', '.join(known)}"


def _expect(value: Any, kind: type, expected: str, where: str) -> None:
    if not isinstance(value, kind):
        raise ConfigError(f"{where}: expected {expected}, found {_described(value)}")


def _described(value: Any) -> str:
    kinds = {bool: "a boolean", int: "an integer", float: "a float", str: "a string", list: "an array"}
    name = kinds.get(type(value), "a table" if isinstance(value, dict) else f"a {type(value).__name__}")
    return f"{name} ({value!r})" if isinstance(value, bool | int | float | str) else name


def _string(value: Any, where: str) -> str:
    """A string on one line that is not empty."""
    _expect(value, str, "a string", where)
    text = " ".join(str(value).split())
    if not text:
        raise ConfigError(f"{where}: expected some text, found an empty string")
    return text


def _strings(value: Any, where: str) -> tuple[str, ...]:
    _expect(value, list, "an array of strings", where)
    return tuple(_string(item, f"{where}[{index}]") for index, item in enumerate(value))


def _codes(value: Any, where: str) -> dict[str, str]:
    _expect(value, dict, "a table of list = code", where)
    return {posixpath.normpath(name): _string(code, f"{where}.{name}") for name, code in value.items()}


def _ignores(value: Any, where: str) -> dict[str, tuple[str, ...]]:
    _expect(value, dict, "a table of pattern = array of rules", where)
    return {pattern: _strings(selectors, f"{where}.{pattern}") for pattern, selectors in value.items()}


def _pairs(value: Any, where: str) -> tuple[tuple[str, str], ...]:
    _expect(value, list, 'an array of pairs ([["arXiv:2106.09685", "a title"]])', where)
    return tuple(_pair(item, f"{where}[{index}]") for index, item in enumerate(value))


def _pair(value: Any, where: str) -> tuple[str, str]:
    names = _strings(value, where)
    if len(names) != 2 or _key(names[0]) == _key(names[1]):
        raise ConfigError(
            f"{where}: expected the names of two works (identifiers, addresses, titles or list.md:12), found {value!r}"
        )
    return names[0], names[1]


def _links(value: Any, where: str) -> LinksConfig:
    return LinksConfig(**_values(value, _LINKS, where))


def _services(value: Any, where: str) -> dict[str, str]:
    _expect(value, dict, "a table of service = base address", where)
    for service in value:
        if service not in _SERVICES:
            raise ConfigError(f"{where}: no service is called {service!r}{suggestion(service, _SERVICES)}")
    return {service: _base(base, f"{where}.{service}") for service, base in value.items()}


def _base(value: Any, where: str) -> str:
    base = _string(value, where)
    if not base.startswith(("https://", "http://")):
        raise ConfigError(f"{where}: expected an address such as https://export.arxiv.org, found {base!r}")
    return base


def _hosts(value: Any, where: str) -> dict[str, HostConfig]:
    _expect(value, dict, "a table of host = {connections, spacing}", where)
    return {
        host.lower(): HostConfig(**_values(limits, _HOST, f"{where}.{host}"))
        for host, limits in value.items()
    }


def _connections(value: Any, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 100:
        raise ConfigError(f"{where}: expected a number from 1 to 100, found {_described(value)}")
    return value


def _seconds(value: Any, where: str) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 3600:
        raise ConfigError(f"{where}: expected seconds, from 0 to 3600, found {_described(value)}")
    return float(value)


def _topics(value: Any, where: str) -> tuple[Topic, ...]:
    _expect(value, list, "an array of tables ([[tool.peftlint.topics]])", where)
    return tuple(_topic(item, f"{where}[{index}]") for index, item in enumerate(value))


def _topic(value: Any, where: str) -> Topic:
    values = _values(value, _TOPIC, where)
    if "name" not in values:
        raise ConfigError(f'{where}: the topic has no name; add name = "…"')
    return Topic(**values)


_TOPIC: Mapping[str, Reader] = {
    "name": _string,
    "translation": _string,
    "sections": _strings,
    "words": _strings,
}
_SERVICES = ("arxiv", "github", "crossref", "openalex", "semantic-scholar", "openreview", "doi")
_HOST: Mapping[str, Reader] = {"connections": _connections, "spacing": _seconds}
_LINKS: Mapping[str, Reader] = {"services": _services, "hosts": _hosts, "contact": _string}
_CONFIG: Mapping[str, Reader] = {
    "lists": _strings,
    "readme": _string,
    "title": _string,
    "topics": _topics,
    "other": _string,
    "codes": _codes,
    "select": _strings,
    "extend-select": _strings,
    "ignore": _strings,
    "per-file-ignores": _ignores,
    "links": _links,
    "same": _pairs,
    "different": _pairs,
}


def _refuse_repeated(names: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise ConfigError(f"{what} {name!r} is there twice; give each its own name")
        seen.add(name.casefold())


def _refuse_contradictions(config: Config, where: str) -> None:
    """Refuse a pair of ``different`` that pairs of ``same`` join, be it through others."""
    one_work: dict[str, set[str]] = {}
    for left, right in config.same:
        joined = one_work.get(_key(left), {_key(left)}) | one_work.get(_key(right), {_key(right)})
        one_work.update(dict.fromkeys(joined, joined))
    for left, right in config.different:
        if _key(right) in one_work.get(_key(left), ()):
            raise ConfigError(
                f"{where}: {left!r} and {right!r} are 'different', but 'same' makes them one work"
            )


def _key(name: str) -> str:
    return name.casefold()
