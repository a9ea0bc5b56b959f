"""The next step for a lead. It answers what is open: an alert and a planned task come before all else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mauntic.kernel import display
from mauntic.kernel.grades import WARM, tier
from mauntic.kernel.translation import gettext as _

GOOD_GRADES = {"A", "B"}
Key = Literal[
    "block", "take", "reply", "call", "email", "find", "wait", "task", "plan", "enrich", "improve", "none"
]


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do, and the reason for it. `key` names the step in code, whatever the language."""

    key: Key
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadFacts:
    """What the next step depends on. Times are words, such as `in 43 min`; empty stands for none.

    `alert` is the label of the open alert that runs out first, due `alert_due`; `task` is the subject of the
    next task, due `task_due`; `touched` is when a person was last in touch, if that was of late.
    """

    suppressed_reason: str = ""
    is_enriching: bool = False
    is_enriched: bool = False
    grade: str = ""
    intent: float = 0
    has_owner: bool = False
    has_phone: bool = False
    has_email: bool = False
    alert: str = ""
    alert_due: str = ""
    is_reply: bool = False
    task: str = ""
    task_due: str = ""
    touched: str = ""


def next_step(lead: LeadFacts, *, advice: Sequence[str] = ()) -> NextStep:
    """Return the first step that applies.

    Args:
        lead: what is known.
        advice: changes that would raise the data quality, the largest gain first.
    """
    if lead.suppressed_reason:
        return NextStep("block", _("Do not contact"), lead.suppressed_reason)
    if lead.alert:
        why = _("{alert} alert, due {time}.").format(alert=lead.alert, time=lead.alert_due)
        return _reach(lead, why)
    if lead.is_enriching:
        return NextStep(
            "wait", _("Wait for enrichment"), _("Enrichment is running. This page updates automatically.")
        )
    if lead.task:
        return NextStep("task", lead.task, _("Planned, due {time}.").format(time=lead.task_due))
    return _unplanned(lead, advice)


def _unplanned(lead: LeadFacts, advice: Sequence[str]) -> NextStep:
    if worth := _worth(lead):
        if lead.touched:
            reason = _("Last contact {time}. Nothing is planned.").format(time=lead.touched)
            return NextStep("plan", _("Plan the next step"), reason)
        return _reach(lead, worth)
    if not lead.is_enriched:
        return NextStep("enrich", _("Enrich"), _("This lead has not been enriched yet."))
    if advice:
        return NextStep("improve", advice[0], _("This improves data quality most."))
    return NextStep("none", _("No action needed"), _quiet(lead))


def _worth(lead: LeadFacts) -> str:
    if lead.intent >= WARM:
        return _("Intent is {score} of 100 and decreasing.").format(score=display.score(lead.intent))
    return _("Grade {grade}.").format(grade=lead.grade) if lead.grade in GOOD_GRADES else ""


def _quiet(lead: LeadFacts) -> str:
    grade = lead.grade or display.NONE
    if tier(lead.intent) == "medium":
        return _("Grade {grade}, medium intent, no open alerts.").format(grade=grade)
    return _("Grade {grade}, low intent.").format(grade=grade)


def _reach(lead: LeadFacts, why: str) -> NextStep:
    if not lead.has_owner:
        return NextStep("take", _("Take this lead"), f"{why} {_('It has no owner.')}")
    if lead.is_reply and lead.has_email:
        return NextStep("reply", _("Reply"), why)
    if lead.has_phone:
        return NextStep("call", _("Call"), why)
    if lead.has_email:
        return NextStep("email", _("Send an email"), f"{why} {_('No phone number.')}")
    return NextStep("find", _("Find contact details"), f"{why} {_('No phone number or email address.')}")
