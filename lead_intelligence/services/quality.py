"""Keeping the data quality of leads up to date."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.values import in_words
from lead_intelligence.models import EnrichmentBatch
from lead_intelligence.selectors.quality import quality_of
from lead_intelligence.selectors.quality_overview import STALE, faded, lacking
from lead_intelligence.services.batches import request_batch
from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.events.catalog import DataQualityChanged
from mauntic.events.services import publish_many
from mauntic.kernel.errors import Conflict, Invalid

WORTH_TELLING = 0.01
"""How far the quality must have faded before anybody hears of it: three days' worth."""
AT_ONCE = 10_000


@transaction.atomic
def assess_quality(*, contact_ids: Sequence[UUID]) -> int:
    """Compute the quality of these contacts and publish each that moved; how many did."""
    contacts = Contact.objects.filter(pk__in=contact_ids).select_related("company").order_by("pk")
    events = [event for contact in contacts if (event := quality_change(contact))]
    publish_many(events)
    return len(events)


def quality_change(contact: Contact) -> DataQualityChanged | None:
    """The fact that the quality differs from what the contact shows, or None when it does not."""
    new, old = Decimal(str(quality_of(contact).overall)), contact.data_quality_score
    if old == new:
        return None
    return DataQualityChanged(contact_id=contact.pk, old_score=old or Decimal(0), new_score=new)


def refresh_quality() -> int:
    """Bring up to date the quality that leads show where time alone has moved it; how many moved.

    At most `AT_ONCE` leads: the next run takes the next ones.
    """
    return assess_quality(contact_ids=faded(least=WORTH_TELLING, limit=AT_ONCE))


@transaction.atomic
def enrich_lacking(*, lack: str, limit: int, by: User, batch_id: UUID | None = None) -> EnrichmentBatch:
    """Have the hottest `limit` of the leads enriched that lack something: a field's name, or "stale".

    `Invalid` names an unknown lack or a limit below 1; `Conflict` when no such lead can be looked up. Who
    gives a `batch_id` may ask twice.
    """
    if limit < 1:
        raise Invalid({"limit": "Choose at least one lead."})
    leads = list(lacking(lack).values_list("pk", flat=True)[:limit])
    known = batch_id is not None and EnrichmentBatch.objects.filter(pk=batch_id).exists()
    if not leads and not known:
        raise Conflict("None of these leads can be looked up now.")
    what = "old values" if lack == STALE else f"no {in_words([Field(lack)])}"
    return request_batch(
        contact_ids=leads,
        label=f"Leads with {what}",
        fields=None if lack == STALE else [lack],
        requested_by=by,
        batch_id=batch_id,
    )
