"""Reads of the CRM."""

from mauntic.crm.selectors.companies import companies, company
from mauntic.crm.selectors.contacts import LeadFilters, Tab, lead, leads, tab_counts
from mauntic.crm.selectors.timeline import TimelineEntry, timeline

__all__ = [
    "LeadFilters",
    "Tab",
    "TimelineEntry",
    "companies",
    "company",
    "lead",
    "leads",
    "tab_counts",
    "timeline",
]
