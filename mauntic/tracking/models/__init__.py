"""Rows of tracking."""

from mauntic.tracking.models.keys import TrackingSettings, WriteKey
from mauntic.tracking.models.log import RejectedMessage, UntrackedDay
from mauntic.tracking.models.visitors import Visitor
from mauntic.tracking.models.visits import TrackedEvent, Visit

__all__ = [
    "RejectedMessage",
    "TrackedEvent",
    "TrackingSettings",
    "UntrackedDay",
    "Visit",
    "Visitor",
    "WriteKey",
]
