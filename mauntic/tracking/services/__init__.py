"""Writes of tracking."""

from mauntic.tracking.services.visits import PageView, record_visits, submit_form

__all__ = ["PageView", "record_visits", "submit_form"]
