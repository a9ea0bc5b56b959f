"""Who asked not to be processed."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Q

from lead_intelligence.domain.subjects import is_findable, person_digests
from lead_intelligence.models import EnrichmentProvider, ProcessingBlock
from lead_intelligence.selectors.leads import subject_of
from mauntic.crm.models import Contact
from mauntic.kernel.errors import NotFound


def digests(contacts: Sequence[Contact]) -> Mapping[UUID, frozenset[str]]:
    """Every digest by which each contact (its company loaded) may be known."""
    return {contact.pk: person_digests(subject_of(contact)) for contact in contacts}


def blocked(contacts: Sequence[Contact]) -> set[UUID]:
    """The ids of those contacts (companies loaded) who asked not to be processed; one query."""
    known = digests(contacts)
    everything = frozenset[str]().union(*known.values())
    rows = ProcessingBlock.objects.filter(Q(contact__in=list(known)) | Q(subject__in=everything))
    found = list(rows.values_list("contact", "subject"))
    ids, subjects = {pk for pk, _ in found}, {subject for _, subject in found}
    return {pk for pk, own in known.items() if pk in ids or own & subjects}


def askable(contact_ids: Sequence[UUID]) -> list[UUID]:
    """Those of the contacts who can be looked up and did not ask not to be; `NotFound` for unknown ids."""
    contacts = list(Contact.objects.filter(pk__in=contact_ids).select_related("company").order_by("pk"))
    if unknown := sorted(set(contact_ids) - {contact.pk for contact in contacts}):
        raise NotFound(f"There is no contact {', '.join(str(pk) for pk in unknown[:5])}.")
    hidden = blocked(contacts)
    return [each.pk for each in contacts if each.pk not in hidden and is_findable(subject_of(each))]


def block_told_by(contact: Contact) -> str:
    """The name of the vendor who told that this person asked not to be processed; empty when nobody did."""
    known = person_digests(subject_of(contact))
    row = ProcessingBlock.objects.filter(Q(contact=contact.pk) | Q(subject__in=known)).first()
    if row is None:
        return ""
    vendor = EnrichmentProvider.objects.filter(pk=row.provider).first()
    return vendor.name if vendor else row.provider
