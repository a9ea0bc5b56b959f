"""What starts journeys: events of leads, scores, signals, and segments."""

from decimal import Decimal

import pytest

from mauntic.automation.models import Definition, Kind, Run, RunState
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.definitions.saving import Draft, save_definition
from mauntic.crm.models import Contact
from mauntic.events.catalog import (
    ContactCreated,
    DealCreated,
    DealLost,
    DealWon,
    FormSubmitted,
    IntentSignalDetected,
    LeadEnriched,
    LeadScored,
    MeetingHeld,
    MeetingPlanned,
    MessageClicked,
    MessageOpened,
    MessageReplied,
    ScoreThresholdCrossed,
)
from mauntic.events.services import publish, publish_many, replay
from mauntic.journeys.domain.facts import EVENTS
from mauntic.journeys.handlers import start_for_openings
from mauntic.journeys.registry.segments import Segments, register_segments
from mauntic.journeys.services.segments import enter_segment
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from mauntic.kernel.ids import new_id
from tests.factories.crm import ContactFactory
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


def told(event, contact_id):
    """An event of a lead that counts."""
    by = {"contact_id": contact_id}
    deal = {**by, "deal_id": new_id()}
    meeting = {**deal, "activity_id": new_id(), "activity_type": "demo"}
    message = {**by, "message_id": new_id()}
    return {
        "lead_created": lambda: ContactCreated(source="api", **by),
        "lead_enriched": lambda: LeadEnriched(
            changed_fields=["title"], source="apollo", confidence=0.9, **by
        ),
        "form_submitted": lambda: FormSubmitted(form_type="demo", fields={}, **by),
        "message_opened": lambda: MessageOpened(is_machine=False, **message),
        "message_clicked": lambda: MessageClicked(url="https://a.example", is_machine=False, **message),
        "message_replied": lambda: MessageReplied(**message),
        "meeting_planned": lambda: MeetingPlanned(**meeting),
        "meeting_held": lambda: MeetingHeld(held_at=now(), **meeting),
        "deal_created": lambda: DealCreated(value=Decimal(1), stage="demo", **deal),
        "deal_won": lambda: DealWon(value=Decimal(1), **deal),
        "deal_lost": lambda: DealLost(reason="price", **deal),
        "threshold_crossed": lambda: ScoreThresholdCrossed(
            threshold=60, direction="up", score=Decimal(61), **by
        ),
    }[event]()


def scored(contact, score, previous, grade="B"):
    publish(
        LeadScored(
            contact_id=contact.pk,
            score=Decimal(score),
            grade=grade,
            previous_score=None if previous is None else Decimal(previous),
            top_contributors=[],
        )
    )


@pytest.mark.parametrize("event", list(EVENTS))
def test_each_event_starts_the_journeys_that_ask_for_it(journey, run_jobs, event):
    wanted = journey("event", trigger_settings={"event": event})
    other = "lead_created" if event != "lead_created" else "deal_won"
    journey("event", trigger_settings={"event": other})
    contact = ContactFactory()
    with run_jobs():
        publish(told(event, contact.pk))
    run = Run.objects.get()
    assert (run.definition, run.subject_id, run.state) == (wanted, contact.pk, RunState.COMPLETED)
    assert run.facts["event"] == event


@pytest.mark.parametrize(
    ("event", "made"),
    [
        (
            "form_submitted",
            lambda pk: FormSubmitted(contact_id=pk, form_type="roi", fields={}, is_spam=True),
        ),
        ("message_opened", lambda pk: MessageOpened(contact_id=pk, message_id=pk, is_machine=True)),
        (
            "message_clicked",
            lambda pk: MessageClicked(contact_id=pk, message_id=pk, url="", is_machine=True),
        ),
        ("deal_won", lambda pk: DealWon(contact_id=pk, deal_id=pk, value=Decimal(1), is_withdrawn=True)),
        ("deal_lost", lambda pk: DealLost(contact_id=pk, deal_id=pk, reason="x", is_withdrawn=True)),
        ("deal_created", lambda _pk: DealCreated(contact_id=None, deal_id=new_id(), value=1, stage="demo")),
    ],
)
def test_spam_machines_and_withdrawn_facts_start_nothing(journey, run_jobs, event, made):
    journey("event", trigger_settings={"event": event})
    with run_jobs():
        publish(made(ContactFactory().pk))
    assert not Run.objects.exists()


def test_details_of_the_event_decide(journey, run_jobs):
    journey("event", trigger_settings={"event": "form_submitted", "form_type": "demo"})
    demo, trial = ContactFactory.create_batch(2)
    with run_jobs():
        publish(FormSubmitted(contact_id=demo.pk, form_type="demo", fields={}))
        publish(FormSubmitted(contact_id=trial.pk, form_type="trial", fields={}))
    assert Run.objects.get().subject_id == demo.pk


def test_conditions_ask_the_facts_of_the_event(journey, run_jobs):
    conditions = {"field": "event.activity_type", "operator": "equals", "value": "demo"}
    journey("event", trigger_settings={"event": "meeting_held"}, conditions=conditions)
    demo, meeting = ContactFactory.create_batch(2)
    for contact, kind in ((demo, "demo"), (meeting, "meeting")):
        with run_jobs():
            publish(
                MeetingHeld(
                    contact_id=contact.pk,
                    deal_id=None,
                    activity_id=new_id(),
                    activity_type=kind,
                    held_at=now(),
                )
            )
    assert Run.objects.get().subject_id == demo.pk


