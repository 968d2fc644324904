"""Names for findings that stay when lines move: to tell old findings from new ones across runs."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from json.encoder import encode_basestring_ascii

from peftlint.model import Finding

LENGTH = 16
"""Hexadecimal digits of a fingerprint: 64 bits, one chance in 10⁹ of two alike among 200,000 findings."""


def fingerprints(findings: Sequence[Finding]) -> tuple[str, ...]:
    """The fingerprint of each finding, in their order; all different.

    It is the start of the SHA-256 of the rule's code, the path, the subject and the finding's ordinal
    among equal ones, so it does not depend on lines, columns or the message. Of several equal findings
    it is always the last that disappears when one of them is mended.
    """
    return tuple(
        _digest(finding, ordinal) for finding, ordinal in zip(findings, ordinals(findings), strict=True)
    )


def ordinals(findings: Sequence[Finding]) -> tuple[int, ...]:
    """How many findings with the same code, path and subject came up to and with each: 1 for most."""
    seen: Counter[tuple[str, str, str]] = Counter()
    numbers = []
    for finding in findings:
        key = (finding.code, finding.path, finding.subject)
        seen[key] += 1
        numbers.append(seen[key])
    return tuple(numbers)


def _digest(finding: Finding, ordinal: int) -> str:
    # JSON keeps the parts apart whatever they contain, and its escapes need no encoding that may fail.
    code, path, subject = map(encode_basestring_ascii, (finding.code, finding.path, finding.subject))
    return hashlib.sha256(f"[{code}, {path}, {subject}, {ordinal}]".encode("ascii")).hexdigest()[:LENGTH]
