"""The health of a deal in words, below the rules on the page of the deal."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from mauntic.accounts.context import signed_in
from revops.agents.inspector.services.wording import word_health


@login_required
@require_POST
def word(request: HttpRequest, deal_id: UUID) -> HttpResponse:
    """Word the health of a deal: a part of its page, or a page without JavaScript."""
    worded = word_health(deal_id=deal_id, by=signed_in(request))
    template = "revops/agents/inspector.html"
    part = f"{template}#worded" if getattr(request, "htmx", None) else template
    return render(request, part, {"worded": worded, "deal_id": deal_id})
