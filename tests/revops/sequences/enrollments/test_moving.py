"""Leads in flight move to the newest version of their sequence: one, or all behind a page that says how."""

import pytest

from mauntic.delivery.models import Message, MessageState
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, NotAllowed
from revops.activities.models import Activity
from revops.activities.services.changes import complete_activity
from revops.sequences.models.enrollments import Enrollment, StepRun
from revops.sequences.models.sequences import Sequence
from revops.sequences.selectors.lists import enrollments, shown
from revops.sequences.services.enrollments.changes import pause, resume, stop
from revops.sequences.services.enrollments.moving import Moved, move_all_to_newest, move_to_newest
from revops.sequences.services.sequences import SequenceDraft, save_sequence
from revops.sequences.services.sweep import run_due
from tests.factories.sequences import (
    CALL,
    CONNECT,
    EMAIL,
    FOLLOW_UP,
    make_enrollment,
    make_mailbox,
    make_sequence,
)
from tests.support.queries import queries_of

ANOTHER = EMAIL.__class__(type="email", subject="Another question", body="Now?")


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def changed(sequence: Sequence, rep, *steps) -> None:
    draft = SequenceDraft(name=sequence.name, steps=steps, week=sequence.week)
    save_sequence(sequence_id=sequence.pk, draft=draft, by=rep)


def again(row: Enrollment) -> Enrollment:
    return Enrollment.objects.select_related("version").get(pk=row.pk)


@pytest.fixture
def sequence(rep) -> Sequence:
    make_mailbox(rep)
    return make_sequence(rep)


def test_an_email_that_waited_in_the_old_version_does_not_end_the_sequence(rep, sequence):
    row = make_enrollment(sequence, rep)
    run_due()
    changed(sequence, rep, ANOTHER, FOLLOW_UP)
    move_to_newest(enrollment_id=row.pk, by=rep)
    run_due()
    run_due()

    waiting = Message.objects.get(state=MessageState.WAITING)
    assert (waiting.subject, again(row).state, again(row).wait) == ("Another question", "active", "message")
    assert sorted(StepRun.objects.values_list("outcome", flat=True)) == ["canceled", "queued"]


def test_a_task_of_the_old_version_leaves_the_lists_and_that_of_the_new_one_follows(rep):
    sequence = make_sequence(rep, (CONNECT,))
    row = make_enrollment(sequence, rep)
    run_due()
    changed(sequence, rep, CALL)
    move_to_newest(enrollment_id=row.pk, by=rep)
    run_due()

    assert [task.type for task in Activity.objects.to_do()] == ["call"]


def test_a_paused_lead_that_is_moved_waits_for_nothing_more_than_the_end_of_the_pause(rep):
    sequence = make_sequence(rep, (CONNECT,))
    row = make_enrollment(sequence, rep)
    run_due()
    pause(enrollment_id=row.pk, by=rep)
    changed(sequence, rep, CALL)
    move_to_newest(enrollment_id=row.pk, by=rep)
    run_due()
    assert (again(row).state, Activity.objects.to_do().count()) == ("paused", 0)
    resume(enrollment_id=row.pk, by=rep)
    run_due()
    assert [task.type for task in Activity.objects.to_do()] == ["call"]


def test_all_move_except_those_whose_email_is_being_sent(rep, sequence):
    moves, leaves, ended = (make_enrollment(sequence, rep) for _ in range(3))
    Enrollment.objects.filter(pk=ended.pk).update(state="stopped", reason="replied")
    run_due()
    Message.objects.filter(contact=leaves.contact).update(state=MessageState.CLAIMED, handed_at=now())
    changed(sequence, rep, ANOTHER, FOLLOW_UP)

    assert move_all_to_newest(sequence_id=sequence.pk, by=rep) == Moved(moved=1, left=1)
    assert [again(row).version.number for row in (moves, leaves, ended)] == [2, 1, 1]
    with pytest.raises(Conflict, match="being sent"):
        move_to_newest(enrollment_id=leaves.pk, by=rep)


def test_many_are_moved_in_the_queries_of_one(rep, sequence):
    def moving(count: int) -> int:
        for _ in range(count):
            make_enrollment(sequence, rep)
        run_due()
        number = sequence.versions.count()
        changed(sequence, rep, ANOTHER.__class__(type="email", subject=f"Question {number}", body="?"))
        return queries_of(lambda: move_all_to_newest(sequence_id=sequence.pk, by=rep))

    assert moving(1) == moving(3)


