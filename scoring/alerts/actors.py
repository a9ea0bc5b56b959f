"""Jobs of alerts."""

from scoring import jobs
from scoring.alerts.services import expiry


@jobs.EXPIRE_ALERTS.actor()
def expire_alerts() -> None:
    """Escalate alerts past their deadline, and give those without an active assignee to the lead's owner.

    Also alerts that were being created while the lead got its owner, which the receiver does not see.
    """
    expiry.expire_alerts()
    expiry.release_alerts_of_deactivated()
    expiry.assign_unassigned()
