"""Activities of deals and leads that a user can see."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.accounts.selectors import owned_by_visible
from mauntic.kernel.errors import NotFound
from revops.activities.models import TOUCHES, Activity, ActivityQuerySet

__all__ = [
    "TOUCHES",
    "DealActivities",
    "activities_of",
    "activities_of_lead",
    "activity",
    "guarded_activities",
    "tasks_of",
]

SHOWN_DONE = 20
SHOWN_TO_DO = 100


@dataclass(frozen=True, slots=True)
class DealActivities:
    """Activities of a deal or lead: open ones by due date, and the latest completed ones.

    `more` counts the completed ones that are left out.
    """

    to_do: list[Activity]
    done: list[Activity]
    more: int


def guarded_activities(user: User) -> ActivityQuerySet | None:
    """Return the activities that `user` can see, or None for a user who sees all.

    Deleted ones are among them: their facts stay in the history, each with its withdrawal.
    """
    return Activity.everything.visible_to(user) if owned_by_visible(user) else None


def activities_of(deal_id: UUID) -> DealActivities:
    """Return the activities of a deal with owners and contacts, in three queries.

    The caller has checked that the user can see the deal.
    """
    return _parted(Activity.objects.filter(deal=deal_id).select_related("owner", "contact"))


def activities_of_lead(contact_id: UUID, user: User) -> DealActivities:
    """Return the activities of a lead that `user` can see, with owners and deals, in three queries.

    Args:
        contact_id: the id of the lead.
        user: the person who asks.
    """
    rows = Activity.objects.visible_to(user).filter(contact=contact_id)
    return _parted(rows.select_related("owner", "deal"))


def _parted(rows: ActivityQuerySet) -> DealActivities:
    to_do = rows.to_do().order_by(F("due_at").asc(nulls_last=True), "created_at")[:SHOWN_TO_DO]
    done = rows.done().order_by("-completed_at", "-id")
    shown, count = list(done[:SHOWN_DONE]), done.count()
    return DealActivities(to_do=list(to_do), done=shown, more=count - len(shown))


def tasks_of(user: User, *, until: datetime) -> ActivityQuerySet:
    """Return the open activities of `user` that are due by `until`, by due date, with deal and contact.

    Args:
        user: the owner of the activities.
        until: the latest due date.
    """
    rows = Activity.objects.filter(owner=user, due_at__lte=until).to_do()
    return rows.select_related("deal", "contact__company").order_by("due_at", "id")


def activity(activity_id: UUID, user: User) -> Activity:
    """Return an activity.

    Args:
        activity_id: the id of the activity.
        user: the person who asks.

    Raises:
        NotFound: there is no such activity, or `user` cannot see it.
    """
    rows = Activity.objects.visible_to(user).select_related("owner", "deal", "contact")
    try:
        return rows.get(pk=activity_id)
    except Activity.DoesNotExist:
        raise NotFound(_("There is no activity {id}.").format(id=activity_id)) from None
