"""An import whose workers are killed is stopped after some attempts, with what to do."""

from contextlib import suppress

import pytest
from django.core.files.base import ContentFile

from mauntic.crm import actors
from mauntic.crm.imports.services.flow import CONTACTS
from mauntic.imports.models import BUSY, Status
from mauntic.imports.services.attempts import MOST_ATTEMPTS, attempt
from mauntic.imports.services.sweep import SILENT_FOR, restart_stalled
from mauntic.kernel.clock import now
from revops.deal_imports.services.flow import DEALS
from tests.crm.files import preview, upload, write
from tests.imports.kinds import FILE, KINDS, at

pytestmark = pytest.mark.usefixtures("acme", "media")


class Killed(BaseException):
    """A worker is gone, as by the memory limit: nothing of Mauntic's handles it."""


def killed(flow, job, status):
    with suppress(Killed), attempt(flow, job.pk, at=status) as may_work:
        assert may_work
        raise Killed


@pytest.mark.parametrize(
    ("status", "after", "advice"),
    [
        (Status.READING, Status.FAILED, "Split the file into smaller ones, or save it as CSV"),
        (Status.CHECKING, Status.FAILED, "Split the file into smaller ones"),
        (Status.REVERTING, Status.COMPLETED, "give the workers more memory, then revert again."),
    ],
)
@pytest.mark.parametrize("flow", KINDS)
def test_a_job_that_is_killed_again_and_again_ends_with_advice(flow, status, after, advice):
    job = at(flow, status)
    for _ in range(MOST_ATTEMPTS):
        killed(flow, job, status)
    with attempt(flow, job.pk, at=status) as may_work:
        assert not may_work
    job.refresh_from_db()
    assert job.status == after
    assert job.error.startswith(f"Mauntic stopped after {MOST_ATTEMPTS} attempts that did not finish. ")
    assert advice in job.error


@pytest.mark.parametrize(
    ("flow", "after", "advice"),
    [
        (CONTACTS, Status.FAILED, "Rows already written stay. Revert this import"),
        (DEALS, Status.PREVIEW, "Split the file into smaller ones, and upload them."),
    ],
)
def test_writing_that_is_killed_stops_where_its_rows_can_be_handled(flow, after, advice):
    job = at(flow, Status.RUNNING, started_at=now(), attempts=MOST_ATTEMPTS)
    with attempt(flow, job.pk, at=Status.RUNNING) as may_work:
        assert not may_work
    job.refresh_from_db()
    assert (job.status, job.attempts, advice in job.error) == (after, 0, True)


def test_the_last_error_is_named_instead_of_a_guess():
    job = at(CONTACTS, Status.RUNNING, attempts=MOST_ATTEMPTS, error="OSError: no disk")
    with attempt(CONTACTS, job.pk, at=Status.RUNNING):
        pass
    job.refresh_from_db()
    assert "Last error: OSError: no disk. Rows already written stay." in job.error


@pytest.mark.parametrize("flow", KINDS)
def test_the_sweep_and_the_jobs_count_until_the_import_is_stopped(flow, run_jobs):
    """Whatever the step: a job that would start once too often does not."""
    silent = now() - 2 * SILENT_FOR
    for status in BUSY:
        at(flow, status, progressed_at=silent, attempts=MOST_ATTEMPTS)
    with run_jobs():
        assert restart_stalled(flow) == len(BUSY)
    assert not flow.model.objects.filter(status__in=BUSY).exists()
    assert restart_stalled(flow) == 0


def test_progress_and_new_steps_count_from_the_start():
    job = upload(["first_name", "email"], ["Ada", "ada@engines.example"])
    preview(job)
    type(job).objects.filter(pk=job.pk).update(attempts=5)
    write(job)
    assert (job.status, job.attempts) == ("completed", 0)


def test_a_job_stores_its_error_and_counts():
    job = at(CONTACTS, Status.CHECKING, columns=["Email"], mapping={"Email": "email"})
    job.rows.create(number=1, values=["not an object"])
    with pytest.raises(AttributeError):
        actors.check_import(str(job.pk))
    job.refresh_from_db()
    assert (job.attempts, job.error[:15]) == (1, "AttributeError:")


@pytest.mark.parametrize("flow", KINDS)
def test_the_file_of_an_import_that_is_stopped_is_deleted(flow, media, django_capture_on_commit_callbacks):
    job = at(flow, Status.READING, attempts=MOST_ATTEMPTS)
    job.file.save("list.csv", ContentFile(FILE), save=True)
    with django_capture_on_commit_callbacks(execute=True), attempt(flow, job.pk, at=Status.READING):
        pass
    assert [path for path in media.rglob("*") if path.is_file()] == []
