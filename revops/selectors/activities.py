"""What was done, and is to be done, about deals and leads, for the person who asks."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from mauntic.accounts.models import User
from mauntic.kernel.errors import NotFound
from revops.models import Activity, ActivityQuerySet

SHOWN_DONE = 20
SHOWN_TO_DO = 100


@dataclass(frozen=True, slots=True)
class DealActivities:
    """The activities of a deal or a lead: what is open, the earliest due first, then the latest done ones.

    `more` is how many done ones are not among them.
    """

    to_do: list[Activity]
    done: list[Activity]
    more: int


def activities_of(deal_id: UUID) -> DealActivities:
    """The activities of a deal with their owners and contacts; three queries. Who asks has seen the deal."""
    return _parted(Activity.objects.filter(deal=deal_id).select_related("owner", "contact"))


def activities_of_lead(contact_id: UUID, user: User) -> DealActivities:
    """The activities about a lead that `user` sees, with their owners and deals; three queries."""
    rows = Activity.objects.visible_to(user).filter(contact=contact_id)
    return _parted(rows.select_related("owner", "deal"))


def _parted(rows: ActivityQuerySet) -> DealActivities:
    to_do = rows.to_do().order_by(F("due_at").asc(nulls_last=True), "created_at")[:SHOWN_TO_DO]
    done = rows.done().order_by("-completed_at", "-id")
    shown, count = list(done[:SHOWN_DONE]), done.count()
    return DealActivities(to_do=list(to_do), done=shown, more=count - len(shown))


def tasks_of(user: User, *, until: datetime) -> ActivityQuerySet:
    """What `user` has open and due by `until`, the earliest first, with deal and contact."""
    rows = Activity.objects.filter(owner=user, due_at__lte=until).to_do()
    return rows.select_related("deal", "contact__company").order_by("due_at", "id")


def activity(activity_id: UUID, user: User) -> Activity:
    """One activity, or `NotFound` when there is none that `user` sees."""
    rows = Activity.objects.visible_to(user).select_related("owner", "deal", "contact")
    try:
        return rows.get(pk=activity_id)
    except Activity.DoesNotExist:
        raise NotFound(f"There is no activity {activity_id}.") from None
