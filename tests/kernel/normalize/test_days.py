"""Dates of lists are read in the order of day and month that the whole column tells."""

from datetime import date

import pytest

from mauntic.kernel.normalize import AmbiguousDayError, DayOrder, day_order_of, read_day

DAY, MONTH = DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        ([], None),
        (["2017-03-13", "", "soon"], None),
        (["3/4/2017", "5/5/2017"], None),
        (["3/4/2017", "13/4/2017"], DAY),
        (["3/4/2017", "4/13/2017 10:30"], MONTH),
        (["13-04-2017"], DAY),
        (["13/4/2017", "4/13/2017"], None),
        # Dots are used in countries that write the day first, beside dates of any order.
        (["13.4.2017"], None),
        (["13/4-2017", "13/4/17"], None),
    ],
)
def test_one_date_tells_the_order_of_all(texts, order):
    assert day_order_of(texts) is order


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2017-03-04", MONTH, date(2017, 3, 4)),
        ("2017-03-04T10:30:00", None, date(2017, 3, 4)),
        ("3/4/2017", DAY, date(2017, 4, 3)),
        ("3/4/2017", MONTH, date(2017, 3, 4)),
        ("03/04/2017 10:30", MONTH, date(2017, 3, 4)),
        ("3.4.2017", MONTH, date(2017, 4, 3)),
        ("3.4.2017", None, date(2017, 4, 3)),
        ("4/4/2017", None, date(2017, 4, 4)),
        ("13/4/2017", None, date(2017, 4, 13)),
        ("4/13/2017", DAY, date(2017, 4, 13)),
    ],
)
def test_a_date_is_read_in_the_order_of_its_file(text, order, day):
    assert read_day(text, order) == day


def test_a_date_that_can_be_two_days_is_not_guessed():
    with pytest.raises(AmbiguousDayError):
        read_day("3/4/2017", None)


@pytest.mark.parametrize(
    "text", ["", "soon", "31/2/2017", "13/13/2017", "0/1/2017", "3/4/17", "1/2-2017", "9" * 5_000]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        read_day(text, DAY)
