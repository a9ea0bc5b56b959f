"""The page of a lead, and the changes that it offers."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lead_intelligence.enrichment.services.requests import request_enrichment
from lead_intelligence.provenance.services.reversals import revert
from lead_intelligence.provenance.services.suggestions import accept_suggestion, dismiss_suggestion
from mauntic.accounts.context import signed_in
from mauntic.accounts.selectors import posted_owner
from mauntic.crm.contacts.selectors.lists import lead
from mauntic.crm.contacts.services.handovers import hand_over
from mauntic.crm.fields.domain.catalog import FIELDS
from mauntic.kernel.display import without_stop
from mauntic.kernel.errors import EditConflict, Invalid, MaunticError
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.parts import later
from mauntic.kernel.pages.redirects import next_page
from mauntic.kernel.pages.refusals import refusals_shown, sentence_of
from mauntic.kernel.pages.rendering import form_page
from mauntic.web.leads.selectors.lead import CRM_FIELDS, lead_context
from mauntic.web.leads.views.inline import InlineField, save_inline
from revops.activities.forms.activities import ActivityForm
from revops.activities.selectors.words import saved_message
from revops.activities.services.record import save_activity
from scoring.alerts.selectors.shown import alerts_of_lead

TEMPLATE, PART = "web/leads/lead.html", "lead"


@login_required
def show(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Show the page of a lead.

    Args: in the URL, `edit` is the field to edit, `kind` filters the timeline, and `all=1` shows more of it.
    """
    return _page(request, contact_id, editing=request.GET.get("edit", ""))


def _page(request: HttpRequest, contact_id: uuid.UUID, **entered: Any) -> HttpResponse:
    """Show the page with the entered values: `editing`, `typed`, `problem` of a field, or `activity_form`."""
    user = signed_in(request)
    context = lead_context(
        contact_id, user, kind=request.GET.get("kind", ""), all_entries=bool(request.GET.get("all"))
    )
    entered.setdefault("activity_form", ActivityForm(auto_id="activity_%s"))
    entered.setdefault("opened", None)
    context |= {"alerts": later(lambda: alerts_of_lead(user, contact_id)), **entered}
    return form_page(request, TEMPLATE, context, part=PART, is_refused=bool(entered.get("problem")) or None)


@login_required
@require_POST
def act(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Log or schedule an activity. Errors are shown in the form."""
    form = ActivityForm(request.POST, auto_id="activity_%s")
    if form.is_valid():
        try:
            saved = save_activity(
                draft=form.draft(contact_id=contact_id), due_at=form.due, by=signed_in(request)
            )
        except Invalid as error:
            add_errors(form, error)
        else:
            undo = reverse("revops:activity-delete", args=[saved.pk])
            messages.success(request, saved_message(saved, lead(contact_id).name), extra_tags=undo)
            return redirect("lead", contact_id)
    return _page(request, contact_id, activity_form=form)


@login_required
@require_POST
def save(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Save one field. An error is shown beside it, and both values if somebody else changed the field."""
    name = request.POST.get("field", "")
    if name not in CRM_FIELDS.values():
        raise Invalid({"field": _('The field "{name}" cannot be edited here.').format(name=name)})
    field = InlineField.of(request.POST)
    try:
        is_mine = save_inline(contact_id, field, by=signed_in(request))
    except EditConflict as error:
        return _page(request, contact_id, **field.conflict(contact_id, error))
    except MaunticError as error:
        return _page(request, contact_id, **field.refused(sentence_of(error, name)))
    text = _("{field} saved.") if is_mine else _("{field} left as the other person saved it.")
    messages.success(request, text.format(field=FIELDS[name].label))
    return redirect("lead", contact_id)


@login_required
@require_POST
def give(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Assign the lead to a person, or unassign it."""
    with refusals_shown(request):
        owner = posted_owner(request.POST.get("owner"))
        count, handover_id = hand_over(contact_ids=[contact_id], owner=owner, by=signed_in(request))
        assigned = _("Lead assigned to {owner}.").format(owner=without_stop(owner))
        undo = reverse("lead-handover-undo", args=[handover_id]) if count else ""
        messages.success(request, assigned if owner else _("Lead unassigned."), extra_tags=undo)
    return redirect(next_page(request, reverse("lead", args=[contact_id])))


@login_required
@require_POST
def enrich(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Request enrichment of the missing fields, ahead of imports."""
    return _tried(
        request,
        contact_id,
        lambda: request_enrichment(
            contact_ids=[contact_id], priority="high", requested_by=signed_in(request)
        ),
        _("Enrichment started."),
    )


@login_required
@require_POST
def take_back(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Revert an enriched field to its previous value, with an undo."""
    field = request.POST.get("field", "")
    with refusals_shown(request):
        done = revert(contact_id=contact_id, field=field, by=signed_in(request))
        undo = reverse("lead_intelligence:reversal-undo", args=[done.reversal.pk]) if done.reversal else ""
        sentence = (
            _("Field reverted. Enrichment will not write this value again.")
            if undo
            else _("Nothing to revert. The field has no enriched value.")
        )
        messages.success(request, sentence, extra_tags=undo)
    return redirect("lead", contact_id)


@login_required
@require_POST
def accept(request: HttpRequest, contact_id: uuid.UUID, write_id: uuid.UUID) -> HttpResponse:
    """Apply a suggested value."""
    return _tried(
        request,
        contact_id,
        lambda: accept_suggestion(contact_id=contact_id, write_id=write_id, by=signed_in(request)),
        _("Suggestion applied."),
    )


@login_required
@require_POST
def dismiss(request: HttpRequest, contact_id: uuid.UUID, write_id: uuid.UUID) -> HttpResponse:
    """Dismiss a suggested value."""
    return _tried(
        request,
        contact_id,
        lambda: dismiss_suggestion(contact_id=contact_id, write_id=write_id, by=signed_in(request)),
        _("Suggestion dismissed. It will not be suggested again."),
    )


def _tried(
    request: HttpRequest, contact_id: uuid.UUID, change: Callable[[], object], done: str
) -> HttpResponse:
    with refusals_shown(request):
        change()
        messages.success(request, done)
    return redirect("lead", contact_id)
