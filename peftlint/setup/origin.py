"""Where another repository gets peftlint from: the address and revision that its hooks and workflow name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import NamedTuple

from peftlint.errors import Problem

_PLAIN = re.compile(r"[!-~]+")
_GITHUB = re.compile(r"(?:https://github\.com/|git@github\.com:)([\w.-]+/[\w.-]+?)(?:\.git)?/?")
_REPOSITORY_LABELS = ("repository", "source", "source code", "homepage", "home-page")


class OriginError(Problem):
    """An address or revision that cannot stand in a configuration; the message says what was expected."""


class Origin(NamedTuple):
    """The address of peftlint's repository, and a commit or tag of it."""

    url: str
    rev: str

    @property
    def on_github(self) -> str | None:
        """``owner/name`` for a repository on GitHub, where alone actions come from."""
        found = _GITHUB.fullmatch(self.url)
        return found[1] if found else None


class Package(NamedTuple):
    """The package as indexes have it: what an installation goes by that names no repository."""

    requirement: str


def given(url: str, rev: str) -> Origin:
    """What a person named. Raises OriginError."""
    for value in (url, rev):
        if not _PLAIN.fullmatch(value) or value.startswith("-"):
            raise OriginError(f"expected an address and a commit or tag without blanks, found {value!r}")
    return Origin(url, rev)


def installed(direct_url: str | None, project_urls: Iterable[str], version: str) -> Origin | Package:
    """Where the running peftlint came from; the package of its *version* if nothing says so that others could use.

    *direct_url* is the ``direct_url.json`` that installers leave (PEP 610): a clone names its address and
    commit. *project_urls* are those of the metadata (``label, address``); there the tag of *version* is
    meant. A folder of this machine is no use to anybody else.
    """
    return _cloned(direct_url) or _published(project_urls, version) or Package(f"peftlint=={version}")


def _cloned(direct_url: str | None) -> Origin | None:
    try:
        read = json.loads(direct_url or "{}")
        url, commit = read["url"], read["vcs_info"]["commit_id"]
        return given(url, commit) if not url.startswith("file:") else None
    except (ValueError, KeyError, TypeError, AttributeError, OriginError):
        return None


def _published(project_urls: Iterable[str], version: str) -> Origin | None:
    pairs = (url.partition(",") for url in project_urls)
    addresses = {label.strip().lower(): address.strip() for label, _, address in pairs}
    found = next((addresses[label] for label in _REPOSITORY_LABELS if label in addresses), None)
    return Origin(found, f"v{version}") if found else None
