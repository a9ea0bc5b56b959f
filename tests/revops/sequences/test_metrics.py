"""Figures of steps, and who is behind each of them."""

from datetime import timedelta

import pytest

from mauntic.delivery.models import Message
from mauntic.kernel.clock import now
from revops.activities.models import Activity
from revops.sequences.models.enrollments import Enrollment, StepRun
from revops.sequences.models.sequences import Step
from revops.sequences.selectors.metrics import figures_of
from revops.sequences.selectors.outcomes import LABELS
from revops.sequences.selectors.steps import newest_version
from revops.sequences.services.sweep import run_due
from tests.factories.delivery import ReplyFactory
from tests.factories.sequences import (
    CALL,
    EMAIL,
    FOLLOW_UP,
    StepDraft,
    make_enrollment,
    make_mailbox,
    make_sequence,
)
from tests.support.queries import queries_of

TWO = StepDraft(type="email", subject="A", body="A", second_subject="B", second_body="B")


@pytest.fixture
def sequence(rep):
    make_mailbox(rep)
    return make_sequence(rep, (EMAIL, CALL, FOLLOW_UP))


def sent(sequence, rep, count: int, **happened) -> list[Message]:
    """Leads whose first email was sent an hour ago, with what happened to it."""
    rows = [make_enrollment(sequence, rep) for _ in range(count)]
    run_due()
    at = now() - timedelta(hours=1)
    messages = Message.objects.filter(origin_id__in=[row.pk for row in rows])
    messages.update(state="sent", handed_at=at, claimed_at=at, **happened)
    StepRun.objects.filter(enrollment__in=rows).update(outcome="sent", at=at)
    return list(messages)


def figures(sequence, position: int = 1):
    lines = figures_of(newest_version(sequence.pk))
    return next(line.figures for line in lines if line.step.position == position)


def address(sequence, name: str, position: int = 1) -> str:
    step = Step.objects.get(version=newest_version(sequence.pk), position=position)
    return f"/revops/sequences/{sequence.pk}/steps/{step.pk}/{name}/"


def behind(web, sequence, name: str, position: int = 1) -> set:
    return {run.enrollment.contact for run in web.get(address(sequence, name, position)).context["page"].rows}


def test_each_email_counts_by_what_became_of_it_and_names_who_is_behind(web, rep, sequence):
    (bounced,) = sent(sequence, rep, 1, failure="policy")
    (gone,) = sent(sequence, rep, 1, unsubscribed_at=now())
    (good,) = sent(sequence, rep, 1, replied_at=now())
    (other,) = sent(sequence, rep, 1, replied_at=now())
    ReplyFactory(message=good, contact=good.contact, mailbox=good.mailbox, label="positive", is_human=True)
    ReplyFactory(message=other, contact=other.contact, mailbox=other.mailbox, label="later", is_human=True)
    sent(sequence, rep, 2)

    found = figures(sequence)
    assert (found.sent, found.delivered, found.bounced, found.replied) == (6, 5, 1, 2)
    assert (found.positive, found.unsubscribed) == (1, 1)
    assert behind(web, sequence, "bounced") == {bounced.contact}
    assert behind(web, sequence, "unsubscribed") == {gone.contact}
    assert behind(web, sequence, "replied") == {good.contact, other.contact}
    assert behind(web, sequence, "positive") == {good.contact}
    assert len(behind(web, sequence, "delivered")) == 5


def plan_meeting(contact, at=None, kind: str = "meeting") -> None:
    Activity.objects.create(type=kind, contact=contact, subject="Intro", created_at=at or now())


def test_a_meeting_counts_once_at_the_last_step_before_it(web, rep, sequence):
    early, late, none = sent(sequence, rep, 3)
    row = Enrollment.objects.get(pk=late.origin_id)
    call = Step.objects.get(version=row.version, position=2)
    StepRun.objects.create(enrollment=row, step=call, outcome="done", at=now() - timedelta(minutes=30))
    plan_meeting(early.contact)
    plan_meeting(late.contact, kind="demo")
    plan_meeting(late.contact)
    plan_meeting(none.contact, at=now() - timedelta(hours=2))

    assert (figures(sequence, 1).meetings, figures(sequence, 2).meetings) == (1, 1)
    assert behind(web, sequence, "meetings") == {early.contact}
    assert behind(web, sequence, "meetings", 2) == {late.contact}


@pytest.mark.parametrize(("days", "counted"), [(29, 1), (31, 0)])
def test_a_meeting_counts_up_to_30_days_after_the_sequence(rep, sequence, days, counted):
    (message,) = sent(sequence, rep, 1)
    long_ago = now() - timedelta(days=60)
    StepRun.objects.update(at=long_ago)
    Enrollment.objects.update(state="finished", ended_at=long_ago)
    plan_meeting(message.contact, at=long_ago + timedelta(days=days))
    assert figures(sequence).meetings == counted


def test_few_emails_say_that_it_is_too_early_and_many_show_the_interval(web, rep, sequence):
    page = f"/revops/sequences/{sequence.pk}/"
    sent(sequence, rep, 2, replied_at=now())
    assert ">too early<" in web.get(page).content.decode()
    sent(sequence, rep, 30)
    text = web.get(page).content.decode()
    assert ">too early<" not in text
    assert "6% (2% to 20%)" in text


def test_a_variant_is_called_better_only_beyond_chance(rep):
    make_mailbox(rep)
    sequence = make_sequence(rep, (TWO,))
    sent(sequence, rep, 1)
    step = Step.objects.get(version=newest_version(sequence.pk))
    run = StepRun.objects.get()
    base = Message.objects.get()
    for number in range(80):
        row = make_enrollment(sequence, rep)
        base.pk, base.header_id, base.origin_id = row.pk, f"<{number}@x>", row.pk
        base.contact, base.replied_at = row.contact, now() if number < 30 else None
        base._state.adding = True
        base.save(force_insert=True)
        letter = "A" if number < 40 else "B"
        StepRun.objects.create(enrollment=row, step=step, variant=letter, outcome="sent", message_id=base.pk)
    run.delete()

    first, second = figures_of(newest_version(sequence.pk))
    assert (first.is_better, first.is_worse, second.is_better, second.is_worse) == (True, False, False, True)


def test_figures_and_the_lists_behind_them_need_the_same_queries_for_many(web, rep, sequence):
    sent(sequence, rep, 1, replied_at=now())
    pages = [f"/revops/sequences/{sequence.pk}/", address(sequence, "replied")]
    one = [queries_of(lambda page=page: web.get(page)) for page in pages]
    sent(sequence, rep, 2, replied_at=now())
    assert [queries_of(lambda page=page: web.get(page)) for page in pages] == one


def test_unknown_figures_and_steps_of_other_sequences_are_not_found(web, rep, sequence):
    other = make_sequence(rep, (EMAIL,), name="Other")
    step = Step.objects.get(version=newest_version(other.pk))
    assert web.get(address(sequence, "opened-by-cats")).status_code == 404
    assert web.get(f"/revops/sequences/{sequence.pk}/steps/{step.pk}/sent/").status_code == 404
    assert {web.get(address(sequence, name)).status_code for name in LABELS} == {200}
