"""The board: where is the money, and what is stuck?"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from mauntic.accounts.context import signed_in
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, MaunticError, NotFound
from mauntic.kernel.rendering import page_or_part
from revops import services
from revops.domain.stages import Stage
from revops.filters import DealFilter
from revops.forms.deals import PlaceForm
from revops.models import Deal, DealQuerySet, DealStage
from revops.selectors import board
from revops.selectors.cards import cards_of
from revops.services.moves import known_stage


def narrowed(request: HttpRequest) -> DealFilter:
    """The filters of the address, over the deals that the person sees."""
    user = signed_in(request)
    return DealFilter(request.GET, Deal.objects.visible_to(user), user=user)


@login_required
@require_GET
def pipeline(request: HttpRequest) -> HttpResponse:
    """The columns with their first cards; a fragment where htmx wants one."""
    found = narrowed(request)
    columns = board.columns(found.qs, Stage, now())
    context: dict[str, Any] = {
        "filter": found,
        "columns": columns,
        "is_empty": not any(column.head.count for column in columns),
    }
    return page_or_part(request, "revops/pipeline.html", "board", context)


@login_required
@require_GET
def more(request: HttpRequest, stage: str) -> HttpResponse:
    """The next cards of a column, to be added at its end."""
    known_stage(stage)
    cards, after = board.next_cards(narrowed(request).qs, stage, now(), after=request.GET.get("after", ""))
    context = {"cards": cards, "more": after, "stage": stage}
    return render(request, "revops/_more.html", context)


@login_required
@require_POST
def place(request: HttpRequest, deal_id: UUID) -> HttpResponse:
    """Puts a card where it was dropped; the answer is the card as it is now, with the heads of the board."""
    user, form, status = signed_in(request), PlaceForm(request.POST), 200
    rows = Deal.objects.visible_to(user)
    before = rows.filter(pk=deal_id).values_list("stage", flat=True).first()
    try:
        deal = services.place_deal(deal_id=deal_id, by=user, **_wanted(form))
    except NotFound:
        messages.error(request, "This deal is gone, or it is no longer yours to see.")
        return render(request, "components/messages.html", {"oob": True}, status=404)
    except MaunticError as error:
        messages.error(request, error.message)
        status = 409 if isinstance(error, Conflict) else 400
    else:
        if deal.stage != before:
            messages.success(request, f"“{deal.name}” is in {DealStage(deal.stage).label} now.")
    return render(request, "revops/_placed.html", _placed(request, rows, deal_id), status=status)


def _wanted(form: PlaceForm) -> dict[str, Any]:
    if not form.is_valid():
        raise Invalid({name: [str(each) for each in said] for name, said in form.errors.items()})
    given = form.cleaned_data
    return {"stage": given["stage"], "below_id": given["below"], "version": given["version"]}


def _placed(request: HttpRequest, rows: DealQuerySet, deal_id: UUID) -> dict[str, Any]:
    at = now()
    cards = cards_of(rows.open(), [deal_id], at).values()
    return {
        "cards": list(cards),
        "heads": board.heads(narrowed(request).qs, Stage, at),
    }
