"""Meetings and demos that people plan and hold are signals of the lead."""

from datetime import timedelta

import pytest

from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from revops.activities.services import changes
from revops.activities.services import record as services
from revops.activities.services.drafts import ActivityDraft
from scoring.signals.models import IntentSignal
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory

pytestmark = pytest.mark.usefixtures("acme")


def signals_of(contact) -> dict[str, int]:
    return dict(IntentSignal.objects.filter(contact=contact).values_list("type_id", "count"))


def draft(contact, type_: str = "meeting", **more) -> ActivityDraft:
    return ActivityDraft(type=type_, contact_id=contact.pk, **more)


def soon(hours: int = 24):
    return now() + timedelta(hours=hours)


@pytest.mark.parametrize("type_", ["meeting", "demo"])
def test_a_planned_meeting_is_one_that_was_scheduled(rep, run_jobs, type_):
    contact = ContactFactory()

    with run_jobs():
        services.plan_activity(draft=draft(contact, type_), due_at=soon(), by=rep)

    assert signals_of(contact) == {"MEETING_SCHEDULED": 1}


@pytest.mark.parametrize("type_", ["meeting", "demo"])
def test_a_meeting_with_an_outcome_was_held(rep, run_jobs, type_):
    contact, held_at = ContactFactory(), now() - timedelta(hours=2)

    with run_jobs():
        services.log_activity(draft=draft(contact, type_, outcome="Wants an offer"), by=rep, at=held_at)

    signal = IntentSignal.objects.get()
    assert (signal.contact, signal.type_id, signal.detected_at) == (contact, "MEETING_COMPLETED", held_at)


def test_a_planned_meeting_is_held_once_it_has_an_outcome_and_not_when_that_is_taken_back(rep, run_jobs):
    contact = ContactFactory()
    with run_jobs():
        meeting = services.plan_activity(draft=draft(contact), due_at=soon(), by=rep)
    with run_jobs():
        changes.complete_activity(activity_id=meeting.pk, by=rep, outcome="Yes")
    assert signals_of(contact) == {"MEETING_SCHEDULED": 1, "MEETING_COMPLETED": 1}

    with run_jobs():
        changes.reopen_activity(activity_id=meeting.pk, by=rep)
    assert signals_of(contact) == {"MEETING_SCHEDULED": 1}

    with run_jobs():
        changes.complete_activity(activity_id=meeting.pk, by=rep)
    assert signals_of(contact) == {"MEETING_SCHEDULED": 1, "MEETING_COMPLETED": 1}


def test_a_meeting_about_a_deal_is_with_the_deals_contact(rep, run_jobs):
    deal = DealFactory(owner=rep)

    with run_jobs():
        services.plan_activity(draft=ActivityDraft(type="meeting", deal_id=deal.pk), due_at=soon(), by=rep)

    assert signals_of(deal.contact) == {"MEETING_SCHEDULED": 1}


@pytest.mark.parametrize(
    "keep",
    [
        lambda contact, rep: services.log_activity(draft=draft(contact), by=rep),
        lambda contact, rep: services.log_activity(draft=draft(contact, "call", outcome="Yes"), by=rep),
        lambda contact, rep: services.plan_activity(draft=draft(contact, "task"), due_at=soon(), by=rep),
        lambda contact, rep: services.plan_activity(draft=draft(contact), due_at=soon(-1), by=rep),
    ],
    ids=["held without an outcome", "a call", "a task", "planned for a time that is past"],
)
def test_what_is_no_meeting_to_come_or_held_shows_nothing(rep, keep):
    keep(ContactFactory(), rep)

    assert not StoredEvent.objects.filter(type__startswith="revops.Meeting").exists()


def test_two_meetings_planned_within_an_hour_are_one_signal_that_counts_twice(rep, run_jobs):
    contact = ContactFactory()
    with run_jobs():
        services.plan_activity(draft=draft(contact), due_at=soon(), by=rep)
        services.plan_activity(draft=draft(contact, "demo"), due_at=soon(48), by=rep)

    assert signals_of(contact) == {"MEETING_SCHEDULED": 2}
