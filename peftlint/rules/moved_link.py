"""LNK102: what `peftlint links` finds elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from peftlint.model import Edit, Finding, Fix
from peftlint.rules import special_rule

if TYPE_CHECKING:
    from peftlint.online.listed import Listed
    from peftlint.online.model import Verdict

LONGEST = 500
"""Characters of an address that is still proposed."""
_SAFE = "%/:=&?~#+!$,;@-._"
"""What may stand in an address anywhere in Markdown; the server that names it is a stranger."""


@special_rule("LNK102", command="links")
def moved_link(listed: Listed, verdict: Verdict) -> Iterator[Finding]:
    """A link is redirected for good.

    Every step of the way says that it is permanent (301, 308), or GitHub says that the repository has another name
    now. The old address works as long as somebody keeps the redirect. Write the new one.

    This is looked for by `peftlint links`.

    Bad:
        - **DyLoRA**, EACL 2023. [[Code](https://github.com/KD-NLP/DyLoRA)]

    Good:
        - **DyLoRA**, EACL 2023. [[Code](https://github.com/huawei-noah/Efficient-NLP)]

    Fix: unsafe (a site may send all its old addresses to its home page; look at the new one).
    """
    target = _with_fragment(verdict.target or "", listed.url)
    message = f"'{listed.url}' has moved to '{target}'"
    fix = _fix(listed, target)
    yield Finding("LNK102", listed.path, listed.span, message, listed.url, fix=fix, verdict=verdict)


def _with_fragment(target: str, url: str) -> str:
    """The new address with the fragment of the old one, unless it has its own: browsers do so (RFC 9110 §10.2.2)."""
    _, hash_sign, fragment = url.partition("#")
    return target if "#" in target else target + hash_sign + fragment


def _fix(listed: Listed, target: str) -> Fix | None:
    address = quote(target, safe=_SAFE)
    if not listed.is_written or len(address) > LONGEST or not _is_web_address(address):
        return None
    return Fix((Edit(listed.span, address),), safe=False, message=f"write {address}")


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https") and bool(parts.netloc) and not set(parts.netloc).intersection("@%")
    )
