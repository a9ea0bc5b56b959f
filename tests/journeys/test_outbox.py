"""An email of a journey that waits in the outbox: the goal and quiet hours count until it goes."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from mauntic.automation.models import Run, RunReason, RunState
from mauntic.automation.services.runs.leaving import leave_reached
from mauntic.delivery.messages.domain.holds import Hold
from mauntic.delivery.messages.origins import standings
from mauntic.delivery.messages.services.claims import claim_due
from mauntic.delivery.models import Message, MessageState
from mauntic.journeys.services.enrolling import enroll_leads, leave_journey
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MailboxFactory
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
EMAIL = {"action": "send_email", "settings": {"subject": "Hello", "body": "Hello"}}
WAIT = {"action": "wait", "settings": {"days": 3}}
GOAL = {"goal": {"field": "contact.lifecycle_stage", "operator": "equals", "value": "customer"}}
EXIT = {"exit": GOAL["goal"]}
NIGHT = {"quiet_from": "21:00", "quiet_to": "08:00"}
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def mailbox(acme):
    return MailboxFactory(address="team@ours.example")


@pytest.fixture
def written(journey, run_jobs, admin, mailbox):
    """Makes a journey whose lead has an email in the outbox."""

    def make(*steps, options=None, **lead):
        made = journey("manual", [EMAIL, *steps], options=options or {})
        contact = ContactFactory(lifecycle_stage="lead", **lead)
        with run_jobs():
            enroll_leads(definition_id=made.pk, contact_ids=[contact.pk], by=admin)
        assert Message.objects.get().state == MessageState.WAITING
        return contact

    return make


def become_customer(contact):
    contact.lifecycle_stage = "customer"
    contact.save()


@pytest.mark.parametrize(
    ("options", "reason"),
    [(GOAL, "The goal was reached."), (EXIT, "The exit conditions were met.")],
)
@pytest.mark.parametrize(("steps", "state"), [([WAIT], RunState.WAITING), ([], RunState.COMPLETED)])
def test_whoever_reaches_the_goal_gets_no_email_that_waits(written, mailbox, steps, state, options, reason):
    contact = written(*steps, options=options)
    assert Run.objects.get().state == state
    become_customer(contact)
    leave_reached(subject_ids=[contact.pk])
    assert claim_due(mailbox_id=mailbox.pk).ids == []
    message = Message.objects.get()
    assert (message.state, message.hold) == (MessageState.CANCELLED, Hold.ORIGIN_ENDED)
    assert message.hold_facts["reason"] == reason


def test_an_email_in_the_hands_of_a_worker_is_taken_back_by_the_goal(written, mailbox):
    contact = written(WAIT, options=GOAL)
    assert len(claim_due(mailbox_id=mailbox.pk).ids) == 1
    become_customer(contact)
    leave_reached(subject_ids=[contact.pk])
    assert Run.objects.get().reason == RunReason.GOAL
    assert Message.objects.get().state == MessageState.WAITING
    assert claim_due(mailbox_id=mailbox.pk).ids == []
    assert Message.objects.get().state == MessageState.CANCELLED


def test_a_lead_that_a_person_removes_gets_no_email_that_waits(written, mailbox):
    contact = written(WAIT)
    leave_journey(definition_id=Run.objects.get().definition_id, contact_ids=[contact.pk])
    assert claim_due(mailbox_id=mailbox.pk).ids == []
    assert Message.objects.get().hold_facts["reason"] == "A person ended it."


def test_without_the_goal_the_email_goes(written, mailbox):
    written(options=GOAL)
    assert len(claim_due(mailbox_id=mailbox.pk).ids) == 1


@pytest.mark.parametrize(
    ("country", "hour", "opens"),
    [("DE", 20, 30), ("US", 20, None), ("IN", 20, 26.5), ("", 20, None), ("", 22, 32)],
)
def test_quiet_hours_hold_in_the_zone_of_the_lead_when_the_email_would_go(
    written, mailbox, country, hour, opens
):
    with time_machine.travel(NOON, tick=False):
        # The US have several zones, so the organization's counts: UTC.
        written(options=NIGHT, country=country, phone="")
    with time_machine.travel(NOON.replace(hour=hour), tick=False):
        Message.objects.update(look_at=NOON)
        claimed = claim_due(mailbox_id=mailbox.pk).ids
        message = Message.objects.get()
    if opens is None:
        assert claimed == [message.pk]
        return
    assert (claimed, message.hold) == ([], Hold.OUTSIDE_WINDOW)
    assert message.look_at == NOON.replace(hour=0) + timedelta(hours=opens)


def test_many_runs_are_asked_with_as_many_queries_as_few(journey, admin, run_jobs):
    made = journey("manual", [WAIT], options={**GOAL, **NIGHT})
    with run_jobs():
        ids = [each.pk for each in ContactFactory.create_batch(20)]
        enroll_leads(definition_id=made.pk, contact_ids=ids, by=admin)
    runs = list(Run.objects.values_list("pk", flat=True))
    assert queries_of(lambda: standings("automation", runs)) == queries_of(
        lambda: standings("automation", runs[:1])
    )
