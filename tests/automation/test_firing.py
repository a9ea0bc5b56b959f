"""What begins runs, and what begins none."""

from datetime import timedelta

import pytest

from mauntic.automation.models import Definition, Run, RunState, Switch
from mauntic.automation.registry import triggers
from mauntic.automation.registry.triggers import Happening
from mauntic.automation.services.definitions.saving import turn_off, turn_on
from mauntic.automation.services.starting.firing import fire
from mauntic.broker.actor import Actor, ActorKind, acting
from mauntic.broker.cause import Cause
from mauntic.events.catalog import LeadScored
from mauntic.events.models import StoredEvent
from mauntic.events.services import publish
from mauntic.events.services.delivery import caused_by
from mauntic.kernel.clock import now
from tests.automation.conftest import make_definition, rise, the_run
from tests.factories.crm import ContactFactory
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


def event_of(contact, actor=None) -> StoredEvent:
    with acting(actor or Actor()):
        publish(
            LeadScored(contact_id=contact.pk, score="80", grade="A", previous_score="10", top_contributors=[])
        )
    return StoredEvent.objects.order_by("-id").first()


def test_an_event_begins_a_run_that_is_done_by_the_workers(acme, admin, desk, run_jobs):
    make_definition(admin)
    contact = ContactFactory()
    with run_jobs():
        assert rise(contact) == 1
    assert desk.notes == [("Call", contact.pk)]
    run = the_run()
    assert (run.state, run.step, run.origin, run.facts) == (RunState.COMPLETED, "", "event", {"score": 80})
    assert run.ended_at
    (action,) = run.actions.all()
    assert (action.state, action.attempt, action.inputs, action.output) == (
        "done",
        1,
        {"text": "Call"},
        {"text": "Call"},
    )


def test_a_cause_that_is_told_twice_begins_one_run(acme, admin, desk, run_jobs):
    make_definition(admin)
    contact = ContactFactory()
    event = event_of(contact)
    with run_jobs(), caused_by(Cause("event", str(event.pk))):
        assert rise(contact) == 1
        assert rise(contact) == 0
    assert len(desk.notes) == 1


def test_two_changes_of_one_record_in_one_transaction_begin_two_runs(acme, admin, desk, run_jobs):
    make_definition(admin)
    contact = ContactFactory()
    with run_jobs():
        assert rise(contact, contact) == 2
    assert len(desk.notes) == 2


def test_the_settings_of_the_trigger_decide(acme, admin, desk):
    make_definition(admin, trigger_settings={"least": 60})
    assert rise(ContactFactory(), score=59) == 0
    assert rise(ContactFactory(), score=60) == 1


def test_conditions_ask_the_record_and_the_event(acme, admin, desk):
    conditions = {
        "all": [
            {"field": "contact.country", "operator": "equals", "value": "DE"},
            {"field": "event.score", "operator": "at_least", "value": 70},
        ]
    }
    make_definition(admin, conditions=conditions)
    german, other = ContactFactory(country="DE"), ContactFactory(country="US")
    assert rise(german, other, score=70) == 1
    assert the_run().subject_id == german.pk
    assert rise(german, score=69) == 0


def test_what_is_off_a_draft_or_locked_begins_nothing(acme, admin, desk):
    definition = make_definition(admin)
    for values in ({"state": Switch.OFF}, {"state": Switch.DRAFT}, {"locked_at": now()}):
        Definition.objects.filter(pk=definition.pk).update(
            **{"state": Switch.ON, "locked_at": None, **values}
        )
        assert rise(ContactFactory()) == 0


def test_nothing_begins_for_what_happened_before_it_was_turned_on(acme, admin, desk):
    make_definition(admin)
    trigger = triggers.trigger_named("risen")
    told = [Happening(ContactFactory().pk, {"score": 80})]
    assert fire(trigger=trigger, happenings=told, occurred_at=now() - timedelta(minutes=2)) == 0


def test_off_for_a_month_and_on_again_makes_no_burst(acme, admin, desk):
    definition = make_definition(admin)
    turn_off(definition_id=definition.pk, by=admin)
    trigger = triggers.trigger_named("risen")
    told = [Happening(ContactFactory().pk, {"score": 80})]
    happened_at = now()
    assert fire(trigger=trigger, happenings=told, occurred_at=happened_at) == 0
    turn_on(definition_id=definition.pk, by=admin)
    assert fire(trigger=trigger, happenings=told, occurred_at=happened_at) == 0


def test_a_deleted_lead_begins_nothing(acme, admin, desk):
    make_definition(admin)
    contact = ContactFactory()
    gone = ContactFactory()
    gone_id = gone.pk
    gone.delete()
    gone.pk = gone_id
    assert rise(contact, gone) == 1


def test_a_broken_definition_begins_nothing(acme, admin, desk, make_user):
    owner = make_user("rep")
    make_definition(admin, steps=[{"action": "note", "settings": {"text": "Call", "owner": str(owner.pk)}}])
    owner.delete()
    assert rise(ContactFactory()) == 0


def test_imports_begin_nothing_where_the_option_says_so(acme, admin, desk):
    make_definition(admin, options={"skips_imports": True})
    contact = ContactFactory()
    imported = event_of(contact, Actor(ActorKind.IMPORT, "1", "leads.csv"))
    with caused_by(Cause("event", str(imported.pk))):
        assert rise(contact) == 0
    with caused_by(Cause("event", str(event_of(contact).pk))):
        assert rise(contact) == 1


def test_a_cool_down_holds_the_same_record_back(acme, admin, desk):
    make_definition(admin, options={"cool_down_hours": 24})
    contact = ContactFactory()
    assert rise(contact) == 1
    assert rise(contact) == 0
    Run.objects.update(started_at=now() - timedelta(hours=25))
    assert rise(contact) == 1


def test_500_records_cost_as_many_queries_as_5(acme, admin, desk):
    make_definition(admin, conditions={"field": "event.score", "operator": "at_least", "value": 70})
    few, many = ContactFactory.create_batch(5), ContactFactory.create_batch(50)
    assert queries_of(lambda: rise(*many)) == queries_of(lambda: rise(*few))
