"""A lead is in a journey once, and what was done outside is recorded, whoever acts at the same moment."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction

from mauntic.accounts.models import Role, User
from mauntic.automation.models import ActionRun, ActionState, Definition, Kind, Run, RunState
from mauntic.automation.registry.triggers import known_trigger, register_trigger
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.runs.leaving import stop_runs
from mauntic.automation.services.runs.resuming import resume_due
from mauntic.automation.services.runs.retrying import retry_runs, run_again
from mauntic.automation.services.runs.running import advance
from mauntic.automation.services.starting.firing import begin, new_run
from mauntic.automation.services.starting.sweeping import sweep_all
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict
from mauntic.tenants.context import enter
from tests.automation.conftest import make_definition, rise, the_run
from tests.factories.crm import ContactFactory

OUTSIDE = {"action": "outside", "settings": {"text": "Out"}}
AGAIN = {"again_after_days": 1}


def failed(definition: Definition, contact, *, days: int) -> Run:
    """A run that failed some days ago."""
    row = new_run(definition, Script(definition.current), contact.pk, cause_key=f"{days}", origin="event")
    row.state, row.started_at, row.ended_at = RunState.FAILED, *[now() - timedelta(days=days)] * 2
    row.save()
    return row


@pytest.mark.django_db
def test_a_failed_run_stays_so_while_the_lead_is_in_the_journey_again(acme, admin, desk):
    definition = make_definition(admin, kind=Kind.JOURNEY, options=AGAIN)
    contact, other = ContactFactory.create_batch(2)
    old, free = failed(definition, contact, days=9), failed(definition, other, days=9)
    assert rise(contact) == 1
    with pytest.raises(Conflict, match="in this journey"):
        retry_runs(run_ids=[old.pk])
    assert retry_runs(run_ids=[old.pk, free.pk]) == 1
    assert {run.pk for run in Run.objects.filter(state=RunState.FAILED)} == {old.pk}


@pytest.mark.django_db
def test_of_two_failed_runs_of_a_lead_the_newer_one_goes_on(acme, admin, desk):
    definition, contact = make_definition(admin, kind=Kind.JOURNEY, options=AGAIN), ContactFactory()
    older, newer = failed(definition, contact, days=9), failed(definition, contact, days=5)
    assert retry_runs(run_ids=[older.pk, newer.pk]) == 1
    assert Run.objects.alive().get() == newer


@pytest.mark.django_db
def test_all_failed_runs_of_a_workflow_go_on(acme, admin, desk):
    definition, contact = make_definition(admin), ContactFactory()
    rows = [failed(definition, contact, days=days) for days in (9, 5)]
    assert retry_runs(run_ids=[row.pk for row in rows]) == 2


def test_old_runs_that_are_run_again_at_once_let_the_lead_enter_once(committed, desk, at_once):
    boss = User.objects.create_user("boss@acme.example", "a password", role=Role.ADMIN)
    definition, contact = make_definition(boss, kind=Kind.JOURNEY, options=AGAIN), ContactFactory()
    rows = [failed(definition, contact, days=days) for days in (9, 8, 7, 6)]

    def again(number: int) -> str:
        try:
            return str(run_again(run_id=rows[number].pk, by=boss).pk)
        except Conflict as error:
            return error.message

    answers = at_once(4, again)
    assert answers.count("The lead is in this journey.") == 3
    assert str(Run.objects.alive().get().pk) in answers


@pytest.mark.parametrize("first", ["retry", "event", "again"])
def test_a_retry_beside_an_event_lets_a_lead_in_once(committed, desk, at_once, first):
    boss = User.objects.create_user("boss@acme.example", "a password", role=Role.ADMIN)
    definition, contact = make_definition(boss, kind=Kind.JOURNEY, options=AGAIN), ContactFactory()
    run, older = failed(definition, contact, days=9), failed(definition, contact, days=12)
    works = {
        "retry": lambda: retry_runs(run_ids=[run.pk]),
        "event": lambda: rise(contact),
        "again": lambda: run_again(run_id=older.pk, by=boss),
    }
    second = "event" if first == "retry" else "retry"
    is_done = threading.Event()

    def one(number: int) -> object:
        if number:
            assert is_done.wait(20)
            return _refusable(works[second])
        with transaction.atomic():
            answer = works[first]()
            is_done.set()
            threading.Event().wait(0.5)  # the other one looks before the commit
        return answer

    _answer, refused = at_once(2, one)
    assert not refused
    assert Run.objects.alive().count() == 1


def _refusable(work: Callable[[], object]) -> object:
    try:
        return work()
    except Conflict:
        return None


def test_what_was_done_outside_is_recorded_though_another_has_the_run_for_a_moment(committed, desk):
    boss = User.objects.create_user("boss@acme.example", "a password", role=Role.ADMIN)
    make_definition(boss, steps=[OUTSIDE])
    contact = ContactFactory()
    has_it, other = threading.Event(), []

    def hold(run_id) -> None:
        enter(committed)
        try:
            with transaction.atomic():
                Run.objects.select_for_update().get(pk=run_id)
                has_it.set()
                threading.Event().wait(0.5)
        finally:
            connection.close()

    def effect(call) -> None:
        other.append(threading.Thread(target=hold, args=[call.run_id]))
        other[0].start()
        assert has_it.wait(10)

    desk.effect = effect
    rise(contact)
    advance(run_ids=[the_run().pk])
    other[0].join()
    assert ActionRun.objects.get().state == ActionState.DONE
    assert the_run().step == ""


@pytest.mark.django_db
def test_what_was_done_outside_is_recorded_though_the_run_was_ended_meanwhile(acme, admin, desk):
    definition, contact = make_definition(admin, steps=[OUTSIDE]), ContactFactory()
    begin([new_run(definition, Script(definition.current), contact.pk, cause_key="1", origin="event")])
    desk.effect = lambda call: stop_runs(run_ids=[call.run_id])
    advance(run_ids=[the_run().pk])
    assert the_run().state == RunState.SKIPPED
    assert ActionRun.objects.get().state == ActionState.DONE


@pytest.mark.django_db
def test_a_run_that_is_deleted_while_something_is_done_outside_leaves_nothing(acme, admin, desk):
    make_definition(admin, steps=[OUTSIDE])
    rise(ContactFactory())
    desk.effect = lambda _call: Run.objects.all().delete()
    advance(run_ids=[the_run().pk])
    assert not ActionRun.objects.exists()


def _lose_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def test_a_database_that_goes_away_in_the_middle_of_a_sweep_begins_each_once(committed, desk, at_once):
    boss = User.objects.create_user("boss@acme.example", "a password", role=Role.ADMIN)
    sweep, killed = known_trigger("quiet").sweep, []

    def die_once(*given):
        if not killed:
            killed.append(1)
            _lose_database()
        return sweep(*given)

    register_trigger(replace(known_trigger("quiet"), key="quieter", sweep=die_once))
    for trigger in ("quiet", "quieter"):
        make_definition(boss, name=trigger, trigger=trigger, trigger_settings={"days": 14})
    Definition.objects.update(switched_at=now() - timedelta(days=1))
    contact = ContactFactory()
    Contact.objects.filter(pk=contact.pk).update(created_at=now() - timedelta(days=14.5))
    with pytest.raises(OperationalError):
        at_once(1, lambda _number: sweep_all())  # a thread has a connection of its own
    assert sweep_all() == 1
    assert sweep_all() == 0
    assert Run.objects.count() == 2


def test_a_database_that_goes_away_in_a_step_leaves_it_to_the_next_worker(committed, desk, at_once):
    boss = User.objects.create_user("boss@acme.example", "a password", role=Role.ADMIN)
    make_definition(boss)
    rise(ContactFactory())
    pk = the_run().pk

    desk.effect = lambda _call: _lose_database()
    with pytest.raises(OperationalError):
        at_once(1, lambda _number: advance(run_ids=[pk]))  # a thread has a connection of its own
    assert (the_run().state, the_run().actions.count()) == (RunState.RUNNING, 0)
    desk.effect = lambda _call: None
    resume_due(at=now() + timedelta(minutes=6))
    advance(run_ids=[pk])
    assert (the_run().state, the_run().actions.count()) == (RunState.COMPLETED, 1)
