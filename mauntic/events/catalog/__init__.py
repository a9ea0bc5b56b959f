"""Every domain event, a module per context: the language that the contexts share."""

from mauntic.events.catalog.base import Event, EventSignal, event_type, event_types
from mauntic.events.catalog.content import AssetDownloaded, EventTracked, FormSubmitted, PageVisited
from mauntic.events.catalog.crm import (
    ContactCreated,
    ContactJoinedSegment,
    ContactLeftSegment,
    ContactUpdated,
)
from mauntic.events.catalog.delivery import (
    MailboxPaused,
    MailboxSwitchedOff,
    MessageBounced,
    MessageClicked,
    MessageOpened,
    MessageReplied,
    MessageSent,
    MessageUnsubscribed,
)
from mauntic.events.catalog.journey import StepExecuted
from mauntic.events.catalog.lead_intelligence import DataQualityChanged, EnrichmentFailed, LeadEnriched
from mauntic.events.catalog.revops import (
    ActivityCompleted,
    DealCreated,
    DealLost,
    DealStageChanged,
    DealWon,
    MeetingHeld,
    MeetingPlanned,
    ProspectQualified,
    ResearchCompleted,
    SequenceStepExecuted,
)
from mauntic.events.catalog.scoring import (
    IntentSignalDetected,
    LeadScored,
    ScoreThresholdCrossed,
    SignalAlertAcknowledged,
    SignalAlertCreated,
)

__all__ = [
    "ActivityCompleted",
    "AssetDownloaded",
    "ContactCreated",
    "ContactJoinedSegment",
    "ContactLeftSegment",
    "ContactUpdated",
    "DataQualityChanged",
    "DealCreated",
    "DealLost",
    "DealStageChanged",
    "DealWon",
    "EnrichmentFailed",
    "Event",
    "EventSignal",
    "EventTracked",
    "FormSubmitted",
    "IntentSignalDetected",
    "LeadEnriched",
    "LeadScored",
    "MailboxPaused",
    "MailboxSwitchedOff",
    "MeetingHeld",
    "MeetingPlanned",
    "MessageBounced",
    "MessageClicked",
    "MessageOpened",
    "MessageReplied",
    "MessageSent",
    "MessageUnsubscribed",
    "PageVisited",
    "ProspectQualified",
    "ResearchCompleted",
    "ScoreThresholdCrossed",
    "SequenceStepExecuted",
    "SignalAlertAcknowledged",
    "SignalAlertCreated",
    "StepExecuted",
    "event_type",
    "event_types",
]