def test_the_page_says_where_the_leads_go_and_the_button_moves_them(web, rep):
    sequence = make_sequence(rep, (CALL, CONNECT, CALL))
    rows = [make_enrollment(sequence, rep) for _ in range(3)]
    Enrollment.objects.filter(pk=rows[2].pk).update(position=3)
    page = f"/revops/sequences/{sequence.pk}/"
    assert "older version" not in text_of(web.get(page))
    changed(sequence, rep, CONNECT, CALL)

    shown = text_of(web.get(page))
    assert "3 leads are in older versions and keep their steps." in shown
    assert f'href="{page}move/">Move to version 2</a>' in shown
    asked = text_of(web.get(f"{page}move/"))
    assert "Move 3 leads to version 2" in asked
    assert "Version 1, step 1" in asked
    assert "Finished: there is no such step any more" in asked

    said = text_of(web.post(f"{page}move/", follow=True))
    assert "3 leads moved to the newest version of &quot;Outreach&quot;." in said
    assert [again(row).state for row in rows] == ["active", "active", "finished"]
    assert "All leads are in the newest version." in text_of(web.get(f"{page}move/"))


def test_only_those_who_may_change_the_sequence_move_all(rep, make_user, sequence):
    with pytest.raises(NotAllowed):
        move_all_to_newest(sequence_id=sequence.pk, by=make_user("rep", "other@acme.example"))


def test_the_states_of_the_leads_have_counts(web, rep, sequence):
    make_enrollment(sequence, rep)
    Enrollment.objects.filter(pk=make_enrollment(sequence, rep).pk).update(state="stopped", reason="replied")
    page = text_of(web.get(f"/revops/sequences/{sequence.pk}/"))
    for tab in ("All", "Active", "Stopped"):
        assert f'{tab} <span class="tab-count">{2 if tab == "All" else 1}</span>' in page
    listed = text_of(web.get("/revops/sequences/"))
    assert f'href="/revops/sequences/{sequence.pk}/?state=stopped"' in listed


def test_the_leads_behind_done_steps_are_listed(web, rep):
    sequence = make_sequence(rep, (CONNECT,))
    row = make_enrollment(sequence, rep)
    run_due()
    step = row.version.steps.get()
    address = f"/revops/sequences/{sequence.pk}/steps/{step.pk}/reached/"
    assert f'href="{address}"' in text_of(web.get(f"/revops/sequences/{sequence.pk}/"))
    assert row.contact.name in text_of(web.get(address))


def test_a_lead_whose_sequence_ended_shows_the_last_step_that_was_done(web, rep, run_jobs):
    sequence = make_sequence(rep, (CONNECT, CALL))
    reached, not_reached = (make_enrollment(sequence, rep) for _ in range(2))
    run_due()
    with run_jobs():
        complete_activity(activity_id=Activity.objects.get(contact=reached.contact).pk, by=rep)
    for row in (reached, not_reached):
        stop(enrollment_id=row.pk, by=rep)

    found = {each.enrollment.pk: (each.step, each.last) for each in shown(enrollments(sequence), rep)}
    assert found == {reached.pk: ("", "1. LinkedIn connection, just now"), not_reached.pk: ("", "")}
    assert "LinkedIn connection, just now" in text_of(web.get(f"/revops/sequences/{sequence.pk}/"))
    assert "LinkedIn connection, just now" in text_of(web.get(f"/leads/{reached.contact_id}/"))


def test_the_figures_of_older_versions_stay_in_reach(web, rep):
    sequence = make_sequence(rep, (CONNECT,))
    row = make_enrollment(sequence, rep)
    run_due()
    page = f"/revops/sequences/{sequence.pk}/"
    assert "?version=" not in text_of(web.get(page))
    changed(sequence, rep, CALL)

    behind = f"{page}steps/{row.version.steps.get().pk}/reached/"
    assert f'href="{page}?version=1"' in text_of(web.get(page))
    assert behind not in text_of(web.get(page))
    assert behind in text_of(web.get(f"{page}?version=1"))
    assert behind not in text_of(web.get(f"{page}?version=nonsense"))
