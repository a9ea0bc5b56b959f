"""Block people who opted out of processing."""

from collections.abc import Sequence
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from lead_intelligence.cache.services.forget import forget_people
from lead_intelligence.enrichment.models.blocks import ProcessingBlock
from lead_intelligence.enrichment.models.jobs import EnrichmentJob, VendorCall
from lead_intelligence.leads.domain.fields import PERSON_FIELDS, Field
from lead_intelligence.leads.domain.subjects import cache_subject
from lead_intelligence.leads.selectors import subject_of
from lead_intelligence.provenance.models import FieldWrite, Reversal
from lead_intelligence.provenance.services.reversals import revert_writes
from lead_intelligence.vendors.models import EnrichmentProvider
from mauntic.crm.contacts.services.consent import suppress_contacts
from mauntic.crm.models import Contact

PERSONAL = (*PERSON_FIELDS, Field.COMPANY)
"""Personal data. Facts about an employer are not."""


@transaction.atomic
def block_people(*, contacts: Sequence[Contact], provider: str) -> int:
    """Block people who opted out of processing, as a vendor reported.

    In order: the blocks are stored by digest, so that they outlive the contacts. Cached answers are deleted.
    Enriched personal values are reverted, and deleted from calls, jobs and writes, whose costs stay. The
    contacts are suppressed. Safe to repeat. The given objects are not updated.

    Args:
        contacts: with companies loaded.
        provider: the slug of the vendor.

    Returns: the number of new blocks.
    """
    ids = sorted(contact.pk for contact in contacts)
    before = set(
        ProcessingBlock.objects.values_list("subject", flat=True).filter(subject__in=[*map(_key, contacts)])
    )
    blocks = [
        ProcessingBlock(subject=_key(contact), contact=contact, provider=provider) for contact in contacts
    ]
    ProcessingBlock.objects.bulk_create(blocks, ignore_conflicts=True)
    forget_people(contacts)
    personal = FieldWrite.objects.filter(contact__in=ids, company=None, field__in=PERSONAL)
    one = contacts[0] if len(contacts) == 1 else None
    revert_writes(personal.applied(), reversal=Reversal(contact=one, provider=provider))
    personal.delete()
    VendorCall.objects.filter(job__contact__in=ids).update(answer={})
    EnrichmentJob.objects.filter(contact__in=ids).update(results=[])
    suppress_contacts(contact_ids=ids, reason=_reason(provider))
    return len({block.subject for block in blocks} - before)


def _key(contact: Contact) -> str:
    """Return the digest of the person; that of the contact if nothing identifies the person."""
    return (
        cache_subject(subject_of(contact), Field.EMAIL)
        or sha256(f"contact:{contact.pk}".encode()).hexdigest()
    )


def _reason(provider: str) -> str:
    row = EnrichmentProvider.objects.filter(pk=provider).first()
    text = _("opted out of processing, reported by {vendor}")
    return text.format(vendor=row.name if row else provider)
