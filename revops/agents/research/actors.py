"""Jobs of research."""

from mauntic.broker.queues import AGENTS
from revops import jobs
from revops.agents.research.services import purge, queue, run

HALF_HOUR_MS = 1_800_000


@jobs.RUN_RESEARCH.actor(queue=AGENTS, time_limit=HALF_HOUR_MS)
def run_research() -> None:
    """Run waiting research, three jobs at a time."""
    run.run_next()


@jobs.RESUME_RESEARCH.actor()
def resume_research() -> None:
    """Run research that waits, or whose worker died."""
    queue.resume()


@jobs.PURGE_RESEARCH.actor()
def purge_research() -> None:
    """Delete old pages and jobs of research."""
    purge.purge()
