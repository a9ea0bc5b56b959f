"""Activities: log, schedule, complete, reopen, reschedule, reassign."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.context import signed_in
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.redirects import next_page
from mauntic.kernel.pages.rendering import form_page
from revops.activities.forms.activities import ActivityForm, CompleteForm, ReassignForm, RescheduleForm
from revops.activities.models import Activity
from revops.activities.selectors.shown import activity as find
from revops.activities.services import changes as writes
from revops.activities.services.record import save_activity
from revops.deal_page.views.parts import (
    UNPROCESSABLE,
    activities_part,
    changed_answer,
    part_answer,
    timeline_part,
)
from revops.deals.models.deals import Deal
from revops.deals.selectors import visible


@login_required
@require_http_methods(["GET", "POST"])
def deal_activities(request: HttpRequest, deal_id: UUID) -> HttpResponse:
    """Show the activities of a deal. POST logs or schedules one."""
    user = signed_in(request)
    deal = visible.deal(deal_id, user)
    if request.method == "GET":
        return part_answer(request, deal, "activities", activities_part(deal))
    form = ActivityForm(request.POST, auto_id="activity_%s")
    if not form.is_valid() or not _saved(request, form, deal_id):
        return part_answer(request, deal, "activities", activities_part(deal, form), UNPROCESSABLE)
    return changed_answer(request, deal, "activities", activities_part(deal))


def _saved(request: HttpRequest, form: ActivityForm, deal_id: UUID) -> bool:
    user, draft = signed_in(request), form.draft(deal_id=deal_id)
    try:
        save_activity(draft=draft, due_at=form.due, by=user)
    except Invalid as error:
        add_errors(form, error)
        return False
    if form.due and form.due < now():
        messages.warning(request, _("Activity scheduled. It is overdue: its due date has passed."))
    return True


@login_required
@require_GET
def activity(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Show an activity with its actions."""
    return _page(request, find(activity_id, signed_in(request)))


@login_required
@require_POST
def activity_complete(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Complete an activity."""
    form = CompleteForm(request.POST)

    def complete() -> Activity:
        return writes.complete_activity(activity_id=activity_id, by=signed_in(request), **form.cleaned_data)

    return _carried_out(request, activity_id, form, complete, _('"{activity}" completed.'), can_undo=True)


@login_required
@require_POST
def activity_reopen(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Reopen an activity."""

    def reopen() -> Activity:
        return writes.reopen_activity(activity_id=activity_id, by=signed_in(request))

    return _carried_out(request, activity_id, forms.Form(request.POST), reopen, _('"{activity}" reopened.'))


@login_required
@require_POST
def activity_reschedule(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Reschedule an activity."""
    form = RescheduleForm(request.POST)

    def reschedule() -> Activity:
        due_at = form.cleaned_data["due_at"]
        return writes.reschedule_activity(activity_id=activity_id, due_at=due_at, by=signed_in(request))

    return _carried_out(request, activity_id, form, reschedule, _('"{activity}" rescheduled.'))


@login_required
@require_POST
def activity_reassign(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Reassign an activity."""
    form = ReassignForm(request.POST)

    def reassign() -> Activity:
        owner = form.cleaned_data["owner"]
        return writes.reassign_activity(activity_id=activity_id, owner_id=owner.pk, by=signed_in(request))

    return _carried_out(request, activity_id, form, reassign, _('"{activity}" reassigned.'))


@login_required
@require_GET
def deal_timeline(request: HttpRequest, deal_id: UUID) -> HttpResponse:
    """Show the timeline of a deal."""
    deal = visible.deal(deal_id, signed_in(request))
    return part_answer(request, deal, "timeline", timeline_part(deal, signed_in(request)))


def _carried_out(
    request: HttpRequest,
    activity_id: UUID,
    form: forms.Form,
    act: Callable[[], Activity],
    message: str,
    *,
    can_undo: bool = False,
) -> HttpResponse:
    before = find(activity_id, signed_in(request))
    if not form.is_valid():
        return _page(request, before, form)
    after, deal = act(), _deal_seen(request, before)
    if getattr(request, "htmx", None) and deal:
        return changed_answer(request, deal, "activities", activities_part(deal))
    undo = reverse("revops:activity-reopen", args=[after.pk]) if can_undo else ""
    messages.success(request, message.format(activity=after), extra_tags=undo)
    return redirect(next_page(request, _home_of(before, deal)))


def _deal_seen(request: HttpRequest, found: Activity) -> Deal | None:
    """Return the deal of the activity if the user can see it: they may own a task of an unseen deal."""
    return visible.deals(signed_in(request)).filter(pk=found.deal_id).first() if found.deal_id else None


def _page(request: HttpRequest, found: Activity, wrong: forms.Form | None = None) -> HttpResponse:
    given = {type(wrong): wrong}
    page = {
        "activity": found,
        "home": _home_of(found, _deal_seen(request, found)),
        "complete_form": given.get(CompleteForm) or CompleteForm(auto_id="complete_%s"),
        "reschedule_form": given.get(RescheduleForm)
        or RescheduleForm(initial={"due_at": found.due_at}, auto_id="reschedule_%s"),
        "reassign_form": given.get(ReassignForm)
        or ReassignForm(initial={"owner": found.owner_id}, auto_id="reassign_%s"),
    }
    return form_page(request, "revops/deal_page/activity.html", page)


def _home_of(found: Activity, deal: Deal | None) -> str:
    """Return the URL of the deal or lead of the activity, as far as the user can see it."""
    if deal:
        return reverse("revops:deal", args=[deal.pk])
    return reverse("lead", args=[found.contact_id]) if found.contact_id else reverse("home")
