"""Who may enter a journey, who leaves it before its end, and when messages wait."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine

from mauntic.automation.models import ActionRun, Definition, Kind, Run, RunReason, RunState
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.definitions.saving import Draft, save_definition
from mauntic.automation.services.runs.leaving import leave_reached, stop_runs
from mauntic.automation.services.runs.resuming import resume_due
from mauntic.automation.services.runs.retrying import run_again
from mauntic.crm.contacts.services.edit import update_contact
from mauntic.crm.models import Contact
from mauntic.events.catalog import LeadScored, MessageReplied
from mauntic.events.services import publish, publish_many, replay
from mauntic.journeys.registry.segments import Segments, register_segments
from mauntic.journeys.services.segments import enter_segment, leave_segment
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.ids import new_id
from revops.activities.models import Activity
from tests.delivery.mail_servers import mail_server
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MailboxFactory
from tests.journeys.conftest import TASK
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
WAIT = {"action": "wait", "settings": {"days": 30}}
CUSTOMER = {"field": "contact.lifecycle_stage", "operator": "equals", "value": "customer"}
HOT = {"field": "contact.lead_score", "operator": "at_least", "value": 80}


def reply(*contacts):
    publish_many([MessageReplied(contact_id=each.pk, message_id=new_id()) for each in contacts])


@pytest.fixture
def begun(journey, run_jobs):
    """A journey of replies, with a lead in it."""

    def begin(*steps, contact=None, **options):
        definition = journey(
            "event", steps or (WAIT, TASK), trigger_settings={"event": "message_replied"}, options=options
        )
        contact = contact or ContactFactory()
        with run_jobs():
            reply(contact)
        return definition, contact

    return begin


def test_a_lead_enters_once(begun, run_jobs):
    _definition, contact = begun(TASK)
    with run_jobs():
        reply(contact)
        reply(contact, contact)
    assert Run.objects.get().cause_key == "entry:0"


def test_two_events_at_once_let_a_lead_in_once(journey, run_jobs):
    journey("event", trigger_settings={"event": "message_replied"}, options={"again_after_days": 1})
    contact = ContactFactory()
    with run_jobs():
        reply(contact, contact)
    assert Run.objects.count() == 1


def test_a_lead_enters_again_some_days_after_it_left_and_never_while_it_is_inside(begun, run_jobs):
    _definition, contact = begun(WAIT, TASK, again_after_days=10)
    start = now()
    with time_machine.travel(start + timedelta(days=29)), run_jobs():
        reply(contact)
    assert Run.objects.count() == 1
    with time_machine.travel(start + timedelta(days=30, minutes=1)), run_jobs():
        resume_due()
    with time_machine.travel(start + timedelta(days=39)), run_jobs():
        reply(contact)
    assert Run.objects.get().state == RunState.COMPLETED
    with time_machine.travel(start + timedelta(days=41)), run_jobs():
        reply(contact)
    first, second = Run.objects.order_by("started_at")
    assert (first.cause_key, first.state) == ("entry:0", "completed")
    assert (second.cause_key, second.state) == (f"entry:{first.started_at.isoformat()}", "waiting")


def test_a_replay_lets_nobody_in_again_however_late(begun, run_jobs):
    _definition, contact = begun(TASK, again_after_days=10)
    start = now()
    with time_machine.travel(start + timedelta(days=5)), run_jobs():
        reply(contact)  # too early
    with time_machine.travel(start + timedelta(days=40)), run_jobs():
        replay(wire_name="delivery.MessageReplied", receiver="mauntic.journeys.handlers.start_for_replies")
    assert Run.objects.get().state == RunState.COMPLETED
    with time_machine.travel(start + timedelta(days=41)), run_jobs():
        reply(contact)
    assert Run.objects.count() == 2


def test_running_again_lets_nobody_in_twice(begun, run_jobs, admin):
    definition, contact = begun(TASK, again_after_days=1)
    old = Run.objects.get()
    with run_jobs():
        new = run_again(run_id=old.pk, by=admin)
    Run.objects.filter(pk=new.pk).update(state=RunState.WAITING)
    with pytest.raises(Conflict):
        run_again(run_id=old.pk, by=admin)
    assert Run.objects.filter(definition=definition, subject_id=contact.pk).count() == 2


def test_whoever_reaches_the_goal_leaves_at_once_and_not_at_the_end_of_the_wait(begun, run_jobs, admin):
    _definition, contact = begun(goal=CUSTOMER)
    still = ContactFactory()
    with run_jobs():
        reply(still)
        update_contact(contact=contact, values={"lifecycle_stage": "customer"}, by=admin)
    assert set(Run.objects.filter(subject_id=contact.pk).values_list("state", "reason", "due_at")) == {
        ("completed", "goal", None)
    }
    assert Run.objects.get(subject_id=still.pk).state == RunState.WAITING
    with time_machine.travel(now() + timedelta(days=31)), run_jobs():
        resume_due()
    assert not Activity.objects.filter(contact=contact).exists()


def test_exit_conditions_end_early_and_the_goal_is_asked_first(begun, run_jobs, admin):
    _definition, contact = begun(exit=CUSTOMER)
    both, _contact = begun(goal=CUSTOMER, exit=CUSTOMER, contact=contact)
    with run_jobs():
        update_contact(contact=contact, values={"lifecycle_stage": "customer"}, by=admin)
    found = dict(Run.objects.filter(subject_id=contact.pk).values_list("definition", "reason"))
    assert found.pop(both.pk) == "goal"
    assert set(found.values()) == {"left"}
    assert Run.objects.get(reason="left").state == RunState.SKIPPED


def test_a_score_that_reaches_the_goal_counts_whichever_receiver_is_first(begun, run_jobs):
    _definition, contact = begun(goal=HOT)
    with run_jobs():
        publish(
            LeadScored(
                contact_id=contact.pk,
                score=Decimal(81),
                grade="A",
                previous_score=Decimal(10),
                top_contributors=[],
            )
        )
    assert Run.objects.get().reason == RunReason.GOAL


def test_a_change_between_two_steps_is_seen_before_the_next_one(begun, run_jobs):
    _definition, contact = begun(goal=CUSTOMER)
    Contact.objects.filter(pk=contact.pk).update(lifecycle_stage="customer")  # without an event
    with time_machine.travel(now() + timedelta(days=31)), run_jobs():
        resume_due()
    run = Run.objects.get()
    assert (run.state, run.reason) == (RunState.COMPLETED, RunReason.GOAL)
    assert not Activity.objects.exists()


def test_whoever_is_at_the_goal_already_does_no_step(begun):
    begun(TASK, contact=ContactFactory(lifecycle_stage="customer"), goal=CUSTOMER)
    assert Run.objects.get().reason == RunReason.GOAL
    assert not ActionRun.objects.exists()


def test_a_goal_that_names_a_deleted_field_shows_the_journey_as_broken(begun, run_jobs):
    definition, _contact = begun(goal=CUSTOMER)
    broken = {"goal": {"field": "contact.gone", "operator": "is_set"}}
    Definition.objects.filter(pk=definition.pk).update(options=broken)
    assert Script(Definition.objects.get(pk=definition.pk).current).problems
    with run_jobs():
        reply(ContactFactory())
    with time_machine.travel(now() + timedelta(days=31)), run_jobs():
        resume_due()
    run = Run.objects.get()
    assert (run.state, run.reason) == (RunState.FAILED, RunReason.BROKEN)


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"goal": {"field": "contact.gone", "operator": "is_set"}}, "options.goal.field"),
        ({"exit": {"all": [HOT, {**HOT, "operator": "below", "value": 10}]}}, "options.exit"),
        ({"goal": {"field": "event.url", "operator": "is_set"}}, "options.goal.field"),
    ],
)
def test_conditions_of_options_are_checked_when_they_are_saved(acme, admin, options, path):
    draft = Draft(name="J", trigger="manual", steps=[TASK], options=options)
    with pytest.raises(Invalid) as refused:
        save_definition(kind=Kind.JOURNEY, draft=draft, by=admin)
    assert list(refused.value.fields) == [path]


def test_goals_of_many_cost_as_many_queries_as_those_of_few(begun, run_jobs):
    begun(goal=CUSTOMER)
    contacts = ContactFactory.create_batch(40)
    with run_jobs():
        reply(*contacts)
    Contact.objects.update(lifecycle_stage="customer")
    few = queries_of(lambda: leave_reached(subject_ids=[each.pk for each in contacts[:4]]))
    many = queries_of(lambda: leave_reached(subject_ids=[each.pk for each in contacts[4:]]))
    assert many == few
    assert Run.objects.filter(reason="goal").count() == 40


def test_a_person_ends_runs_that_go_on(begun):
    begun()
    run = Run.objects.get()
    assert stop_runs(run_ids=[run.pk]) == 1
    assert stop_runs(run_ids=[run.pk]) == 0
    run.refresh_from_db()
    assert (run.state, run.reason, run.due_at) == (RunState.SKIPPED, RunReason.STOPPED, None)


@pytest.mark.parametrize(("ends", "state"), [(True, RunState.SKIPPED), (False, RunState.WAITING)])
def test_leaving_the_segment_ends_the_run_if_the_option_says_so(journey, run_jobs, no_segments, ends, state):
    register_segments(
        Segments(choices=lambda: [("hot", "Hot")], members=lambda _segment: Contact.objects.all())
    )
    journey("segment", [WAIT, TASK], trigger_settings={"segment": "hot"}, options={"ends_on_leaving": ends})
    contact, stays = ContactFactory.create_batch(2)
    with run_jobs():
        enter_segment(segment="hot", contact_ids=[contact.pk, stays.pk], occurred_at=now())
    leave_segment(segment="cold", contact_ids=[stays.pk])
    assert leave_segment(segment="hot", contact_ids=[contact.pk]) == (1 if ends else 0)
    assert Run.objects.get(subject_id=contact.pk).state == state
    assert Run.objects.get(subject_id=stays.pk).state == RunState.WAITING


EMAIL = {"action": "send_email", "settings": {"subject": "Hello", "body": "Hello"}}
NIGHT = {"quiet_from": "21:00", "quiet_to": "08:00"}
EVENING = datetime(2026, 3, 28, 21, 30, tzinfo=UTC)  # 22:30 in Berlin, the night of the clock change


@pytest.fixture
def mailbox(acme):
    """A shared mailbox, whose server takes what is sent."""
    with mail_server() as server:
        yield MailboxFactory(smtp_port=server.port)


@time_machine.travel(EVENING, tick=False)
def test_a_message_waits_for_the_end_of_the_night_and_other_steps_do_not(begun, run_jobs, mailbox):
    german = ContactFactory(country="DE")
    begun(TASK, EMAIL, contact=german, **NIGHT)
    run = Run.objects.get()
    assert Activity.objects.filter(contact=german).count() == 1
    assert (run.state, run.due_at) == (RunState.WAITING, datetime(2026, 3, 29, 6, tzinfo=UTC))
    assert run.wait["reason"] == "Quiet hours from 21:00 to 08:00."
    assert ActionRun.objects.get(action="send_email").state == "postponed"
    Definition.objects.update(switched_at=now() - timedelta(hours=1))
    with time_machine.travel(run.due_at + timedelta(seconds=1)), run_jobs():
        resume_due()
    assert Run.objects.get().state == RunState.COMPLETED
    assert ActionRun.objects.filter(action="send_email").exclude(state="postponed").get().state == "done"


@time_machine.travel(EVENING, tick=False)
def test_where_it_is_day_a_message_does_not_wait(begun, mailbox):
    begun(EMAIL, contact=ContactFactory(country="FJ"), **NIGHT)
    assert Run.objects.get().state == RunState.COMPLETED
    assert ActionRun.objects.get().state == "done"


@time_machine.travel(EVENING, tick=False)
def test_without_a_zone_of_the_lead_that_of_the_organization_counts(begun, acme, mailbox):
    acme.time_zone = "Europe/Berlin"
    acme.save()
    begun(EMAIL, contact=ContactFactory(country="", phone=""), **NIGHT)
    assert Run.objects.get().state == RunState.WAITING


@time_machine.travel(EVENING, tick=False)
def test_a_lead_that_moved_to_another_zone_while_it_waited_is_asked_for_its_new_clock(
    begun, run_jobs, mailbox
):
    german = ContactFactory(country="DE")
    begun(EMAIL, contact=german, **NIGHT)
    Definition.objects.update(switched_at=now() - timedelta(hours=1))
    Contact.objects.filter(pk=german.pk).update(country="JP")
    with time_machine.travel(datetime(2026, 3, 29, 12, 30, tzinfo=UTC), tick=False), run_jobs():
        resume_due()
    run = Run.objects.get()
    assert (run.state, run.due_at) == (RunState.WAITING, datetime(2026, 3, 29, 23, tzinfo=UTC))
