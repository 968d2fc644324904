from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peftlint.reports.escaping import json_text, printable

ANY_TEXT = st.text(st.characters())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("低秩适配 𝓛 é 👩‍💻\u00a0x\t\r\n", "低秩适配 𝓛 é 👩‍💻\u00a0x\t\r\n"),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("\x00\x08\x0b\x0c\x7f\x85\x9b", "\ufffd" * 7),
        ("\u202egnp.exe", "\ufffdgnp.exe"),
        ("a\u2028b\u2029c", "a\ufffdb\ufffdc"),
        ("caf\udce9.md", "caf\ufffd.md"),
        ("\ufffe\uffff", "\ufffd\ufffd"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(ANY_TEXT)
def test_printable_text_can_be_encoded_and_stand_in_xml(text: str) -> None:
    shown = printable(text)
    shown.encode()
    element = ElementTree.Element("a", value=shown)
    assert ElementTree.fromstring(ElementTree.tostring(element, encoding="unicode")).get("value") == shown
    assert printable(shown) == shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"标题": "低秩\n"}, '{\n "标题": "低秩\\n"\n}\n'),
        ("\x1b\x7f\u202e", '"\\u001b\\u007f\\u202e"\n'),
        ("caf\udce9", '"caf\\udce9"\n'),
    ],
)
def test_json_text(value: object, text: str) -> None:
    assert json_text(value) == text


@settings(max_examples=50)
@given(st.dictionaries(ANY_TEXT, st.lists(ANY_TEXT, max_size=3), max_size=3))
def test_json_gives_back_what_went_in(value: object) -> None:
    text = json_text(value)
    assert json.loads(text.encode()) == value
    assert printable(text) == text
