"""Jobs of alerts."""

from scoring import jobs
from scoring.alerts.services import expiry


@jobs.EXPIRE_ALERTS.actor()
def expire_alerts() -> None:
    """Escalate alerts past their deadline, and release those of deactivated users."""
    expiry.expire_alerts()
    expiry.release_alerts_of_deactivated()
