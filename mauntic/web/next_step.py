"""The one thing to do next with a lead, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from mauntic.crm.models import Contact, EnrichmentStatus

WARM_FROM = 75
GOOD_GRADES = {"A", "B"}


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do, and the reason for it."""

    text: str
    reason: str


def next_step(contact: Contact, *, advice: Sequence[str] = ()) -> NextStep:
    """The first step that applies; `advice` is what would raise the data quality, most first."""
    if contact.suppressed_reason:
        return NextStep("Do not contact", contact.suppressed_reason)
    if contact.enrichment_status == EnrichmentStatus.PENDING:
        return NextStep("Wait a moment", "The vendors are being asked; this page follows by itself.")
    worth = _worth(contact)
    if worth:
        return _reach(contact, worth)
    if contact.last_enriched_at is None:
        return NextStep("Enrich", "No vendor was asked about this lead yet.")
    if advice:
        return NextStep(advice[0], "It raises the data quality most.")
    return NextStep("Let it rest", f"Grade {contact.lead_grade or '–'}, and no intent to speak of.")


def _worth(contact: Contact) -> str:
    if contact.intent_score >= WARM_FROM:
        return f"Intent is {contact.intent_score:.0f} of 100 and fades."
    if contact.lead_grade in GOOD_GRADES:
        return f"Grade {contact.lead_grade}: among the best there are."
    return ""


def _reach(contact: Contact, worth: str) -> NextStep:
    if contact.owner_id is None:
        return NextStep("Take this lead", f"{worth} Nobody owns it.")
    if contact.direct_phone or contact.phone:
        return NextStep("Call", worth)
    if contact.email:
        return NextStep("Write an e-mail", f"{worth} There is no phone number.")
    return NextStep("Find a way to reach them", f"{worth} There is neither phone nor e-mail.")
