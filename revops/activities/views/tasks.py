"""The page of tasks, its form, and the moves of its rows."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.display import number
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.redirects import next_page
from mauntic.kernel.pages.rendering import page_or_part
from mauntic.kernel.parsing import moment_of
from mauntic.kernel.time.calendar import is_in_range
from revops.activities.domain.due import moved_to_tomorrow
from revops.activities.labels import due_words
from revops.activities.selectors.shown import activity as activity_seen_by
from revops.activities.selectors.subject import records_found
from revops.activities.selectors.tasks import TasksFilter, TaskTab, task_counts, tasks_page
from revops.activities.services.changes import complete_activity, reschedule_activity

TEMPLATE, PART = "revops/activities/tasks.html", "tasks"
LABELS = {
    TaskTab.DUE: gettext_lazy("Due"),
    TaskTab.OVERDUE: gettext_lazy("Overdue"),
    TaskTab.TODAY: gettext_lazy("Today"),
    TaskTab.UPCOMING: gettext_lazy("Upcoming"),
    TaskTab.DONE: gettext_lazy("Done"),
}


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List tasks.

    Args: in the URL, `tab` is the list, `whose=team` shows the tasks of all whose work the person sees.
    Without a tab, the due ones are shown, as the menu counts them; if none is due, the upcoming ones.
    """
    user = signed_in(request)
    is_team = request.GET.get("whose") == "team" and user.is_manager
    counts = task_counts(user, is_team=is_team)
    wanted = TasksFilter(_tab(request.GET.get("tab", ""), counts), is_team)
    page = tasks_page(user, wanted, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    context = {
        "page": page,
        "tabs": [(tab.value, label, number(counts[tab.value])) for tab, label in LABELS.items()],
        "wanted": wanted,
        "is_done": wanted.tab == TaskTab.DONE,
        "whose": "team" if is_team else "",
        "at": now(),
    }
    return page_or_part(request, TEMPLATE, PART, context)


def _tab(text: str, counts: dict[str, int]) -> TaskTab:
    if text in set(TaskTab):
        return TaskTab(text)
    return next((tab for tab in (TaskTab.DUE, TaskTab.UPCOMING) if counts[tab.value]), TaskTab.DUE)


@login_required
@require_GET
def records(request: HttpRequest) -> HttpResponse:
    """Show the options of the leads and deals that match `q`, for the form of a task."""
    found = records_found(request.GET.get("q", ""), signed_in(request))
    return render(request, "revops/activities/_records.html", {"records": found})


@login_required
@require_POST
def complete(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Complete a task. The message undoes it, and says when a recurring one is due next."""
    done = complete_activity(activity_id=activity_id, by=signed_in(request))
    following = done.followed_by.order_by("-created_at").first() if done.recurrence else None
    said = _('"{activity}" completed.').format(activity=done)
    if following and following.due_at:
        said += " " + _("Next due {time}.").format(time=due_words(following.due_at))
    messages.success(request, said, extra_tags=reverse("revops:activity-reopen", args=[done.pk]))
    return _back(request)


@login_required
@require_POST
def tomorrow(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Move a task to tomorrow, at the same time of day."""
    user = signed_in(request)
    before = activity_seen_by(activity_id, user).due_at
    due_at = moved_to_tomorrow(localtime(before or now()), now=localtime(now()))
    return _rescheduled(request, activity_id, user, due_at.isoformat(), before.isoformat() if before else "")


@login_required
@require_POST
def move(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Move a task to the time `at` of the URL: the undo of another move."""
    user = signed_in(request)
    activity_seen_by(activity_id, user)
    return _rescheduled(request, activity_id, user, request.GET.get("at", ""))


def _rescheduled(
    request: HttpRequest, activity_id: UUID, user: User, due: str, before: str = ""
) -> HttpResponse:
    due_at = moment_of(due)
    if due_at is None or not is_in_range(due_at):
        raise Invalid({"at": _("Enter a date and a time.")})
    moved = reschedule_activity(activity_id=activity_id, due_at=due_at, by=user)
    said = _('"{activity}" moved, due {time}.').format(activity=moved, time=due_words(due_at))
    undo = f"{reverse('task-move', args=[moved.pk])}?{urlencode({'at': before})}" if before else ""
    messages.success(request, said, extra_tags=undo)
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(next_page(request, reverse("tasks")))
