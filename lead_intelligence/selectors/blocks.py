"""Who asked not to be processed."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Q

from lead_intelligence.domain.subjects import person_digests
from lead_intelligence.models import EnrichmentProvider, ProcessingBlock
from lead_intelligence.selectors.leads import subject_of
from mauntic.crm.models import Contact


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


def block_told_by(contact: Contact) -> str:
    """The name of the vendor who told that this person asked not to be processed; empty when nobody did."""
    known = person_digests(subject_of(contact))
    row = ProcessingBlock.objects.filter(Q(contact=contact.pk) | Q(subject__in=known)).first()
    if row is None:
        return ""
    vendor = EnrichmentProvider.objects.filter(pk=row.provider).first()
    return vendor.name if vendor else row.provider
