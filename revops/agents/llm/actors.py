"""Jobs of the runs of models."""

from mauntic.kernel.clock import now
from revops import jobs
from revops.agents.llm.services import budget, runs


@jobs.TEND_AGENT_RUNS.actor()
def tend_agent_runs() -> None:
    """Settle the runs whose worker died, correct the reservations, and delete old prompts and answers."""
    runs.settle_lost()
    budget.recount(at=now())
    runs.delete_old_content()
