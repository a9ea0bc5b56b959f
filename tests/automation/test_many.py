"""A step for many runs at once: each by itself, in few queries."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mauntic.automation.models import Run, RunState
from mauntic.automation.registry.actions import action_named, register_action
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.runs.running import advance
from mauntic.crm.contacts.services.edit import update_contact
from mauntic.crm.models import Contact
from mauntic.kernel.errors import Conflict
from tests.automation.conftest import make_definition, rise
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db


def test_one_that_fails_among_many_leaves_the_others_done(acme, admin, desk, run_jobs):
    make_definition(admin)
    contacts = ContactFactory.create_batch(5)
    bad = contacts[2].pk

    def fail_late(call) -> None:
        update_contact(contact=Contact.objects.get(pk=call.subject_id), values={"title": "Boss"})
        if call.subject_id == bad:
            raise Conflict("Not this one.")

    desk.effect = fail_late
    with run_jobs():
        rise(*contacts)
    assert Run.objects.filter(state=RunState.COMPLETED).count() == 4
    assert Run.objects.get(subject_id=bad).reason_text == "Not this one."
    assert Contact.objects.filter(title="Boss").count() == 4


def test_a_plan_that_fails_for_one_fails_for_this_one(acme, admin, desk, run_jobs, monkeypatch):
    make_definition(admin)
    contacts = ContactFactory.create_batch(3)
    plan = desk.plan

    def picky(calls, settings):
        if any(call.subject_id == contacts[1].pk for call in calls):
            raise Conflict("No plan for this one.")
        return plan(calls, settings)

    register_action(replace(action_named("note", "contact"), plan=picky))
    with run_jobs():
        rise(*contacts)
    assert Run.objects.filter(state=RunState.COMPLETED).count() == 2
    assert Run.objects.get(subject_id=contacts[1].pk).state == RunState.FAILED


def test_twenty_runs_cost_little_more_queries_than_two(acme, admin, desk):

    make_definition(admin)
    counts = []
    for size in (2, 20):
        Run.objects.all().delete()
        rise(*ContactFactory.create_batch(size))
        with CaptureQueriesContext(connection) as captured:
            advance(run_ids=list(Run.objects.values_list("pk", flat=True)))
        counts.append(len([each for each in captured if "SAVEPOINT" not in each["sql"]]))
    assert counts[0] == counts[1]


def test_branches_are_read_in_the_order_of_their_action(acme, admin, desk):
    register_action(replace(action_named("branch", "contact"), branches=lambda _: ["yes", "no"]))
    note = [{"action": "note", "settings": {"text": "Call"}}]
    definition = make_definition(admin, steps=[{"action": "branch", "branches": {"yes": note, "no": note}}])
    definition.current.refresh_from_db()
    assert list(Script(definition.current).steps[0].branches) == ["yes", "no"]
