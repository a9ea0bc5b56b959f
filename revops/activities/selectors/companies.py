"""Activities with the people and deals of a company."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from revops.activities.models import Activity

SHOWN = 8


def activities_of_company(company_id: UUID, user: User, *, limit: int = SHOWN) -> list[Activity]:
    """Return the latest activities with a company that `user` can see, open ones first.

    Args:
        company_id: the id of the company.
        user: the person who asks.
        limit: the most activities.
    """
    rows = Activity.objects.visible_to(user).filter(_about(company_id))
    rows = rows.select_related("owner", "contact", "deal")
    open_ones = list(rows.to_do().order_by("due_at", "id")[:limit])
    return [*open_ones, *rows.done().order_by("-completed_at", "-id")[: limit - len(open_ones)]]


def _about(company_id: UUID) -> Q:
    return Q(contact__company=company_id) | Q(deal__company=company_id)


def last_touch_of_company(company_id: UUID, user: User) -> datetime | None:
    """Return when the last activity with a company that `user` can see was completed; None without one.

    Args:
        company_id: the id of the company.
        user: the person who asks.
    """
    done = Activity.objects.visible_to(user).filter(_about(company_id), completed_at__lte=now())
    last: datetime | None = done.aggregate(last=Max("completed_at"))["last"]
    return last
