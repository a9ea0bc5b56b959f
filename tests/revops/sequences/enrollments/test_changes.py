"""What a person does with an enrollment, and what happens to the email that waits."""

from datetime import timedelta

import pytest

from mauntic.delivery.models import Message, MessageState
from mauntic.events.catalog import MessageSent
from mauntic.events.services import publish
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, NotAllowed
from revops.activities.models import Activity
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.services.enrollments.changes import pause, resume, skip, stop
from revops.sequences.services.enrollments.moving import move_to_newest
from revops.sequences.services.enrollments.undoing import undo_stop
from revops.sequences.services.sequences import SequenceDraft, save_sequence
from revops.sequences.services.sweep import run_due
from tests.factories.delivery import ReplyFactory
from tests.factories.sequences import CALL, EMAIL, FOLLOW_UP, WAIT, make_enrollment, make_sequence


def again(row: Enrollment) -> Enrollment:
    return Enrollment.objects.get(pk=row.pk)


def test_a_pause_takes_the_waiting_email_back_and_another_one_goes_after_it(rep, smtp, sweep_and_send):
    row = make_enrollment(make_sequence(rep), rep)
    run_due()

    pause(enrollment_id=row.pk, by=rep)
    sweep_and_send()
    assert (again(row).state, again(row).reason_facts) == ("paused", {"name": "Jo Reyes"})
    assert [message.state for message in Message.objects.all()] == ["cancelled"]
    assert smtp.got == []

    resume(enrollment_id=row.pk, by=rep)
    sweep_and_send()
    assert len(smtp.got) == 1
    assert (again(row).position, again(row).runs.get().attempt) == (2, 2)


def test_an_email_that_left_during_the_pause_is_not_sent_again(rep, mailbox, run_jobs):
    row = make_enrollment(make_sequence(rep), rep)
    run_due()
    message = Message.objects.get()
    Message.objects.update(state=MessageState.CLAIMED, claimed_at=now(), handed_at=now())
    pause(enrollment_id=row.pk, by=rep)
    resume(enrollment_id=row.pk, by=rep)
    run_due()
    assert Message.objects.count() == 1
    assert (again(row).wait, again(row).position) == ("message", 1)

    with run_jobs():
        publish(MessageSent(contact_id=row.contact_id, message_id=message.pk))
    assert again(row).position == 2


def test_a_sending_that_is_recorded_during_a_pause_moves_the_paused_enrollment_on(rep, mailbox, run_jobs):
    row = make_enrollment(make_sequence(rep), rep)
    run_due()
    Message.objects.update(state=MessageState.CLAIMED, claimed_at=now(), handed_at=now())
    pause(enrollment_id=row.pk, by=rep)
    with run_jobs():
        publish(MessageSent(contact_id=row.contact_id, message_id=Message.objects.get().pk))

    assert (again(row).state, again(row).position) == ("paused", 2)


def test_what_was_left_to_wait_is_left_after_a_pause(rep):
    row = make_enrollment(make_sequence(rep, (WAIT, CALL)), rep)
    due, at = again(row).due_at, now()
    pause(enrollment_id=row.pk, by=rep)
    Enrollment.objects.update(paused_at=at - timedelta(days=21), due_at=due - timedelta(days=21))

    resume(enrollment_id=row.pk, by=rep)

    assert abs(again(row).due_at - due) < timedelta(minutes=1)


def test_a_pause_with_an_end_resumes_by_itself(rep, pass_days):
    row = make_enrollment(make_sequence(rep, (CALL,)), rep)
    pause(enrollment_id=row.pk, by=rep, until=now() + timedelta(days=3))
    run_due()
    assert again(row).state == "paused"
    pass_days(4)

    run_due()

    assert (again(row).state, again(row).resumes_at) == ("active", None)


def test_a_pause_cannot_end_before_it_begins(rep):
    row = make_enrollment(make_sequence(rep), rep)

    with pytest.raises(Invalid, match="future"):
        pause(enrollment_id=row.pk, by=rep, until=now() - timedelta(days=1))


def test_a_skipped_email_does_not_go_and_the_next_step_follows(rep, smtp, sweep_and_send):
    row = make_enrollment(make_sequence(rep), rep)
    run_due()

    skip(enrollment_id=row.pk, by=rep)
    sweep_and_send()

    assert smtp.got == []
    assert (again(row).position, again(row).runs.get().outcome) == (2, "skipped")


def test_an_email_that_is_being_sent_cannot_be_skipped(rep, mailbox):
    row = make_enrollment(make_sequence(rep), rep)
    run_due()
    Message.objects.update(state=MessageState.CLAIMED, handed_at=now())

    with pytest.raises(Conflict, match="being sent"):
        skip(enrollment_id=row.pk, by=rep)


