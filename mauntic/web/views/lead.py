"""One lead: who is this, how good, why, and what now?"""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from lead_intelligence.services import accept_suggestion, dismiss_suggestion, request_enrichment, revert
from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.crm.domain.fields import FIELDS
from mauntic.crm.selectors import lead
from mauntic.crm.services import assign_owner, update_contact
from mauntic.kernel.errors import Invalid, MaunticError
from mauntic.kernel.forms import add_errors
from mauntic.kernel.parsing import uuids
from mauntic.kernel.rendering import page_or_part
from mauntic.web.lead_page import CRM_FIELDS, lead_context
from revops.forms.activities import ActivityForm
from revops.services.activities import keep_activity
from scoring.selectors import alerts_of_lead

TEMPLATE, PART = "web/lead.html", "lead"


@login_required
def show(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    """The page; `?edit=<field>` opens one field, `?kind=` filters the timeline, `?all=1` lengthens it."""
    return _page(request, contact_id, editing=request.GET.get("edit", ""))


def _page(request: HttpRequest, contact_id: uuid.UUID, **entered: Any) -> HttpResponse:
    """The page with what is being entered: `editing`, `typed`, `problem` of a field, or `activity_form`."""
    user = signed_in(request)
    context = lead_context(
        contact_id, user, kind=request.GET.get("kind", ""), all_entries=bool(request.GET.get("all"))
    )
    form = entered.setdefault("activity_form", ActivityForm(auto_id="activity_%s"))
    is_wrong = bool(entered.get("problem") or form.errors)
    context |= {"alerts": alerts_of_lead(user, contact_id), **entered}
    return page_or_part(request, TEMPLATE, PART, context, status=422 if is_wrong else 200)


@login_required
@require_POST
def act(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Tells what was done about the lead, or plans it; what is refused is told in the form."""
    form = ActivityForm(request.POST, auto_id="activity_%s")
    if form.is_valid():
        try:
            keep_activity(draft=form.draft(contact_id=contact_id), due_at=form.due, by=signed_in(request))
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, "Planned." if form.due else "Kept.")
            return redirect("lead", contact_id)
    return _page(request, contact_id, activity_form=form)


@login_required
@require_POST
def save(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Changes one field; what the CRM refuses is told beside it."""
    name, value = request.POST.get("field", ""), request.POST.get("value", "").strip()
    if name not in CRM_FIELDS.values():
        raise Invalid({"field": f"“{name}” cannot be changed here."})
    try:
        update_contact(contact=lead(contact_id), values={name: value})
    except MaunticError as error:
        return _page(request, contact_id, editing=name, typed=value, problem=_sentence(error, name))
    messages.success(request, f"{FIELDS[name].label} saved.")
    return redirect("lead", contact_id)


def _sentence(error: MaunticError, name: str) -> str:
    return " ".join(error.fields.get(name, [error.message])) if isinstance(error, Invalid) else error.message


@login_required
@require_POST
def give(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Gives the lead to a person, or to nobody."""
    owner = User.objects.filter(pk__in=uuids([request.POST.get("owner", "")]), is_active=True).first()
    return _tried(
        request,
        contact_id,
        lambda: assign_owner(contact_ids=[contact_id], owner=owner),
        f"Owned by {owner} now." if owner else "Owned by nobody now.",
    )


@login_required
@require_POST
def enrich(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Asks the vendors for what is missing, ahead of imports."""
    return _tried(
        request,
        contact_id,
        lambda: request_enrichment(
            contact_ids=[contact_id], priority="high", requested_by=signed_in(request)
        ),
        "The vendors are being asked.",
    )


@login_required
@require_POST
def take_back(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Puts an enriched field back to what it held before, and offers to undo that."""
    field = request.POST.get("field", "")
    try:
        done = revert(contact_id=contact_id, field=field, by=signed_in(request))
    except MaunticError as error:
        messages.error(request, error.message)
    else:
        undo = reverse("lead_intelligence:reversal-undo", args=[done.reversal.pk]) if done.reversal else ""
        said = "Taken back. Vendors will not write it again." if undo else "There was nothing to take back."
        messages.success(request, said, extra_tags=undo)
    return redirect("lead", contact_id)


@login_required
@require_POST
def accept(request: HttpRequest, contact_id: uuid.UUID, write_id: uuid.UUID) -> HttpResponse:
    """Takes a suggested value over."""
    return _tried(
        request,
        contact_id,
        lambda: accept_suggestion(contact_id=contact_id, write_id=write_id, by=signed_in(request)),
        "Taken over.",
    )


@login_required
@require_POST
def dismiss(request: HttpRequest, contact_id: uuid.UUID, write_id: uuid.UUID) -> HttpResponse:
    """Puts a suggested value away."""
    return _tried(
        request,
        contact_id,
        lambda: dismiss_suggestion(contact_id=contact_id, write_id=write_id, by=signed_in(request)),
        "Put away. It is not suggested again.",
    )


def _tried(
    request: HttpRequest, contact_id: uuid.UUID, change: Callable[[], object], done: str
) -> HttpResponse:
    try:
        change()
    except MaunticError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect("lead", contact_id)
