"""The log of routing decisions, their undo, and routing a lead on request."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mauntic.accounts.context import signed_in
from mauntic.accounts.selectors import visible_people
from mauntic.kernel.db.paging import Keyset
from mauntic.kernel.errors import Conflict
from mauntic.kernel.pages.redirects import next_page
from revops.routing.forms.people import DecisionsForm
from revops.routing.models import Trigger
from revops.routing.selectors.decisions import decisions_seen_by
from revops.routing.selectors.rules import routing_rules
from revops.routing.services.route import route_contact
from revops.routing.services.undo import undo_routing


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show the decisions, newest first, filtered by the URL."""
    user = signed_in(request)
    wanted = DecisionsForm(request.GET).wanted()
    rows = Keyset(decisions_seen_by(user, wanted), "decided_at")
    page = {
        "page": rows.page(after=request.GET.get("after", ""), before=request.GET.get("before", "")),
        "wanted": wanted,
        "is_narrowed": bool(wanted.rep or wanted.rule or wanted.trigger),
        "people": visible_people(user),
        "rules": routing_rules(),
        "triggers": Trigger.choices,
        "tab": "decisions",
    }
    return render(request, "revops/routing/decisions.html", page)


@login_required
@require_POST
def undo(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Undo a decision."""
    try:
        undone = undo_routing(decision_id=decision_id, by=signed_in(request))
    except Conflict as error:
        messages.error(request, error.message)
    else:
        to = undone.previous_owner
        text = (
            _("Routing undone. {lead} belongs to {owner} again.")
            if to and to.is_active
            else _("Routing undone. {lead} is unassigned.")
        )
        messages.success(request, text.format(lead=undone.contact, owner=to))
    return redirect(next_page(request, reverse("revops:routing-decisions")))


@login_required
@require_POST
def route(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Route a lead, also if it has an owner."""
    decision = route_contact(contact_id=contact_id, trigger=Trigger.MANUAL, by=signed_in(request))
    if decision.rep_id:
        messages.success(request, decision.reason)
    else:
        messages.warning(request, decision.reason)
    return redirect(next_page(request, reverse("revops:routing-decisions")))
