"""The schedules of all topics."""

from revops.activities import schedules as activities
from revops.deal_imports import schedules as deal_imports
from revops.forecast import schedules as forecast
from revops.health import schedules as health
from revops.routing import schedules as routing

__all__ = ["activities", "deal_imports", "forecast", "health", "routing"]
