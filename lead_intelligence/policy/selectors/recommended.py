"""Leads that qualification recommends to enrich, and that may be enriched automatically."""

from collections.abc import Collection
from datetime import UTC, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Sum

from lead_intelligence.enrichment.models.blocks import ProcessingBlock
from lead_intelligence.enrichment.models.jobs import EnrichmentBatch, EnrichmentJob
from lead_intelligence.enrichment.models.policy import EnrichmentPolicy
from lead_intelligence.leads.domain.fields import API_FIELDS
from lead_intelligence.leads.selectors import FINDABLE, lead_values
from mauntic.crm.imports.selectors import imported_without_enrichment
from mauntic.crm.models import Contact, EnrichmentStatus
from mauntic.events.catalog.crm import STRANGERS
from mauntic.kernel.clock import now

LABEL = "Recommended for "
"""The prefix of the names of batches, by which `recommended_today` finds them: not translated."""


def enrichable(contact_ids: Collection[UUID], policy: EnrichmentPolicy, *, limit: int) -> list[UUID]:
    """Return those of the leads to enrich, the highest scores first, in two queries.

    Left out are leads without an empty field, leads that were looked up within the age of the policy, blocked
    ones, those that a person imported without enrichment, and those that unknown visitors created: these have
    a policy of their own.

    Args:
        contact_ids: the leads to choose from.
        policy: names the age from which a lead is looked up again.
        limit: the most leads.
    """
    since = now() - timedelta(days=policy.refresh_after_days)
    recent = EnrichmentJob.objects.filter(contact=OuterRef("pk"), created_at__gte=since)
    blocks = ProcessingBlock.objects.filter(contact=OuterRef("pk"))
    found = (
        Contact.objects.filter(FINDABLE, ~Exists(recent), ~Exists(blocks), pk__in=contact_ids)
        .exclude(enrichment_status=EnrichmentStatus.PENDING)
        .exclude(source__in=STRANGERS)
        .exclude(pk__in=imported_without_enrichment(contact_ids))
        .select_related("company")
        .ranked()
    )
    lacking = (each.pk for each in found if any(field not in lead_values(each) for field in API_FIELDS))
    return list(lacking)[:limit]


def recommended_today() -> int:
    """Return the number of leads that were enriched by recommendation since midnight (UTC)."""
    midnight = now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    own = EnrichmentBatch.objects.filter(created_at__gte=midnight, requested_by=None, label__startswith=LABEL)
    total: int | None = own.aggregate(total=Sum("total"))["total"]
    return total or 0
