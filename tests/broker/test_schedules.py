"""The clock's schedules."""

import dramatiq
import pytest
from django_q.models import Schedule as ScheduleRow

from mauntic.broker import schedules
from mauntic.broker.schedules import Schedule, declare, fan_out, install
from mauntic.tenants.models import Organization


@pytest.fixture
def declared(db, monkeypatch):
    monkeypatch.setattr(schedules, "_declared", {})
    ScheduleRow.objects.all().delete()


def installed() -> dict[str, tuple[str, int | None, str | None]]:
    return {
        row.name: (row.schedule_type, row.minutes, row.cron) for row in ScheduleRow.objects.order_by("name")
    }


def test_installing_twice_makes_each_schedule_once_and_keeps_its_next_run(declared):
    declare(Schedule(actor="mail.fetch", minutes=5))
    declare(Schedule(actor="scores.rebuild", cron="0 3 * * *"))
    install()
    before = {row.name: row.next_run for row in ScheduleRow.objects.all()}
    install()

    assert installed() == {"mail.fetch": ("I", 5, None), "scores.rebuild": ("C", None, "0 3 * * *")}
    assert {row.name: row.next_run for row in ScheduleRow.objects.all()} == before


def test_a_changed_schedule_is_changed_and_one_no_longer_declared_is_removed(declared):
    declare(Schedule(actor="mail.fetch", minutes=5))
    declare(Schedule(actor="mail.gone", minutes=5))
    install()
    schedules._declared.clear()
    declare(Schedule(actor="mail.fetch", minutes=1))
    install()

    assert installed() == {"mail.fetch": ("I", 1, None)}


def test_schedules_of_others_are_left_alone(declared):
    ScheduleRow.objects.create(name="by hand", func="math.sqrt")
    install()

    assert list(installed()) == ["by hand"]


def test_migrate_installed_the_sweep(db):
    assert ScheduleRow.objects.get(name="events.redeliver_due").args == "('events.redeliver_due',)"


def test_a_tick_sends_one_message_inside_each_organization(acme, monkeypatch):
    sent = []
    broker = dramatiq.get_broker()

    def enqueue(message, *, delay=None):
        broker.emit_before("enqueue", message, delay)
        sent.append((message.actor_name, message.options["schema"]))

    monkeypatch.setattr(broker, "enqueue", enqueue)
    fan_out("events.redeliver_due")

    schemas = Organization.objects.order_by("pk").values_list("schema_name", flat=True)
    assert {"acme", "globex"} <= set(schemas)
    assert sent == [("events.redeliver_due", schema) for schema in schemas]
