"""Jobs of spending."""

from lead_intelligence import jobs
from lead_intelligence.spending.services import alerts


@jobs.WATCH_BUDGETS.actor()
def watch_budgets() -> None:
    """Tell the admins of budgets that run out."""
    alerts.watch_budgets()
