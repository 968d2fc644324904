"""A README that does not say what it should is caught, whichever parser sees it."""

from __future__ import annotations

import mistune
import pytest

from peftlint.readme import region
from peftlint.readme.items import Address, Item, Readme, Section, SourceList
from peftlint.readme.layout import render
from peftlint.readme.verify import Disagreement, verify

README = Readme(
    (SourceList("a", "a.md"),),
    (
        Section(
            "S",
            "低秩",
            (
                Item(
                    "k", "T [x]", ("Ann Bee",), links=(Address("paper", "https://x.org/é_(1)"),), codes=("a",)
                ),
                Item("l", "U", year=2020, venue="V"),
            ),
        ),
    ),
)
PAGE = region.replace(region.new_readme("Title"), render(README))


@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        PAGE.replace("\n", "\r\n"),
        f"[T]: https://y.org\n\n{PAGE}",
        f"```\n{region.BEGIN}\n```\n\n{PAGE}\n- **x** <a id='k'></a>\n",
        f"- a list\n{PAGE}",
    ],
)
def test_what_was_meant_passes(page: str) -> None:
    verify(page, README)


@pytest.mark.parametrize(
    ("written", "broken", "message"),
    [
        (r"T \[x\]", "T [x]", None),
        (r"T \[x\]", "T", r"k (T [x]): its title 'T [x]' is read back as 'T'"),
        ("2020", "2021", "l (U): its year 2020 is read back as 2021"),
        ("_V_", "V", "l (U): its venue 'V' is read back as None"),
        ("Ann Bee}", "Ann Bee and others}", "k (T [x]): its et_al False is read back as True"),
        ("https://x.org/é", "https://x.org/e", "k (T [x]): its links"),
        ("`a` <a id", "<a id", "k (T [x]): its codes"),
        ('<a id="l"></a>', "", "l: the work is not read back"),
        ("\n\n<details>", '\n- **M** <a id="m"></a>\n\n<details>', "m: the work was not written but is read"),
        ("低秩", "低", "the headings or the names of the lists"),
        ("`a` [", "`b` [", "the headings or the names of the lists"),
        (region.END, "", "no end"),
        (region.BEGIN, f"<pre>\n{region.BEGIN}", "k: the work is not read back"),
    ],
)
def test_what_was_not_meant_is_told(written: str, broken: str, message: str | None) -> None:
    assert written in PAGE
    page = PAGE.replace(written, broken)
    if message is None:
        verify(page, README)
        return
    with pytest.raises(Disagreement) as caught:
        verify(page, README)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("bullet", "seen"),
    [
        ({"type": "text", "raw": "T"}, "T"),
        (
            {
                "type": "link",
                "attrs": {"url": "https://z.org"},
                "children": [{"type": "text", "raw": "T [x]"}],
            },
            "T [x]",
        ),
    ],
)
def test_mistune_has_a_say(monkeypatch: pytest.MonkeyPatch, bullet: dict[str, object], seen: str) -> None:
    """As if mistune read the first line in another way than markdown-it-py."""
    blocks = mistune.create_markdown(renderer=None)(PAGE)
    first = next(block for block in blocks if isinstance(block, dict) and block["type"] == "list")
    first["children"][0]["children"][0]["children"][0]["children"][0] = bullet
    monkeypatch.setattr(mistune, "create_markdown", lambda **_: lambda _: blocks)
    with pytest.raises(Disagreement, match=r"^mistune sees .* where markdown-it-py sees ") as caught:
        verify(PAGE, README)
    assert f"mistune sees '{seen}, year unknown" in str(caught.value)
