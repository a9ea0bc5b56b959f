"""Lists of leads, and single leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.crm.contacts.models.contact import Contact, ContactQuerySet
from mauntic.kernel.errors import NotFound
from mauntic.kernel.grades import WARM


class Tab(StrEnum):
    """The standard tabs of the list of leads."""

    ALL = "all"
    MINE = "mine"
    HOT = "hot"
    UNASSIGNED = "unassigned"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadFilters:
    """Filters of a list of leads. Empty means all. Give `owner_id` or `unassigned`, not both."""

    q: str = ""
    grades: Sequence[str] = ()
    owner_id: UUID | None = None
    unassigned: bool = False
    min_score: Decimal | None = None
    source: str = ""
    company_id: UUID | None = None
    tag: str = ""


def leads(
    filters: LeadFilters | None = None, *, tab: Tab = Tab.ALL, user: User | None = None
) -> ContactQuerySet:
    """Return leads with company and owner, best score first.

    Args: `user` is the owner that the tab `mine` shows.
    """
    found = Contact.objects.select_related("company", "owner").filter(_in_tab(tab, user)).ranked()
    # Lists do not show custom fields, which may take 64 KB per row.
    found = found.defer("custom_fields", "company__custom_fields")
    return _narrowed(found, filters) if filters else found


def lead(contact_id: UUID) -> Contact:
    """Return a lead with company and owner.

    Raises: `NotFound`
    """
    try:
        return Contact.objects.select_related("company", "owner").get(pk=contact_id)
    except Contact.DoesNotExist:
        raise NotFound(_("Lead %(id)s not found.") % {"id": contact_id}) from None


def _in_tab(tab: Tab, user: User | None) -> Q:
    return {
        Tab.ALL: Q(pk__isnull=False),
        Tab.MINE: Q(owner=user) if user else Q(pk=None),
        Tab.HOT: Q(intent_score__gte=WARM),
        Tab.UNASSIGNED: Q(owner=None),
    }[tab]


def _narrowed(found: ContactQuerySet, filters: LeadFilters) -> ContactQuerySet:
    exact = {
        "lead_grade__in": list(filters.grades),
        "owner": filters.owner_id,
        "lead_score__gte": filters.min_score,
        "source": filters.source,
        "company": filters.company_id,
        "tags__tag__name__iexact": filters.tag,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value not in (None, "", [])})
    if filters.unassigned:
        found = found.filter(owner=None)
    return found.search(filters.q) if filters.q else found
