"""What workflows do to deals and leads, and what stops them."""

from datetime import timedelta

import pytest

from mauntic.accounts.models import User
from mauntic.automation.models import ActionRun, Definition, Run, RunState
from mauntic.automation.registry.triggers import Happening, known_trigger
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.runs.trying import try_out
from mauntic.automation.services.starting.firing import fire
from mauntic.delivery.suppression.selectors import current_salt
from mauntic.events.catalog import LeadScored
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from revops.activities.models import Activity
from revops.deals.models.deals import Deal, DealChange
from revops.deals.selectors.days import today
from revops.routing.models import Absence
from revops.sequences.models.enrollments import Enrollment
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory
from tests.factories.sequences import make_sequence
from tests.revops.workflows.conftest import TASK

pytestmark = pytest.mark.django_db


def start(record, key="deal_created", **facts) -> None:
    fire(trigger=known_trigger(key), happenings=[Happening(record.pk, facts)], occurred_at=now())


def only_action():
    return Run.objects.get().actions.get()


def test_a_task_is_for_the_owner_of_the_deal_with_filled_texts(workflow, rep, run_jobs):
    step = {
        "action": "create_task",
        "settings": {
            "subject": "Call {{ first_name | them }} about {{ deal }}",
            "type": "call",
            "due_days": 2,
            "notes": "{{ next_step }}",
        },
    }
    workflow("deal_created", [step])
    deal = DealFactory(name="Pilot", owner=rep, contact=ContactFactory(first_name="Ann"))
    with run_jobs():
        start(deal)
    task = Activity.objects.get()
    assert (task.subject, task.type, task.owner, task.contact) == (
        "Call Ann about Pilot",
        "call",
        rep,
        deal.contact,
    )
    assert task.due_at.date() - today() == timedelta(days=2)
    assert task.notes == "–"
    assert only_action().output == {"task": str(task.pk)}


def test_a_lead_gets_its_task_too(workflow, rep, run_jobs):
    workflow("score_changed", trigger_settings={"score": 1, "direction": "up"})
    contact = ContactFactory(owner=rep)
    with run_jobs():
        start(contact, "score_changed", score=80, previous_score=None)
    assert Activity.objects.get().contact == contact


def test_a_field_of_a_deal_is_set_once_and_an_equal_value_changes_nothing(workflow, run_jobs):
    workflow("deal_created", [{"action": "update_field", "settings": {"field": "priority", "value": "high"}}])
    deal = DealFactory(priority="low")
    with run_jobs():
        start(deal)
        start(deal)
    deal.refresh_from_db()
    assert deal.priority == "high"
    change = DealChange.objects.get()
    assert (change.old, change.new, change.actor) == ("low", "high", 'Workflow "Workflow 0"')


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("next_step", "Call {{ deal }}", "Call Pilot"),
        ("expected_close_on", "+14", None),
        ("probability", "40", None),
    ],
)
def test_fields_are_written_as_people_would(workflow, run_jobs, field, value, expected):
    workflow("deal_created", [{"action": "update_field", "settings": {"field": field, "value": value}}])
    deal = DealFactory(name="Pilot")
    with run_jobs():
        start(deal)
    deal.refresh_from_db()
    wanted = {"expected_close_on": today() + timedelta(days=14), "probability": pytest.approx(0.4)}
    found = getattr(deal, field)
    assert (float(found) if field == "probability" else found) == wanted.get(field, expected)


@pytest.mark.parametrize("day", ["2026-1-5", "0001-01-01", "9999-12-31", "+366", "+²", "tomorrow", "+"])
def test_a_day_that_no_deal_can_close_on_cannot_be_saved(workflow, day):
    step = {"action": "update_field", "settings": {"field": "expected_close_on", "value": day}}
    with pytest.raises(Invalid) as error:
        workflow("deal_created", [step])
    assert list(error.value.fields) == ["steps[0].settings.value"]


