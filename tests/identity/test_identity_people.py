"""Whose names are whose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peftlint.identity.people import Agreement, agreement, read_people, read_person, same_person

READ = [
    ("Edward J. Hu", "hu", "edwardj"),
    ("Hu, Edward J.", "hu", "edwardj"),
    ("Hu E J", "hu", "ej"),
    ("EJ Hu", "hu", "ej"),
    ("Hector Garcia-Molina", "molina", "hectorgarcia"),
    ("Shih-Yang Liu", "liu", "shihyang"),
    ("Rami Al-Rfou’", "rfou", "ramial"),
    ("Kenneth Ross Jr.", "ross", "kenneth"),
    ("B?hm", "bhm", ""),
    ("H. SjÃ¶strÃ¶m", "sjostrom", "h"),
    ("h sjã¶strã¶m", "sjostrom", "h"),
    ("Pekka Hämäläinen", "hamalainen", "pekka"),
    ("李飞", "李飞", ""),
]


@pytest.mark.parametrize(("name", "family", "given_names"), READ)
def test_read_person(name: str, family: str, given_names: str) -> None:
    assert read_person(name) == (family, given_names)


@pytest.mark.parametrize("name", ["", "?", "Anonymous", "et al.", "3", "The Access Team"])
def test_no_person(name: str) -> None:
    assert read_person(name) is None


SAME = [
    ("Edward J. Hu", "Hu E J"),
    ("Edward J. Hu", "E. Hu"),
    ("Ning Ding", "Ding Ning"),
    ("Michael H. Böhlen", "Michael H. B?hlen"),
    ("Michael H. Böhlen", "M BÃ¶hlen"),
    ("Arvind Neelakantan", "A. Neelakantn"),
    ("Hu", "Edward Hu"),
]
DIFFERENT = [
    ("Yi Zhang", "Wei Zhang"),
    ("Wei Zhang", "Wei Zhao"),
    ("Edward Hu", "Edward Hou"),
    ("Ning Ding", "Ning Yang"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_same_person(one: str, other: str) -> None:
    left, right = read_people((one, other))
    assert same_person(left, right)
    assert same_person(right, left)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_persons(one: str, other: str) -> None:
    left, right = read_people((one, other))
    assert not same_person(left, right)


AGREEMENT = [
    ("Edward Hu; Yelong Shen", "Y. Shen; E. Hu; P. Wallis", Agreement(2, 2, False)),
    ("Edward Hu; Yelong Shen", "Yi Zhang; E. Hu", Agreement(1, 2, False)),
    ("Edward Hu", "Yi Zhang; Wei Li", Agreement(0, 1, True)),
    ("Yi Zhang", "Wei Zhang", Agreement(0, 1, False)),
    ("OpenAI", "Tom Brown; Ben Mann", Agreement(0, 1, False)),
    ("", "Tom Brown", Agreement(0, 0, False)),
]


@pytest.mark.parametrize(("one", "other", "expected"), AGREEMENT)
def test_agreement(one: str, other: str, expected: Agreement) -> None:
    left, right = (read_people(tuple(filter(None, text.split("; ")))) for text in (one, other))
    assert agreement(left, right) == expected
    assert agreement(right, left) == expected


@given(st.lists(st.text(max_size=20), max_size=6))
def test_a_list_agrees_with_itself(names: list[str]) -> None:
    people = read_people(tuple(names))
    assert agreement(people, people) == Agreement(len(people), len(people), False)
