"""The receivers of all topics, and who sees their events."""

from revops.activities import handlers as activities
from revops.committee import handlers as committee
from revops.deals import handlers as deals
from revops.health import handlers as health
from revops.routing import handlers as routing

__all__ = ["activities", "committee", "deals", "health", "routing"]
