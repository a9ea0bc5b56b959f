"""Delete cached answers, so that vendors are called again."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lead_intelligence.cache.models import CacheEntry
from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import cache_subject
from lead_intelligence.leads.selectors import subject_of
from lead_intelligence.vendors.models import EnrichmentProvider
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid

MOST_DAYS = 36_500


@transaction.atomic
def purge_cache(
    *,
    provider: str | None = None,
    field: str | None = None,
    older_than_days: int | None = None,
    contact_id: UUID | None = None,
    dry_run: bool = False,
) -> int:
    """Delete the cached answers that meet all conditions.

    Args:
        contact_id: answers about the contact and its company, found by their current data.
        dry_run: only count.

    Returns: the number of answers.

    Raises: `Invalid` for an unknown vendor, field or contact, and for negative days.
    """
    entries = CacheEntry.objects.all()
    if provider is not None:
        entries = entries.filter(provider=_known_provider(provider))
    if field is not None:
        entries = entries.filter(field=_known_field(field))
    if older_than_days is not None:
        entries = entries.filter(fetched_at__lt=now() - timedelta(days=_checked_days(older_than_days)))
    if contact_id is not None:
        entries = entries.filter(subject__in=_subjects(contact_id))
    return entries.count() if dry_run else entries.delete()[0]


def _known_provider(slug: str) -> str:
    known = list(EnrichmentProvider.objects.values_list("slug", flat=True))
    if slug not in known:
        raise Invalid(
            {
                "provider": _('Unknown vendor "{slug}". Use one of {known}.').format(
                    slug=slug, known=", ".join(known)
                )
            }
        )
    return slug


def _known_field(name: str) -> Field:
    try:
        return Field(name)
    except ValueError:
        raise Invalid(
            {
                "field": _('Unknown field "{name}". Use one of {known}.').format(
                    name=name, known=", ".join(Field)
                )
            }
        ) from None


def _checked_days(days: int) -> int:
    if not 0 <= days <= MOST_DAYS:
        raise Invalid(
            {"older_than_days": _("Enter a number of days from 0 to {limit}.").format(limit=MOST_DAYS)}
        )
    return days


def _subjects(contact_id: UUID) -> set[str]:
    contact = Contact.objects.select_related("company").filter(pk=contact_id).first()
    if contact is None:
        raise Invalid({"contact_id": _("Unknown contact: {ids}.").format(ids=contact_id)})
    subject = subject_of(contact)
    return {cache_subject(subject, field) for field in Field} - {""}
