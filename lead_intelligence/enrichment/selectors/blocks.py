"""People who opted out of processing."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from lead_intelligence.enrichment.models.blocks import ProcessingBlock
from lead_intelligence.leads.domain.subjects import is_findable, person_digests
from lead_intelligence.leads.selectors import subject_of
from lead_intelligence.vendors.models import EnrichmentProvider
from mauntic.crm.models import Contact
from mauntic.kernel.errors import NotFound


def digests(contacts: Sequence[Contact]) -> Mapping[UUID, frozenset[str]]:
    """Return all digests that may identify each contact (company loaded), by contact id."""
    return {contact.pk: person_digests(subject_of(contact)) for contact in contacts}


def blocked(contacts: Sequence[Contact]) -> set[UUID]:
    """Return the ids of the contacts (companies loaded) that opted out of processing; one query."""
    known = digests(contacts)
    everything = frozenset[str]().union(*known.values())
    rows = ProcessingBlock.objects.filter(Q(contact__in=list(known)) | Q(subject__in=everything))
    found = list(rows.values_list("contact", "subject"))
    ids, subjects = {pk for pk, _ in found}, {subject for _, subject in found}
    return {pk for pk, own in known.items() if pk in ids or own & subjects}


def askable(contact_ids: Sequence[UUID]) -> list[UUID]:
    """Return the contacts that can be looked up and did not opt out.

    Raises: `NotFound` for unknown ids.
    """
    contacts = list(Contact.objects.filter(pk__in=contact_ids).select_related("company").order_by("pk"))
    if unknown := sorted(set(contact_ids) - {contact.pk for contact in contacts}):
        raise NotFound(_("Unknown contact: {ids}.").format(ids=", ".join(str(pk) for pk in unknown[:5])))
    hidden = blocked(contacts)
    return [each.pk for each in contacts if each.pk not in hidden and is_findable(subject_of(each))]


def block_reported_by(contact: Contact) -> str:
    """Return the name of the vendor that reported the person's opt-out; empty if there is none."""
    known = person_digests(subject_of(contact))
    row = ProcessingBlock.objects.filter(Q(contact=contact.pk) | Q(subject__in=known)).first()
    if row is None:
        return ""
    vendor = EnrichmentProvider.objects.filter(pk=row.provider).first()
    return vendor.name if vendor else row.provider


def findable(contact_ids: Sequence[UUID]) -> tuple[int, set[UUID]]:
    """Return how many of the contacts exist, and the ids of those that can be looked up."""
    rows = list(Contact.objects.filter(pk__in=contact_ids).select_related("company"))
    return len(rows), {contact.pk for contact in rows if is_findable(subject_of(contact))}
