"""Activities: told, planned, done, opened again, put off, handed over."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.context import signed_in
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from mauntic.kernel.forms import add_errors
from revops import selectors
from revops.forms.activities import ActivityForm, CompleteForm, ReassignForm, RescheduleForm
from revops.models import Activity, Deal
from revops.selectors.activities import activity as find
from revops.services import activities as writes
from revops.views.deal_parts import (
    UNPROCESSABLE,
    activities_part,
    back,
    changed_answer,
    part_answer,
    timeline_part,
)


@login_required
@require_http_methods(["GET", "POST"])
def deal_activities(request: HttpRequest, deal_id: UUID) -> HttpResponse:
    """The activities of a deal; a POST tells or plans one."""
    user = signed_in(request)
    deal = selectors.deal(deal_id, user)
    if request.method == "GET":
        return part_answer(request, deal, "activities", activities_part(deal))
    form = ActivityForm(request.POST, auto_id="activity_%s")
    if not form.is_valid() or not _kept(request, form, deal_id):
        return part_answer(request, deal, "activities", activities_part(deal, form), UNPROCESSABLE)
    return changed_answer(request, deal, "activities", activities_part(deal))


def _kept(request: HttpRequest, form: ActivityForm, deal_id: UUID) -> bool:
    user, draft = signed_in(request), form.draft(deal_id=deal_id)
    try:
        writes.keep_activity(draft=draft, due_at=form.due, by=user)
    except Invalid as error:
        add_errors(form, error)
        return False
    if form.due and form.due < now():
        messages.warning(request, "Planned, and overdue already: the date is past.")
    return True


@login_required
@require_GET
def activity(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """One activity with what can be done about it."""
    return _page(request, find(activity_id, signed_in(request)))


@login_required
@require_POST
def activity_complete(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """It is done."""
    form = CompleteForm(request.POST)

    def complete() -> Activity:
        return writes.complete_activity(activity_id=activity_id, by=signed_in(request), **form.cleaned_data)

    return _carried_out(request, activity_id, form, complete, "done")


@login_required
@require_POST
def activity_reopen(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """It is not done after all."""

    def reopen() -> Activity:
        return writes.reopen_activity(activity_id=activity_id, by=signed_in(request))

    return _carried_out(request, activity_id, forms.Form(request.POST), reopen, "open again")


@login_required
@require_POST
def activity_reschedule(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """It gets another date."""
    form = RescheduleForm(request.POST)

    def reschedule() -> Activity:
        due_at = form.cleaned_data["due_at"]
        return writes.reschedule_activity(activity_id=activity_id, due_at=due_at, by=signed_in(request))

    return _carried_out(request, activity_id, form, reschedule, "due at another time")


@login_required
@require_POST
def activity_reassign(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Somebody else does it."""
    form = ReassignForm(request.POST)

    def reassign() -> Activity:
        owner = form.cleaned_data["owner"]
        return writes.reassign_activity(activity_id=activity_id, owner_id=owner.pk, by=signed_in(request))

    return _carried_out(request, activity_id, form, reassign, "handed over")


@login_required
@require_GET
def deal_timeline(request: HttpRequest, deal_id: UUID) -> HttpResponse:
    """What happened to a deal."""
    deal = selectors.deal(deal_id, signed_in(request))
    return part_answer(request, deal, "timeline", timeline_part(deal))


def _carried_out(
    request: HttpRequest, activity_id: UUID, form: forms.Form, act: Callable[[], Activity], done: str
) -> HttpResponse:
    before = find(activity_id, signed_in(request))
    if not form.is_valid():
        return _page(request, before, form)
    after, deal = act(), _deal_seen(request, before)
    if getattr(request, "htmx", None) and deal:
        return changed_answer(request, deal, "activities", activities_part(deal))
    undo = reverse("revops:activity-reopen", args=[after.pk]) if done == "done" else ""
    messages.success(request, f"“{after}” is {done}.", extra_tags=undo)
    return redirect(back(request, _home_of(before, deal)))


def _deal_seen(request: HttpRequest, found: Activity) -> Deal | None:
    """The deal of the activity, where the person sees it: a task may be theirs without its deal."""
    return selectors.deals(signed_in(request)).filter(pk=found.deal_id).first() if found.deal_id else None


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
    return render(request, "revops/activity.html", page, status=UNPROCESSABLE if wrong else 200)


def _home_of(found: Activity, deal: Deal | None) -> str:
    """The page of what the activity is about, as far as the person sees it."""
    if deal:
        return reverse("revops:deal", args=[deal.pk])
    return reverse("lead", args=[found.contact_id]) if found.contact_id else reverse("home")
