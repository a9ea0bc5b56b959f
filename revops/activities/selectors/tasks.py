"""The lists of tasks, by due date or done: of a person, and of those whose work they see."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Count, Q
from django.utils.timezone import localtime

from mauntic.accounts.models import User
from mauntic.accounts.selectors import owned_by_visible
from mauntic.kernel.clock import now
from mauntic.kernel.db.paging import Keyset, Page
from revops.activities.models import Activity, ActivityQuerySet

# More than this is shown as 99+ in the menu.
COUNT_UP_TO = 99
DONE_DAYS = 30


class TaskTab(StrEnum):
    """A list of tasks. What is overdue and what is due today are together in `DUE`, which the menu counts."""

    DUE = "due"
    OVERDUE = "overdue"
    TODAY = "today"
    UPCOMING = "upcoming"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class TasksFilter:
    """Which tasks to list: those of one's own, or of all whose work one sees."""

    tab: TaskTab = TaskTab.DUE
    is_team: bool = False


def end_of_today() -> datetime:
    """Return the coming midnight in the current time zone."""
    return localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def tab_of(due_at: datetime) -> TaskTab:
    """Return the list that shows an open task with this due date."""
    if due_at < now():
        return TaskTab.OVERDUE
    return TaskTab.TODAY if due_at < end_of_today() else TaskTab.UPCOMING


def task_counts(user: User, *, is_team: bool = False) -> dict[str, int]:
    """Return the number of tasks by tab, in one query; done ones of the last `DONE_DAYS` days.

    Args:
        user: the person who asks.
        is_team: True for the tasks of all whose work `user` sees.
    """
    counted = {tab.value: Count("pk", filter=_in_tab(tab)) for tab in TaskTab}
    rows = _of(user, is_team=is_team)
    found: dict[str, int] = rows.filter(_in_tab(TaskTab.DONE) | Q(completed_at=None)).aggregate(**counted)
    return found


def tasks_page(user: User, wanted: TasksFilter, *, after: str = "", before: str = "") -> Page[Activity]:
    """Return a page of tasks with owner, deal and lead: by due date, or the latest completed first.

    Args:
        user: the person who asks.
        wanted: the list.
        after: the token of the page before.
        before: the token of the page after.
    """
    rows = _of(user, is_team=wanted.is_team).filter(_in_tab(wanted.tab))
    rows = rows.select_related("owner", "deal", "contact__company").order_by()
    if wanted.tab == TaskTab.DONE:
        return Keyset(rows, "completed_at").page(after=after, before=before)
    return Keyset(rows, "due_at", descending=False).page(after=after, before=before)


def due_count(user: User) -> int:
    """Return the number of the person's tasks that are due until tonight, up to 100, shown as 99+."""
    rows = Activity.objects.filter(owner=user, due_at__lt=end_of_today()).to_do().order_by()
    return rows[: COUNT_UP_TO + 1].count()


def _of(user: User, *, is_team: bool) -> ActivityQuerySet:
    """Return what is or was due, with the type task or not: a planned call is a task, too."""
    rows: ActivityQuerySet = Activity.objects.filter(due_at__isnull=False)
    return rows.filter(owned_by_visible(user)) if is_team else rows.filter(owner=user)


def _in_tab(tab: TaskTab) -> Q:
    at, midnight = now(), end_of_today()
    return {
        TaskTab.DUE: Q(completed_at=None, due_at__lt=midnight),
        TaskTab.OVERDUE: Q(completed_at=None, due_at__lt=at),
        TaskTab.TODAY: Q(completed_at=None, due_at__gte=at, due_at__lt=midnight),
        TaskTab.UPCOMING: Q(completed_at=None, due_at__gte=midnight),
        TaskTab.DONE: Q(completed_at__gte=at - timedelta(days=DONE_DAYS)),
    }[tab]
