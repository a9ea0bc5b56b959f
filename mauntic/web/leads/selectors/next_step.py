"""The next step for a lead, with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from mauntic.crm.models import Contact, EnrichmentStatus
from mauntic.kernel import display
from mauntic.kernel.grades import WARM

GOOD_GRADES = {"A", "B"}


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do, and the reason for it. `key` names the step in code, whatever the language."""

    key: Literal["block", "wait", "take", "call", "email", "find", "enrich", "improve", "none"]
    text: str
    reason: str


def suggest_next_step(contact: Contact, *, advice: Sequence[str] = ()) -> NextStep:
    """Return the first step that applies.

    Args: `advice` has the changes that would raise the data quality, the largest gain first.
    """
    if contact.suppressed_reason:
        return NextStep("block", _("Do not contact"), contact.suppressed_reason)
    if contact.enrichment_status == EnrichmentStatus.PENDING:
        return NextStep(
            "wait", _("Wait for enrichment"), _("Enrichment is running. This page updates automatically.")
        )
    worth = _worth(contact)
    if worth:
        return _reach(contact, worth)
    if contact.last_enriched_at is None:
        return NextStep("enrich", _("Enrich"), _("This lead has not been enriched yet."))
    if advice:
        return NextStep("improve", advice[0], _("This improves data quality most."))
    reason = _("Grade {grade}, low intent.").format(grade=contact.lead_grade or display.NONE)
    return NextStep("none", _("No action needed"), reason)


def _worth(contact: Contact) -> str:
    if contact.intent_score >= WARM:
        return _("Intent is {score} of 100 and decreasing.").format(score=display.score(contact.intent_score))
    if contact.lead_grade in GOOD_GRADES:
        return _("Grade {grade}.").format(grade=contact.lead_grade)
    return ""


def _reach(contact: Contact, worth: str) -> NextStep:
    if contact.owner_id is None:
        return NextStep("take", _("Assign this lead"), f"{worth} {_('It has no owner.')}")
    if contact.direct_phone or contact.phone:
        return NextStep("call", _("Call"), worth)
    if contact.email:
        return NextStep("email", _("Send an email"), f"{worth} {_('No phone number.')}")
    return NextStep("find", _("Find contact details"), f"{worth} {_('No phone number or email address.')}")
