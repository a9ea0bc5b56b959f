"""What an action does for many runs at once: one event, and each change by its own run."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mauntic.automation.domain.outcomes import Done
from mauntic.automation.models import Definition, Run, RunState
from mauntic.automation.registry.actions import action_named, register_action
from mauntic.automation.registry.pages import address_of
from mauntic.automation.registry.triggers import Happening, known_trigger
from mauntic.automation.selectors.chain import runs_before, runs_behind
from mauntic.automation.services.runs.running import advance
from mauntic.automation.services.starting.firing import fire
from mauntic.broker.cause import Cause, caused_by
from mauntic.crm.changes.models import Change
from mauntic.crm.models import Contact
from mauntic.crm.tags.services.tagging import add_tag
from mauntic.events.catalog import LeadScored
from mauntic.events.models import StoredEvent
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now
from tests.automation.conftest import make_definition, rise
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tagging(acme, admin, desk) -> Definition:
    """A workflow whose action tags leads in sets."""

    def act(calls: Any, _settings: Any, _planned: Any) -> Any:
        add_tag(contact_ids=[call.subject_id for call in calls], name="hot")
        return {call.run_id: Done() for call in calls}

    register_action(replace(action_named("note", "contact"), key="tag", act=act, is_set=True))
    return make_definition(admin, [{"action": "tag", "settings": {"text": "hot"}}])


def tell(contacts: list[Contact], event: StoredEvent) -> None:
    with caused_by(Cause("event", str(event.pk))):
        told = [Happening(contact.pk, {"score": 80}) for contact in contacts]
        fire(trigger=known_trigger("risen"), happenings=told, occurred_at=now())


def scored(contacts: list[Contact]) -> StoredEvent:
    publish_many(
        LeadScored(contact_id=each.pk, score="80", grade="A", previous_score="1", top_contributors=[])
        for each in contacts
    )
    return StoredEvent.objects.filter(type=LeadScored.wire_name).latest("id")


def tagged() -> list[StoredEvent]:
    return list(StoredEvent.objects.filter(type="crm.ContactUpdated").order_by("id"))


def test_a_set_publishes_one_event_of_its_workflow_and_each_change_leads_to_its_run(tagging, run_jobs):
    contacts = ContactFactory.create_batch(3)
    with run_jobs():
        tell(contacts, scored(contacts))
    (event,) = tagged()
    assert (event.fact_count, event.actor_id) == (3, str(tagging.pk))
    runs = {run.subject_id: str(run.pk) for run in Run.objects.all()}
    changes = Change.objects.filter(fields__has_key="tags")
    assert {change.contact_id: change.actor_id for change in changes} == runs


def test_runs_of_two_causes_act_apart_so_that_each_event_has_its_own(tagging):
    contacts = ContactFactory.create_batch(4)
    events = [scored(contacts[:2]), scored(contacts[2:])]
    for event, part in zip(events, (contacts[:2], contacts[2:]), strict=True):
        tell(part, event)
    advance(run_ids=list(Run.objects.values_list("pk", flat=True)))
    assert {each.cause_id for each in tagged()} == {str(event.pk) for event in events}
    assert [each.fact_count for each in tagged()] == [2, 2]


def test_the_chain_leads_through_a_set_to_the_run_for_the_same_record(tagging, run_jobs):
    contacts = ContactFactory.create_batch(3)
    with run_jobs():
        tell(contacts, scored(contacts))
    (event,) = tagged()
    assert runs_before(event.pk) == 1
    first = Run.objects.get(subject_id=contacts[1].pk)
    later = Run(subject_id=contacts[1].pk, cause_event=event.pk)
    assert runs_behind(later) == [first]


def test_the_address_of_a_set_leads_to_its_workflow(web, tagging):
    answer = web.get(address_of("workflow", "run", tagging.pk))
    assert (answer.status_code, answer.url) == (302, f"/revops/workflows/{tagging.pk}/")


def test_twenty_cost_as_many_queries_as_two(tagging):
    counts = []
    for size in (2, 20):
        Run.objects.all().delete()
        contacts = ContactFactory.create_batch(size)
        tell(contacts, scored(contacts))
        with CaptureQueriesContext(connection) as captured:
            advance(run_ids=list(Run.objects.values_list("pk", flat=True)))
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert not Run.objects.exclude(state=RunState.COMPLETED).exists()


def test_definitions_that_ask_for_something_else_cost_no_queries(acme, admin, desk):
    contact, counts = ContactFactory(), []
    for size in (2, 6):
        for number in range(size):
            make_definition(admin, name=f"High {size} {number}", trigger_settings={"least": 90})
        with CaptureQueriesContext(connection) as captured:
            assert rise(contact, score=1) == 0
        counts.append(len(captured))
    assert counts[0] == counts[1]
