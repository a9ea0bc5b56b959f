"""Record the outcomes of leads, with the facts of the moment before."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mauntic.crm.models import Contact, LifecycleStage
from scoring.learning.models import Outcome, OutcomeKind, ShadowScore
from scoring.learning.selectors.past_facts import facts_before
from scoring.scores.models import LeadScore

STAGES = {LifecycleStage.CUSTOMER: OutcomeKind.CONVERTED, LifecycleStage.FORMER: OutcomeKind.LEFT}


@transaction.atomic
def record_outcomes(
    *, kind: OutcomeKind, contact_ids: Sequence[UUID], happened_at: datetime, event: str
) -> None:
    """Record the outcome of contacts. Outcomes of an event that was handled before are skipped.

    Args:
        kind: won, lost or another outcome.
        contact_ids: ids of contacts.
        happened_at: facts are stored as they were just before this time.
        event: the id of the event, which makes repeated calls harmless.
    """
    facts = facts_before(contact_ids, happened_at)
    totals = dict(LeadScore.objects.filter(pk__in=facts).values_list("pk", "total"))
    shadows = ShadowScore.objects.in_bulk(facts)
    rows = [
        Outcome(
            contact_id=contact_id,
            kind=kind,
            happened_at=happened_at,
            event=event,
            facts=known,
            total=totals.get(contact_id),
            shadow_total=shadows[contact_id].total if contact_id in shadows else None,
            shadow_version_id=shadows[contact_id].model_version_id if contact_id in shadows else None,
        )
        for contact_id, known in facts.items()
    ]
    Outcome.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1_000)


def record_stages(*, contact_ids: Sequence[UUID], happened_at: datetime, event: str) -> None:
    """Record the outcome of contacts whose new stage makes them a customer or a former customer.

    Args:
        contact_ids: ids of contacts; those in other stages are skipped.
        happened_at: when the stage changed.
        event: the id of the event, which makes repeated calls harmless.
    """
    contacts = Contact.objects.filter(pk__in=contact_ids, lifecycle_stage__in=STAGES)
    stages = contacts.values_list("lifecycle_stage", "pk")
    for stage, kind in STAGES.items():
        changed = [pk for found, pk in stages if found == stage]
        if changed:
            record_outcomes(kind=kind, contact_ids=changed, happened_at=happened_at, event=event)
