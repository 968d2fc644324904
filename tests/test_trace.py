"""``peftlint explain-entry`` says why a line was read as it was."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from peftlint.cli import cli
from peftlint.markdown import parse
from peftlint.model import Source
from peftlint.readers.trace import trace

LIST = """# Papers

- [Surveys](#surveys)
- [Adapters](#adapters)

## Surveys

1. **Attention Is All You Need.** `NeurIPS`
   *Ashish Vaswani, Noam Shazeer* [[PDF](https://arxiv.org/abs/1706.03762)], 2017.

<!-- 2. **Not shown.** -->

## Adapters

Please send us a pull request with [your paper](https://example.org).
"""


def told(line: int) -> str:
    return "\n".join(trace(parse(Source("list.md", LIST)), line))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (3, ["bulleted, line 3: no entry", "-5.0  links only into this file"]),
        (
            8,
            [
                "an entry by its own evidence",
                "+3.0  identifier of a paper",
                "title: 'Attention Is All You Need'",
            ],
        ),
        (9, ["authors: 'Ashish Vaswani, Noam Shazeer'", "venue: 'NeurIPS'", "year: '2017'", "link: paper"]),
        (11, ["belongs to nothing that could be an entry"]),
        (15, ["no entry", "talks to the reader"]),
    ],
)
def test_says_why(line: int, words: list[str]) -> None:
    text = told(line)
    assert [word for word in words if word not in text] == [], text


@pytest.mark.parametrize(
    ("place", "words"),
    [("list.md", "PATH:LINE"), ("list.md:0", "PATH:LINE"), ("list.md:99", "has only 16 lines")],
)
def test_refuses_what_is_no_place(
    place: str, words: str, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(str(tmp_path))
    with open("list.md", "w") as file:
        file.write(LIST)
    result = CliRunner().invoke(cli, ["explain-entry", place])
    assert result.exit_code == 2
    assert words in result.output
