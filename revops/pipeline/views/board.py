"""The pipeline board."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mauntic.accounts.context import signed_in
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, MaunticError, NotFound
from mauntic.kernel.ids import new_id
from mauntic.kernel.pages.forms import checked
from mauntic.kernel.pages.rendering import page_or_part
from revops.deals.domain.stages import Stage
from revops.deals.forms import PositionForm
from revops.deals.models.choices import DealStage
from revops.deals.models.deals import Deal, DealQuerySet
from revops.deals.selectors.undo import undo_address
from revops.deals.services import moves
from revops.deals.services.moves import known_stage
from revops.pipeline.filters import DealFilter
from revops.pipeline.selectors import board
from revops.pipeline.selectors.cards import cards_of


def narrowed(request: HttpRequest) -> DealFilter:
    """Return the filters of the URL, over the deals that the user can see."""
    user = signed_in(request)
    return DealFilter(request.GET, Deal.objects.visible_to(user), user=user)


@login_required
@require_GET
def pipeline(request: HttpRequest) -> HttpResponse:
    """Show the columns with their first cards, as a fragment for htmx."""
    found = narrowed(request)
    columns = board.columns(found.qs, Stage, now())
    context: dict[str, Any] = {
        "filter": found,
        "columns": columns,
        "is_empty": not any(column.head.count for column in columns),
    }
    return page_or_part(request, "revops/pipeline/pipeline.html", "board", context)


@login_required
@require_GET
def more(request: HttpRequest, stage: str) -> HttpResponse:
    """Answer with the next cards of a column."""
    known_stage(stage)
    cards, after = board.next_cards(narrowed(request).qs, stage, now(), after=request.GET.get("after", ""))
    context = {"cards": cards, "more": after, "stage": stage}
    return render(request, "revops/pipeline/_more.html", context)


@login_required
@require_POST
def place(request: HttpRequest, deal_id: UUID) -> HttpResponse:
    """Save the position where a card was dropped. Answers with the card and the heads of the columns."""
    user, form, status = signed_in(request), PositionForm(request.POST), 200
    rows = Deal.objects.visible_to(user)
    before = rows.filter(pk=deal_id).values_list("stage", flat=True).first()
    action_id = new_id()
    try:
        deal = moves.place_deal(deal_id=deal_id, by=user, action_id=action_id, **_wanted(form))
    except NotFound:
        messages.error(request, _("This deal was deleted, or you can no longer see it."))
        return render(request, "components/messages.html", {"oob": True}, status=404)
    except MaunticError as error:
        messages.error(request, error.message)
        status = 409 if isinstance(error, Conflict) else 422
    else:
        if deal.stage != before:
            messages.success(
                request,
                _('"{name}" moved to {stage}.').format(name=deal.name, stage=DealStage(deal.stage).label),
                extra_tags=undo_address(action_id),
            )
    return render(request, "revops/pipeline/_placed.html", _placed(request, rows, deal_id), status=status)


def _wanted(form: PositionForm) -> dict[str, Any]:
    given = checked(form)
    return {"stage": given["stage"], "below_id": given["below"], "version": given["version"]}


def _placed(request: HttpRequest, rows: DealQuerySet, deal_id: UUID) -> dict[str, Any]:
    at = now()
    cards = cards_of(rows.open(), [deal_id], at).values()
    return {
        "cards": list(cards),
        "heads": board.heads(narrowed(request).qs, Stage, at),
    }
