"""Jobs of the SDR agent."""

from revops import jobs
from revops.agents.sdr.services.deciding import decide_due
from revops.agents.sdr.services.replying import read_due

MINUTE = 60_000


@jobs.DECIDE_LEADS.actor(time_limit=15 * MINUTE)
def decide_leads() -> None:
    """Decide about leads whose recommendation changed."""
    decide_due()


@jobs.READ_REPLIES.actor(time_limit=15 * MINUTE)
def read_replies() -> None:
    """Refine the class of replies, and suggest answers."""
    read_due()
