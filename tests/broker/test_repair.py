"""After the system time went three hours forward and back."""

from datetime import timedelta

import pytest
from django_q.brokers import get_broker
from django_q.models import OrmQ
from django_q.models import Schedule as ScheduleRow

from mauntic.broker.clock import ClockQueue
from mauntic.broker.repair import reset_far_schedules
from mauntic.broker.schedules import FAN_OUT, install
from mauntic.kernel.clock import now
from mauntic.tenants import context

JUMP = timedelta(hours=3)


@pytest.fixture
def installed(db):
    context.leave()
    ScheduleRow.objects.all().delete()
    OrmQ.objects.all().delete()
    install()
    return ScheduleRow.objects.filter(func=FAN_OUT)


def run_at(time) -> None:
    """Plan each next run as the clock does when it ticks at that time."""
    for row in ScheduleRow.objects.filter(schedule_type=ScheduleRow.MINUTES):
        row.next_run = row.calculate_next_run(time)
        row.save()


def test_schedules_that_a_jump_left_far_ahead_run_now(installed):
    run_at(now() + JUMP)
    by_minutes = installed.filter(schedule_type=ScheduleRow.MINUTES).count()

    assert reset_far_schedules(now()) == by_minutes > 5
    assert installed.filter(schedule_type=ScheduleRow.MINUTES, next_run__gt=now()).count() == 0


def test_a_cron_line_that_ran_ahead_runs_now(installed):
    row = installed.get(name="scoring.rescore_stale")
    row.next_run = now() + JUMP
    row.save()

    assert reset_far_schedules(now()) == 1
    row.refresh_from_db()
    assert row.next_run <= now()


def test_schedules_in_their_time_are_left_alone(installed):
    run_at(now())
    before = dict(installed.values_list("pk", "next_run"))

    assert reset_far_schedules(now()) == 0
    assert dict(installed.values_list("pk", "next_run")) == before


def test_a_task_that_the_jump_locked_is_free_again(installed):
    OrmQ.objects.create(key="mauntic", payload="", lock=now() + JUMP)
    OrmQ.objects.create(key="mauntic", payload="", lock=now() + timedelta(seconds=60))
    reset_far_schedules(now())

    assert OrmQ.objects.filter(lock__lte=now()).count() == 1


def test_the_clock_looks_after_its_schedules_by_itself(installed, monkeypatch):
    monkeypatch.setattr("django_q.brokers.orm.sleep", lambda seconds: None)
    run_at(now() + JUMP)
    queue = get_broker()
    assert isinstance(queue, ClockQueue)
    queue.dequeue()

    assert not installed.filter(next_run__gt=now() + timedelta(hours=2), schedule_type="I").exists()
