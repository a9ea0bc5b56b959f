"""The clock runs declared work and nothing else, whatever stands in its tables."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_q.brokers import get_broker
from django_q.models import OrmQ
from django_q.models import Schedule as ScheduleRow
from django_q.scheduler import scheduler
from django_q.signing import SignedPackage

from mauntic.broker import schedules
from mauntic.broker.clock import ClockQueue
from mauntic.broker.schedules import is_declared
from mauntic.tenants import context

FAN_OUT = "mauntic.broker.schedules.fan_out"
SWEEP = "events.redeliver_due"


@pytest.fixture
def clock(db, monkeypatch):
    # A tick begins with fresh connections; this one is the test's transaction.
    monkeypatch.setattr("django_q.scheduler.close_old_django_connections", lambda: None)
    context.leave()
    ScheduleRow.objects.all().delete()
    OrmQ.objects.all().delete()
    queue = get_broker()
    assert isinstance(queue, ClockQueue)
    return queue


def schedule(func: str, args: str = "", kwargs: str = "", hook: str = "") -> None:
    """A row as an attacker would write it, due."""
    due = timezone.now() - timedelta(minutes=1)
    ScheduleRow.objects.create(func=func, args=args, kwargs=kwargs, hook=hook, next_run=due)


def handed_out(queue: ClockQueue) -> list[tuple[str, tuple[str, ...]]]:
    """What the workers get, once everything that is queued is due."""
    OrmQ.objects.update(lock=timezone.now() - timedelta(minutes=1))
    packages = []
    while OrmQ.objects.filter(lock__lt=timezone.now()).exists():
        packages += [package for _, package in queue.dequeue() or []]
    tasks = [SignedPackage.loads(package) for package in packages]
    return [(task["func"], tuple(task["args"])) for task in tasks]


def test_a_declared_schedule_reaches_the_workers(clock):
    schedule(FAN_OUT, f"('{SWEEP}',)")
    scheduler(clock)
    assert handed_out(clock) == [(FAN_OUT, (SWEEP,))]


@pytest.mark.parametrize(
    ("func", "args", "kwargs", "hook"),
    [
        ("builtins.exec", "('open(marker, \"w\")',)", "", ""),
        ("os.system", "('true',)", "", ""),
        (FAN_OUT, "('no.such_actor',)", "", ""),
        (FAN_OUT, f"('{SWEEP}',)", "", "os.system"),
        (FAN_OUT, f"('{SWEEP}',)", "{'q_options': {'chain': [('os.system', ('true',))]}}", ""),
        (FAN_OUT, f"('{SWEEP}',)", "{'more': 1}", ""),
    ],
)
def test_an_undeclared_schedule_never_reaches_the_workers_and_stops_no_other(clock, func, args, kwargs, hook):
    schedule(func, args, kwargs, hook)
    schedule(FAN_OUT, f"('{SWEEP}',)")
    scheduler(clock)
    assert handed_out(clock) == [(FAN_OUT, (SWEEP,))]
    assert OrmQ.objects.count() == 1  # what was refused does not come back


def test_a_schedule_that_asks_to_be_run_at_once_is_not_run(clock, tmp_path):
    marker = tmp_path / "ran"
    code = f"open({str(marker)!r}, 'w')"
    schedule("builtins.exec", repr((code,)), "{'q_options': {'sync': True}}")
    scheduler(clock)
    assert not marker.exists()


def test_a_task_that_was_queued_by_other_ways_is_dropped(clock):
    task = {"id": "1", "name": "by hand", "func": "os.system", "args": ("true",), "kwargs": {}}
    clock.enqueue(SignedPackage.dumps(task))
    clock.enqueue("forged")
    assert handed_out(clock) == []
    assert not OrmQ.objects.exists()


def test_everything_that_is_declared_may_run():
    assert SWEEP in schedules._declared
    assert all(is_declared(FAN_OUT, (actor,), {}) for actor in schedules._declared)
