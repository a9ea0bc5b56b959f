"""When a failed action is tried again by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from mauntic.automation.domain.outcomes import retry_at

AT = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(("attempt", "minutes"), [(1, 1), (2, 5), (3, 30)])
def test_a_temporary_failure_is_tried_again_after_1_5_and_30_minutes(attempt, minutes):
    assert retry_at(attempt, AT) == AT + timedelta(minutes=minutes)


def test_the_fourth_failure_is_final():
    assert retry_at(4, AT) is None
