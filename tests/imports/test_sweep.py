"""Imports whose worker died are started again, whatever they import."""

import pytest

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
