from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from revops.agents.llm.domain.months import month_of

LATE = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "month"),
    [("UTC", date(2026, 11, 1)), ("Asia/Tokyo", date(2026, 12, 1)), ("America/New_York", date(2026, 11, 1))],
)
def test_a_month_is_that_of_the_organization(zone, month):
    assert month_of(LATE, ZoneInfo(zone)) == month
