"""Every event of the catalogue is published by someone and heard by those who must react.

What is still missing is listed here; the lists may only shrink.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

from mauntic.events.catalog import Event, event_types
from mauntic.events.catalog.base import EventSignal

ROOT = Path(__file__).parents[2]
CONTEXTS = ("mauntic", "lead_intelligence", "scoring", "revops")

# Who must react to what (the contract: spec/events.md). A context is the package of its handlers.
ENRICHMENT, SCORING, CRM, REVOPS = "lead_intelligence", "scoring", "mauntic.crm", "revops"
JOURNEYS, CAMPAIGNS, ANALYTICS = "mauntic.journeys", "mauntic.campaigns", "mauntic.analytics"
INTEGRATIONS, NOTIFY = "mauntic.integrations", "mauntic.notifications"
REACTIONS = {
    "crm.ContactCreated": {ENRICHMENT, SCORING, REVOPS, JOURNEYS},
    "crm.ContactJoinedSegment": {JOURNEYS},
    "crm.ContactLeftSegment": {JOURNEYS},
    "crm.ContactUpdated": {ENRICHMENT, SCORING, JOURNEYS},
    "content.PageVisited": {SCORING},
    "content.FormSubmitted": {SCORING, JOURNEYS},
    "content.AssetDownloaded": {SCORING},
    "content.EventTracked": {SCORING},
    "delivery.MailboxPaused": {NOTIFY},
    "delivery.MailboxSwitchedOff": {NOTIFY},
    # What people write answers alerts. Opens and clicks stop no sequence. Consent ends with a farewell.
    "delivery.MessageSent": {SCORING, REVOPS},
    "delivery.MessageOpened": {JOURNEYS, SCORING},
    "delivery.MessageClicked": {JOURNEYS, SCORING},
    "delivery.MessageBounced": {SCORING, REVOPS},
    "delivery.MessageReplied": {JOURNEYS, SCORING, REVOPS},
    "delivery.MessageUnsubscribed": {SCORING, REVOPS, CRM},
    "journey.StepExecuted": {SCORING, ANALYTICS},
    "leadIntelligence.LeadEnriched": {JOURNEYS, SCORING, CRM, ANALYTICS},
    "leadIntelligence.EnrichmentFailed": {CRM, NOTIFY},
    "leadIntelligence.DataQualityChanged": {CRM, SCORING, JOURNEYS},
    "scoring.LeadScored": {CRM, JOURNEYS, CAMPAIGNS, REVOPS, INTEGRATIONS, ANALYTICS},
    "scoring.ScoreThresholdCrossed": {REVOPS, JOURNEYS},
    "scoring.IntentSignalDetected": {JOURNEYS, SCORING},
    "scoring.SignalAlertAcknowledged": set(),  # shown in the timeline
    "scoring.SignalAlertCreated": {NOTIFY},
    "revops.ActivityCompleted": {REVOPS},
    "revops.DealCreated": {JOURNEYS, REVOPS},
    "revops.DealStageChanged": {REVOPS},
    "revops.DealWon": {JOURNEYS, REVOPS, SCORING},
    "revops.DealLost": {JOURNEYS, REVOPS, SCORING},
    "revops.MeetingHeld": {JOURNEYS, SCORING},
    "revops.MeetingPlanned": {JOURNEYS, REVOPS, SCORING},
    "revops.ProspectQualified": {ENRICHMENT},
    "revops.SequenceStepExecuted": {ANALYTICS},
    "revops.ResearchCompleted": {NOTIFY},
}

# Who reacts: each receiver by the name under which deliveries know it.
RECEIVERS = {
    "delivery.MailboxPaused": {"mauntic.notifications.handlers.tell_of_paused_mailboxes"},
    "delivery.MailboxSwitchedOff": {"mauntic.notifications.handlers.tell_of_mailboxes"},
    "content.AssetDownloaded": {"scoring.handlers.detect_in_downloads"},
    "content.EventTracked": {"scoring.handlers.detect_in_events"},
    "content.FormSubmitted": {
        "mauntic.journeys.handlers.start_for_forms",
        "scoring.handlers.detect_in_forms",
    },
    "content.PageVisited": {"scoring.handlers.detect_in_visits"},
    "crm.ContactCreated": {
        "mauntic.crm.handlers.segment_new_contacts",
        "mauntic.journeys.handlers.start_for_new_leads",
        "lead_intelligence.handlers.assess_new",
        "lead_intelligence.handlers.enrich_new",
        "revops.handlers.route_new_leads",
        "scoring.handlers.detect_referrals",
        "scoring.handlers.score_new_contacts",
    },
    "crm.ContactJoinedSegment": {"mauntic.journeys.handlers.start_for_segments"},
    "crm.ContactLeftSegment": {"mauntic.journeys.handlers.leave_with_segments"},
    "crm.ContactUpdated": {
        "mauntic.crm.handlers.segment_changed_contacts",
        "mauntic.journeys.handlers.leave_after_changes",
        "lead_intelligence.handlers.assess_updated",
        "revops.handlers.qualify_edited_leads",
        "scoring.handlers.assign_alerts_to_owners",
        "scoring.handlers.rescore_changed_contacts",
    },
    "delivery.MessageBounced": {
        "lead_intelligence.handlers.refute_bounced",
        "revops.handlers.stop_after_bounce",
        "scoring.handlers.end_after_bounce",
    },
    "delivery.MessageClicked": {
        "mauntic.journeys.handlers.start_for_clicks",
        "scoring.handlers.detect_in_clicked_messages",
    },
    "delivery.MessageOpened": {
        "mauntic.journeys.handlers.start_for_openings",
        "scoring.handlers.detect_in_opened_messages",
    },
    "delivery.MessageReplied": {
        "mauntic.journeys.handlers.start_for_replies",
        "revops.handlers.read_replies_of_leads",
        "revops.handlers.review_proposals_after_reply",
        "revops.handlers.stop_after_reply",
        "scoring.handlers.detect_in_replies",
    },
    "delivery.MessageSent": {"revops.handlers.go_on_after_sent", "scoring.handlers.acknowledge_written"},
    "delivery.MessageUnsubscribed": {
        "mauntic.crm.handlers.withdraw_consent",
        "revops.handlers.review_proposals_after_farewell",
        "revops.handlers.stop_after_unsubscribe",
        "scoring.handlers.end_after_unsubscribe",
    },
    "journey.StepExecuted": {"scoring.handlers.rescore_after_steps"},
    "leadIntelligence.DataQualityChanged": {
        "mauntic.journeys.handlers.leave_after_quality",
        "mauntic.crm.handlers.show_quality",
        "scoring.handlers.rescore_by_quality",
    },
    "leadIntelligence.EnrichmentFailed": {
        "mauntic.crm.handlers.show_failed_enrichment",
        "mauntic.notifications.handlers.tell_owners_of_failures",
    },
    "leadIntelligence.LeadEnriched": {
        "mauntic.journeys.handlers.leave_after_enrichment",
        "mauntic.journeys.handlers.start_for_enriched_leads",
        "mauntic.crm.handlers.show_enrichment",
        "revops.handlers.qualify_enriched_leads",
        "scoring.handlers.detect_in_enrichment",
        "scoring.handlers.rescore_enriched_contacts",
    },
    "revops.ActivityCompleted": {"revops.handlers.go_on_after_task"},
    "revops.DealCreated": {
        "mauntic.journeys.handlers.start_for_new_deals",
        "revops.handlers.assess_new_deals",
        "revops.handlers.start_for_new_deals",
    },
    "revops.DealLost": {
        "mauntic.journeys.handlers.start_for_lost_deals",
        "revops.handlers.start_for_lost_deals",
        "revops.handlers.stop_after_lost",
        "scoring.handlers.remember_lost_deals",
    },
    "revops.DealStageChanged": {"revops.handlers.assess_moved_deals", "revops.handlers.start_for_moves"},
    "revops.DealWon": {
        "mauntic.journeys.handlers.start_for_won_deals",
        "revops.handlers.start_for_won_deals",
        "revops.handlers.stop_after_won",
        "scoring.handlers.remember_won_deals",
    },
    "revops.MeetingHeld": {
        "mauntic.journeys.handlers.start_for_held_meetings",
        "scoring.handlers.detect_in_held_meetings",
    },
    "revops.MeetingPlanned": {
        "mauntic.journeys.handlers.start_for_planned_meetings",
        "revops.handlers.stop_before_meeting",
        "scoring.handlers.detect_in_planned_meetings",
    },
    "revops.ProspectQualified": {
        "lead_intelligence.handlers.enrich_recommended",
        "revops.handlers.decide_about_prospects",
        "revops.handlers.review_proposals_after_qualification",
    },
    "revops.ResearchCompleted": {"mauntic.notifications.handlers.tell_owners_of_research"},
    "scoring.IntentSignalDetected": {
        "mauntic.journeys.handlers.start_for_signals",
        "scoring.handlers.raise_alerts",
        "scoring.handlers.rescore_by_signals",
    },
    "scoring.LeadScored": {
        "mauntic.journeys.handlers.leave_after_scores",
        "mauntic.journeys.handlers.start_for_scores",
        "mauntic.crm.handlers.show_scores",
        "revops.handlers.qualify_scored_leads",
        "revops.handlers.start_for_scores",
    },
    "scoring.ScoreThresholdCrossed": {
        "mauntic.journeys.handlers.start_for_thresholds",
        "revops.handlers.route_risen_leads",
    },
    "scoring.SignalAlertCreated": {"mauntic.notifications.handlers.tell_owners_of_alerts"},
}

NOT_YET_PUBLISHED: set[str] = set()
NOT_YET_HEARD = {
    "journey.StepExecuted": {ANALYTICS},
    "leadIntelligence.LeadEnriched": {ANALYTICS},
    "revops.SequenceStepExecuted": {ANALYTICS},
    "scoring.LeadScored": {ANALYTICS, CAMPAIGNS, INTEGRATIONS},
}


def declared() -> list[type[Event]]:
    return [cls for cls in event_types() if cls.__module__.startswith("mauntic.events.catalog.")]


@cache
def published() -> frozenset[str]:
    """Names of the classes that the code constructs, or hands over with facts that are made already."""
    files = (path for context in CONTEXTS for path in (ROOT / context).rglob("*.py"))
    trees = (ast.parse(path.read_text()) for path in files if "catalog" not in path.parts)
    calls = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    return frozenset(name for call in calls for name in _names(call))


def _names(call: ast.Call) -> list[str]:
    named = _name(call.func)
    return [_name(call.args[0])] if named == "publish_encoded" and call.args else [named]


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def receivers(cls: type[Event]) -> set[str]:
    """The receivers that are connected, but those of tests."""
    return {name for name in cls.signal.named if not name.startswith("tests.")}


def unheard(cls: type[Event]) -> set[str]:
    """The contexts that must react to the event and do not."""
    return {
        context
        for context in REACTIONS[cls.wire_name]
        if not any(receiver.startswith(f"{context}.") for receiver in receivers(cls))
    }


def test_the_catalogue_holds_the_events_of_the_contract():
    assert {cls.wire_name for cls in declared()} == set(REACTIONS)


def test_events_without_a_publisher_are_known():
    assert {cls.wire_name for cls in declared() if cls.__name__ not in published()} == NOT_YET_PUBLISHED


def test_missing_reactions_are_known():
    assert {cls.wire_name: missing for cls in declared() if (missing := unheard(cls))} == NOT_YET_HEARD


def test_a_receiver_needs_a_name_that_stays():
    signal = EventSignal()

    with pytest.raises(ValueError, match="needs a name"):
        signal.connect(lambda **_: None)


def test_two_receivers_of_an_event_have_two_names():
    signal = EventSignal()

    def one(**_): ...

    def other(**_): ...

    signal.connect(one, dispatch_uid="context.one")
    signal.connect(one, dispatch_uid="context.one")
    with pytest.raises(ValueError, match=r"another receiver named context\.one"):
        signal.connect(other, dispatch_uid="context.one")

    assert signal.named == {"context.one": one}
    assert signal.disconnect(dispatch_uid="context.one")
    assert signal.named == {}


def test_every_event_is_heard_by_the_receivers_that_are_named():
    assert {cls.wire_name: heard for cls in declared() if (heard := receivers(cls))} == RECEIVERS
