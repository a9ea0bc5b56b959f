"""Writes of tracking."""

from mauntic.tracking.services.collect import Collected, Request, collect
from mauntic.tracking.services.visitors import link_visitors, see_visitors
from mauntic.tracking.services.visits import PageView, record_visits, submit_form

__all__ = [
    "Collected",
    "PageView",
    "Request",
    "collect",
    "link_visitors",
    "record_visits",
    "see_visitors",
    "submit_form",
]