def test_a_score_starts_by_crossing_in_the_direction_that_is_asked_for(journey, run_jobs):
    up = journey("score_threshold", trigger_settings={"min_score": 60, "direction": "up"})
    down = journey("score_threshold", trigger_settings={"min_score": 60, "direction": "down"})
    risen, fallen, stayed = ContactFactory.create_batch(3)
    with run_jobs():
        scored(risen, 61, 59)
        scored(fallen, 59, 60)
        scored(stayed, 90, 61)
    assert set(Run.objects.values_list("definition", "subject_id")) == {
        (up.pk, risen.pk),
        (down.pk, fallen.pk),
    }


def test_conditions_on_the_score_of_the_lead_know_the_new_score(journey, run_jobs):
    conditions = {
        "all": [
            {"field": "contact.lead_score", "operator": "at_least", "value": 60},
            {"field": "contact.lead_grade", "operator": "equals", "value": "B"},
        ]
    }
    journey("score_threshold", trigger_settings={"min_score": 60, "direction": "up"}, conditions=conditions)
    contact = ContactFactory(lead_score=Decimal(20), lead_grade="D")
    with run_jobs():
        scored(contact, 61, 20)
    assert Run.objects.get().subject_id == contact.pk


def test_a_signal_starts_the_journeys_of_its_type(journey, run_jobs):
    journey("intent_signal", trigger_settings={"signal_type": "DEMO_REQUEST"})
    wanted, other = ContactFactory.create_batch(2)
    with run_jobs():
        for contact, kind in ((wanted, "DEMO_REQUEST"), (other, "PRICING_PAGE")):
            publish(
                IntentSignalDetected(
                    contact_id=contact.pk, signal_type=kind, weight=Decimal("0.9"), source="web"
                )
            )
    assert Run.objects.get().subject_id == wanted.pk


def test_without_segments_a_stored_one_is_broken_and_none_can_be_chosen(journey, admin, no_segments):
    with pytest.raises(Invalid) as refused:
        journey("segment", trigger_settings={"segment": "hot"})
    assert list(refused.value.fields) == ["triggerSettings.segment"]


def test_who_enters_a_segment_starts_its_journeys(journey, run_jobs, no_segments):
    members = Contact.objects.filter(country="DE")
    register_segments(Segments(choices=lambda: [("hot", "Hot"), ("cold", "Cold")], members=lambda _: members))
    hot = journey("segment", trigger_settings={"segment": "hot"})
    journey("segment", trigger_settings={"segment": "cold"})
    contact = ContactFactory()
    with run_jobs():
        assert enter_segment(segment="hot", contact_ids=[contact.pk], occurred_at=now()) == 1
    assert Run.objects.get().definition == hot
    register_segments(Segments(choices=lambda: [("cold", "Cold")], members=lambda _: members))
    assert Script(Definition.objects.get(pk=hot.pk).current).problems
    assert enter_segment(segment="hot", contact_ids=[ContactFactory().pk], occurred_at=now()) == 0


def test_a_replay_begins_nothing_twice(journey, run_jobs):
    journey("event", trigger_settings={"event": "message_replied"})
    with run_jobs():
        publish(MessageReplied(contact_id=ContactFactory().pk, message_id=new_id()))
    with run_jobs():
        replay(wire_name="delivery.MessageReplied", receiver="mauntic.journeys.handlers.start_for_replies")
    assert Run.objects.count() == 1


def test_a_wait_ends_by_an_event_that_no_journey_starts_by(journey, run_jobs):
    wait = {"event": "event", "event_settings": {"event": "message_replied"}, "days": 5}
    steps = [{"action": "wait_until", "settings": wait}]
    journey("event", steps, trigger_settings={"event": "form_submitted"})
    contact = ContactFactory()
    with run_jobs():
        publish(told("form_submitted", contact.pk))
    assert Run.objects.get().state == RunState.WAITING
    with run_jobs():
        publish(told("message_replied", contact.pk))
    assert Run.objects.get().state == RunState.COMPLETED


def test_nobody_can_wait_for_being_enrolled(acme, admin):
    steps = [{"action": "wait_until", "settings": {"event": "manual", "days": 5}}]
    with pytest.raises(Invalid) as refused:
        save_definition(kind=Kind.JOURNEY, draft=Draft(name="J", trigger="manual", steps=steps), by=admin)
    assert "steps[0].settings.event" in refused.value.fields


def test_details_of_another_event_are_refused(acme, admin):
    settings = {"event": "message_replied", "form_type": "demo"}
    draft = Draft(name="J", trigger="event", trigger_settings=settings, steps=[])
    with pytest.raises(Invalid) as refused:
        save_definition(kind=Kind.JOURNEY, draft=draft, by=admin)
    assert "triggerSettings.form_type" in refused.value.fields


def test_many_events_cost_as_many_queries_as_few_and_none_is_read_if_nobody_listens(journey):
    contacts = ContactFactory.create_batch(40)
    opened = [told("message_opened", contact.pk) for contact in contacts]

    def tell(events):
        return queries_of(lambda: start_for_openings(events=events, occurred_at=now()))

    assert tell(opened) == 2
    journey("event", trigger_settings={"event": "message_opened"})
    few = tell(opened[:5])
    assert tell(opened[5:]) == few


def test_a_journey_of_another_organization_starts_nothing_here(journey, globex, run_jobs):
    from mauntic.tenants.context import entered

    journey("event", trigger_settings={"event": "message_replied"})
    with entered(globex):
        contact = ContactFactory()
        with run_jobs():
            publish_many([MessageReplied(contact_id=contact.pk, message_id=new_id())])
        assert not Run.objects.exists()
    assert not Run.objects.exists()
