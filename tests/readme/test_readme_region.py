from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from peftlint.readme.region import BEGIN, END, MARKER, RegionError, add_markers, find, new_readme, replace

PAIR = f"{BEGIN}\nold\n{END}\n"
FENCED = f"```markdown\n{BEGIN}\n{END}\n```\n"


@pytest.mark.parametrize(
    ("readme", "written"),
    [
        (PAIR, f"{BEGIN}\n\nnew\n\n{END}\n"),
        (f"# T\n\nabove\n{PAIR}below", f"# T\n\nabove\n{BEGIN}\n\nnew\n\n{END}\nbelow"),
        (f"{BEGIN}\n{END}", f"{BEGIN}\n\nnew\n\n{END}"),
        (PAIR.replace("\n", "\r\n"), f"{BEGIN}\r\n\r\nnew\r\n\r\n{END}\r\n"),
        (f"# T\r\n\nx\r\n{PAIR}", f"# T\r\n\nx\r\n{BEGIN}\n\r\nnew\r\n\r\n{END}\n"),
        (PAIR.replace("\n", "\r"), f"{BEGIN}\r\rnew\r\r{END}\r"),
        (f"{FENCED}{PAIR}{FENCED}", f"{FENCED}{BEGIN}\n\nnew\n\n{END}\n{FENCED}"),
        (f"    {END}\n\n`{BEGIN}`\n\n{PAIR}", f"    {END}\n\n`{BEGIN}`\n\n{BEGIN}\n\nnew\n\n{END}\n"),
        ("<!--peftlint:begin-->\n  <!-- peftlint:end  -->  \n", "<!--peftlint:begin-->\n\nnew\n\n  <!-- peftlint:end  -->  \n"),
        (f"\x0c\u2028{PAIR}", None),
        (f"\x0c\u2028x\n{PAIR}", f"\x0c\u2028x\n{BEGIN}\n\nnew\n\n{END}\n"),
        (f"<!-- see\n{BEGIN}\n\n{PAIR}", None),
        (f"> {BEGIN}\n\n{PAIR}", f"> {BEGIN}\n\n{BEGIN}\n\nnew\n\n{END}\n"),
    ],
)  # fmt: skip
def test_replaces_only_what_is_between_the_markers(readme: str, written: str | None) -> None:
    if written is None:
        with pytest.raises(RegionError):
            replace(readme, "new\n")
        return
    assert replace(readme, "new\n") == written
    assert replace(written, "new\n") == written


@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(["\n", "\r\n"]))
def test_what_is_outside_is_kept_to_the_byte(above: str, below: str, newline: str) -> None:
    readme = f"{above}{newline}{BEGIN}{newline}old{newline}{END}{newline}{below}"
    try:
        written = replace(readme, "new\n")
    except RegionError:
        return
    assert written.startswith(f"{above}{newline}{BEGIN}{newline}")
    assert written.endswith(f"{END}{newline}{below}")


@pytest.mark.parametrize(
    ("readme", "message"),
    [
        ("# T\n", "has no peftlint markers; put these two lines where the list is to go:\n" + BEGIN),
        ("", "has no peftlint markers"),
        (FENCED, "has no peftlint markers"),
        (f"x {BEGIN}\n{END} y\n", "has no peftlint markers"),
        (f"# T\n{BEGIN}\n", f"a marker begin on line 2 but no end; below the list add:\n{END}"),
        (f"# T\n\n{END}\n", f"a marker end on line 3 but no begin; above the list add:\n{BEGIN}"),
        (f"{END}\n{BEGIN}\n", "in the wrong order, end on line 1 and begin on line 2"),
        (
            PAIR + PAIR,
            "found begin on line 1 and end on line 3 and begin on line 4 and end on line 6; keep one",
        ),
        (f"{BEGIN}\n{PAIR}", "expected one pair of markers"),
    ],
)
def test_says_what_to_add_and_where(readme: str, message: str) -> None:
    with pytest.raises(RegionError) as caught:
        find(readme)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("readme", "marked"),
    [
        ("", f"{BEGIN}\n{END}\n"),
        ("# T", f"# T\n\n{BEGIN}\n{END}\n"),
        ("# T\n", f"# T\n\n{BEGIN}\n{END}\n"),
        ("# T\n\n\n", f"# T\n\n\n{BEGIN}\n{END}\n"),
        ("a\r\nb\r\n", f"a\r\nb\r\n\r\n{BEGIN}\r\n{END}\r\n"),
        (PAIR, PAIR),
    ],
)
def test_adds_markers_at_the_end(readme: str, marked: str) -> None:
    assert add_markers(readme) == marked
    assert add_markers(marked) == marked
    assert find(marked).start <= find(marked).end


@pytest.mark.parametrize(
    ("readme", "message"),
    [
        ("```\ncode", "is not closed"),
        (f"{BEGIN}\n", "no end; below the list add"),
    ],
)
def test_adds_no_markers_where_they_would_not_count(readme: str, message: str) -> None:
    with pytest.raises(RegionError, match=message):
        add_markers(readme)


def test_the_region_of_a_new_readme() -> None:
    readme = new_readme("Papers on [x]\n")
    assert readme == f"# Papers on \\[x\\]\n\n{BEGIN}\n{END}\n"
    region = find(readme)
    assert (readme[region.start :], region.start, region.line) == (f"{END}\n", region.end, 4)


LINES = [
    *("<!-- peftlint:begin -->", "<!-- peftlint:end -->", "  <!-- peftlint:end -->", "<!-- peftlint:end"),
    *("```", "````", "```a`b", "  ```", "~~~ x", "   ~~~", "    ```", "\t```", "> ```", "- ```", "```  "),
    *("<!--", "<!-- x -->", " <!-- y", "-->", "z --> ", "<!-->", "> <!-- x", "- <!-- a", "\t<!-- x"),
    *(
        "<div>",
        "</div>",
        "<b>",
        "<b>t",
        "  <p>",
        "- <div>",
        "<pre>",
        "</pre>",
        "<?php",
        "?>",
        "<!DOCTYPE html>",
    ),
    *("", " ", "x", "- a", "-", "1. b", "  c", "    d", "> q", "# h", "---", "[a]: b", "[a]: <b> 'c", "'"),
]


@given(st.lists(st.sampled_from(LINES), max_size=14))
def test_markers_are_where_a_parser_sees_html(lines: list[str]) -> None:
    tokens = MarkdownIt("commonmark").parse("\n".join(lines))
    blocks = [token.map for token in tokens if token.type == "html_block" and token.level == 0 and token.map]
    inside = (number for start, end in blocks for number in range(start, end))
    seen = [(match[1], number) for number in inside if (match := MARKER.fullmatch(lines[number]))]
    if [name for name, _ in seen] == ["begin", "end"]:
        assert find("\n".join(lines)).line == seen[0][1] + 2
        return
    with pytest.raises(RegionError) as caught:
        find("\n".join(lines))
    assert ("has no peftlint markers" in str(caught.value)) == (not seen)
    assert all(f"{name} on line {number + 1}" in str(caught.value) for name, number in seen)


def test_no_parser_is_needed_for_a_usual_readme() -> None:
    code = (
        f"import sys; from peftlint.readme.region import find; find({FENCED + PAIR!r}); print(*sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "markdown_it" not in run.stdout.split()
