"""The time of the last activity of leads."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from revops.activities.models import Activity


def last_touches(contact_ids: Collection[UUID], user: User) -> dict[UUID, datetime]:
    """Return when the last activity of each lead, or of its deals, was completed, in one query.

    Counts the activities that `user` can see. Leads without one are left out.

    Args:
        contact_ids: ids of leads.
        user: the person who asks.
    """
    done = Activity.objects.visible_to(user).filter(completed_at__lte=now()).order_by()
    of_leads = done.filter(contact__in=contact_ids).values_list("contact")
    of_deals = done.filter(deal__contact__in=contact_ids).values_list("deal__contact")
    found: dict[UUID, datetime] = {}
    latest = Max("completed_at")
    for contact_id, at in of_leads.annotate(at=latest).union(of_deals.annotate(at=latest), all=True):
        found[contact_id] = max(at, found.get(contact_id, at))
    return found
