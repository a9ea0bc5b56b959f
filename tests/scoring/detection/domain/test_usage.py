import pytest

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
