"""The clock's schedules."""

import dramatiq
import pytest
from django_q.models import Schedule as ScheduleRow

from mauntic.broker import Job, schedules
from mauntic.broker.schedules import Schedule, declare, fan_out, install
from mauntic.tenants.models import Organization

FETCH, GONE, REBUILD = Job[[]]("mail.fetch"), Job[[]]("mail.gone"), Job[[]]("scores.rebuild")


# When each job of the clock runs: every so many minutes, or by a line of cron (UTC).
SCHEDULES = {
    "revops.run_sequences": 1,
    "automation.purge": "29 * * * *",
    "revops.settle_proposals": 5,
    "revops.decide_leads": 5,
    "revops.read_replies": 5,
    "automation.resume_due": 1,
    "automation.sweep": 5,
    "revops.send_texts": 1,
    "delivery.check_rates": 15,
    "delivery.count_touches": 1,
    "delivery.forget_raw": 60,
    "delivery.look_up_domains": 60,
    "delivery.send_due": 1,
    "delivery.sync": 2,
    "crm.restart_stalled_imports": 1,
    "crm.sweep_segments": 1,
    "events.redeliver_due": 1,
    "journeys.resume_moves": 5,
    "lead_intelligence.check_providers": 15,
    "lead_intelligence.clean_cache": 60,
    "lead_intelligence.refresh_leads": 15,
    "lead_intelligence.refresh_quality": "37 * * * *",
    "lead_intelligence.resume_jobs": 1,
    "lead_intelligence.watch_budgets": 1,
    "notifications.resend_due_mails": 2,
    "revops.assess_deals": "11 */4 * * *",
    "revops.purge_deleted_activities": "47 * * * *",
    "revops.purge_research": "53 * * * *",
    "revops.remind_of_tasks": 1,
    "revops.reroute_leavers": 1,
    "revops.restart_stalled_reading": 1,
    "revops.resume_deal_runs": 1,
    "revops.resume_qualification": 5,
    "revops.resume_research": 1,
    "revops.retry_unrouted": 10,
    "revops.tend_agent_runs": 10,
    "revops.snapshot_forecast": "*/30 * * * *",
    "scoring.delete_old_signals": "37 * * * *",
    "scoring.expire_alerts": 1,
    "scoring.rescore_stale": "7 * * * *",
    "scoring.resume_recalculation": 5,
    "scoring.score_shadow": "23 2 * * *",
    "tracking.doubt_quick_visits": 1,
    "tracking.forget_rejected": 60,
}


@pytest.fixture
def declared(db, monkeypatch):
    monkeypatch.setattr(schedules, "_declared", {})
    ScheduleRow.objects.all().delete()


def installed() -> dict[str, tuple[str, int | None, str | None]]:
    return {
        row.name: (row.schedule_type, row.minutes, row.cron) for row in ScheduleRow.objects.order_by("name")
    }


def test_installing_twice_makes_each_schedule_once_and_keeps_its_next_run(declared):
    declare(Schedule(job=FETCH, minutes=5))
    declare(Schedule(job=REBUILD, cron="0 3 * * *"))
    install()
    before = {row.name: row.next_run for row in ScheduleRow.objects.all()}
    install()

    assert installed() == {"mail.fetch": ("I", 5, None), "scores.rebuild": ("C", None, "0 3 * * *")}
    assert {row.name: row.next_run for row in ScheduleRow.objects.all()} == before


def test_a_changed_schedule_is_changed_and_one_no_longer_declared_is_removed(declared):
    declare(Schedule(job=FETCH, minutes=5))
    declare(Schedule(job=GONE, minutes=5))
    install()
    schedules._declared.clear()
    declare(Schedule(job=FETCH, minutes=1))
    install()

    assert installed() == {"mail.fetch": ("I", 1, None)}


def test_schedules_of_other_functions_are_removed(declared):
    ScheduleRow.objects.create(name="by hand", func="math.sqrt")
    ScheduleRow.objects.create(func="builtins.exec")
    install()

    assert installed() == {}


def test_migrate_installed_every_job_at_its_interval(db):
    rows = ScheduleRow.objects.all()
    assert {row.name: row.cron or row.minutes for row in rows} == SCHEDULES
    assert {row.name: (row.func, row.args, row.repeats) for row in rows} == {
        name: (schedules.FAN_OUT, f"('{name}',)", -1) for name in SCHEDULES
    }


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