def test_an_owner_is_chosen_by_turns_without_those_who_are_away_or_gone(workflow, make_user, run_jobs):
    here, away, also = (make_user("rep", f"{name}@acme.example", name=name) for name in "abc")
    Absence.objects.create(rep=away, starts_at=now() - timedelta(days=1), ends_at=now() + timedelta(days=5))
    people = [str(each.pk) for each in (here, away, also)]
    workflow("deal_created", [{"action": "assign_owner", "settings": {"people": people}}])
    deals = DealFactory.create_batch(4, owner=None)
    for deal in deals:
        with run_jobs():
            start(deal)
    owners = [Deal.objects.get(pk=deal.pk).owner for deal in deals]
    assert owners == [here, also, here, also]


def test_nobody_gets_a_deal_if_all_are_away_and_the_run_says_so(workflow, rep, run_jobs):
    Absence.objects.create(rep=rep, starts_at=now() - timedelta(days=1), ends_at=now() + timedelta(days=5))
    workflow("deal_created", [{"action": "assign_owner", "settings": {"people": [str(rep.pk)]}}])
    with run_jobs():
        start(DealFactory(owner=None))
    assert only_action().state == "skipped"
    assert "is away until" in only_action().note


def test_a_deal_is_moved_and_lost_with_a_reason(workflow, run_jobs):
    step = {"action": "move_stage", "settings": {"stage": "closed_lost", "lost_reason": "Went quiet"}}
    workflow("deal_created", [step])
    deal = DealFactory(stage="proposal")
    with run_jobs():
        start(deal)
    deal.refresh_from_db()
    assert (deal.stage, deal.lost_reason) == ("closed_lost", "Went quiet")


def test_a_move_that_is_not_allowed_fails_with_its_sentence(workflow, run_jobs):
    workflow("deal_created", [{"action": "move_stage", "settings": {"stage": "closed_won"}}])
    with run_jobs():
        start(DealFactory(stage="proposal", value=0))
    run = Run.objects.get()
    assert run.state == RunState.FAILED
    assert "value" in run.reason_text.lower()


def test_the_lead_of_a_deal_enters_a_sequence_once(workflow, run_jobs, admin):
    sequence = make_sequence(admin)
    workflow("deal_created", [{"action": "add_to_sequence", "settings": {"sequence": str(sequence.pk)}}])
    deal = DealFactory(contact=ContactFactory(owner=None))
    with run_jobs():
        start(deal)
        start(deal)
    assert Enrollment.objects.get().contact == deal.contact
    skipped = [run.actions.get() for run in Run.objects.all() if run.actions.get().state == "skipped"]
    assert len(skipped) == 1
    assert skipped[0].note


def test_a_deal_without_a_lead_enters_no_sequence(workflow, run_jobs, admin):
    sequence = make_sequence(admin)
    workflow("deal_created", [{"action": "add_to_sequence", "settings": {"sequence": str(sequence.pk)}}])
    with run_jobs():
        start(DealFactory(contact=None, company=None))
    assert only_action().note == "The deal has no lead."


def test_a_deleted_sequence_breaks_the_workflow_and_it_starts_for_nobody(workflow, run_jobs, admin):
    sequence = make_sequence(admin)
    definition = workflow(
        "deal_created", [{"action": "add_to_sequence", "settings": {"sequence": str(sequence.pk)}}]
    )
    sequence.delete()
    with run_jobs():
        start(DealFactory())
    assert not Run.objects.exists()
    assert Script(Definition.objects.get(pk=definition.pk).current).problems


def test_a_run_acts_only_on_deals_that_its_person_sees(workflow, make_user, run_jobs, rep):
    from mauntic.accounts.models import AccessPolicy, SeenByReps

    AccessPolicy.objects.create(seen_by_reps=SeenByReps.OWN)
    workflow("deal_created", by=make_user("rep", "other@acme.example"))
    with run_jobs():
        start(DealFactory(owner=rep))
    assert only_action().state == "skipped"
    assert "has no access to this record" in only_action().note
    assert not Activity.objects.exists()


