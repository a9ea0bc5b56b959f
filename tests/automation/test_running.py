"""Steps are done one after the other, each once, and each is recorded."""

from datetime import timedelta

import pytest

from mauntic.automation.domain.outcomes import WaitKind
from mauntic.automation.models import ActionRun, ActionState, Definition, Kind, Run, RunReason, RunState
from mauntic.automation.registry import triggers
from mauntic.automation.registry.triggers import Happening
from mauntic.automation.services.definitions.saving import Draft, save_definition, turn_off, turn_on
from mauntic.automation.services.runs.resuming import resume_due, wake
from mauntic.automation.services.runs.retrying import retry_runs, run_again
from mauntic.automation.services.runs.running import advance
from mauntic.crm.changes.models import Change
from mauntic.crm.contacts.services.edit import update_contact
from mauntic.crm.models import Contact
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Temporary
from tests.automation.conftest import make_definition, rise, the_run
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db
THREE = [{"action": "note", "settings": {"text": text}} for text in ("one", "two", "three")]


def pass_time(**delta) -> None:
    Run.objects.filter(due_at__isnull=False).update(due_at=now() - timedelta(**delta))


def test_a_failed_action_stops_the_run(acme, admin, desk, run_jobs):
    make_definition(admin, steps=THREE)
    desk.failure = lambda call: Conflict("The door is shut.") if len(desk.notes) == 1 else None
    with run_jobs():
        rise(ContactFactory())
    run = the_run()
    assert (run.state, run.reason_text) == (RunState.FAILED, "The door is shut.")
    assert [(each.position, each.state, each.error) for each in run.actions.all()] == [
        (1, "done", ""),
        (2, "failed", "The door is shut."),
    ]


def test_a_retry_goes_on_from_the_failed_action_with_the_version_that_ran(acme, admin, desk, run_jobs):
    definition = make_definition(admin, steps=THREE)
    desk.failure = lambda call: Conflict("Shut.") if len(desk.notes) == 1 else None
    with run_jobs():
        rise(ContactFactory())
    changed = Draft(
        name="Call risen leads", trigger="risen", steps=[{"action": "note", "settings": {"text": "new"}}]
    )
    save_definition(kind=Kind.WORKFLOW, draft=changed, by=admin, definition_id=definition.pk)
    desk.failure = lambda call: None
    with run_jobs():
        assert retry_runs(run_ids=[the_run().pk]) == 1
    assert [text for text, _contact in desk.notes] == ["one", "two", "three"]
    run = the_run()
    assert (run.state, run.version.number) == (RunState.COMPLETED, 1)
    assert [(each.position, each.attempt, each.state) for each in run.actions.all()] == [
        (1, 1, "done"),
        (2, 1, "failed"),
        (2, 2, "done"),
        (3, 1, "done"),
    ]
    assert len(set(desk.keys[1:3])) == 1, "both attempts have one key"


def test_run_again_is_a_new_run_with_the_current_version(acme, admin, desk, run_jobs):
    definition = make_definition(admin, steps=THREE)
    with run_jobs():
        rise(ContactFactory(), score=77)
    old = the_run()
    changed = Draft(
        name="Call risen leads", trigger="risen", steps=[{"action": "note", "settings": {"text": "new"}}]
    )
    save_definition(kind=Kind.WORKFLOW, draft=changed, by=admin, definition_id=definition.pk)
    with run_jobs():
        new = run_again(run_id=old.pk, by=admin)
    new.refresh_from_db()
    assert (new.state, new.version.number, new.again_of, new.started_by) == (
        RunState.COMPLETED,
        2,
        old,
        admin,
    )
    assert new.facts == {"score": 77}
    assert [text for text, _contact in desk.notes] == ["one", "two", "three", "new"]


def test_a_temporary_failure_is_tried_again_by_itself_three_times(acme, admin, desk, run_jobs):
    make_definition(admin)
    desk.failure = lambda call: Temporary("No answer.")
    with run_jobs():
        rise(ContactFactory())
    waits = []
    for _attempt in range(3):
        run = the_run()
        assert (run.state, run.wait["kind"]) == (RunState.WAITING, WaitKind.RETRY)
        waits.append(round((run.due_at - run.touched_at).total_seconds() / 60))
        pass_time(seconds=1)
        with run_jobs():
            resume_due()
    assert waits == [1, 5, 30]
    assert the_run().state == RunState.FAILED
    assert ActionRun.objects.count() == 4


def test_an_error_of_our_own_is_not_tried_again_and_says_no_secret(acme, admin, desk, run_jobs):
    make_definition(admin)
    desk.failure = lambda call: RuntimeError("password=hunter2")
    with run_jobs():
        rise(ContactFactory())
    run = the_run()
    assert run.state == RunState.FAILED
    assert "hunter2" not in run.reason_text + run.actions.get().error


