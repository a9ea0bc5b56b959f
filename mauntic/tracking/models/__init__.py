"""Rows of tracking."""

from mauntic.tracking.models.assets import Asset, Download
from mauntic.tracking.models.corrections import Correction, TrafficKind
from mauntic.tracking.models.forms import EMAIL_FIELD, FormField, FormSubmission, FormType, TrackingForm
from mauntic.tracking.models.keys import TrackingSettings, WriteKey
from mauntic.tracking.models.log import RejectedMessage, UntrackedDay
from mauntic.tracking.models.visitors import Visitor
from mauntic.tracking.models.visits import TrackedEvent, Visit

__all__ = [
    "EMAIL_FIELD",
    "Asset",
    "Correction",
    "Download",
    "FormField",
    "FormSubmission",
    "FormType",
    "RejectedMessage",
    "TrackedEvent",
    "TrackingForm",
    "TrackingSettings",
    "TrafficKind",
    "UntrackedDay",
    "Visit",
    "Visitor",
    "WriteKey",
]
