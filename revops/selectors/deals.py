"""One deal, and lists of them, for the person who asks."""

from uuid import UUID

from django.db.models import F, Q

from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.kernel.errors import NotFound
from revops.models import Deal, DealQuerySet


def deals(user: User) -> DealQuerySet:
    """Deals that `user` sees with contact, company and owner, the newest first."""
    rows = Deal.objects.visible_to(user).select_related("contact", "company", "owner")
    return rows.order_by("-created_at", "-id")


def deals_found(text: str, user: User) -> DealQuerySet:
    """Deals that `user` sees whose name, lead or company carries `text`, in any case; the open ones first."""
    of_lead = Q(contact__in=Contact.objects.search(text).order_by().values("pk"))
    named = Q(name__icontains=text) | Q(company__name__icontains=text) | of_lead
    return deals(user).filter(named).order_by(F("closed_at").desc(nulls_first=True), "-created_at", "-id")


def deal(deal_id: UUID, user: User) -> Deal:
    """One deal, or `NotFound` when there is none that `user` sees."""
    try:
        return deals(user).get(pk=deal_id)
    except Deal.DoesNotExist:
        raise NotFound(f"There is no deal {deal_id}.") from None
