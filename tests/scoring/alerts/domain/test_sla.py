from datetime import UTC, datetime, timedelta

from mauntic.kernel.time.business_hours import BusinessHours
from scoring.alerts.domain.sla import Sla, deadline

NINE_TO_FIVE = BusinessHours(week=[[(9 * 60, 17 * 60)]] * 5 + [[], []])
FRIDAY_AT_FOUR = datetime(2026, 11, 27, 16, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, tzinfo=UTC)


def test_a_promise_counts_business_hours_only():
    assert deadline(Sla(timedelta(hours=4)), FRIDAY_AT_FOUR, NINE_TO_FIVE) == MONDAY.replace(hour=12)


def test_a_promise_around_the_clock_does_not_look_at_them():
    sla = Sla(timedelta(hours=4), in_business_hours=False)
    assert deadline(sla, FRIDAY_AT_FOUR, NINE_TO_FIVE) == FRIDAY_AT_FOUR.replace(hour=20)


def test_the_last_minute_of_a_day_is_still_in_time():
    assert deadline(Sla(timedelta(hours=1)), FRIDAY_AT_FOUR, NINE_TO_FIVE) == FRIDAY_AT_FOUR.replace(hour=17)
