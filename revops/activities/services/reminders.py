"""Remind owners of tasks, once each."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mauntic.kernel import clock
from mauntic.notifications.services import Kind, Notice, notify
from revops.activities.labels import due_words
from revops.activities.models import Activity
from revops.activities.services.planning import zone_by_name

AT_ONCE = 500


@transaction.atomic
def send_reminders(*, now: datetime | None = None) -> int:
    """Notify the owners of open tasks whose reminder is due, as they want to be notified.

    The rows are locked and lose their reminder in the transaction that stores the notifications: a job that
    is killed and runs again, or runs twice at once, reminds once. Rows that another job holds are left to it.

    Args:
        now: reminders up to this time are sent; by default the present.

    Returns: the number of tasks.
    """
    due = Activity.objects.filter(remind_at__lte=now or clock.now()).to_do().order_by("remind_at", "pk")
    rows = list(due.select_related("owner").select_for_update(of=("self",), skip_locked=True)[:AT_ONCE])
    notify(_notices(rows))
    Activity.objects.filter(pk__in=[row.pk for row in rows]).update(remind_at=None)
    return len(rows)


def _notices(rows: Sequence[Activity]) -> list[Notice]:
    return [notice for row in rows if (notice := _notice(row))]


def _notice(task: Activity) -> Notice | None:
    owner = task.owner
    if owner is None or not owner.is_active or task.due_at is None:
        return None
    with timezone.override(zone_by_name(owner.time_zone)):
        title = _("Task due {time}").format(time=due_words(task.due_at))
    return Notice(
        user_id=owner.pk,
        kind=Kind.TASK,
        title=title,
        body=str(task),
        url=reverse("task-edit", args=[task.pk]),
        dedupe_key=f"task:{task.pk}:{task.due_at.isoformat()}",
    )
