"""Suppress contacts that must not get messages."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from mauntic.crm.changes.domain.differences import Subject, differences
from mauntic.crm.changes.services.record import Recorded, record_changes
from mauntic.crm.contacts.models.contact import Consent, Contact
from mauntic.events.catalog import ContactUpdated
from mauntic.events.services import publish_many

UNSUBSCRIBED, COMPLAINED = "unsubscribed", "marked an email as spam"
_SUPPRESSED = ("consent", "suppressed_reason")


def refuse_messages(*, contact_ids: Iterable[UUID], reason: str) -> int:
    """Withdraw the consent of contacts who want no more messages.

    Args: `reason` is `UNSUBSCRIBED` or `COMPLAINED`.
    Returns: the number of contacts whose consent was not refused before.
    """
    # An existing reason, such as a legal one, is not replaced.
    others = Contact.objects.filter(pk__in=list(contact_ids)).exclude(consent=Consent.REFUSED)
    return suppress_contacts(contact_ids=others.values_list("pk", flat=True), reason=reason)


@transaction.atomic
def suppress_contacts(*, contact_ids: Iterable[UUID], reason: str) -> int:
    """Refuse the consent of contacts, for a reason.

    Args: `reason` has up to 120 characters and replaces an older one.
    Returns: the number of contacts that changed.
    Publishes: `ContactUpdated` for each of them.
    """
    suppressed = Q(consent=Consent.REFUSED, suppressed_reason=reason)
    others = Contact.objects.filter(~suppressed, pk__in=list(contact_ids)).order_by("pk")
    # Locked by id, the one order of locks on contacts.
    locked = others.select_for_update(of=("self",), no_key=True)
    before = {pk: values for pk, *values in locked.values_list("pk", *_SUPPRESSED)}
    ids = list(before)
    Contact.objects.filter(pk__in=ids).update(consent=Consent.REFUSED, suppressed_reason=reason)
    after = dict(zip(_SUPPRESSED, (str(Consent.REFUSED), reason), strict=True))
    record_changes(
        subject=Subject.CONTACT,
        entries=(
            Recorded(pk, differences(dict(zip(_SUPPRESSED, values, strict=True)), after))
            for pk, values in before.items()
        ),
    )
    publish_many(ContactUpdated(contact_id=pk, changed_fields=["consent"]) for pk in ids)
    return len(ids)
