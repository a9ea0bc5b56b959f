"""The receivers of all topics, and who sees their events."""

from revops.activities import handlers as activities
from revops.agents.approvals import handlers as approvals
from revops.agents.llm import handlers as llm
from revops.agents.research import handlers as research
from revops.agents.sdr import handlers as sdr
from revops.committee import handlers as committee
from revops.deals import handlers as deals
from revops.health import handlers as health
from revops.prospects import handlers as prospects
from revops.routing import handlers as routing
from revops.sequences import handlers as sequences
from revops.workflows import handlers as workflows

__all__ = [
    "activities",
    "approvals",
    "committee",
    "deals",
    "health",
    "llm",
    "prospects",
    "research",
    "routing",
    "sdr",
    "sequences",
    "workflows",
]
