"""Deals that a user can see."""

from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.accounts.selectors import owned_by_visible
from mauntic.kernel.errors import NotFound
from revops.deals.models.deals import Deal, DealQuerySet


def deals(user: User) -> DealQuerySet:
    """Return the deals that `user` can see with contact, company and owner, newest first."""
    rows = Deal.objects.visible_to(user).select_related("contact", "company", "owner")
    return rows.order_by("-created_at", "-id")


def deals_found(text: str, user: User) -> DealQuerySet:
    """Return the deals that `user` can see whose name, lead or company contains `text`, open ones first.

    Args:
        text: part of a name; case and accents do not matter.
        user: the person who asks.
    """
    return deals(user).search(text).order_by(F("closed_at").desc(nulls_first=True), "-created_at", "-id")


def deal(deal_id: UUID, user: User) -> Deal:
    """Return a deal.

    Args:
        deal_id: the id of the deal.
        user: the person who asks.

    Raises:
        NotFound: there is no such deal, or `user` cannot see it.
    """
    try:
        return deals(user).get(pk=deal_id)
    except Deal.DoesNotExist:
        raise NotFound(_("There is no deal {id}.").format(id=deal_id)) from None


def guarded_deals(user: User) -> DealQuerySet | None:
    """Return the deals that `user` can see, or None for a user who sees all, to guard facts about deals."""
    seen = owned_by_visible(user)
    return Deal.objects.filter(seen) if seen else None
