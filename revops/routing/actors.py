"""Jobs of routing."""

from revops import jobs
from revops.routing.services import leavers, retry


@jobs.RETRY_UNROUTED.actor()
def retry_unrouted() -> None:
    """Retry leads that nobody could take."""
    retry.retry_unrouted()


@jobs.REROUTE_LEAVERS.actor()
def reroute_leavers() -> None:
    """Reassign records of deactivated users."""
    leavers.reroute_leavers()
