"""Imports whose worker died are started again, whatever they import."""

import pytest

from mauntic.crm import actors
from mauntic.crm.imports.services.flow import CONTACTS
from mauntic.imports.models import BUSY, Status
from mauntic.imports.services.sweep import SILENT_FOR, restart_stalled
from mauntic.kernel.clock import now
from tests.imports.kinds import KINDS, at

pytestmark = pytest.mark.usefixtures("acme")


@pytest.mark.parametrize("flow", KINDS)
def test_silent_imports_that_a_worker_had_are_started_again_once(flow):
    long_ago = now() - 2 * SILENT_FOR
    silent = {each: at(flow, each, progressed_at=long_ago) for each in Status}
    at(flow, Status.READING, progressed_at=now() - SILENT_FOR / 2)
    assert restart_stalled(flow) == len(BUSY)
    assert restart_stalled(flow) == 0
    alive = flow.model.objects.filter(pk__in=[job.pk for job in silent.values()], progressed_at__gt=long_ago)
    assert set(alive.values_list("status", flat=True)) == set(BUSY)


@pytest.mark.parametrize("flow", KINDS)
def test_each_step_of_a_worker_has_a_job(flow):
    assert set(flow.jobs) == BUSY == {"reading", "checking", "running", "reverting"}


@pytest.mark.parametrize("flow", KINDS)
def test_the_job_of_the_step_is_what_is_sent(flow, run_jobs, media):
    job = at(flow, Status.READING, file="gone.csv", progressed_at=now() - 2 * SILENT_FOR)
    with run_jobs():
        restart_stalled(flow)
    job.refresh_from_db()
    assert (job.status, job.error) == (
        Status.FAILED,
        "The uploaded file is no longer on the server. Upload it again.",
    )


@pytest.mark.parametrize("step", [Status.READING, Status.CHECKING])
@pytest.mark.parametrize("flow", KINDS)
def test_an_import_that_cannot_be_read_or_checked_fails_with_its_error(flow, step):
    silent = now() - 2 * SILENT_FOR
    broken = at(flow, step, progressed_at=silent, error="KeyError: 'email'", processed=3)
    retried = at(flow, step, progressed_at=now(), error="KeyError: 'email'")
    assert restart_stalled(flow) == 0
    broken.refresh_from_db()
    assert (broken.status, broken.error, broken.processed) == (Status.FAILED, "KeyError: 'email'", 0)
    assert broken.completed_at is not None
    retried.refresh_from_db()
    assert retried.status == step


@pytest.mark.parametrize("step", [Status.RUNNING, Status.REVERTING])
def test_an_import_that_writes_is_restarted_after_an_error_since_some_rows_are_written(step):
    job = at(CONTACTS, step, progressed_at=now() - 2 * SILENT_FOR, error="OSError: no disk")
    assert restart_stalled(CONTACTS) == 1
    job.refresh_from_db()
    assert job.status == step


def test_the_jobs_store_what_stopped_them_until_an_attempt_succeeds():
    job = at(CONTACTS, Status.CHECKING, columns=["Email"], mapping={"Email": "email"}, error="old")
    job.rows.create(number=1, values=["not an object"])
    with pytest.raises(AttributeError):
        actors.check_import(str(job.pk))
    job.refresh_from_db()
    assert (job.status, job.error[:15]) == (Status.CHECKING, "AttributeError:")
    job.rows.update(values={"Email": "ada@engines.example"})
    actors.check_import(str(job.pk))
    job.refresh_from_db()
    assert (job.status, job.error) == (Status.PREVIEW, "")
