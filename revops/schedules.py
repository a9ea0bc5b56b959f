"""The schedules of all topics."""

from revops.activities import schedules as activities
from revops.agents.approvals import schedules as approvals
from revops.agents.llm import schedules as llm
from revops.agents.research import schedules as research
from revops.agents.sdr import schedules as sdr
from revops.deal_imports import schedules as deal_imports
from revops.deals import schedules as deals
from revops.forecast import schedules as forecast
from revops.health import schedules as health
from revops.prospects import schedules as prospects
from revops.routing import schedules as routing
from revops.sequences import schedules as sequences
from revops.sms import schedules as sms

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
