"""Titles and texts of facts in the timeline of a lead."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from mauntic.crm.fields.domain.names import words
from mauntic.kernel.codes import code_words
from mauntic.kernel.display import number, percent, score
from mauntic.kernel.translation import StrPromise, gettext_lazy
from mauntic.kernel.translation import gettext as _

Fact = Mapping[str, Any]


RECORDED_SOON = timedelta(days=1)


class Kind(StrEnum):
    """Kind of an entry: the filters of the timeline."""

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
    ACTIVITY = "activity"


@dataclass(frozen=True, slots=True)
class Reading:
    """How to show a fact. `text_of` returns its title and text.

    `happened` is the key of the time at which it happened, which may be long before it was recorded.
    """

    kind: Kind
    text_of: Callable[[Fact], tuple[str, str]]
    happened: str = ""


def happened_at(reading: Reading, fact: Fact, *, recorded_at: datetime) -> datetime:
    """Return when a fact happened. A withdrawal happens when it is recorded."""
    text = fact.get(reading.happened) if reading.happened and not fact.get("isWithdrawn") else None
    return datetime.fromisoformat(text) if text else recorded_at


def is_late(at: datetime, recorded_at: datetime) -> bool:
    """Return whether people should see that a fact was recorded long after it happened."""
    return recorded_at - at > RECORDED_SOON


def _created(fact: Fact) -> tuple[str, str]:
    return _("Lead created"), _("Source: %(source)s") % fact if fact.get("source") else ""


def _updated(fact: Fact) -> tuple[str, str]:
    return _("Lead updated"), words(fact["changedFields"]).capitalize()


def _visited(fact: Fact) -> tuple[str, str]:
    return (_("Page fetched by a bot") if fact.get("isBot") else _("Page visited")), fact["url"]


def _submitted(fact: Fact) -> tuple[str, str]:
    return _("Form submitted"), words([fact["formType"]]).capitalize()


def _clicked(fact: Fact) -> tuple[str, str]:
    return (_("Link opened by a machine") if fact.get("isMachine") else _("Link clicked")), fact["url"]


def _left(fact: Fact) -> tuple[str, str]:
    return (_("Email reported as spam") if fact.get("isComplaint") else _("Unsubscribed")), ""


def _opened(fact: Fact) -> tuple[str, str]:
    return (_("Email fetched by a machine") if fact.get("isMachine") else _("Email opened")), ""


def _enriched(fact: Fact) -> tuple[str, str]:
    return (
        _("Enriched by %(source)s") % {"source": _vendors(fact["source"])},
        _("%(fields)s (%(confidence)s confidence)")
        % {"fields": words(fact["changedFields"]).capitalize(), "confidence": percent(fact["confidence"])},
    )


def _vendors(source: str) -> str:
    return ", ".join(code_words("provider", slug) for slug in source.split(","))


def _failed(fact: Fact) -> tuple[str, str]:
    return _("Enrichment incomplete"), fact["reason"]


def _quality(fact: Fact) -> tuple[str, str]:
    return _("Data quality changed"), _("%(before)s to %(after)s") % {
        "before": percent(fact["oldScore"]),
        "after": percent(fact["newScore"]),
    }


def _scored(fact: Fact) -> tuple[str, str]:
    factors = [
        _("%(factor)s %(points)s")
        % {"factor": code_words("factor", one["factor"]), "points": _signed(one["points"])}
        for one in fact["topContributors"][:3]
    ]
    shown = {"score": score(fact["score"]), "grade": fact["grade"]}
    previous = fact.get("previousScore")
    before = None if previous is None else score(previous)
    # In whole points the score may be the one before.
    if before is None or before == shown["score"]:
        title = _("Score %(score)s, grade %(grade)s") % shown
    else:
        title = _("Score %(score)s, grade %(grade)s (was %(before)s)") % {**shown, "before": before}
    return title, ", ".join(factors)


def _crossed(fact: Fact) -> tuple[str, str]:
    title = (
        _("Score fell below %(threshold)s")
        if fact["direction"] == "down"
        else _("Score reached %(threshold)s")
    )
    return title % fact, _("Score %(score)s") % {"score": score(fact["score"])}


def _signed(points: float) -> str:
    return f"{'+' if points > 0 else ''}{number(points)}"


def _signalled(fact: Fact) -> tuple[str, str]:
    return _("Intent: %(signal)s") % {"signal": code_words("signalType", fact["signalType"])}, _(
        "Weight %(weight)s, source %(source)s"
    ) % {"weight": number(fact["weight"], 2), "source": code_words("signalSource", fact["source"])}


def _alerted(fact: Fact) -> tuple[str, str]:
    return (
        _("Alert: %(signal)s") % {"signal": code_words("signalType", fact["signalType"])},
        _("Priority: %(priority)s") % {"priority": code_words("priority", fact["priority"]).lower()},
    )


def _acknowledged(fact: Fact) -> tuple[str, str]:
    title = (
        _("Alert open again: %(signal)s") if fact.get("isWithdrawn") else _("Alert acknowledged: %(signal)s")
    )
    answer = "" if fact.get("isWithdrawn") or not fact.get("answeredWith") else fact["answeredWith"]
    return (
        title % {"signal": code_words("signalType", fact["signalType"])},
        code_words("answeredWith", answer) if answer else "",
    )


def _deal_made(fact: Fact) -> tuple[str, str]:
    return _("Deal created"), _("Stage: %(stage)s") % {"stage": code_words("stage", fact["stage"])}


def _deal_moved(fact: Fact) -> tuple[str, str]:
    before, after = (code_words("stage", fact[key]) for key in ("oldStage", "newStage"))
    return _("Deal moved"), _("%(before)s to %(after)s") % {"before": before, "after": after}


def _deal_won(fact: Fact) -> tuple[str, str]:
    return _("Deal won (undone)") if fact.get("isWithdrawn") else _("Deal won"), ""


def _deal_lost(fact: Fact) -> tuple[str, str]:
    return _("Deal lost (undone)") if fact.get("isWithdrawn") else _("Deal lost"), fact["reason"]


_ACTIVITIES: Mapping[str, StrPromise] = {
    "call": gettext_lazy("Call"),
    "email": gettext_lazy("Email"),
    "meeting": gettext_lazy("Meeting"),
    "demo": gettext_lazy("Demo"),
    "task": gettext_lazy("Task completed"),
    "note": gettext_lazy("Note"),
    "linkedin": gettext_lazy("LinkedIn message"),
    "sms": gettext_lazy("Text message"),
}


def _activity(fact: Fact) -> tuple[str, str]:
    kind = str(_ACTIVITIES.get(fact["activityType"], words([fact["activityType"]]).capitalize()))
    title = _("%(activity)s (undone)") % {"activity": kind} if fact.get("isWithdrawn") else kind
    return title, ": ".join(filter(None, (fact["subject"], fact["outcome"])))


def _just(title: StrPromise) -> Callable[[Fact], tuple[str, str]]:
    return lambda _fact: (str(title), "")


READINGS: Mapping[str, Reading] = {
    "crm.ContactCreated": Reading(Kind.CREATED, _created),
    "crm.ContactUpdated": Reading(Kind.CHANGE, _updated),
    "crm.ContactJoinedSegment": Reading(
        Kind.CHANGE, lambda fact: (_("Joined the segment %(name)s") % {"name": fact["segmentName"]}, "")
    ),
    "crm.ContactLeftSegment": Reading(
        Kind.CHANGE, lambda fact: (_("Left the segment %(name)s") % {"name": fact["segmentName"]}, "")
    ),
    "content.PageVisited": Reading(Kind.VISIT, _visited),
    "content.FormSubmitted": Reading(Kind.FORM, _submitted, "submittedAt"),
    "content.AssetDownloaded": Reading(Kind.ASSET, _just(gettext_lazy("Asset downloaded")), "downloadedAt"),
    "delivery.MessageSent": Reading(Kind.MESSAGE, _just(gettext_lazy("Email sent"))),
    "delivery.MessageOpened": Reading(Kind.MESSAGE, _opened),
    "delivery.MessageClicked": Reading(Kind.MESSAGE, _clicked),
    "delivery.MessageBounced": Reading(Kind.MESSAGE, _just(gettext_lazy("Email bounced"))),
    "delivery.MessageReplied": Reading(Kind.MESSAGE, _just(gettext_lazy("Reply received"))),
    "delivery.MessageUnsubscribed": Reading(Kind.MESSAGE, _left),
    "leadIntelligence.LeadEnriched": Reading(Kind.ENRICHMENT, _enriched),
    "leadIntelligence.EnrichmentFailed": Reading(Kind.ENRICHMENT, _failed),
    "leadIntelligence.DataQualityChanged": Reading(Kind.ENRICHMENT, _quality),
    "scoring.LeadScored": Reading(Kind.SCORE, _scored),
    "scoring.ScoreThresholdCrossed": Reading(Kind.SCORE, _crossed),
    "scoring.IntentSignalDetected": Reading(Kind.SIGNAL, _signalled, "detectedAt"),
    "scoring.SignalAlertCreated": Reading(Kind.SIGNAL, _alerted),
    "scoring.SignalAlertAcknowledged": Reading(Kind.SIGNAL, _acknowledged),
    "revops.DealCreated": Reading(Kind.DEAL, _deal_made),
    "revops.DealStageChanged": Reading(Kind.DEAL, _deal_moved),
    "revops.DealWon": Reading(Kind.DEAL, _deal_won),
    "revops.DealLost": Reading(Kind.DEAL, _deal_lost),
    "revops.ActivityCompleted": Reading(Kind.ACTIVITY, _activity, "completedAt"),
}
