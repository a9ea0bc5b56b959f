"""One deal: will it close?"""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from mauntic.accounts.context import signed_in
from mauntic.kernel.clock import now
from mauntic.kernel.errors import MaunticError
from revops import services
from revops.forms.deals import edit_form, sentences
from revops.selectors import deal as deal_seen_by
from revops.selectors.deal_page import deal_page
from revops.selectors.health import health_of
from revops.views.deal_parts import activities_part, attachments_part, committee_part, timeline_part

CATEGORY = ("category_override", "reason", "version")


@login_required
@require_GET
def show(request: HttpRequest, deal_id: UUID) -> HttpResponse:
    """The page of a deal."""
    user = signed_in(request)
    page = deal_page(deal_id, user, now())
    context = {
        "page": page,
        "deal": page.deal,
        "health": health_of(deal_id),
        "category": edit_form(page.deal, only=CATEGORY),
        **activities_part(page.deal),
        **committee_part(page.deal),
        **attachments_part(page.deal),
        **timeline_part(page.deal),
    }
    return render(request, "revops/deal.html", context)


@login_required
@require_POST
def category(request: HttpRequest, deal_id: UUID) -> HttpResponse:
    """A person overrides the forecast category, and says why; empty follows the stage again."""
    user = signed_in(request)
    deal = deal_seen_by(deal_id, user)
    form = edit_form(deal, request.POST, only=CATEGORY)
    try:
        if form.is_valid():
            services.change_deals(
                deal_ids=[deal_id],
                changes=form.changes(),
                by=user,
                versions={deal_id: form.cleaned_data["version"] or deal.version},
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, "Forecast category saved.")
        else:
            messages.error(request, sentences(form))
    except MaunticError as error:
        messages.error(request, error.message)
    return redirect("revops:deal", deal_id)
