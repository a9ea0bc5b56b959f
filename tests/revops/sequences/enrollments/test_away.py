"""Who is away gets nothing until they are back."""

from datetime import timedelta

import pytest

from mauntic.delivery.models import Message
from mauntic.kernel.clock import now
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.services.enrollments.away import rest_away
from revops.sequences.services.enrollments.changes import stop
from revops.sequences.services.sweep import run_due
from tests.factories.delivery import ReplyFactory
from tests.factories.sequences import make_enrollment, make_sequence


def again(row: Enrollment) -> Enrollment:
    return Enrollment.objects.get(pk=row.pk)


def say_away(row: Enrollment, **values: object) -> None:
    ReplyFactory(contact=row.contact, label="auto_reply", kind="out_of_office", is_human=False, **values)


@pytest.fixture
def row(rep, mailbox) -> Enrollment:
    return make_enrollment(make_sequence(rep), rep)


def test_an_automatic_reply_pauses_the_sequence_until_the_lead_is_back(row: Enrollment) -> None:
    other = make_enrollment(row.sequence, row.enrolled_by)
    run_due()
    back = (now() + timedelta(days=9)).date()
    say_away(row, away_until=back)

    run_due()

    stored = again(row)
    assert (stored.state, stored.reason) == ("paused", "away")
    assert stored.resumes_at is not None
    assert stored.resumes_at.date() in {back, back - timedelta(days=1)}  # midnight of the organization
    assert Message.objects.get(contact=row.contact).state == "cancelled"
    assert again(other).state == "active"

    run_due(now=stored.resumes_at + timedelta(minutes=1))
    assert again(row).state == "active"


def test_without_a_day_a_person_resumes_it(row: Enrollment) -> None:
    say_away(row)

    assert rest_away() == 1
    assert again(row).resumes_at is None


def test_what_a_person_resumed_after_the_reply_goes_on(row: Enrollment) -> None:
    say_away(row, arrived_at=now() - timedelta(minutes=5))
    Enrollment.objects.update(begun_at=now())

    assert rest_away() == 0
    assert again(row).state == "active"


def test_a_day_that_has_passed_does_not_resume_by_itself(row: Enrollment) -> None:
    say_away(row, away_until=(now() - timedelta(days=3)).date())

    rest_away()

    assert (again(row).state, again(row).resumes_at) == ("paused", None)


def test_an_automatic_reply_that_is_read_days_later_still_counts(row: Enrollment) -> None:
    Enrollment.objects.update(begun_at=now() - timedelta(days=5))
    say_away(row, arrived_at=now() - timedelta(days=3))

    assert rest_away() == 1


def test_an_old_automatic_reply_says_nothing_about_today(row: Enrollment) -> None:
    Enrollment.objects.update(begun_at=now() - timedelta(days=50))
    say_away(row, arrived_at=now() - timedelta(days=40))

    assert rest_away() == 0


def test_a_lead_who_is_away_is_enrolled_and_waits_until_they_are_back(row: Enrollment, rep) -> None:
    back = (now() + timedelta(days=9)).date()
    say_away(row, away_until=back, arrived_at=now() - timedelta(days=20))
    stop(enrollment_id=row.pk, by=rep)

    other = make_enrollment(make_sequence(rep, name="Other"), rep, contact=row.contact)
    run_due()

    stored = again(other)
    assert (stored.state, stored.reason) == ("paused", "away")
    assert stored.resumes_at is not None
    assert not Message.objects.filter(origin_id=other.pk).exists()
    run_due(now=stored.resumes_at + timedelta(minutes=1))
    assert again(other).state == "active"
