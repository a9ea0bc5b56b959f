"""Of two who take the same step, one does; what stops an import is kept."""

import pytest
from django.core.files.base import ContentFile
from django.db.models import Q

from mauntic.imports.models import Status
from mauntic.imports.services import steps
from mauntic.kernel.errors import Conflict
from tests.imports.kinds import KINDS, at

pytestmark = [pytest.mark.usefixtures("acme"), pytest.mark.parametrize("flow", KINDS)]


def test_of_two_people_who_start_an_import_the_second_is_refused(flow):
    job = at(flow, Status.PREVIEW, error="ValueError: the last try")
    late = flow.model.objects.get()
    steps.start(flow=flow, job=job, in_background=False)
    assert (job.status, job.error) == (Status.RUNNING, "")
    assert None not in (job.started_at, job.progressed_at)
    with pytest.raises(Conflict, match=r"cannot be started\. Its status is running"):
        steps.start(flow=flow, job=late, in_background=False)


@pytest.mark.parametrize("status", [each for each in Status if each != Status.PREVIEW])
def test_an_import_is_started_from_its_preview_only(flow, status):
    job = at(flow, status)
    with pytest.raises(Conflict, match=f"Its status is {status}"):
        steps.start(flow=flow, job=job)
    job.refresh_from_db()
    assert (job.status, job.started_at) == (status, None)


def test_who_starts_too_late_reads_the_status_of_now(flow):
    job = at(flow, Status.PREVIEW)
    flow.model.objects.update(status=Status.RUNNING)
    with pytest.raises(Conflict, match="Its status is running"):
        steps.start(flow=flow, job=job)


def test_a_name_with_percent_signs_is_shown_as_it_is(flow):
    job = at(flow, Status.FAILED)
    flow.model.objects.update(file_name="100 %(status)s %d.csv")
    with pytest.raises(Conflict, match=r"100 %\(status\)s %d\.csv"):
        steps.start_revert(flow=flow, job=job)


@pytest.mark.parametrize("status", [each for each in Status if each != Status.COMPLETED])
def test_only_a_completed_import_is_reverted(flow, status):
    job = at(flow, status)
    with pytest.raises(Conflict, match="is not completed"):
        steps.start_revert(flow=flow, job=job)
    job.refresh_from_db()
    assert job.status == status


def test_a_revert_begins_at_the_first_row(flow):
    job = at(flow, Status.COMPLETED, processed=7, total=7)
    steps.start_revert(flow=flow, job=job, in_background=False)
    assert (job.status, job.processed, job.is_busy) == (Status.REVERTING, 0, True)


@pytest.mark.parametrize(
    ("step", "begin", "end"),
    [
        (steps.start, Status.PREVIEW, Status.COMPLETED),
        (steps.start_revert, Status.COMPLETED, Status.REVERTED),
    ],
)
def test_a_worker_is_told_to_do_the_step_unless_the_caller_does_it(flow, run_jobs, media, step, begin, end):
    job = at(flow, begin)
    job.file.save("rows.jsonl", ContentFile(b""), save=True)
    with run_jobs():
        step(flow=flow, job=job)
    job.refresh_from_db()
    assert job.status == end


def test_a_claim_changes_nothing_of_an_import_that_has_moved_on(flow):
    job = at(flow, Status.MAPPING)
    flow.model.objects.update(status=Status.RUNNING)
    with pytest.raises(Conflict, match="Too late"):
        steps.claim(job=job, when=Q(status=Status.MAPPING), refusal="Too late.", status=Status.PREVIEW)
    job.refresh_from_db()
    assert (job.status, job.progressed_at) == (Status.RUNNING, None)


def test_an_import_fails_where_it_still_is_and_nowhere_else(flow):
    job = at(flow, Status.READING, processed=3)
    assert not steps.fail(job=job, at=Status.CHECKING, error="no")
    assert steps.fail(job=job, at=Status.READING, error="The file is broken.")
    assert not steps.fail(job=job, at=Status.READING, error="again")
    job.refresh_from_db()
    assert (job.status, job.error, job.processed) == (Status.FAILED, "The file is broken.", 0)
    assert job.completed_at is not None


def test_what_stops_the_work_is_kept_with_the_import_and_raised(flow):
    job = at(flow, Status.RUNNING)
    other = at(flow, Status.RUNNING)
    with pytest.raises(ZeroDivisionError), _failing(flow, job):
        _ = 1 / 0
    job.refresh_from_db()
    assert (job.status, job.error) == (Status.PREVIEW, "ZeroDivisionError: division by zero")
    other.refresh_from_db()
    assert (other.status, other.error) == (Status.RUNNING, "")


@pytest.mark.parametrize("status", [each for each in Status if each != Status.RUNNING])
def test_an_error_changes_no_import_that_another_worker_has_finished(flow, status):
    job = at(flow, status)
    with pytest.raises(ZeroDivisionError), _failing(flow, job):
        _ = 1 / 0
    job.refresh_from_db()
    assert (job.status, job.error) == (status, "")


def _failing(flow, job):
    return steps.recorded_errors(flow, job.pk, at=Status.RUNNING, status=Status.PREVIEW)


def test_a_long_error_is_cut(flow):
    job = at(flow, Status.RUNNING)
    with pytest.raises(ValueError, match="x"), _failing(flow, job):
        raise ValueError("x" * 3_000)
    job.refresh_from_db()
    assert (len(job.error), job.error[:13]) == (2_000, "ValueError: x")
