"""The page of a deal."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mauntic.accounts.context import signed_in
from mauntic.automation.selectors.shown.runs import runs_of_record
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from mauntic.kernel.pages.forms import checked
from mauntic.kernel.pages.parts import later
from mauntic.kernel.pages.refusals import refusals_shown
from revops.deal_page.selectors.page import active_signals, category_override, deal_page
from revops.deal_page.views.parts import activities_part, attachments_part, committee_part, timeline_part
from revops.deals.forms import edit_form
from revops.deals.selectors.undo import undo_if_changed
from revops.deals.selectors.visible import deal as deal_seen_by
from revops.deals.services import create
from revops.health.selectors.deals import health_of

CATEGORY = ("category_override", "reason", "version")


@login_required
@require_GET
def show(request: HttpRequest, deal_id: UUID) -> HttpResponse:
    """Show a deal."""
    user = signed_in(request)
    at = now()
    page = deal_page(deal_id, user, at)
    context = {
        "page": page,
        "deal": page.deal,
        "signals": later(lambda: active_signals(page.deal, at)),
        "did": later(lambda: runs_of_record(page.deal.pk)),
        "override": later(lambda: category_override(page.deal)),
        "health": later(lambda: health_of(deal_id)),
        "category": edit_form(page.deal, only=CATEGORY),
        **activities_part(page.deal),
        **committee_part(page.deal),
        **attachments_part(page.deal),
        **timeline_part(page.deal, user),
    }
    return render(request, "revops/deal_page/deal.html", context)


@login_required
@require_POST
def category(request: HttpRequest, deal_id: UUID) -> HttpResponse:
    """Override the forecast category with a reason; an empty one follows the stage again."""
    user = signed_in(request)
    deal = deal_seen_by(deal_id, user)
    form = edit_form(deal, request.POST, only=CATEGORY)
    checked(form)
    action_id = new_id()
    with refusals_shown(request):
        create.change_deals(
            deal_ids=[deal_id],
            changes=form.changes(),
            by=user,
            versions={deal_id: form.cleaned_data["version"] or deal.version},
            reason=form.cleaned_data["reason"],
            action_id=action_id,
        )
        messages.success(request, _("Forecast category saved."), extra_tags=undo_if_changed(action_id))
    return redirect("revops:deal", deal_id)
