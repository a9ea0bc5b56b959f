"""Jobs of tracking."""

from mauntic.tracking import jobs
from mauntic.tracking.keys.services.log import delete_rejected_messages
from mauntic.tracking.visits.services.timing import mark_quick_visits


@jobs.DOUBT_QUICK_VISITS.actor()
def doubt_quick() -> None:
    """Mark page views that are too quick for a person as made by bots. Runs every minute."""
    mark_quick_visits()


@jobs.FORGET_REJECTED.actor()
def forget_rejected() -> None:
    """Delete old and surplus rejected messages. Runs every hour."""
    delete_rejected_messages()
