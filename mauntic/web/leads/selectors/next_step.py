"""The facts that the next step for a lead depends on."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from mauntic.crm.models import Contact, EnrichmentStatus
from mauntic.kernel import display
from mauntic.kernel.clock import now
from mauntic.web.leads.domain.next_step import LeadFacts, NextStep, next_step
from revops.activities.labels import due_words

# So long after a contact the next step is to plan one, not to be in touch again.
LATELY = timedelta(days=3)
REPLY = "EMAIL_REPLY"


def suggest_next_step(
    contact: Contact,
    *,
    advice: Sequence[str] = (),
    alert: Any = None,
    task: Any = None,
    touched_at: datetime | None = None,
) -> NextStep:
    """Return the first step that applies.

    Args:
        contact: the lead.
        advice: changes that would raise the data quality, the largest gain first.
        alert: the open alert that runs out first.
        task: the open activity that is due first.
        touched_at: when the last activity was completed.
    """
    is_lately = touched_at is not None and now() - touched_at < LATELY
    facts = LeadFacts(
        suppressed_reason=contact.suppressed_reason,
        is_enriching=contact.enrichment_status == EnrichmentStatus.PENDING,
        is_enriched=contact.last_enriched_at is not None,
        grade=contact.lead_grade,
        intent=float(contact.intent_score or 0),
        has_owner=contact.owner is not None,
        has_phone=bool(contact.direct_phone or contact.phone),
        has_email=bool(contact.email),
        alert=str(alert.type.label) if alert else "",
        alert_due=display.ago(alert.deadline) if alert else "",
        is_reply=bool(alert and alert.type_id == REPLY),
        task=str(task) if task else "",
        task_due=due_words(task.due_at) if task and task.due_at else "",
        touched=display.ago(touched_at) if touched_at and is_lately else "",
    )
    return next_step(facts, advice=advice)
