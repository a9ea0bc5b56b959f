"""Addresses whose messages bounced."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lead_intelligence.cache.services.forget import forget_answers
from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import is_same
from lead_intelligence.provenance.models import FieldWrite


@transaction.atomic
def refute_addresses(*, contact_ids: Sequence[UUID], at: datetime) -> int:
    """Mark the enriched addresses of contacts as refuted, because messages bounced. Idempotent.

    Only the current address of the contact is marked, if it was written before `at`. The value is removed
    from the cache. It stays on the lead until someone reverts it or a better one is found.

    Args:
        contact_ids: ids of contacts.
        at: the time of the bounces.

    Returns: the number of marked addresses.
    """
    own = FieldWrite.objects.applied().filter(
        contact__in=contact_ids, field=Field.EMAIL, refuted_at=None, at__lte=at
    )
    writes = [
        write
        for write in own.select_related("contact__company").order_by("pk").select_for_update(of=("self",))
        if is_same(write.new_value, write.contact.email)
    ]
    FieldWrite.objects.filter(pk__in=[write.pk for write in writes]).update(refuted_at=at)
    forget_answers((write.contact, Field.EMAIL, write.provider) for write in writes)
    return len(writes)