def test_without_the_person_who_turned_it_on_nothing_is_done(workflow, make_user, run_jobs):
    person = make_user("admin", "gone@acme.example")
    workflow("deal_created", by=person)
    person.is_active = False
    person.save()
    with run_jobs():
        start(DealFactory())
    assert "is deactivated" in only_action().note


def test_a_dry_run_of_every_action_leaves_no_row(workflow, rep, admin):
    from django.apps import apps

    sequence = make_sequence(admin)
    steps = [
        {"action": "create_task", "settings": {"subject": "Call {{ deal }}", "type": "task", "due_days": 0}},
        {"action": "assign_owner", "settings": {"people": [str(rep.pk)]}},
        {"action": "move_stage", "settings": {"stage": "demo"}},
        {"action": "add_to_sequence", "settings": {"sequence": str(sequence.pk)}},
        {"action": "update_field", "settings": {"field": "priority", "value": "high"}},
    ]
    definition = workflow("deal_created", steps)
    deal = DealFactory(name="Pilot", stage="proposal", contact=ContactFactory())

    def counts():
        return {
            model._meta.label: model.objects.count() for model in apps.get_models() if model._meta.managed
        }

    current_salt()  # made once by whoever asks first
    before = counts()
    trial = try_out(script=Script(definition.current), subject_id=deal.pk, facts={}, by=admin)
    assert trial.starts
    assert [each.action for each in trial.steps] == [step["action"] for step in steps]
    assert trial.steps[0].planned.inputs["subject"] == "Call Pilot"
    assert counts() == before
    deal.refresh_from_db()
    assert (deal.stage, deal.priority) == ("proposal", "medium")


def test_a_deal_that_is_closed_while_its_run_waits_ends_it(workflow, admin, run_jobs):
    from mauntic.automation.services.runs.resuming import resume_due
    from revops.deals.services.moves import move_deals

    workflow("deal_created", [{"action": "wait", "settings": {"days": 3}}, TASK])
    closed, open_one = DealFactory.create_batch(2, stage="proposal", value=10)
    with run_jobs():
        start(closed)
        start(open_one)
    with run_jobs():
        move_deals(deal_ids=[closed.pk], stage="closed_won", by=admin)
        Run.objects.filter(state=RunState.WAITING).update(due_at=now() - timedelta(seconds=1))
        resume_due()
    run = Run.objects.get(subject_id=closed.pk)
    assert (run.state, run.reason) == (RunState.SKIPPED, "changed")
    assert Activity.objects.get().deal == open_one


def test_the_texts_about_a_deleted_lead_are_forgotten_and_the_run_of_the_deal_stays(workflow, run_jobs):
    from mauntic.crm.contacts.services.removal import erase_contacts

    step = {
        "action": "create_task",
        "settings": {"subject": "Call {{ full_name }}", "type": "task", "due_days": 1},
    }
    workflow("deal_created", [step])
    deal = DealFactory(contact=ContactFactory(first_name="Ann", last_name="Archer"))
    with run_jobs():
        start(deal)
    assert only_action().inputs["subject"] == "Call Ann Archer"
    erase_contacts(contact_ids=[deal.contact_id])
    assert (only_action().inputs, only_action().state) == ({}, "done")


def test_tasks_are_made_in_a_set_but_for_one_whose_owner_left(workflow, admin, rep, run_jobs):
    contacts = [ContactFactory(owner=admin), ContactFactory(owner=rep), ContactFactory(owner=admin)]
    User.objects.filter(pk=rep.pk).update(is_active=False)
    workflow("score_changed", trigger_settings={"score": 60, "direction": "up"})
    with run_jobs():
        publish_many(
            LeadScored(contact_id=each.pk, score=80, grade="A", previous_score=10, top_contributors=[])
            for each in contacts
        )
    assert {task.contact_id for task in Activity.objects.all()} == {contacts[0].pk, contacts[2].pk}
    assert {task.created_by for task in Activity.objects.all()} == {admin}
    assert ActionRun.objects.get(state="failed").error == "owner: Choose an active user."
