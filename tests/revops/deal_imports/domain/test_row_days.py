"""All dates of a file of deals tell whether the day or the month comes first."""

from datetime import date

import pytest

from tests.revops.deal_imports.domain.lines import read


def deals(*days: tuple[str, str]) -> list[dict[str, str]]:
    return [{"name": "Wire", "stage": "demo", "began": began, "closes": closes} for began, closes in days]


@pytest.mark.parametrize(
    ("telling", "began"), [("25/12/2027", date(2017, 4, 3)), ("12/25/2027", date(2017, 3, 4))]
)
def test_one_date_of_another_row_and_column_tells_the_order(telling, began):
    first, _ = read(deals(("3/4/2017", ""), ("", telling)))
    assert (first.began, first.problems) == (began, {})


@pytest.mark.parametrize("others", [[], [("25/12/2016", ""), ("12/25/2016", "")]])
def test_a_date_of_a_file_that_does_not_tell_is_refused_and_not_guessed(others):
    first, *_ = read(deals(("3/4/2017", ""), *others))
    assert first.began is None
    assert first.problems["began"].startswith('"3/4/2017" can be read with the day or the month first.')


def test_dates_with_dots_and_iso_dates_need_no_others():
    (line,) = read(deals(("3.4.2017", "2027-03-04")))
    assert (line.began, line.closes, line.problems) == (date(2017, 4, 3), date(2027, 3, 4), {})
