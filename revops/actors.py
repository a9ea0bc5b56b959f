"""The actors of all topics."""

from revops.activities import actors as activities
from revops.agents.approvals import actors as approvals
from revops.agents.llm import actors as llm
from revops.agents.research import actors as research
from revops.agents.sdr import actors as sdr
from revops.deal_imports import actors as deal_imports
from revops.deals import actors as deals
from revops.forecast import actors as forecast
from revops.health import actors as health
from revops.prospects import actors as prospects
from revops.routing import actors as routing
from revops.sequences import actors as sequences
from revops.sms import actors as sms

__all__ = [
    "activities",
    "approvals",
    "deal_imports",
    "deals",
    "forecast",
    "health",
    "llm",
    "prospects",
    "research",
    "routing",
    "sdr",
    "sequences",
    "sms",
]
