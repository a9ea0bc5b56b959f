"""Jobs of activities."""

from mauntic.broker.queues import BULK
from revops import jobs
from revops.activities.services import purge, reminders


@jobs.REMIND_OF_TASKS.actor()
def remind_of_tasks() -> None:
    """Send the reminders that are due."""
    reminders.send_reminders()


@jobs.PURGE_DELETED_ACTIVITIES.actor(queue=BULK)
def purge_deleted_activities() -> None:
    """Remove the activities that were deleted long ago."""
    purge.purge_deleted()
