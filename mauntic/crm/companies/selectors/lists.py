"""Lists of companies."""

from uuid import UUID

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from mauntic.crm.companies.models import Company
from mauntic.kernel.errors import NotFound


def companies(*, q: str = "") -> QuerySet[Company]:
    """Return companies by name, with `contact_count` and `best_score` (0-100, None without contacts).

    Args: `q` is a part of a name or domain. Case and accents are ignored.
    """
    # Lists do not show custom fields, which may take 64 KB per row.
    found = Company.objects.defer("custom_fields")
    if q:
        found = found.search(q)
    # Subqueries instead of a join, which would group all contacts before the first page is read.
    same = Company.objects.filter(pk=OuterRef("pk")).order_by().values("pk")
    return found.annotate(
        contact_count=Subquery(same.annotate(found=Count("contacts")).values("found")),
        best_score=Subquery(same.annotate(best=Max("contacts__lead_score")).values("best")),
    ).order_by(Lower("name"), "pk")


def company(company_id: UUID) -> Company:
    """Return a company.

    Raises: `NotFound`
    """
    try:
        return Company.objects.get(pk=company_id)
    except Company.DoesNotExist:
        raise NotFound(_("Company %(id)s not found.") % {"id": company_id}) from None
