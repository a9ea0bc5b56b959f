"""Jobs of spending."""

from lead_intelligence import jobs
from lead_intelligence.spending.services import alerts


@jobs.WATCH_BUDGETS.actor()
def watch_budgets() -> None:
    """Notify admins of budgets that are almost used up."""
    alerts.watch_budgets()