def test_what_an_action_did_before_it_failed_is_undone(acme, admin, desk, run_jobs):
    make_definition(admin)
    contact = ContactFactory(title="Rep")

    def half(call) -> None:
        update_contact(contact=contact, values={"title": "Boss"})
        raise Conflict("Then it failed.")

    desk.effect = half
    with run_jobs():
        rise(contact)
    contact.refresh_from_db()
    assert contact.title == "Rep"
    assert the_run().state == RunState.FAILED


def test_what_is_blocked_is_left_out_and_the_run_goes_on(acme, admin, desk, run_jobs):
    make_definition(admin, steps=[*THREE[:1], {"action": "leave"}])
    desk.blocked = "They unsubscribed."
    with run_jobs():
        rise(ContactFactory())
    run = the_run()
    assert desk.notes == []
    assert run.state == RunState.COMPLETED
    first = run.actions.first()
    assert (first.state, first.note) == (ActionState.SKIPPED, "They unsubscribed.")


def test_a_wait_ends_at_its_time_and_the_next_step_is_done(acme, admin, desk, run_jobs):
    make_definition(admin, steps=[{"action": "pause", "settings": {"days": 3}}, THREE[0]])
    with run_jobs():
        rise(ContactFactory())
        resume_due()
    run = the_run()
    assert (run.state, run.wait["kind"]) == (RunState.WAITING, WaitKind.TIME)
    assert run.due_at - run.started_at == pytest.approx(timedelta(days=3), abs=timedelta(seconds=5))
    assert desk.notes == []
    pass_time(seconds=1)
    with run_jobs():
        assert resume_due() == 1
    assert len(desk.notes) == 1
    assert the_run().state == RunState.COMPLETED


def test_a_branch_is_taken_and_both_go_on_behind_it(acme, admin, desk, run_jobs):
    split = {"action": "branch", "branches": {"good": THREE[:1], "rest": THREE[1:2]}}
    make_definition(admin, steps=[split, THREE[2]])
    with run_jobs():
        rise(ContactFactory(lead_grade="A"), ContactFactory(lead_grade="D"))
    assert sorted(text for text, _contact in desk.notes) == ["one", "three", "three", "two"]


@pytest.mark.parametrize(("happens", "text"), [(True, "one"), (False, "two")])
def test_a_wait_for_an_event_takes_the_branch_of_what_came_first(
    acme, admin, desk, run_jobs, happens, text, monkeypatch
):
    from dataclasses import replace

    from mauntic.automation.registry.actions import action_named, register_action

    register_action(replace(action_named("await", "contact"), branches=lambda _: ["happened", "too_late"]))
    step = {"action": "await", "branches": {"happened": THREE[:1], "too_late": THREE[1:2]}}
    make_definition(admin, steps=[step])
    contact = ContactFactory()
    with run_jobs():
        rise(contact)
    trigger = triggers.trigger_named("risen")
    with run_jobs():
        assert (
            wake(trigger=trigger, happenings=[Happening(contact.pk, {"score": 89})], occurred_at=now()) == 0
        )
        if happens:
            assert (
                wake(trigger=trigger, happenings=[Happening(contact.pk, {"score": 90})], occurred_at=now())
                == 1
            )
        else:
            pass_time(seconds=1)
            assert resume_due() == 1
    assert [each for each, _contact in desk.notes] == [text]


def test_an_event_wakes_who_waits_for_it_but_not_the_run_that_it_began(acme, admin, desk, run_jobs):
    make_definition(admin, steps=[{"action": "await"}, THREE[0]])
    contact, told = ContactFactory(), now()
    with run_jobs():
        rise(contact, score=95, at=told)
    with run_jobs():
        rise(contact, score=95, at=told)
    assert desk.notes == []
    Run.objects.first().delete()
    with run_jobs():
        rise(contact, score=95)
    assert desk.notes == [("one", contact.pk)]


def test_a_wait_whose_settings_are_broken_waits_until_it_is_too_late(acme, admin, desk, run_jobs):
    make_definition(admin, steps=[{"action": "await"}, THREE[0]])
    contact = ContactFactory()
    with run_jobs():
        rise(contact)
    Run.objects.update(wait={"kind": "event", "settings": {"least": "many"}})
    with run_jobs():
        rise(contact, score=95)
    assert desk.notes == []


def test_a_lead_that_is_deleted_while_the_run_waits_leaves_nothing_behind(acme, admin, desk, run_jobs):
    from mauntic.crm.contacts.services.removal import delete_contacts

    make_definition(admin, steps=[{"action": "pause", "settings": {"days": 3}}, THREE[0]])
    contact = ContactFactory()
    with run_jobs():
        rise(contact)
        delete_contacts(contact_ids=[contact.pk])
    assert not Run.objects.exists()
    assert not ActionRun.objects.exists()


