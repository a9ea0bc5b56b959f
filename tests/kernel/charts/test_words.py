"""Numbers of charts."""

import pytest

from mauntic.kernel.charts.words import compact, percent, range_of


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (0.25, "0.25"),
        (250, "250"),
        (999, "999"),
        (1000, "1K"),
        (2500, "2.5K"),
        (1_250_000, "1.25M"),
        (30_000_000_000, "30B"),
        (-2500, "-2.5K"),
        (0.1 + 0.2, "0.3"),
        (0.0025, "0.0025"),
        (12_345, "12.3K"),
        (999_999, "1M"),
        (999.6, "1K"),
    ],
)
def test_a_round_number_is_written_short(number, text):
    assert compact(number) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0, "0%"), (0.025, "2.5%"), (0.7, "70%"), (0.3333, "33.3%"), (1, "100%")]
)
def test_a_share_is_written_to_a_tenth_of_a_percent(share, text):
    assert percent(share) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "1"),
        (-1, "-1"),
        (999.4, "999"),
        (-999.6, "-1K"),
        (10_000, "10K"),
        (123_456, "123K"),
        (999_499, "999K"),
        (10**6, "1M"),
        (10**9, "1B"),
        (999_600_000, "1B"),
        (0.000_123_4, "0.000123"),
        (0.1, "0.1"),
    ],
)
def test_three_digits_are_told(number, text):
    assert compact(number) == text


def test_a_line_is_told_by_its_ends_and_its_range():
    assert range_of("Hot", "3", "5", "1", "9") == "Hot: from 3 to 5, between 1 and 9."
