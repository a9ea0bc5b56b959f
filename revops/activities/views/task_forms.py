"""The form of a task: new, and edited."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mauntic.accounts.context import signed_in
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.quick import lead_back
from mauntic.kernel.pages.redirects import next_page
from mauntic.kernel.pages.rendering import form_page
from mauntic.kernel.parsing import uuids
from revops.activities.forms.tasks import TaskForm, new_task, values_of
from revops.activities.models import Activity
from revops.activities.selectors.shown import activity as activity_seen_by
from revops.activities.selectors.subject import Subject, subject_of
from revops.activities.selectors.tasks import tab_of
from revops.activities.selectors.words import planned_message
from revops.activities.services.changes import edit_task
from revops.activities.services.record import plan_activity

TEMPLATE, PART = "revops/activities/task.html", "quick-form"
# Fields of the services -> fields of the form.
FIELDS = {"deal": "about", "contact": "about"}


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Plan a task. In the URL, `contact` or `deal` is the id of its record."""
    user = signed_in(request)
    about = subject_of(user, contact_id=_id(request, "contact"), deal_id=_id(request, "deal"))
    form = _form(request, about, new_task(user, about))
    if request.method == "POST" and form.is_valid():
        try:
            made = plan_activity(draft=form.draft(), due_at=form.due, by=user)
        except Invalid as error:
            add_errors(form, error, names=FIELDS)
        else:
            undo = reverse("revops:activity-delete", args=[made.pk])
            return _saved(request, made, planned_message(made), undo)
    return _page(request, form, _("New task"))


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Edit an open task."""
    user = signed_in(request)
    task = activity_seen_by(activity_id, user)
    about = Subject(task.contact, task.deal)
    form = _form(request, about, values_of(task, about))
    if request.method == "POST" and form.is_valid():
        try:
            changed = edit_task(activity_id=task.pk, draft=form.draft(), due_at=form.due, by=user)
        except (Invalid, Conflict) as error:
            add_errors(form, error, names=FIELDS)
        else:
            return _saved(request, changed, _('"{activity}" saved.').format(activity=changed))
    return _page(request, form, _("Edit task"), task)


def _form(request: HttpRequest, about: Subject, initial: dict[str, object]) -> TaskForm:
    return TaskForm(
        request.POST or None,
        initial=initial,
        about=about,
        user=signed_in(request),
        q=request.GET.get("q", ""),  # the search of a browser without JavaScript
        auto_id="task_%s",
    )


def _saved(request: HttpRequest, task: Activity, said: str, undo: str = "") -> HttpResponse:
    messages.success(request, said, extra_tags=undo)
    tab = tab_of(task.due_at) if task.due_at else ""
    return lead_back(request, f"{reverse('tasks')}?tab={tab}")


def _page(request: HttpRequest, form: TaskForm, title: str, task: Activity | None = None) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "task": task,
        "next": next_page(request, ""),
        "home": next_page(request, reverse("tasks")),
    }
    return form_page(request, TEMPLATE, context, part=PART)


def _id(request: HttpRequest, name: str) -> UUID | None:
    return next(iter(uuids([request.GET.get(name, "")])), None)
