"""Update the data quality of leads."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lead_intelligence.enrichment.models.jobs import EnrichmentBatch
from lead_intelligence.enrichment.services.batches import request_batch
from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.labels import in_words
from lead_intelligence.quality.selectors.leads import quality_of
from lead_intelligence.quality.selectors.overview import STALE, faded, lacking
from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.events.catalog import DataQualityChanged
from mauntic.events.services import publish_many
from mauntic.kernel.errors import Conflict, Invalid

LEAST_CHANGE = 0.01
"""The change of quality from which an event is published: that of three days."""
AT_ONCE = 10_000


@transaction.atomic
def assess_quality(*, contact_ids: Sequence[UUID]) -> int:
    """Compute the data quality of contacts.

    Args:
        contact_ids: ids of contacts.

    Returns: the number of changed contacts.

    Publishes: `DataQualityChanged` for each changed contact.
    """
    contacts = Contact.objects.filter(pk__in=contact_ids).select_related("company").order_by("pk")
    events = [event for contact in contacts if (event := quality_change(contact))]
    publish_many(events)
    return len(events)


def quality_change(contact: Contact) -> DataQualityChanged | None:
    """Return the event if the quality differs from the stored one; else None.

    Args:
        contact: with its company.
    """
    new, old = Decimal(str(quality_of(contact).overall)), contact.data_quality_score
    if old == new:
        return None
    return DataQualityChanged(contact_id=contact.pk, old_score=old or Decimal(0), new_score=new)


def refresh_quality() -> int:
    """Update the data quality of leads whose data has aged, of at most `AT_ONCE`. The next run continues.

    Returns: the number of changed leads.

    Publishes: `DataQualityChanged` for each changed lead.
    """
    return assess_quality(contact_ids=faded(least=LEAST_CHANGE, limit=AT_ONCE))


@transaction.atomic
def enrich_lacking(*, lack: str, limit: int, by: User, batch_id: UUID | None = None) -> EnrichmentBatch:
    """Enrich the top leads with a missing field in a batch.

    Args:
        lack: the name of a field, or "stale".
        limit: the number of leads.
        by: the person who acts.
        batch_id: makes the request idempotent.

    Returns: the batch; the existing one if `batch_id` is known.

    Raises: `Invalid` for an unknown field or a limit below 1, `Conflict` if no such lead can be looked up.
    """
    if limit < 1:
        raise Invalid({"limit": _("Select at least one lead.")})
    leads = list(lacking(lack).values_list("pk", flat=True)[:limit])
    known = batch_id is not None and EnrichmentBatch.objects.filter(pk=batch_id).exists()
    if not leads and not known:
        raise Conflict(_("None of these leads can be looked up now."))
    return request_batch(
        contact_ids=leads,
        label=_("Leads with old values")
        if lack == STALE
        else _("Leads without {field}").format(field=in_words([Field(lack)])),
        fields=None if lack == STALE else [lack],
        requested_by=by,
        batch_id=batch_id,
    )
