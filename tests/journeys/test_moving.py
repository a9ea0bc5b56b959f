"""People who wait keep their version until a person moves them, after a preview."""

from datetime import timedelta

import pytest
import time_machine

from mauntic.automation.models import Definition, Kind, Run, RunState
from mauntic.automation.services.definitions.saving import Draft, save_definition, turn_off
from mauntic.automation.services.runs.resuming import resume_due
from mauntic.journeys.domain.moving import How
from mauntic.journeys.models import Move
from mauntic.journeys.selectors.lists import journey as journey_of
from mauntic.journeys.selectors.moving import move_lines
from mauntic.journeys.services.enrolling import enroll_leads
from mauntic.journeys.services.moving import SILENCE, continue_move, resume_moves, start_move
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict
from revops.activities.models import Activity
from tests.factories.crm import ContactFactory
from tests.journeys.conftest import TASK
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


def wait(days):
    return {"id": "pause", "action": "wait", "settings": {"days": days}}


@pytest.fixture
def inside(journey, run_jobs, admin):
    """A journey with leads who wait for ten days since five days."""

    def make(count=1, step=None):
        start = now() - timedelta(days=5)
        with time_machine.travel(start):
            definition = journey("manual", [step or wait(10), {**TASK, "id": "call"}])
            contacts = ContactFactory.create_batch(count)
            with run_jobs():
                enroll_leads(
                    definition_id=definition.pk, contact_ids=[each.pk for each in contacts], by=admin
                )
        return definition

    return make


def save(definition, admin, *steps):
    draft = Draft(name=definition.name, trigger="manual", steps=steps)
    return save_definition(kind=Kind.JOURNEY, draft=draft, by=admin, definition_id=definition.pk)


def move_people(definition, admin) -> Move:
    move = start_move(definition_id=definition.pk, by=admin)
    continue_move(move_id=move.pk)
    move.refresh_from_db()
    return move


def lines(definition, admin):
    return [
        (line.at, line.to, line.how, line.count)
        for line in move_lines(journey_of(definition.pk), admin, now())
    ]


def test_people_keep_their_version_until_somebody_moves_them(inside, admin, run_jobs):
    definition = inside()
    save(definition, admin, wait(3), TASK)
    with run_jobs():
        resume_due()
    run = Run.objects.get()
    assert (run.version.number, run.state) == (1, RunState.WAITING)


def test_a_shortened_wait_that_is_over_is_due_at_once(inside, admin, run_jobs):
    definition = inside(2)
    save(definition, admin, wait(3), {**TASK, "id": "call"})
    assert lines(definition, admin) == [("Wait 10 days", "Wait 3 days", How.DUE, 2)]
    with run_jobs():
        move = move_people(definition, admin)
        resume_due()
    assert (move.state, move.moved, move.total, move.started_by) == (Move.State.DONE, 2, 2, admin)
    assert Activity.objects.count() == 2
    assert set(Run.objects.values_list("version__number", "state")) == {(2, "completed")}


@pytest.mark.parametrize("days", [7, 30])
def test_a_shorter_or_longer_wait_ends_as_if_it_had_been_so_from_the_beginning(inside, admin, days):
    definition = inside()
    began = Run.objects.get().touched_at
    save(definition, admin, wait(days), TASK)
    assert lines(definition, admin) == [("Wait 10 days", f"Wait {days} days", How.STAYS, 1)]
    move_people(definition, admin)
    run = Run.objects.get()
    assert (run.version.number, run.state, run.step) == (2, RunState.WAITING, "pause")
    assert abs(run.due_at - (began + timedelta(days=days))) < timedelta(seconds=1)


def test_whoever_waits_at_a_deleted_step_goes_on_behind_it(inside, admin, run_jobs):
    definition = inside()
    save(definition, admin, {**TASK, "id": "call"})
    assert [(how, count) for _at, _to, how, count in lines(definition, admin)] == [(How.BEHIND, 1)]
    with run_jobs():
        move_people(definition, admin)
    assert Run.objects.get().state == RunState.COMPLETED
    assert Activity.objects.count() == 1