def test_a_stopped_enrollment_stays_stopped(rep, smtp, sweep_and_send):
    row = make_enrollment(make_sequence(rep), rep)
    run_due()
    stop(enrollment_id=row.pk, by=rep)
    sweep_and_send()

    assert smtp.got == []
    for again_and_again in (pause, resume, skip, stop):
        with pytest.raises(Conflict, match="is stopped in this sequence"):
            again_and_again(enrollment_id=row.pk, by=rep)


def test_people_keep_the_text_they_entered_with_until_a_person_moves_them(rep, smtp, sweep_and_send):
    sequence = make_sequence(rep)
    stays, moves = make_enrollment(sequence, rep), make_enrollment(sequence, rep)
    run_due()
    new = EMAIL.__class__(type="email", subject="Another question", body="Now?")
    save_sequence(
        sequence_id=sequence.pk,
        draft=SequenceDraft(name="Outreach", steps=[new, FOLLOW_UP], week=sequence.week),
        by=rep,
    )

    move_to_newest(enrollment_id=moves.pk, by=rep)
    sweep_and_send()

    subjects = {to: got["Subject"] for to, got in smtp.got}
    assert subjects == {stays.contact.email: "A question", moves.contact.email: "Another question"}
    with pytest.raises(Conflict, match="newest"):
        move_to_newest(enrollment_id=moves.pk, by=rep)


def test_a_shorter_newest_version_finishes_those_behind_its_end(rep):
    sequence = make_sequence(rep, (CALL, CALL))
    row = make_enrollment(sequence, rep)
    Enrollment.objects.update(position=2)
    save_sequence(sequence_id=sequence.pk, draft=SequenceDraft(name="Outreach", steps=[CALL]), by=rep)

    move_to_newest(enrollment_id=row.pk, by=rep)

    assert (again(row).state, again(row).due_at) == ("finished", None)


def test_only_the_owner_managers_and_who_enrolled_change_an_enrollment(rep, make_user):
    stranger, manager = make_user("rep", "other@acme.example"), make_user("manager")
    row = make_enrollment(make_sequence(rep), rep)
    for change in (pause, resume, skip, stop, move_to_newest):
        with pytest.raises(NotAllowed):
            change(enrollment_id=row.pk, by=stranger)

    pause(enrollment_id=row.pk, by=manager)
    assert again(row).state == "paused"


def test_a_stop_is_undone_and_the_email_goes_once(web, rep, smtp, sweep_and_send):
    row = make_enrollment(make_sequence(rep), rep)
    run_due()
    path = f"/revops/sequences/enrollments/{row.pk}"
    page = web.post(f"{path}/stop/", follow=True).content.decode()
    assert f'action="{path}/unstop/"' in page

    assert "goes on in" in web.post(f"{path}/unstop/", follow=True).content.decode()
    assert (again(row).state, again(row).ended_at, again(row).begun_at) == ("active", None, row.begun_at)
    sweep_and_send()
    assert len(smtp.got) == 1


def test_an_undone_stop_keeps_the_due_time_and_brings_the_task_back(rep):
    row = make_enrollment(make_sequence(rep, (CALL, EMAIL)), rep)
    Enrollment.objects.update(due_at=now() - timedelta(minutes=1))
    run_due()
    task = Activity.objects.get()
    waiting = make_enrollment(make_sequence(rep, (WAIT, EMAIL), name="Later"), rep)
    for each in (row, waiting):
        stop(enrollment_id=each.pk, by=rep)
    assert not Activity.objects.filter(pk=task.pk).exists()

    for each in (row, waiting):
        undo_stop(enrollment_id=each.pk, by=rep)

    assert Activity.objects.filter(pk=task.pk).exists()
    assert (again(row).wait, again(row).due_at) == ("task", None)
    assert abs(again(waiting).due_at - waiting.due_at) < timedelta(minutes=1)


def test_a_reply_that_came_before_the_undo_of_a_stop_still_ends_it(rep, smtp, sweep_and_send):
    row = make_enrollment(make_sequence(rep), rep)
    stop(enrollment_id=row.pk, by=rep)
    ReplyFactory(contact=row.contact)

    undo_stop(enrollment_id=row.pk, by=rep)
    sweep_and_send()

    assert (again(row).state, again(row).reason) == ("stopped", "replied")
    assert smtp.got == []


@pytest.mark.parametrize("why", ["late", "again", "paused", "replied"])
def test_a_stop_that_cannot_be_undone_says_so(rep, why):
    sequence = make_sequence(rep)
    row = make_enrollment(sequence, rep)
    if why == "paused":
        pause(enrollment_id=row.pk, by=rep)
    stop(enrollment_id=row.pk, by=rep)
    if why == "late":
        Enrollment.objects.update(ended_at=now() - timedelta(minutes=11))
    elif why == "again":
        make_enrollment(sequence, rep, contact=row.contact)
    elif why == "replied":
        Enrollment.objects.update(reason="replied", reason_facts={})

    with pytest.raises(Conflict):
        undo_stop(enrollment_id=row.pk, by=rep)
    assert again(row).state == "stopped"
