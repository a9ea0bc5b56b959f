"""Every event of the catalogue is published by someone and heard by those who must react.

What is still missing is listed here; the lists may only shrink.
"""

import ast
from functools import cache
from pathlib import Path

from mauntic.events.catalog import Event, event_types

ROOT = Path(__file__).parents[2]
CONTEXTS = ("mauntic", "lead_intelligence", "scoring", "revops")

# Who must react to what (the contract: spec/events.md). A context is the package of its handlers.
ENRICHMENT, SCORING, CRM, REVOPS = "lead_intelligence", "scoring", "mauntic.crm", "revops"
JOURNEYS, CAMPAIGNS, ANALYTICS = "mauntic.journeys", "mauntic.campaigns", "mauntic.analytics"
INTEGRATIONS, NOTIFY = "mauntic.integrations", "mauntic.notifications"
REACTIONS = {
    "crm.ContactCreated": {ENRICHMENT, SCORING, REVOPS, JOURNEYS},
    "crm.ContactUpdated": {ENRICHMENT, SCORING},
    "content.PageVisited": {SCORING},
    "content.FormSubmitted": {SCORING, JOURNEYS},
    "content.AssetDownloaded": {SCORING},
    "content.EventTracked": {SCORING},
    "delivery.MessageSent": {SCORING, REVOPS, CRM},
    "delivery.MessageOpened": {SCORING, REVOPS, CRM},
    "delivery.MessageClicked": {SCORING, REVOPS, CRM},
    "delivery.MessageBounced": {SCORING, REVOPS, CRM},
    "delivery.MessageReplied": {SCORING, REVOPS, CRM},
    "delivery.MessageUnsubscribed": {SCORING, REVOPS, CRM},
    "journey.StepExecuted": {SCORING, ANALYTICS},
    "leadIntelligence.LeadEnriched": {SCORING, CRM, ANALYTICS},
    "leadIntelligence.EnrichmentFailed": {CRM, NOTIFY},
    "leadIntelligence.DataQualityChanged": {CRM, SCORING},
    "scoring.LeadScored": {CRM, JOURNEYS, CAMPAIGNS, REVOPS, INTEGRATIONS, ANALYTICS},
    "scoring.ScoreThresholdCrossed": {REVOPS, JOURNEYS},
    "scoring.IntentSignalDetected": {JOURNEYS, SCORING},
    "scoring.SignalAlertCreated": {NOTIFY},
    "revops.DealCreated": {REVOPS},
    "revops.DealStageChanged": {REVOPS},
    "revops.DealWon": {REVOPS, SCORING},
    "revops.DealLost": {REVOPS, SCORING},
    "revops.ProspectQualified": {ENRICHMENT},
    "revops.SequenceStepExecuted": {ANALYTICS},
    "revops.ResearchCompleted": {NOTIFY},
}

NOT_YET_PUBLISHED = {
    "delivery.MessageBounced",
    "delivery.MessageClicked",
    "delivery.MessageOpened",
    "delivery.MessageReplied",
    "delivery.MessageSent",
    "delivery.MessageUnsubscribed",
    "journey.StepExecuted",
    "revops.ProspectQualified",
    "revops.ResearchCompleted",
    "revops.SequenceStepExecuted",
}
NOT_YET_HEARD = {
    "content.FormSubmitted": {JOURNEYS},
    "crm.ContactCreated": {JOURNEYS},
    "delivery.MessageBounced": {CRM, REVOPS, SCORING},
    "delivery.MessageClicked": {CRM, REVOPS},
    "delivery.MessageOpened": {CRM, REVOPS},
    "delivery.MessageReplied": {CRM, REVOPS},
    "delivery.MessageSent": {CRM, REVOPS, SCORING},
    "delivery.MessageUnsubscribed": {REVOPS, SCORING},
    "journey.StepExecuted": {ANALYTICS},
    "leadIntelligence.LeadEnriched": {ANALYTICS},
    "revops.DealLost": {REVOPS},
    "revops.DealWon": {REVOPS},
    "revops.ProspectQualified": {ENRICHMENT},
    "revops.SequenceStepExecuted": {ANALYTICS},
    "scoring.IntentSignalDetected": {JOURNEYS},
    "scoring.LeadScored": {ANALYTICS, CAMPAIGNS, INTEGRATIONS, JOURNEYS, REVOPS},
    "scoring.ScoreThresholdCrossed": {JOURNEYS},
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


def unheard(cls: type[Event]) -> set[str]:
    """The contexts that must react to the event and do not."""
    return {
        context
        for context in REACTIONS[cls.wire_name]
        if not any(receiver.startswith(f"{context}.") for receiver in cls.signal.named)
    }


def test_the_catalogue_holds_the_events_of_the_contract():
    assert {cls.wire_name for cls in declared()} == set(REACTIONS)


def test_events_without_a_publisher_are_known():
    assert {cls.wire_name for cls in declared() if cls.__name__ not in published()} == NOT_YET_PUBLISHED


def test_missing_reactions_are_known():
    assert {cls.wire_name: missing for cls in declared() if (missing := unheard(cls))} == NOT_YET_HEARD
