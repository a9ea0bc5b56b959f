"""Two at the same moment: sweeps share the work, and a lead is enrolled once."""

import threading
import time
from contextlib import suppress

from django.db import DatabaseError, IntegrityError, connection, transaction

from mauntic.accounts.models import User
from mauntic.delivery.models import Mailbox, Message
from mauntic.kernel.errors import Conflict
from mauntic.tenants.context import enter
from revops.activities.models import Activity
from revops.sequences.models.enrollments import Enrollment, StepRun
from revops.sequences.services.enrollments.changes import pause
from revops.sequences.services.enrollments.enrolling import enroll_lead
from revops.sequences.services.sweep import run_due
from tests.factories.crm import ContactFactory
from tests.factories.sequences import CONNECT, EMAIL, make_enrollment, make_mailbox, make_sequence


def make_rep() -> User:
    return User.objects.create_user("rep@acme.example", "a password", name="Jo Reyes")


def test_two_sweeps_at_once_do_each_step_once(at_once):
    rep = make_rep()
    make_mailbox(rep)
    emails, tasks = make_sequence(rep, (EMAIL,)), make_sequence(rep, (CONNECT,), name="Tasks")
    for sequence in (emails, tasks):
        for _lead in range(10):
            make_enrollment(sequence, rep)

    at_once(4, lambda _number: run_due())

    assert Message.objects.count() == 10
    assert Activity.objects.count() == 10
    assert StepRun.objects.count() == 20
    assert not Enrollment.objects.filter(due_at__isnull=False).exists()


def test_two_sweeps_at_once_keep_the_daily_limit(at_once, monkeypatch):
    monkeypatch.setattr("revops.sequences.selectors.limits.EMAILS_PER_DAY", 5)
    monkeypatch.setattr("revops.sequences.services.sweep.PER_TURN", 3)
    rep = make_rep()
    make_mailbox(rep)
    sequence = make_sequence(rep, (EMAIL,))
    for _lead in range(12):
        make_enrollment(sequence, rep)

    at_once(4, lambda _number: run_due())

    assert Message.objects.count() == 5
    assert Enrollment.objects.filter(wait="email_limit").count() == 7


def test_a_lead_that_two_people_enroll_at_once_is_enrolled_once(at_once):
    rep = make_rep()
    sequence, lead = make_sequence(rep), ContactFactory()

    def enroll(_number: int) -> bool:
        try:
            enroll_lead(sequence_id=sequence.pk, contact_id=lead.pk, by=rep)
        except (Conflict, IntegrityError) as error:
            return not isinstance(error, Conflict)
        return True

    # The second one is refused in words, and not by the constraint.
    assert sorted(at_once(3, enroll)) == [False, False, True]
    assert Enrollment.objects.count() == 1


def test_a_pause_and_a_sweep_at_once_leave_no_email_behind(at_once):
    rep = make_rep()
    make_mailbox(rep)
    sequence = make_sequence(rep, (EMAIL,))
    rows = [make_enrollment(sequence, rep) for _lead in range(8)]

    def work(number: int) -> None:
        if number == 0:
            run_due()
        else:
            for row in rows:
                pause(enrollment_id=row.pk, by=rep)

    at_once(2, work)

    assert set(Enrollment.objects.values_list("state", flat=True)) == {"paused"}
    assert not Message.objects.filter(state="waiting").exists()


def test_a_sweep_that_is_killed_half_way_leaves_nothing_behind_and_the_next_one_does_it(committed):
    rep = make_rep()
    mailbox = make_mailbox(rep)
    make_enrollment(make_sequence(rep, (CONNECT,), name="Tasks"), rep)
    make_enrollment(make_sequence(rep, (EMAIL,)), rep)

    def sweep() -> None:
        enter(committed)
        with suppress(DatabaseError):
            run_due()
        connection.close()

    worker = threading.Thread(target=sweep)
    with transaction.atomic():
        # The task is planned by now, and the email waits for its mailbox.
        Mailbox.objects.select_for_update().get(pk=mailbox.pk)
        worker.start()
        kill_who_waits()
        worker.join(20)

    assert not Activity.objects.exists()
    assert not Message.objects.exists()
    assert Enrollment.objects.filter(due_at__isnull=False).count() == 2
    run_due()
    assert (Activity.objects.count(), Message.objects.count(), StepRun.objects.count()) == (1, 1, 2)


def kill_who_waits() -> None:
    """End the connection to the database that waits for a lock."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees the first one only
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchall():
                return
        time.sleep(0.05)
    raise AssertionError("Nobody waits.")


def test_a_lead_that_two_people_enroll_in_two_sequences_at_once_is_in_one(at_once):
    rep = make_rep()
    make_mailbox(rep)
    sequences = [make_sequence(rep, name=name) for name in ("One", "Two")]
    leads = ContactFactory.create_batch(5)

    def enroll(number: int) -> None:
        for lead in leads:
            with suppress(Conflict):
                enroll_lead(sequence_id=sequences[number].pk, contact_id=lead.pk, by=rep)

    at_once(2, enroll)

    assert Enrollment.objects.count() == 5
