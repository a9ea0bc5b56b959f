from datetime import UTC, datetime, timedelta

import pytest

from scoring.alerts.domain.status import AlertMove, AlertStatus, is_late, status_without_escalation

DEADLINE = datetime(2026, 11, 24, 10, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "status"),
    [
        (DEADLINE - SECOND, AlertStatus.OPEN),
        (DEADLINE, AlertStatus.OVERDUE),
        (DEADLINE + SECOND, AlertStatus.OVERDUE),
    ],
)
def test_what_nobody_was_told_of_is_overdue_from_its_deadline_on(now, status):
    assert status_without_escalation(deadline=DEADLINE, now=now) == status


@pytest.mark.parametrize(
    ("touched_at", "late"), [(DEADLINE - SECOND, False), (DEADLINE, False), (DEADLINE + SECOND, True)]
)
def test_who_acted_was_late_only_after_the_deadline(touched_at, late):
    assert is_late(deadline=DEADLINE, touched_at=touched_at, now=DEADLINE + timedelta(days=9)) is late


def test_what_nobody_acted_on_is_late_once_the_deadline_passed():
    assert not is_late(deadline=DEADLINE, touched_at=None, now=DEADLINE)
    assert is_late(deadline=DEADLINE, touched_at=None, now=DEADLINE + SECOND)


def test_statuses_and_changes_are_stored_under_these_names():
    assert list(AlertStatus) == ["open", "acknowledged", "escalated", "overdue"]
    assert list(AlertMove) == ["acknowledged", "snoozed", "reassigned", "ran_out", "escalated", "undone"]


def test_an_acknowledgement_in_time_stays_in_time_however_late_it_is_looked_at():
    a_year_later = DEADLINE + timedelta(days=365)
    assert not is_late(deadline=DEADLINE, touched_at=DEADLINE - SECOND, now=a_year_later)


@pytest.mark.parametrize("offset", [-SECOND, timedelta(0), SECOND])
def test_at_its_deadline_an_alert_is_overdue_and_an_acknowledgement_still_in_time(offset):
    now = DEADLINE + offset
    status = status_without_escalation(deadline=DEADLINE, now=now)
    assert (status is AlertStatus.OVERDUE) == (now >= DEADLINE)
    assert is_late(deadline=DEADLINE, touched_at=now, now=now) == (now > DEADLINE)