def test_whoever_has_nothing_left_to_do_ends(inside, admin, run_jobs):
    definition = inside()
    save(definition, admin, {"action": "wait", "settings": {"days": 1}})
    assert [(to, how) for _at, to, how, _count in lines(definition, admin)] == [("", How.ENDS)]
    with run_jobs():
        move_people(definition, admin)
    assert Run.objects.get().state == RunState.COMPLETED
    assert not Activity.objects.exists()


def test_whoever_waits_for_an_event_waits_for_that_of_the_new_version(inside, admin):
    def until(event, days):
        settings = {"event": "event", "event_settings": {"event": event}, "days": days}
        return {"id": "pause", "action": "wait_until", "settings": settings}

    definition = inside(step=until("message_replied", 10))
    save(definition, admin, until("meeting_held", 20), TASK)
    move_people(definition, admin)
    run = Run.objects.get()
    assert (run.waits_for, run.wait) == (
        "event",
        {"kind": "event", "settings": {"event": "meeting_held"}},
    )
    assert run.due_at > now() + timedelta(days=14)


def test_a_journey_that_is_off_moves_nobody(inside, admin):
    definition = inside()
    save(definition, admin, wait(3), TASK)
    turn_off(definition_id=definition.pk, by=admin)
    with pytest.raises(Conflict):
        start_move(definition_id=definition.pk, by=admin)
    assert not Move.objects.exists()


def test_nobody_to_move_and_a_second_move_at_once_are_conflicts(inside, admin):
    definition = inside()
    with pytest.raises(Conflict, match="Nobody waits"):
        start_move(definition_id=definition.pk, by=admin)
    save(definition, admin, wait(3), TASK)
    start_move(definition_id=definition.pk, by=admin)
    with pytest.raises(Conflict, match="already"):
        start_move(definition_id=definition.pk, by=admin)


@pytest.mark.parametrize("is_saved", [True, False])
def test_a_move_stops_with_the_reason_if_the_journey_changes_meanwhile(inside, admin, is_saved):
    definition = inside()
    save(definition, admin, wait(3), TASK)
    move = start_move(definition_id=definition.pk, by=admin)
    if is_saved:
        save(definition, admin, wait(4), TASK)
    else:
        turn_off(definition_id=definition.pk, by=admin)
    continue_move(move_id=move.pk)
    move.refresh_from_db()
    assert (move.state, move.moved) == (Move.State.FAILED, 0)
    assert move.error.startswith("Somebody saved" if is_saved else "Turn the journey on")
    assert Run.objects.get().version.number == 1


def test_a_move_goes_part_by_part_and_on_after_its_worker_was_lost(inside, admin, run_jobs, monkeypatch):
    monkeypatch.setattr("mauntic.journeys.services.moving.PER_PART", 2)
    definition = inside(5)
    save(definition, admin, wait(30), TASK)
    move = start_move(definition_id=definition.pk, by=admin)
    Move.objects.update(progressed_at=now() - SILENCE - timedelta(seconds=1))
    with run_jobs():
        assert (resume_moves(), resume_moves()) == (1, 0)
    move.refresh_from_db()
    assert (move.state, move.moved) == (Move.State.DONE, 5)
    assert set(Run.objects.values_list("version__number", flat=True)) == {2}
    continue_move(move_id=move.pk)  # a message that comes twice
    move.refresh_from_db()
    assert move.moved == 5


def test_the_preview_changes_nothing_and_many_cost_as_many_queries_as_few(inside, admin):
    few, many = inside(2), inside(20)
    for definition in (few, many):
        save(definition, admin, wait(3), TASK)
    before = list(Run.objects.order_by("pk").values())

    def preview(definition):
        row = Definition.objects.select_related("current").get(pk=definition.pk)
        return queries_of(lambda: move_lines(row, admin, now()))

    assert preview(many) == preview(few)
    assert list(Run.objects.order_by("pk").values()) == before