def test_a_record_that_changed_its_standing_while_the_run_waits_ends_it(acme, admin, desk, run_jobs):
    make_definition(admin, steps=[{"action": "pause", "settings": {"days": 3}}, THREE[0]])
    with run_jobs():
        rise(ContactFactory())
    Run.objects.update(standing="won", due_at=now() - timedelta(seconds=1))
    with run_jobs():
        resume_due()
    run = the_run()
    assert (run.state, run.reason, desk.notes) == (RunState.SKIPPED, RunReason.CHANGED, [])


def test_while_it_is_off_nobody_goes_on_and_then_waits_as_much_longer(acme, admin, desk, run_jobs):
    definition = make_definition(admin, steps=[{"action": "pause", "settings": {"days": 3}}, THREE[0]])
    with run_jobs():
        rise(ContactFactory())
    pass_time(hours=1)
    turn_off(definition_id=definition.pk, by=admin)
    Definition.objects.update(switched_at=now() - timedelta(days=30))
    with run_jobs():
        assert resume_due() == 0
        turn_on(definition_id=definition.pk, by=admin)
        assert resume_due() == 0
    assert the_run().due_at > now() + timedelta(days=29)


def test_a_clock_that_is_put_back_while_it_is_off_lets_nobody_go_on_early(acme, admin, desk, run_jobs):
    definition = make_definition(admin, steps=[{"action": "pause", "settings": {"days": 3}}, THREE[0]])
    with run_jobs():
        rise(ContactFactory())
    due_at = the_run().due_at
    turn_off(definition_id=definition.pk, by=admin)
    Definition.objects.update(switched_at=now() + timedelta(hours=1))
    turn_on(definition_id=definition.pk, by=admin)
    assert the_run().due_at == due_at


def test_what_a_run_does_is_done_by_its_workflow_and_leads_to_the_run(acme, admin, desk, run_jobs):
    make_definition(admin)
    contact = ContactFactory(title="Rep")
    desk.effect = lambda call: update_contact(contact=contact, values={"title": "Head of Sales"})
    with run_jobs():
        rise(contact)
    change = Change.objects.filter(contact=contact, fields__has_key="title").first()
    assert change.actor == 'Workflow "Call risen leads"'
    assert change.actor_id == str(the_run().pk)
    assert StoredEvent.objects.get(type="crm.ContactUpdated").actor_kind == "workflow"


def test_a_run_that_lost_its_worker_is_gone_on_with(acme, admin, desk, run_jobs):
    make_definition(admin)
    rise(ContactFactory())
    assert desk.notes == []
    with run_jobs():
        resume_due()
    assert desk.notes == [], "its own message may still arrive"
    Run.objects.update(touched_at=now() - timedelta(minutes=6))
    with run_jobs():
        resume_due()
    assert len(desk.notes) == 1


def test_a_message_that_comes_twice_does_each_step_once(acme, admin, desk):
    make_definition(admin, steps=THREE)
    rise(ContactFactory())
    advance(run_ids=[the_run().pk])
    advance(run_ids=[the_run().pk])
    assert len(desk.notes) == 3


def test_an_outside_action_is_recorded_before_it_begins_and_done_again_under_its_key(acme, admin, desk):
    make_definition(admin, steps=[{"action": "outside", "settings": {"text": "call"}}])
    rise(ContactFactory())
    seen = []

    class Killed(BaseException):
        """A worker that is killed says nothing."""

    def die(call):
        seen.append(ActionRun.objects.get().state)
        raise Killed

    desk.failure = die
    with pytest.raises(Killed):
        advance(run_ids=[the_run().pk])
    assert seen == [ActionState.BEGUN]
    desk.failure = lambda call: None
    advance(run_ids=[the_run().pk])
    assert desk.notes == [], "another worker may be in the middle of it"
    ActionRun.objects.update(started_at=now() - timedelta(minutes=2))
    advance(run_ids=[the_run().pk])
    (action,) = ActionRun.objects.all()
    assert (action.state, action.attempt) == (ActionState.DONE, 1)
    assert len(desk.keys) == 2
    assert len(set(desk.keys)) == 1


def test_a_step_whose_record_was_deleted_ends_the_run_as_broken(acme, admin, desk, run_jobs, make_user):
    owner = make_user("rep")
    steps = [
        {"action": "pause", "settings": {"days": 1}},
        {"action": "note", "settings": {"text": "x", "owner": str(owner.pk)}},
    ]
    make_definition(admin, steps=steps)
    with run_jobs():
        rise(ContactFactory())
    owner.delete()
    pass_time(seconds=1)
    with run_jobs():
        resume_due()
    run = the_run()
    assert (run.state, run.reason) == (RunState.FAILED, RunReason.BROKEN)
    assert "choice" in run.reason_text


def test_contacts_keep_their_names_out_of_other_tenants(acme, admin, desk, globex, run_jobs):
    from mauntic.tenants.context import entered

    make_definition(admin)
    with run_jobs():
        rise(ContactFactory())
    with entered(globex):
        assert not Run.objects.exists()
        assert not Contact.objects.exists()
