from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peftlint.fields.year import find_years, full_year, read_year

DATES = {
    "2023": 2023,
    "(2023)": 2023,
    "[2019],": 2019,
    "2023-10-05": 2023,
    "2023/05": 2023,
    "2023.05": 2023,
    "2023.8": 2023,
    "05/10/2023": 2023,
    "Oct 2023": 2023,
    "Oct. 2023": 2023,
    "october 5, 2023": 2023,
    "3rd June 2021": 2021,
    "2023 Oct 5": 2023,
    "Oct '23": 2023,
    "2023年": 2023,
    "2023年10月5日": 2023,
    "'23": 2023,
    "’98": 1998,
}
NO_DATES = [
    "",
    "23",
    "1899",
    "2100",
    "20231",
    "2023.57",
    "2005.14165",
    "arXiv:2005.14165",
    "2019-2023",
    "2023 ICLR",
    "Llama 2023",
    "2023" * 20,
]


@pytest.mark.parametrize(("text", "year"), DATES.items())
def test_a_date_is_read_as_its_year(text: str, year: int) -> None:
    assert read_year(text) == year


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_more_or_less_than_a_date_is_none(text: str) -> None:
    assert read_year(text) is None


RUNNING = {
    "A. Author et al., 2023.": [2023],
    "(2020), 2021": [2020, 2021],
    "links, 2023.8, more": [2023],
    "on 2023-10-05 or 2023/05": [2023, 2023],
    "Title(2020)": [2020],
    "于2023年发表": [2023],
    "arXiv, 2024/ins>": [2024],
    "2019–2023 and 2019-2023": [],
    "arXiv:2106.09685 or 2005.14165": [],
    "https://example.org/2023/paper and www.example.org/2021": [],
    "doi 10.1145/2023.2024 and 2021.acl-long.353": [],
    "Llama-2023B, CVPR-2020, NeurIPS2020, 2017a": [],
    "$2000, 2,000, 2048x, 2000%, 20233": [],
}


@pytest.mark.parametrize(("text", "years"), RUNNING.items())
def test_years_that_stand_alone_are_found(text: str, years: list[int]) -> None:
    found = find_years(text)
    assert [year for _, _, year in found] == years
    assert [text[start:end] for start, end, _ in found] == [str(year) for year in years]


@given(st.integers(1900, 2099), st.sampled_from(["{}", "({})", "{}-01", "{}.", "May {}", "{}年"]))
def test_every_plausible_year_is_read(year: int, form: str) -> None:
    assert read_year(form.format(year)) == year
    assert [found.year for found in find_years(f"x, {form.format(year)}, y")] == [year]


@given(st.integers(0, 99))
def test_two_digits_are_a_year_within_half_a_century(short: int) -> None:
    assert full_year(f"{short:02}") % 100 == short
    assert 1950 <= full_year(f"{short:02}") <= 2049


@given(st.text())
def test_any_text_can_be_given(text: str) -> None:
    assert read_year(text) is None or 1900 <= (read_year(text) or 0) <= 2099
    assert all(text[start:end] == str(year) for start, end, year in find_years(text))
