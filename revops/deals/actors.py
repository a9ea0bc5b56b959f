"""Jobs of deals."""

from uuid import UUID

from mauntic.broker.queues import BULK
from revops import jobs
from revops.deals.services import runs

LONG_MS = 600_000


@jobs.RUN_ON_DEALS.actor(queue=BULK, max_retries=3, time_limit=LONG_MS)
def run_on_deals(run_id: str) -> None:
    """Do the rest of an action on many deals."""
    runs.run_on_deals(run_id=UUID(run_id))


@jobs.RESUME_DEAL_RUNS.actor()
def resume_deal_runs() -> None:
    """Resume the actions on many deals whose worker died."""
    runs.resume_runs()
