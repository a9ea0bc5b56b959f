"""The limits of a mailbox."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.delivery.mailboxes.domain.pace import DAY, HOUR, Pace, free_at, gap_ends, used

START = date(2026, 11, 1)
NOW = datetime(2026, 11, 30, 10, tzinfo=UTC)
RAMP = Pace(per_day=50, per_hour=9, gap=(90, 420), ramp_start=10, ramp_step=2, ramp_from=START)


@pytest.mark.parametrize(("days", "limit"), [(-1, 10), (0, 10), (1, 12), (20, 50), (400, 50)])
def test_the_ramp_up_grows_by_the_day_up_to_the_limit(days: int, limit: int) -> None:
    assert RAMP.daily_limit(START + timedelta(days=days)) == limit


def test_without_ramp_up_the_limit_counts_from_the_first_day() -> None:
    assert Pace(per_day=50, per_hour=9, gap=(0, 0)).daily_limit(START) == 50


def test_only_what_lies_within_the_span_is_used() -> None:
    sent = [NOW - HOUR, NOW - timedelta(minutes=59), NOW]

    assert used(sent, NOW, HOUR) == 2


def test_a_place_is_free_when_the_oldest_that_counts_leaves_the_span() -> None:
    sent = [NOW - timedelta(hours=each) for each in (5, 3, 1)]

    assert free_at(sent, 2, DAY) == NOW - timedelta(hours=3) + DAY
    assert free_at(sent, 0, DAY) is None


@given(st.uuids(), st.integers(0, 600), st.integers(0, 600))
def test_the_gap_lies_within_its_bounds_and_does_not_move(pk: UUID, shortest: int, more: int) -> None:
    ends = gap_ends(NOW, (shortest, shortest + more), pk)

    assert timedelta(seconds=shortest) <= ends - NOW <= timedelta(seconds=shortest + more)
    assert ends == gap_ends(NOW, (shortest, shortest + more), pk)
