"""Lists of companies."""

from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Lower

from mauntic.crm.models import Company
from mauntic.kernel.errors import NotFound


def companies(*, q: str = "") -> QuerySet[Company]:
    """Companies by name, each with `contact_count` and the `best_score` of its contacts (None without any).

    `q` is part of a name or domain, in any case.
    """
    found = Company.objects.all()
    if q:
        found = found.filter(Q(name__icontains=q) | Q(domain__icontains=q))
    return found.annotate(contact_count=Count("contacts"), best_score=Max("contacts__lead_score")).order_by(
        Lower("name"), "pk"
    )


def company(company_id: UUID) -> Company:
    """One company, or `NotFound`."""
    try:
        return Company.objects.get(pk=company_id)
    except Company.DoesNotExist:
        raise NotFound(f"There is no company {company_id}.") from None
