"""Move everybody in older versions of a journey to the current one: say first what that does."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from mauntic.accounts.context import ops_required, signed_in
from mauntic.automation.models import Definition, Kind
from mauntic.automation.registry.pages import pages_of
from mauntic.journeys.selectors.candidates import script_of
from mauntic.journeys.selectors.lists import journey
from mauntic.journeys.selectors.moving import latest_move, move_lines, under_way
from mauntic.journeys.services.moving import start_move
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict
from mauntic.kernel.pages.parts import later
from mauntic.kernel.pages.refusals import refusals_shown
from mauntic.kernel.pages.rendering import page_or_part


@ops_required
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, definition_id: UUID) -> HttpResponse:
    """Show where people of older versions go, or how far a move is; after a confirmation, move them."""
    definition, user = journey(definition_id), signed_in(request)
    if request.method == "POST":
        with refusals_shown(request, Conflict):
            start_move(definition_id=definition_id, by=user)
        return redirect("journeys:journey-move", definition_id)
    latest, refusal = latest_move(definition), _refusal(definition)
    context = {
        "kind": Kind.JOURNEY,
        "pages": pages_of(Kind.JOURNEY),
        "definition": definition,
        "move": latest,
        "refusal": refusal,
        "lines": [],
    }
    if not refusal and not (latest and latest.running):
        context["lines"] = later(lambda: move_lines(definition, user, now()))
        context["busy"] = later(lambda: under_way(definition))
    return page_or_part(request, "journeys/move.html", "move", context)


def _refusal(definition: Definition) -> str:
    try:
        script_of(definition)
    except Conflict as error:
        return error.message
    return ""
