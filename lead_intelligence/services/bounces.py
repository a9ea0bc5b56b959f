"""Addresses that proved wrong."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.values import is_same
from lead_intelligence.models import FieldWrite
from lead_intelligence.services.forget import forget_answers


@transaction.atomic
def refute_addresses(*, contact_ids: Sequence[UUID], at: datetime) -> int:
    """Mark the enriched addresses of these contacts, to which mail bounced at that time; how many.

    Only the address that the contact has, written before. The vendor's answer leaves the cache; the address
    stays on the lead until somebody reverts it or a better one is found. Done twice it changes nothing.
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
