"""Jobs of approvals."""

from revops import jobs
from revops.agents.approvals.services.reviewing import settle


@jobs.SETTLE_PROPOSALS.actor()
def settle_proposals() -> None:
    """Expire proposals, and execute approved ones that a worker left."""
    settle()
