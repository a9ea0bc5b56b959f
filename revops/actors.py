"""The actors of all topics."""

from revops.activities import actors as activities
from revops.deal_imports import actors as deal_imports
from revops.forecast import actors as forecast
from revops.health import actors as health
from revops.routing import actors as routing

__all__ = ["activities", "deal_imports", "forecast", "health", "routing"]
