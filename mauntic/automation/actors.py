"""Jobs of automation."""

from uuid import UUID

from mauntic.automation import jobs
from mauntic.automation.services.runs.purging import purge_runs
from mauntic.automation.services.runs.resuming import resume_due
from mauntic.automation.services.runs.running import advance
from mauntic.automation.services.starting.sweeping import sweep_all
from mauntic.broker.queues import BULK


@jobs.ADVANCE.actor()
def advance_runs(run_ids: list[str]) -> None:
    """Do the steps of runs until each waits or ends."""
    advance(run_ids=[UUID(pk) for pk in run_ids])


@jobs.RESUME_DUE.actor()
def resume_due_runs() -> None:
    """Go on with runs whose wait is over."""
    resume_due()


@jobs.SWEEP.actor()
def sweep_triggers() -> None:
    """Begin runs for records that crossed the line of a time trigger."""
    sweep_all()


@jobs.PURGE.actor(queue=BULK)
def purge_old_runs() -> None:
    """Delete the runs that ended long ago."""
    purge_runs()
