"""The decisions of routing: who got which lead and why, undone by a button; and a lead routed by one."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mauntic.accounts.context import signed_in
from mauntic.accounts.selectors import visible_people
from mauntic.kernel.errors import Conflict
from mauntic.kernel.paging import Keyset
from revops.forms.routing_people import DecisionsForm
from revops.models import Trigger
from revops.selectors.routing import decisions_seen_by
from revops.selectors.routing_rules import routing_rules
from revops.services import route_contact, undo_routing
from revops.views.deal_parts import back


@login_required
@require_GET
def decisions(request: HttpRequest) -> HttpResponse:
    """The log, the newest first, narrowed by what the address says."""
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
    return render(request, "revops/routing_decisions.html", page)


@login_required
@require_POST
def undo(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Give a lead back to whom it had before."""
    try:
        undone = undo_routing(decision_id=decision_id, by=signed_in(request))
    except Conflict as error:
        messages.error(request, error.message)
    else:
        to = undone.previous_owner
        whose = f"{to}’s" if to and to.is_active else "nobody’s"
        messages.success(request, f"{undone.contact} is {whose} again.")
    return redirect(back(request, reverse("revops:routing-decisions")))


@login_required
@require_POST
def route(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Route a lead, anew if it has an owner."""
    decision = route_contact(contact_id=contact_id, trigger=Trigger.MANUAL, by=signed_in(request))
    if decision.rep_id:
        messages.success(request, decision.reason)
    else:
        messages.warning(request, decision.reason)
    return redirect(back(request, reverse("revops:routing-decisions")))
