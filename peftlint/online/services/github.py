"""GitHub's GraphQL API: a hundred repositories in one request, with a token.

https://docs.github.com/graphql: each repository is asked for under an alias. One that does not exist, or that the
token must not see, is null with an error of type NOT_FOUND; a renamed one is found under its new name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from peftlint.model import Identifier
from peftlint.online.model import Record, Reply, Request
from peftlint.online.services import reading
from peftlint.online.services.model import Access, Records, Service, Unreadable

LIMIT = 1 << 20
_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/[\w.-]+", re.ASCII)


def is_repository(identifier: Identifier) -> bool:
    """Whether it names a repository as such, and not a folder, file or page of one."""
    return _REPOSITORY.fullmatch(identifier.value) is not None


def request(identifiers: Sequence[Identifier], access: Access) -> Request:
    repositories = " ".join(map(_asked, range(len(identifiers)), identifiers))
    headers = {"Content-Type": "application/json", "Authorization": f"bearer {access.token}"}
    body = json.dumps({"query": f"{{{repositories}}}"}).encode()
    return Request("POST", f"{access.base}/graphql", headers, body, LIMIT)


def _asked(number: int, identifier: Identifier) -> str:
    owner, _, name = identifier.value.partition("/")
    return f'r{number}:repository(owner:"{owner}",name:"{name}"){{nameWithOwner url isArchived}}'


def read(reply: Reply, identifiers: Sequence[Identifier]) -> Records:
    answer = reading.table(reading.json_of(reply))
    errors = list(reading.tables(answer.get("errors")))
    data = reading.table(answer.get("data"))
    if not data:
        raise Unreadable(reading.text(errors[0].get("type")) or "an error" if errors else "no data")
    missing = {alias for error in errors if error.get("type") == "NOT_FOUND" for alias in _path(error)}
    found: dict[Identifier, Record | None] = {}
    for number, identifier in enumerate(identifiers):
        repository = reading.table(data.get(f"r{number}"))
        if repository.get("nameWithOwner"):
            found[identifier] = _record(repository, identifier)
        elif f"r{number}" in missing:
            found[identifier] = None
    return found


def _path(error: dict[str, Any]) -> list[Any]:
    path = error.get("path")
    return [step for step in path if isinstance(step, str)] if isinstance(path, list) else []


def _record(repository: dict[str, Any], identifier: Identifier) -> Record:
    """The record; ``url`` only for a repository that goes by another name now."""
    name = reading.text(repository.get("nameWithOwner")) or ""
    moved = name.lower() != identifier.value and _REPOSITORY.fullmatch(name)
    return Record(url=f"https://github.com/{name}" if moved else None, source="GitHub")


GITHUB = Service(
    "github",
    "GitHub",
    "https://api.github.com",
    frozenset({"github"}),
    100,
    request,
    read,
    accepts=is_repository,
    tokens=("GITHUB_TOKEN", "GH_TOKEN"),
    token_needed=True,
)
