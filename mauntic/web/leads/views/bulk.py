"""Actions on selected leads, and their undo."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.accounts.selectors import posted_owner
from mauntic.crm.contacts.selectors.handovers import left_words
from mauntic.crm.contacts.services.handovers import hand_over, undo_handover
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.display import number, without_stop
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.pages.forms import checked
from mauntic.kernel.pages.redirects import next_page
from mauntic.kernel.pages.refusals import refusals_shown
from mauntic.kernel.pages.rendering import page_or_part
from mauntic.kernel.pages.selection import Selection, selected
from mauntic.web.leads.views.table import narrowed
from revops.routing.selectors.effects import Effect, effect_on

ASSIGN = "assign"
ONWARDS = {
    "export": "leads-export",
    "enrich": "leads-enrich",
    "enroll": "leads-enroll",
    "journey": "leads-journey",
    "segment": "leads-segment",
}
"""Actions for selected leads that have a page of their own."""


@login_required
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Run one action on the selected leads, then return to the list."""
    action = request.POST.get("action", "")
    if action != ASSIGN and action not in ONWARDS:
        raise Invalid({"action": _("Choose an action: assign, enrich, enroll, journey, segment or export.")})
    selection = _selection(request, request.POST)
    if onwards := ONWARDS.get(action):
        query = selection.query if selection.is_matching else "&".join(f"ids={pk}" for pk in selection.ids)
        return redirect(f"{reverse(onwards)}?{query}")
    owner = posted_owner(request.POST.get("owner"))
    back = next_page(request, reverse("leads"))
    if _is_to_confirm(selection, owner) and request.POST.get("confirmed") != str(len(selection.ids)):
        given = {"owner": str(owner.pk) if owner else "", "next": back}
        return redirect(selection.address(reverse("leads-assign"), **given))
    with refusals_shown(request):
        count, handover_id = hand_over(contact_ids=selection.ids, owner=owner, by=signed_in(request))
        undo = reverse("lead-handover-undo", args=[handover_id]) if count else ""
        messages.success(request, assigned_words(count, owner), extra_tags=undo)
    return redirect(back)


@login_required
@require_GET
def assign(request: HttpRequest) -> HttpResponse:
    """Say what an assignment of the selected leads would do; a page to confirm it, or a part for htmx."""
    selection = _selection(request, request.GET)
    owner = posted_owner(request.GET.get("owner"))
    context = {
        "selection": selection,
        "count": len(selection.ids),
        "owner": owner,
        "effect": _effect(selection, owner),
        "back": next_page(request, reverse("leads")),
    }
    return page_or_part(request, "web/leads/assign.html", "effect", context)


@login_required
@require_POST
def undo(request: HttpRequest, handover_id: uuid.UUID) -> HttpResponse:
    """Undo an assignment of the person, then return to the page where it was undone."""
    with refusals_shown(request, Conflict):
        returned = undo_handover(handover_id=handover_id, by=signed_in(request))
        text = ngettext(
            "{count} lead returned to its previous owner.",
            "{count} leads returned to their previous owners.",
            returned.leads,
        )
        said = [text.format(count=number(returned.leads)), left_words(returned.left)]
        messages.success(request, " ".join(filter(None, said)))
    return redirect(next_page(request, reverse("leads")))


def assigned_words(count: int, owner: User | None) -> str:
    """Return `12 leads assigned to Kim Novak.`"""
    if owner:
        text = ngettext("{count} lead assigned to {owner}.", "{count} leads assigned to {owner}.", count)
    else:
        text = ngettext("{count} lead unassigned.", "{count} leads unassigned.", count)
    return text.format(count=number(count), owner=without_stop(owner))


def _selection(request: HttpRequest, given: QueryDict) -> Selection:
    def matching(filters: QueryDict) -> QuerySet[Contact]:
        found = narrowed(request, filters)
        # A filter that cannot be read narrows nothing: then all leads would be changed.
        checked(found.form)
        return found.qs

    return selected(given, matching)


def _effect(selection: Selection, owner: User | None) -> Effect | None:
    return effect_on(owner, selection.ids, now()) if owner else None


def _is_to_confirm(selection: Selection, owner: User | None) -> bool:
    """Return whether the person has to see the effect first: leads that are not on the page, or too many."""
    effect = _effect(selection, owner)
    return selection.is_matching or bool(effect and (effect.over or effect.hindrance))
