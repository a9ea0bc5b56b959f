"""The admin of all topics; rows are read-only, since services write them and publish events."""

from revops.activities import admin as activities
from revops.agents.approvals import admin as approvals
from revops.agents.llm import admin as llm
from revops.agents.research import admin as research
from revops.agents.sdr import admin as sdr
from revops.agents.search import admin as search
from revops.deal_imports import admin as deal_imports
from revops.deal_page import admin as deal_page
from revops.forecast import admin as forecast
from revops.health import admin as health
from revops.prospects import admin as prospects
from revops.rates import admin as rates
from revops.routing import admin as routing
from revops.sequences import admin as sequences
from revops.sms import admin as sms

__all__ = [
    "activities",
    "approvals",
    "deal_imports",
    "deal_page",
    "forecast",
    "health",
    "llm",
    "prospects",
    "rates",
    "research",
    "routing",
    "sdr",
    "search",
    "sequences",
    "sms",
]
