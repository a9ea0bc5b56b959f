"""Closed deals, for commands."""

from revops.deals.models.deals import Deal, DealQuerySet


def closed_deals_with_lead() -> DealQuerySet:
    """Return the won and lost deals that have a lead, in the order of their ids."""
    return Deal.objects.filter(contact__isnull=False, closed_at__isnull=False).order_by("pk")
