"""Jobs of runs."""

from lead_intelligence import jobs
from lead_intelligence.runs.services import run, sweep
from mauntic.broker.queues import ENRICHMENT

MINUTE = 60_000


@jobs.RUN_JOBS.actor(queue=ENRICHMENT, time_limit=30 * MINUTE)
def run_jobs() -> None:
    """Run the pending enrichment jobs."""
    run.run_jobs()


@jobs.RUN_URGENT_JOBS.actor(time_limit=30 * MINUTE)
def run_urgent_jobs() -> None:
    """Run the urgent enrichment jobs, ahead of the queue of the others."""
    run.run_jobs(urgent_only=True)


@jobs.RESUME_JOBS.actor()
def resume_jobs() -> None:
    """Resume jobs whose message was lost or whose worker died."""
    sweep.resume_jobs()
