"""The history of a deal."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from mauntic.accounts.context import signed_in
from mauntic.kernel.pages.rendering import page_or_part
from revops.deal_page.selectors.history import history_of
from revops.deal_page.selectors.words import label_of
from revops.deals.selectors.visible import deal as deal_seen_by


@login_required
@require_GET
def history(request: HttpRequest, deal_id: UUID) -> HttpResponse:
    """Show who changed the deal. `field` in the URL limits it to one field."""
    deal, field = deal_seen_by(deal_id, signed_in(request)), request.GET.get("field", "")
    context = {
        "history": history_of(deal.pk, field=field, after=request.GET.get("after", "")),
        "name": deal.name,
        "address": reverse("revops:deal", args=[deal.pk]),
        "field": field,
        "label": label_of(field) if field else "",
    }
    return page_or_part(request, "crm/changes/history.html", "history", context)
