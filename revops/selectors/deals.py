"""One deal, and lists of them, for the person who asks."""

from uuid import UUID

from mauntic.accounts.models import User
from mauntic.kernel.errors import NotFound
from revops.models import Deal, DealQuerySet


def deals(user: User) -> DealQuerySet:
    """Deals that `user` sees with contact, company and owner, the newest first."""
    rows = Deal.objects.visible_to(user).select_related("contact", "company", "owner")
    return rows.order_by("-created_at", "-id")


def deal(deal_id: UUID, user: User) -> Deal:
    """One deal, or `NotFound` when there is none that `user` sees."""
    try:
        return deals(user).get(pk=deal_id)
    except Deal.DoesNotExist:
        raise NotFound(f"There is no deal {deal_id}.") from None
