"""Rates with their intervals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revops.sequences.domain.rates import better, rate


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        # Published values of Wilson's interval: R's binom.confint(x, n, methods = "wilson").
        (5, 10, 0.2366, 0.7634),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (15, 100, 0.0931, 0.2328),
        (0, 0, 0.0, 1.0),
    ],
)
def test_an_interval_is_that_of_wilson(count, of, low, high):
    found = rate(count, of)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_share_lies_in_its_interval(count, of):
    found = rate(count, of)
    assert 0 <= found.low <= found.high <= 1
    if of:
        assert found.low <= found.share + 1e-9
        assert found.share <= found.high + 1e-9


def test_a_variant_is_better_only_if_both_were_sent_often_and_the_intervals_are_apart():
    assert better(rate(40, 100), rate(5, 100)) == 1
    assert better(rate(5, 100), rate(40, 100)) == -1
    assert better(rate(12, 100), rate(10, 100)) == 0
    assert better(rate(10, 10), rate(0, 10)) == 0


def test_few_emails_are_too_early():
    assert rate(3, 29).is_early
    assert not rate(3, 30).is_early
