"""From enrollment to the last step: emails through a real mail server, tasks, waits, and what is skipped."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mauntic.delivery.models import Mailbox, Message, MessageState
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from revops.activities.models import Activity
from revops.activities.services.changes import complete_activity
from revops.sequences.models.enrollments import Enrollment, StepRun
from revops.sequences.services.sweep import run_due
from tests.delivery.mail_servers import MailServer
from tests.factories.sequences import (
    CALL,
    CONNECT,
    EMAIL,
    FOLLOW_UP,
    SMS,
    WAIT,
    make_enrollment,
    make_mailbox,
    make_sequence,
)
from tests.support.queries import queries_of


def again(row: Enrollment) -> Enrollment:
    return Enrollment.objects.get(pk=row.pk)


def executed() -> list[tuple[str, str]]:
    rows = StoredEvent.objects.filter(type="revops.SequenceStepExecuted").order_by("pk")
    return [(fact["stepType"], fact["outcome"]) for row in rows for fact in row.facts]


def test_an_email_is_sent_and_the_delay_of_the_next_step_counts_from_the_sending(rep, smtp, sweep_and_send):
    row = make_enrollment(make_sequence(rep), rep, first_name="Bo")

    sweep_and_send()

    recipient, got = smtp.got[0]
    assert (recipient, got["Subject"]) == (row.contact.email, "A question")
    assert "Hello Bo, yes?" in got.get_body(("plain",)).get_content()
    stored, message = again(row), Message.objects.get()
    assert (stored.position, stored.wait) == (2, "")
    assert abs(stored.due_at - message.handed_at - timedelta(days=3)) < timedelta(seconds=30)
    assert executed() == [("email", "sent")]


def test_a_follow_up_answers_the_thread_and_the_last_step_finishes(rep, smtp, sweep_and_send, pass_days):
    row = make_enrollment(make_sequence(rep), rep)
    sweep_and_send()
    pass_days(4)
    sweep_and_send()

    first, second = (got for _to, got in smtp.got)
    assert second["Subject"] == "Re: A question"
    assert second["In-Reply-To"] == first["Message-ID"]
    stored = again(row)
    assert (stored.state, stored.reason, stored.due_at) == ("finished", "all_steps", None)
    assert stored.ended_at is not None


def test_a_step_that_is_not_due_yet_is_not_done(rep, smtp, sweep_and_send):
    make_enrollment(make_sequence(rep), rep)
    sweep_and_send()
    sweep_and_send()

    assert len(smtp.got) == 1


def test_a_follow_up_after_a_skipped_email_takes_its_subject(rep, smtp, sweep_and_send):
    row = make_enrollment(make_sequence(rep), rep)
    Enrollment.objects.update(position=2, due_at=now())

    sweep_and_send()

    assert smtp.got[0][1]["Subject"] == "A question"
    assert again(row).state == "finished"


def test_calls_and_linkedin_steps_become_tasks_that_the_enrollment_waits_for(rep, run_jobs):
    row = make_enrollment(make_sequence(rep, (CONNECT, CALL)), rep, first_name="Bo", last_name="Ek")
    run_due()

    task = Activity.objects.get()
    assert (task.type, task.owner, task.contact_id) == ("linkedin", rep, row.contact_id)
    assert task.subject == "Connect with Bo Ek on LinkedIn (Outreach)"
    assert (again(row).wait, again(row).due_at) == ("task", None)
    assert executed() == [("linkedin_connect", "task")]
    run_due()
    assert Activity.objects.count() == 1

    with run_jobs():
        complete_activity(activity_id=task.pk, by=rep)
    stored = again(row)
    assert (stored.position, stored.wait, stored.runs.get().outcome) == (2, "", "done")
    assert stored.due_at > now() + timedelta(days=1)


def test_the_notes_of_a_call_have_their_tokens_filled(rep):
    make_enrollment(make_sequence(rep, (CALL,)), rep, first_name="Bo")
    Enrollment.objects.update(due_at=now())

    run_due()

    assert Activity.objects.get().notes == "Ask Bo about the budget."


def test_a_wait_ends_and_an_sms_is_skipped_without_an_account(rep, pass_days):
    row = make_enrollment(make_sequence(rep, (WAIT, SMS, CALL)), rep)
    run_due()
    assert not StepRun.objects.exists()
    pass_days(2)
    run_due()

    assert list(row.runs.order_by("step__position").values_list("outcome", flat=True)) == [
        "waited",
        "no_sms_account",
    ]
    assert executed() == [("wait", "waited"), ("sms", "no_sms_account")]
    assert again(row).position == 3


def test_two_steps_that_reach_the_lead_are_a_day_apart(rep, smtp, sweep_and_send):
    row = make_enrollment(make_sequence(rep, (EMAIL, CONNECT)), rep)
    sweep_and_send()

    assert again(row).due_at > now() + timedelta(hours=23)


def test_nothing_is_done_for_a_sequence_that_is_off_or_a_draft(rep, mailbox):
    make_enrollment(make_sequence(rep, on=False), rep)

    assert run_due() == 0
    assert not Message.objects.exists()


def test_without_a_mailbox_the_step_waits_and_goes_when_there_is_one(rep):
    row = make_enrollment(make_sequence(rep), rep)
    run_due()
    assert (again(row).wait, again(row).wait_facts) == ("no_mailbox", {"name": "Jo Reyes"})
    assert again(row).due_at > now()

    mailbox = make_mailbox(rep)
    Enrollment.objects.update(due_at=now())
    run_due()

    assert (again(row).wait, again(row).mailbox_id) == ("message", mailbox.pk)


def test_the_daily_limit_of_a_mailbox_lets_the_rest_wait_with_the_numbers(rep, mailbox, monkeypatch):
    monkeypatch.setattr("revops.sequences.selectors.limits.EMAILS_PER_DAY", 2)
    sequence = make_sequence(rep)
    for _lead in range(3):
        make_enrollment(sequence, rep)

    run_due()

    assert Message.objects.count() == 2
    held = Enrollment.objects.get(wait="email_limit")
    assert held.wait_facts == {"used": 2, "limit": 2, "sender": mailbox.address}
    assert held.due_at > now()


def test_the_daily_limit_of_linkedin_steps_is_that_of_a_person(rep, monkeypatch):
    monkeypatch.setattr("revops.sequences.selectors.limits.LINKEDIN_PER_DAY", 1)
    sequence = make_sequence(rep, (CONNECT,))
    for _lead in range(2):
        make_enrollment(sequence, rep)

    run_due()

    held = Enrollment.objects.get(wait="linkedin_limit")
    assert Activity.objects.count() == 1
    assert held.due_at > now() + timedelta(hours=23)


def test_an_email_that_the_gate_cancels_stops_the_enrollment_with_its_reason(rep, sweep_and_send):
    row = make_enrollment(make_sequence(rep), rep)
    row.contact.consent = "refused"
    row.contact.suppressed_reason = "asked by phone"
    row.contact.save()
    sweep_and_send()
    run_due()

    stored = again(row)
    assert (stored.state, stored.reason) == ("stopped", "cancelled")
    assert "asked by phone" in stored.reason_facts["words"]


def test_an_email_that_the_server_refuses_for_its_own_reasons_pauses(rep, smtp, sweep_and_send):
    row = make_enrollment(make_sequence(rep), rep)
    smtp.at_data[row.contact.email] = "550 5.7.1 Blocked for spam"
    sweep_and_send()
    run_due()

    stored = again(row)
    assert (stored.state, stored.reason) == ("paused", "refused")
    assert "5.7.1" in stored.reason_facts["words"]


def test_an_email_that_a_person_found_among_the_sent_ones_goes_on(rep, mailbox):
    row = make_enrollment(make_sequence(rep), rep)
    run_due()
    Message.objects.update(state=MessageState.SENT, handed_at=now())

    run_due()

    assert (again(row).position, again(row).runs.get().outcome) == (2, "sent")


def test_a_sweep_takes_the_same_queries_for_one_lead_and_three(rep, mailbox):
    sequence = make_sequence(rep, (CONNECT, EMAIL))

    def sweep() -> None:
        StepRun.objects.all().delete()
        Message.objects.all().delete()
        Enrollment.objects.update(due_at=now(), wait="", position=2)
        run_due()

    make_enrollment(sequence, rep)
    one = queries_of(sweep)
    make_enrollment(sequence, rep)
    make_enrollment(sequence, rep)

    assert queries_of(sweep) == one


def test_the_variant_that_a_lead_gets_is_recorded(rep, smtp, sweep_and_send):
    step = EMAIL.__class__(type="email", subject="A", body="Text A", second_subject="B", second_body="Text B")
    sequence = make_sequence(rep, (step,))
    for _lead in range(6):
        make_enrollment(sequence, rep)

    sweep_and_send()

    for run in StepRun.objects.all():
        message = Message.objects.get(pk=run.message_id)
        assert message.sent_subject == run.variant
    assert len(smtp.got) == 6


@pytest.mark.usefixtures("mailbox")
def test_a_follow_up_goes_before_first_emails(rep, smtp: MailServer, sweep_and_send, pass_days):
    make_enrollment(make_sequence(rep), rep)
    sweep_and_send()
    pass_days(4)
    run_due()

    assert Message.objects.get(state=MessageState.WAITING).rank == 1
    assert Mailbox.objects.count() == 1
    assert FOLLOW_UP.subject == ""


def test_a_long_subject_stops_nobody_elses_sequence(rep, mailbox, sweep_and_send, pass_days, smtp):
    long = make_sequence(rep, (replace(EMAIL, subject="s" * 498), FOLLOW_UP), name="Long")
    make_enrollment(long, rep, email="long@a.example")
    make_enrollment(make_sequence(rep, name="Short"), rep, email="short@b.example")
    sweep_and_send()
    pass_days(4)
    sweep_and_send()

    assert sorted(smtp.recipients) == sorted(["long@a.example", "short@b.example"] * 2)
