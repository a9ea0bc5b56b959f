"""Runs that ended a year ago are deleted; what decides whether a lead may enter a journey again stays."""

from datetime import timedelta

import pytest
from django.core.checks import Error

from mauntic.automation.checks import check_retention
from mauntic.automation.models import ActionRun, Kind, Run, RunState
from mauntic.automation.services.runs.purging import purge_runs
from mauntic.kernel.clock import now
from mauntic.kernel.ids import first_id_of
from tests.automation.conftest import make_definition, rise
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def age(run: Run, days: int) -> Run:
    """Return the run as if it had begun, and ended if it did, so many days ago."""
    old, at = run.pk, now() - days * DAY
    run.pk = first_id_of(at)
    run.started_at, run.ended_at = at, at + timedelta(hours=1) if run.ended_at else None
    run.cause_key += "-old"
    run.save(force_insert=True)
    ActionRun.objects.filter(run=old).update(run=run)
    Run.objects.filter(pk=old).delete()
    return run


def run_of(contact, run_jobs, days: int) -> Run:
    known = set(Run.objects.values_list("pk", flat=True))
    with run_jobs():
        assert rise(contact) == 1
    return age(Run.objects.exclude(pk__in=known).get(), days)


def test_old_runs_are_deleted_with_their_actions(desk, admin, run_jobs):
    make_definition(admin)
    run_of(ContactFactory(), run_jobs, 367)
    young = run_of(ContactFactory(), run_jobs, 364)
    assert purge_runs() == 1
    assert Run.objects.get() == young
    assert ActionRun.objects.get().run == young
    assert purge_runs() == 0


@pytest.mark.parametrize("state", [RunState.WAITING, RunState.RUNNING])
def test_runs_that_go_on_stay_however_old_they_are(desk, admin, run_jobs, state):
    make_definition(admin)
    run = run_of(ContactFactory(), run_jobs, 800)
    Run.objects.filter(pk=run.pk).update(state=state, ended_at=None)
    assert purge_runs() == 0


def test_a_run_within_the_cool_down_stays(desk, admin, run_jobs, settings):
    settings.MAUNTIC_RUNS_KEPT_DAYS = 30
    make_definition(admin, options={"cool_down_hours": 24 * 60})
    contact = ContactFactory()
    run_of(contact, run_jobs, 40)
    assert purge_runs() == 0
    assert rise(contact) == 0
    run_of(ContactFactory(), run_jobs, 61)
    assert purge_runs() == 1


def test_a_lead_still_enters_a_journey_once(desk, admin, run_jobs):
    make_definition(admin, kind=Kind.JOURNEY)
    contact = ContactFactory()
    run_of(contact, run_jobs, 1_000)
    assert purge_runs() == 1
    assert (Run.objects.get().facts, ActionRun.objects.exists()) == ({}, False)
    assert rise(contact) == 0
    assert purge_runs() == 0


def test_a_lead_that_may_enter_again_does_so_after_the_purge(desk, admin, run_jobs):
    make_definition(admin, kind=Kind.JOURNEY, options={"again_after_days": 10})
    contact = ContactFactory()
    for days in (1_200, 1_100, 1_000, 20):
        last = run_of(contact, run_jobs, days)
    assert purge_runs() == 3
    assert Run.objects.get() == last
    assert rise(contact) == 1
    assert rise(contact) == 0


def test_only_so_many_are_purged_at_once_in_small_transactions(desk, admin, run_jobs):
    make_definition(admin)
    for days in range(400, 405):
        run_of(ContactFactory(), run_jobs, days)
    assert purge_runs(chunk=2, most=3) == 3
    assert Run.objects.count() == 2
    assert purge_runs(chunk=2, most=3) == 2


def test_an_event_from_before_the_oldest_kept_run_begins_nothing(desk, admin):
    definition = make_definition(admin)
    definition.switched_at = now() - 500 * DAY
    definition.save()
    assert rise(ContactFactory(), at=now() - 366 * DAY) == 0
    assert rise(ContactFactory(), at=now() - 364 * DAY) == 1


@pytest.mark.parametrize(
    ("days", "ids"), [(365, []), (30, []), (29, ["mauntic.E002"]), (0, ["mauntic.E002"])]
)
def test_too_short_a_time_is_refused_at_the_start(settings, days, ids):
    settings.MAUNTIC_RUNS_KEPT_DAYS = days
    found = check_retention()
    assert [each.id for each in found] == ids
    assert all(isinstance(each, Error) and each.hint for each in found)
