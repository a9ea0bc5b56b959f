"""Send windows of single weekdays, as a person enters them."""

import pytest
import time_machine

from mauntic.delivery.models import Mailbox, Message
from mauntic.kernel.clock import now
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.models.sequences import Sequence
from revops.sequences.services.sequences import SequenceDraft, save_sequence
from tests.factories.sequences import EMAIL, make_enrollment, make_sequence

STEP = {
    "steps": "1",
    "step-0-type": "email",
    "step-0-delay_days": "0",
    "step-0-subject": "A",
    "step-0-body": "B",
}
FORM = {"do": "save", "name": "Trial", "per_company": "0", **STEP}
NINE, TEN = [[540, 1020]], [[600, 720], [780, 900]]


def saved(web, **hours: str) -> list:
    web.post("/revops/sequences/new/", FORM | hours)
    return Sequence.objects.get().week


@pytest.mark.parametrize(
    ("hours", "week"),
    [
        ({}, []),
        ({"window": "09:00-17:00"}, [NINE] * 5 + [[], []]),
        ({"window": "09:00-17:00", "day_4": "10:00-12:00, 13:00-15:00"}, [NINE] * 4 + [TEN, [], []]),
        ({"window": "09:00-17:00", "day_0": "closed"}, [[], *[NINE] * 4, [], []]),
        ({"day_5": "09:00-17:00"}, [[]] * 5 + [NINE, []]),
    ],
)
def test_single_days_differ_from_the_hours_of_workdays(web, rep, hours, week):
    assert saved(web, **hours) == week


def test_hours_are_shown_as_they_were_entered_and_saved_again_as_they_are(web, rep):
    week = saved(web, window="09:00-17:00", day_0="closed", day_4="10:00-12:00, 13:00-15:00")
    sequence = Sequence.objects.get()
    page = web.get(f"/revops/sequences/{sequence.pk}/edit/")
    form = page.context["form"]
    assert form["window"].value() == "09:00-17:00"
    entered = {day.name: day.value() for day in form.days if day.value()}
    assert entered == {"day_0": "closed", "day_4": "10:00-12:00, 13:00-15:00"}

    web.post(f"/revops/sequences/{sequence.pk}/edit/", FORM | {"window": "09:00-17:00"} | entered)
    sequence.refresh_from_db()
    assert sequence.week == week


@pytest.mark.parametrize(
    ("hours", "problem"),
    [
        ({"day_2": "late"}, "late"),
        ({f"day_{number}": "closed" for number in range(7)}, "Enter hours for at least one day."),
    ],
)
def test_hours_that_make_no_sense_are_refused(web, rep, hours, problem):
    answer = web.post("/revops/sequences/new/", FORM | hours)
    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert not Sequence.objects.exists()


def test_a_button_of_the_builder_keeps_the_hours(web, rep):
    sequence = make_sequence(rep)
    page = web.post(f"/revops/sequences/{sequence.pk}/edit/", FORM | {"do": "add", "day_3": "10:00-11:00"})
    assert page.context["form"]["day_3"].value() == "10:00-11:00"


def test_an_email_that_waits_for_the_window_goes_when_the_window_is_widened(web, rep, smtp, sweep_and_send):
    sequence = make_sequence(rep, (EMAIL,), week=[NINE, [], [], [], [], [], []])
    make_enrollment(sequence, rep)
    with time_machine.travel("2026-12-01T12:00:00Z", tick=False):  # a Tuesday
        Enrollment.objects.update(due_at=now(), begun_at=now())
        Mailbox.objects.update(read_at=now())
        sweep_and_send()
        assert Message.objects.get().hold == "outside_window"

        save_sequence(
            sequence_id=sequence.pk,
            draft=SequenceDraft(name="Trial", steps=[EMAIL], week=[[[0, 1440]]] * 7),
            by=rep,
        )
        sweep_and_send()

    assert len(smtp.got) == 1
