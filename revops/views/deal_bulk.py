"""What is done to ticked deals at once, and taken back."""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.accounts.selectors import active_people
from mauntic.kernel.errors import Invalid, MaunticError
from mauntic.kernel.parsing import uuids
from revops.models import DealStage
from revops.services.bulk import Done, move_many, set_on_deals, undo_changes, undo_moves
from revops.views.deal_parts import back

Ids = list[UUID]


@login_required
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Does one thing to the ticked deals, then goes back to the list."""
    ids = uuids(request.POST.getlist("ids"))
    action = _ACTIONS.get(request.POST.get("action", ""))
    try:
        if not ids:
            raise Invalid({"ids": "Tick a deal first."}, message="Tick a deal first.")
        if action is None:
            raise Invalid({"action": f"Use one of {', '.join(_ACTIONS)}."})
        done, said = action(request, ids, signed_in(request))
    except MaunticError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{_deals(done.deals)} {said}.", extra_tags=_undo_address(done))
    return redirect(back(request, reverse("revops:deals")))


@login_required
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Takes back what the address names."""
    user = signed_in(request)
    changes, moves = (uuids(request.GET.getlist(name)) for name in ("change", "move"))
    try:
        count = undo_moves(move_ids=moves, by=user) if moves else undo_changes(change_ids=changes, by=user)
    except MaunticError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{_deals(count)} as before.")
    return redirect(back(request, reverse("revops:deals")))


def _assign(request: HttpRequest, ids: Ids, by: User) -> tuple[Done, str]:
    wanted = uuids([request.POST.get("owner", "")])
    owner = active_people().filter(pk__in=wanted).first() if wanted else None
    if wanted and owner is None:
        raise Invalid({"owner": "There is nobody like that who can own a deal."})
    done = set_on_deals(deal_ids=ids, field="owner", value=owner.pk if owner else None, by=by)
    return done, f"given to {owner or 'nobody'}"


def _move(request: HttpRequest, ids: Ids, by: User) -> tuple[Done, str]:
    stage = request.POST.get("stage", "")
    done = move_many(deal_ids=ids, stage=stage, by=by)
    return done, f"moved to {DealStage(stage).label}"


def _close_on(request: HttpRequest, ids: Ids, by: User) -> tuple[Done, str]:
    day = _day(request.POST.get("close_on", "").strip())
    done = set_on_deals(deal_ids=ids, field="expected_close_on", value=day, by=by)
    return done, f"expected to close on {day:%d %b %Y}" if day else "without a close date now"


def _day(text: str) -> date | None:
    try:
        day = parse_date(text) if text else None
    except ValueError:
        day = None
    if text and day is None:
        raise Invalid({"close_on": f"“{text}” is no date. Enter one such as 2026-12-31."})
    return day


_ACTIONS: dict[str, Callable[[HttpRequest, Ids, User], tuple[Done, str]]] = {
    "assign": _assign,
    "move": _move,
    "close-on": _close_on,
}


def _undo_address(done: Done) -> str:
    query = [*(("change", pk) for pk in done.changes), *(("move", pk) for pk in done.moves)]
    return f"{reverse('revops:deals-undo')}?{urlencode(query)}" if query else ""


def _deals(count: int) -> str:
    return "1 deal" if count == 1 else f"{count:,} deals"
