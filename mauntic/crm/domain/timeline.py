"""How a fact about a lead reads in its timeline."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Fact = Mapping[str, Any]
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Kind(StrEnum):
    """What an entry is about: the filters of the timeline."""

    CREATED = "created"
    CHANGE = "change"
    VISIT = "visit"
    FORM = "form"
    ASSET = "asset"
    MESSAGE = "message"
    ENRICHMENT = "enrichment"
    SCORE = "score"
    SIGNAL = "signal"
    DEAL = "deal"


@dataclass(frozen=True, slots=True)
class Reading:
    """A fact in words. `wire_name` is the event's, `say` gives title and text."""

    kind: Kind
    say: Callable[[Fact], tuple[str, str]]


def words(names: list[str]) -> str:
    """Field names as people write them: `direct_phone` and `directPhone` are "direct phone"."""
    return ", ".join(_CAPITAL.sub(" ", name).replace("_", " ").lower() for name in names)


def _created(fact: Fact) -> tuple[str, str]:
    return "Lead created", f"Came by {fact['source']}" if fact.get("source") else ""


def _updated(fact: Fact) -> tuple[str, str]:
    return "Details changed", words(fact["changedFields"]).capitalize()


def _visited(fact: Fact) -> tuple[str, str]:
    return ("Page fetched by a bot" if fact.get("isBot") else "Page visited"), fact["url"]


def _submitted(fact: Fact) -> tuple[str, str]:
    return "Form sent", words([fact["formType"]]).capitalize()


def _clicked(fact: Fact) -> tuple[str, str]:
    return ("Link opened by a machine" if fact.get("isMachine") else "Link clicked"), fact["url"]


def _opened(fact: Fact) -> tuple[str, str]:
    return ("Message fetched by a machine" if fact.get("isMachine") else "Message opened"), ""


def _enriched(fact: Fact) -> tuple[str, str]:
    return (
        f"Enriched by {fact['source']}",
        f"{words(fact['changedFields']).capitalize()} (confidence {fact['confidence']:.0%})",
    )


def _failed(fact: Fact) -> tuple[str, str]:
    return "Enrichment incomplete", fact["reason"]


def _quality(fact: Fact) -> tuple[str, str]:
    return "Data quality changed", f"{fact['oldScore']:.0%} to {fact['newScore']:.0%}"


def _scored(fact: Fact) -> tuple[str, str]:
    factors = [f"{words([one['factor']])} {one['points']:+g}" for one in fact["topContributors"][:3]]
    before = fact.get("previousScore")
    moved = f"Score {fact['score']:g}, grade {fact['grade']}"
    return (moved if before is None else f"{moved} (was {before:g})"), ", ".join(factors)


def _crossed(fact: Fact) -> tuple[str, str]:
    return f"Score passed {fact['threshold']} going {fact['direction']}", f"Score {fact['score']:g}"


def _signalled(fact: Fact) -> tuple[str, str]:
    return f"Intent: {words([fact['signalType']])}", f"Weight {fact['weight']:g}, seen by {fact['source']}"


def _alerted(fact: Fact) -> tuple[str, str]:
    return f"Alert: {words([fact['signalType']])}", f"Priority {fact['priority']}"


def _deal_made(fact: Fact) -> tuple[str, str]:
    return "Deal opened", f"At {words([fact['stage']])}"


def _deal_lost(fact: Fact) -> tuple[str, str]:
    return "Deal lost", fact["reason"]


def _just(title: str) -> Callable[[Fact], tuple[str, str]]:
    return lambda _: (title, "")


READINGS: Mapping[str, Reading] = {
    "crm.ContactCreated": Reading(Kind.CREATED, _created),
    "crm.ContactUpdated": Reading(Kind.CHANGE, _updated),
    "content.PageVisited": Reading(Kind.VISIT, _visited),
    "content.FormSubmitted": Reading(Kind.FORM, _submitted),
    "content.AssetDownloaded": Reading(Kind.ASSET, _just("Asset downloaded")),
    "delivery.MessageSent": Reading(Kind.MESSAGE, _just("Message sent")),
    "delivery.MessageOpened": Reading(Kind.MESSAGE, _opened),
    "delivery.MessageClicked": Reading(Kind.MESSAGE, _clicked),
    "delivery.MessageBounced": Reading(Kind.MESSAGE, _just("Message bounced")),
    "delivery.MessageReplied": Reading(Kind.MESSAGE, _just("Replied")),
    "delivery.MessageUnsubscribed": Reading(Kind.MESSAGE, _just("Unsubscribed")),
    "leadIntelligence.LeadEnriched": Reading(Kind.ENRICHMENT, _enriched),
    "leadIntelligence.EnrichmentFailed": Reading(Kind.ENRICHMENT, _failed),
    "leadIntelligence.DataQualityChanged": Reading(Kind.ENRICHMENT, _quality),
    "scoring.LeadScored": Reading(Kind.SCORE, _scored),
    "scoring.ScoreThresholdCrossed": Reading(Kind.SCORE, _crossed),
    "scoring.IntentSignalDetected": Reading(Kind.SIGNAL, _signalled),
    "scoring.SignalAlertCreated": Reading(Kind.SIGNAL, _alerted),
    "revops.DealCreated": Reading(Kind.DEAL, _deal_made),
    "revops.DealWon": Reading(Kind.DEAL, _just("Deal won")),
    "revops.DealLost": Reading(Kind.DEAL, _deal_lost),
}
