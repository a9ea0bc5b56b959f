"""Models of tracking that other contexts may use."""

from mauntic.tracking.assets.models import Asset, Download
from mauntic.tracking.forms.models import FormField, FormSubmission, FormType, TrackingForm
from mauntic.tracking.keys.models.keys import TrackingSettings, WriteKey
from mauntic.tracking.keys.models.log import RejectedMessage, UntrackedDay
from mauntic.tracking.traffic.models import Correction, TrafficKind
from mauntic.tracking.visitors.models import Visitor
from mauntic.tracking.visits.models import TrackedEvent, TrackedQuerySet, Visit

__all__ = [
    "Asset",
    "Correction",
    "Download",
    "FormField",
    "FormSubmission",
    "FormType",
    "RejectedMessage",
    "TrackedEvent",
    "TrackedQuerySet",
    "TrackingForm",
    "TrackingSettings",
    "TrafficKind",
    "UntrackedDay",
    "Visit",
    "Visitor",
    "WriteKey",
]
