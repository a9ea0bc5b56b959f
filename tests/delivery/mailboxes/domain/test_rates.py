"""What bounce and complaint rates mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.delivery.mailboxes.domain.rates import LEAST_SENT, Band, Rates


@pytest.mark.parametrize(
    ("rates", "band"),
    [
        (Rates(49, 49, 49), Band.GOOD),  # too few to say anything
        (Rates(100, 4, 0), Band.WATCH),
        (Rates(100, 5, 0), Band.PAUSE),
        (Rates(140, 7, 0), Band.PAUSE),  # exactly 5%, which 0.05 * 140 would miss
        (Rates(140, 6, 0), Band.WATCH),
        (Rates(100, 2, 0), Band.GOOD),
        (Rates(1_000, 0, 1), Band.PAUSE),
        (Rates(1_001, 0, 1), Band.WATCH),
        (Rates(3_334, 0, 1), Band.GOOD),
        (Rates(), Band.GOOD),
    ],
)
def test_rates_are_good_watched_or_pause_the_mailbox(rates: Rates, band: Band) -> None:
    assert rates.band == band


@pytest.mark.parametrize(
    ("rates", "reason"),
    [
        (Rates(100, 6, 0), "6 of 100 emails bounced in 7 days."),
        (Rates(1_000, 60, 1), "1 of 1,000 emails were reported as spam in 7 days."),
        # One complaint of 2,000 is watched alone: the bounces are what pauses.
        (Rates(2_000, 100, 1), "100 of 2,000 emails bounced in 7 days."),
        (Rates(2_000, 1, 1), "1 of 2,000 emails were reported as spam in 7 days."),
    ],
)
def test_the_reason_has_the_numbers_and_a_complaint_that_pauses_comes_first(
    rates: Rates, reason: str
) -> None:
    assert rates.reason == reason


@given(st.integers(LEAST_SENT, 10_000), st.integers(0, 10_000), st.integers(0, 100))
def test_one_more_bounce_or_complaint_never_makes_it_better(sent: int, bounced: int, complained: int) -> None:
    order = list(Band)
    now = order.index(Rates(sent, bounced, complained).band)

    assert order.index(Rates(sent, bounced + 1, complained).band) >= now
    assert order.index(Rates(sent, bounced, complained + 1).band) >= now
