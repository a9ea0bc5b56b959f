"""Jobs of the CRM. Each may run twice: finished work is not repeated."""

from uuid import UUID

from mauntic.broker import enqueue
from mauntic.broker.queues import BULK
from mauntic.crm import jobs
from mauntic.crm.imports.services import check, read, revert, run
from mauntic.crm.imports.services.flow import CONTACTS
from mauntic.crm.segments.services.building import build
from mauntic.crm.segments.services.refreshing import refresh_changed, sweep
from mauntic.imports.models import Status
from mauntic.imports.services.attempts import attempt
from mauntic.imports.services.sheets import forget_workbooks
from mauntic.imports.services.sweep import restart_stalled

HOUR = 3_600_000


@jobs.READ_IMPORT.actor(queue=BULK, max_retries=3, time_limit=HOUR)
def read_import(job_id: str) -> None:
    """Read the rows of a large file."""
    with attempt(CONTACTS, UUID(job_id), at=Status.READING) as may_work:
        if may_work:
            read.read_import(job_id=UUID(job_id))


@jobs.CHECK_IMPORT.actor(queue=BULK, max_retries=3, time_limit=HOUR)
def check_import(job_id: str) -> None:
    """Set the verdict of each row of a file."""
    with attempt(CONTACTS, UUID(job_id), at=Status.CHECKING) as may_work:
        if may_work:
            check.check_import(job_id=UUID(job_id))


@jobs.RUN_IMPORT.actor(queue=BULK, max_retries=3, time_limit=HOUR)
def run_import(job_id: str) -> None:
    """Write checked rows, then enqueue the job again, so that other jobs get their turn."""
    with attempt(CONTACTS, UUID(job_id), at=Status.RUNNING) as may_work:
        if may_work and run.run_import(job_id=UUID(job_id)):
            enqueue(jobs.RUN_IMPORT, job_id)


@jobs.REVERT_IMPORT.actor(queue=BULK, max_retries=3, time_limit=HOUR)
def revert_import(job_id: str) -> None:
    """Revert an import."""
    with attempt(CONTACTS, UUID(job_id), at=Status.REVERTING) as may_work:
        if may_work:
            revert.run_revert(job_id=UUID(job_id))


@jobs.RESTART_STALLED_IMPORTS.actor()
def restart_stalled_imports() -> None:
    """Restart imports whose worker died, and delete workbooks that nobody imports."""
    restart_stalled(CONTACTS)
    forget_workbooks(CONTACTS)


@jobs.REFRESH_SEGMENTS.actor(max_retries=3)
def refresh_segments() -> None:
    """Let leads that changed join and leave segments."""
    refresh_changed()


@jobs.BUILD_SEGMENT.actor(queue=BULK, max_retries=3, time_limit=HOUR)
def build_segment(segment_id: str) -> None:
    """Let the members of a segment follow its newest conditions."""
    build(segment_id=UUID(segment_id))


@jobs.SWEEP_SEGMENTS.actor()
def sweep_segments() -> None:
    """Follow conditions on time, and take up what a worker left undone."""
    sweep()
