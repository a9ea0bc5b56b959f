"""What ends a proposal about a lead: deals that were closed since."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from revops.agents.approvals.models import Proposal
from revops.deals.models.deals import Deal


def deals_closed_since(rows: Collection[Proposal]) -> dict[UUID, str]:
    """Return which proposals are about leads of whom a deal was closed since, by id, in words. One query."""
    contacts = {row.contact_id for row in rows if row.contact_id}
    since = min((row.created_at for row in rows), default=None)
    if since is None:
        return {}
    deals = Deal.objects.filter(contact__in=contacts, closed_at__gte=since).order_by("closed_at")
    closed = {
        contact_id: (at, name)
        for contact_id, at, name in deals.values_list("contact_id", "closed_at", "name")
        if at
    }
    return {
        row.pk: _('The deal "{deal}" was closed since.').format(deal=closed[row.contact_id][1])
        for row in rows
        if row.contact_id in closed and closed[row.contact_id][0] > row.created_at
    }
