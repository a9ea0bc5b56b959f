"""Names of events as people read them."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from mauntic.kernel.translation import StrPromise

LABELS: Mapping[str, StrPromise] = {
    "content.AssetDownloaded": _("Asset downloaded"),
    "content.EventTracked": _("Event tracked"),
    "content.FormSubmitted": _("Form submitted"),
    "content.PageVisited": _("Page visited"),
    "crm.ContactCreated": _("Lead created"),
    "crm.ContactJoinedSegment": _("Segment joined"),
    "crm.ContactLeftSegment": _("Segment left"),
    "crm.ContactUpdated": _("Lead updated"),
    "delivery.MailboxPaused": _("Mailbox paused"),
    "delivery.MailboxSwitchedOff": _("Mailbox switched off"),
    "delivery.MessageBounced": _("Message bounced"),
    "delivery.MessageClicked": _("Link clicked"),
    "delivery.MessageOpened": _("Message opened"),
    "delivery.MessageReplied": _("Message replied to"),
    "delivery.MessageSent": _("Message sent"),
    "delivery.MessageUnsubscribed": _("Unsubscribed"),
    "journey.StepExecuted": _("Journey step executed"),
    "leadIntelligence.DataQualityChanged": _("Data quality changed"),
    "leadIntelligence.EnrichmentFailed": _("Enrichment incomplete"),
    "leadIntelligence.LeadEnriched": _("Lead enriched"),
    "revops.ActivityCompleted": _("Activity completed"),
    "revops.DealCreated": _("Deal created"),
    "revops.DealLost": _("Deal lost"),
    "revops.DealStageChanged": _("Deal moved"),
    "revops.DealWon": _("Deal won"),
    "revops.MeetingHeld": _("Meeting held"),
    "revops.MeetingPlanned": _("Meeting scheduled"),
    "revops.ProspectQualified": _("Prospect qualified"),
    "revops.ResearchCompleted": _("Research completed"),
    "revops.SequenceStepExecuted": _("Sequence step executed"),
    "scoring.IntentSignalDetected": _("Intent signal detected"),
    "scoring.LeadScored": _("Lead scored"),
    "scoring.ScoreThresholdCrossed": _("Score threshold crossed"),
    "scoring.SignalAlertAcknowledged": _("Alert acknowledged"),
    "scoring.SignalAlertCreated": _("Alert created"),
}


def event_label(wire_name: str) -> str:
    """Return the name of an event in words; the wire name of one that this release does not know."""
    return str(LABELS.get(wire_name, wire_name))
