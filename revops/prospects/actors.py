"""Jobs of qualification."""

from uuid import UUID

from mauntic.broker.queues import BULK
from revops import jobs
from revops.prospects.services import run

HOUR_MS = 3_600_000


@jobs.QUALIFY_ALL.actor(queue=BULK, time_limit=HOUR_MS)
def qualify_all(run_id: str) -> None:
    """Qualify all leads, from where a dead worker stopped."""
    run.continue_run(run_id=UUID(run_id))


@jobs.RESUME_QUALIFICATION.actor()
def resume_qualification() -> None:
    """Restart a qualification of all leads whose worker is silent."""
    run.resume_run()
