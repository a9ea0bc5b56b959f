import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.detection.domain.usage import is_spike


@pytest.mark.parametrize(
    ("today", "before", "spike"),
    [
        (9, 42, True),  # three times the daily mean of 3
        (8, 42, False),
        (3, 14, True),
        (2, 1, False),  # below the least, though far above the mean
        (3, 1, True),
        (100, 0, False),  # new, and not more than usual
    ],
)
def test_a_spike_is_three_times_the_daily_mean_of_two_weeks_and_at_least_three(today, before, spike):
    assert is_spike(today=today, before=before) is spike


def test_an_organization_may_set_another_floor():
    assert not is_spike(today=9, before=14, least=10)
    assert is_spike(today=10, before=14, least=10)
    assert is_spike(today=1, before=1, least=1)


@given(st.integers(0, 50), st.integers(0, 500))
def test_a_busier_day_is_a_spike_whenever_a_quieter_one_is(today, before):
    if is_spike(today=today, before=before):
        assert is_spike(today=today + 1, before=before)


@given(st.integers(1, 200))
def test_a_day_like_the_fourteen_before_is_no_spike(daily):
    assert not is_spike(today=daily, before=daily * 14)
    assert is_spike(today=daily * 3, before=daily * 14)
    assert not is_spike(today=daily * 3 - 1, before=daily * 14)


def test_one_event_before_makes_the_product_known():
    assert not is_spike(today=3, before=0)
    assert is_spike(today=3, before=1)
