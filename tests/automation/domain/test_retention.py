"""A run is kept for the days of the installation, and for the cool-down hours of its workflow."""

from datetime import UTC, datetime, timedelta

import pytest

from mauntic.automation.domain.options import Options
from mauntic.automation.domain.retention import is_expired

AT = datetime(2026, 12, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("ago", "cool_down_hours", "expected"),
    [
        (364 * DAY, 0, False),
        (365 * DAY, 0, False),
        (365 * DAY + timedelta(seconds=1), 0, True),
        (366 * DAY, 24 * 364, True),
        (366 * DAY, 24 * 367, False),
    ],
)
def test_a_run_expires_behind_both_limits(ago, cool_down_hours, expected):
    assert is_expired(AT - ago, Options(cool_down_hours=cool_down_hours), days=365, at=AT) is expected
