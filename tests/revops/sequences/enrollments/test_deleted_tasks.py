"""A sequence whose task was deleted goes on: nobody will complete it."""

from datetime import timedelta

import pytest

from mauntic.kernel.clock import now
from revops.activities.models import Activity
from revops.activities.services.changes import delete_activity, restore_activity
from revops.sequences.models.enrollments import Enrollment, StepRun
from revops.sequences.services.enrollments.completed import skip_deleted_tasks
from revops.sequences.services.sweep import run_due
from tests.factories.sequences import CONNECT, WAIT, make_enrollment, make_sequence

LATER = timedelta(minutes=11)


@pytest.fixture
def row(rep) -> Enrollment:
    made = make_enrollment(make_sequence(rep, (CONNECT, WAIT)), rep)
    run_due()
    return made


def state(row: Enrollment) -> tuple[int, str]:
    stored = Enrollment.objects.get(pk=row.pk)
    return stored.position, stored.wait


def test_a_deleted_task_skips_its_step_once_the_deletion_cannot_be_meant_otherwise(rep, row):
    delete_activity(activity_id=Activity.objects.get().pk, by=rep)
    assert skip_deleted_tasks(now=now()) == 0
    assert state(row) == (1, "task")

    run_due(now=now() + LATER)
    assert state(row) == (2, "")
    assert StepRun.objects.get(step__position=1).outcome == "skipped"
    assert skip_deleted_tasks(now=now() + LATER) == 0


def test_a_task_that_is_gone_for_good_skips_its_step(row):
    Activity.everything.all().delete()
    assert skip_deleted_tasks(now=now()) == 1
    assert state(row) == (2, "")


def test_a_restored_task_is_waited_for(rep, row):
    task = Activity.objects.get()
    delete_activity(activity_id=task.pk, by=rep)
    restore_activity(activity_id=task.pk, by=rep)
    assert skip_deleted_tasks(now=now() + LATER) == 0
    assert state(row) == (1, "task")


def test_a_paused_or_stopped_enrollment_stays_as_it_is(rep, row):
    Activity.everything.all().delete()
    for name in ("paused", "stopped"):
        Enrollment.objects.update(state=name)
        assert skip_deleted_tasks(now=now()) == 0
