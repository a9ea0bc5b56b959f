"""Lists of leads, and one lead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.db import models
from django.db.models import Count, Q

from mauntic.accounts.models import User
from mauntic.crm.models import Contact, ContactQuerySet, ImportRow
from mauntic.kernel.clock import now
from mauntic.kernel.errors import NotFound

HOT_FROM = 75
NEW_FOR = timedelta(days=7)


class Tab(StrEnum):
    """The views of the list of leads that everybody has."""

    ALL = "all"
    MINE = "mine"
    BEST = "best"
    HOT = "hot"
    NEW = "new"
    UNASSIGNED = "unassigned"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadFilters:
    """What a list of leads is narrowed to; empty means all. Of `owner_id` and `unassigned` give one."""

    q: str = ""
    grades: Sequence[str] = ()
    owner_id: UUID | None = None
    unassigned: bool = False
    min_score: Decimal | None = None
    source: str = ""
    company_id: UUID | None = None
    import_id: UUID | None = None


def leads(
    filters: LeadFilters | None = None, *, tab: Tab = Tab.ALL, user: User | None = None
) -> ContactQuerySet:
    """Leads with their company and owner, best score first. `user` is whose tab `mine` is."""
    found = Contact.objects.select_related("company", "owner").filter(_in_tab(tab, user)).ranked()
    return _narrowed(found, filters) if filters else found


def tab_counts(filters: LeadFilters | None = None, *, user: User | None = None) -> dict[Tab, int]:
    """How many of the filtered leads each tab holds, in one query."""
    found = _narrowed(Contact.objects.all(), filters) if filters else Contact.objects.all()
    counted = found.aggregate(**{f"in_{tab}": Count("pk", filter=_in_tab(tab, user)) for tab in Tab})
    return {tab: counted[f"in_{tab}"] for tab in Tab}


def lead(contact_id: UUID) -> Contact:
    """One lead with company and owner, or `NotFound`."""
    try:
        return Contact.objects.select_related("company", "owner").get(pk=contact_id)
    except Contact.DoesNotExist:
        raise NotFound(f"There is no lead {contact_id}.") from None


def _in_tab(tab: Tab, user: User | None) -> Q:
    return {
        Tab.ALL: Q(pk__isnull=False),
        Tab.MINE: Q(owner=user) if user else Q(pk=None),
        Tab.BEST: Q(lead_grade__in=["A", "B"]),
        Tab.HOT: Q(intent_score__gte=HOT_FROM),
        Tab.NEW: Q(created_at__gte=now() - NEW_FOR),
        Tab.UNASSIGNED: Q(owner=None),
    }[tab]


def _narrowed(found: ContactQuerySet, filters: LeadFilters) -> ContactQuerySet:
    exact = {
        "lead_grade__in": list(filters.grades),
        "owner": filters.owner_id,
        "lead_score__gte": filters.min_score,
        "source": filters.source,
        "company": filters.company_id,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value not in (None, "", [])})
    if filters.unassigned:
        found = found.filter(owner=None)
    if filters.import_id:
        found = found.filter(pk__in=_written_by(filters.import_id))
    return found.search(filters.q) if filters.q else found


def _written_by(import_id: UUID) -> "models.QuerySet[ImportRow, UUID | None]":
    written = [ImportRow.Verdict.CREATE, ImportRow.Verdict.UPDATE]
    rows = ImportRow.objects.filter(job=import_id, verdict__in=written, contact__isnull=False)
    return rows.exclude(done_at=None).values_list("contact", flat=True)
