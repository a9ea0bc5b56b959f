"""Tasks of enrollments that are paused or stopped: off the lists, and back when the sequence goes on."""

from datetime import timedelta

import pytest

from mauntic.kernel.clock import now
from revops.activities.models import Activity
from revops.activities.selectors.tasks import due_count
from revops.activities.services.changes import complete_activity, delete_activity
from revops.sequences.domain.stops import Reason
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.services.enrollments.changes import pause, resume, stop
from revops.sequences.services.enrollments.endings import stop_for
from revops.sequences.services.sweep import run_due
from tests.factories.crm import CompanyFactory
from tests.factories.sequences import CALL, CONNECT, make_enrollment, make_sequence
from tests.support.queries import queries_of


@pytest.fixture
def row(rep) -> Enrollment:
    """An enrollment that waits for a LinkedIn task."""
    found = make_enrollment(make_sequence(rep, (CONNECT, CALL)), rep)
    run_due()
    return found


def test_a_pause_takes_the_task_off_the_lists_and_resuming_brings_it_back(rep, row):
    task = Activity.objects.get()
    assert due_count(rep) == 1
    pause(enrollment_id=row.pk, by=rep)
    assert due_count(rep) == 0
    resume(enrollment_id=row.pk, by=rep)
    assert list(Activity.objects.all()) == [task]
    run_due()
    assert Activity.objects.count() == 1
    assert Enrollment.objects.get(pk=row.pk).wait == "task"


def test_a_stop_closes_the_task(rep, row):
    stop(enrollment_id=row.pk, by=rep)
    assert due_count(rep) == 0


@pytest.mark.parametrize("reason", [Reason.REPLIED, Reason.BOUNCED, Reason.MEETING])
def test_what_ends_a_sequence_closes_its_task(rep, row, reason):
    stop_for(contact_ids=[row.contact_id], reason=reason)
    assert due_count(rep) == 0


def test_the_reply_of_a_colleague_holds_the_task(rep):
    company = CompanyFactory()
    sequence = make_sequence(rep, (CONNECT,), stops_company=True)
    replied, other = (make_enrollment(sequence, rep, company=company) for _ in range(2))
    run_due()
    stop_for(contact_ids=[replied.contact_id], reason=Reason.REPLIED)
    assert due_count(rep) == 0
    resume(enrollment_id=other.pk, by=rep)
    assert Activity.objects.get().contact == other.contact


def test_completed_and_deleted_tasks_stay_as_they_are(rep):
    sequence = make_sequence(rep, (CONNECT, CALL))
    done, deleted = make_enrollment(sequence, rep), make_enrollment(sequence, rep)
    run_due()
    complete_activity(activity_id=Activity.objects.get(contact=done.contact).pk, by=rep)
    delete_activity(activity_id=Activity.objects.get(contact=deleted.contact).pk, by=rep)
    for row in (done, deleted):
        pause(enrollment_id=row.pk, by=rep)
        resume(enrollment_id=row.pk, by=rep)
    assert [(each.contact, bool(each.completed_at)) for each in Activity.objects.all()] == [
        (done.contact, True)
    ]


def test_a_task_that_was_removed_during_a_long_pause_is_planned_again(rep, row):
    pause(enrollment_id=row.pk, by=rep)
    Activity.everything.all().delete()
    resume(enrollment_id=row.pk, by=rep)
    Enrollment.objects.update(due_at=now() - timedelta(minutes=1))
    run_due()
    assert due_count(rep) == 1


def test_tasks_of_many_are_shelved_in_the_queries_of_one(rep):
    def end(count: int) -> int:
        sequence = make_sequence(rep, (CONNECT,), name=f"For {count}")
        rows = [make_enrollment(sequence, rep) for _ in range(count)]
        run_due()
        leads = [row.contact_id for row in rows]
        return queries_of(lambda: stop_for(contact_ids=leads, reason=Reason.MEETING))

    assert end(1) == end(3)
