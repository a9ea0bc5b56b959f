"""Jobs of activities."""

from revops import jobs
from revops.activities.services import reminders


@jobs.REMIND_OF_TASKS.actor()
def remind_of_tasks() -> None:
    """Send the reminders that are due."""
    reminders.send_reminders()
