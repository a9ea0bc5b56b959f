"""Bulk actions on selected deals, and their undo."""

from collections.abc import Callable
from datetime import date
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.accounts.selectors import posted_owner
from mauntic.kernel import display
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.pages.forms import checked
from mauntic.kernel.pages.redirects import next_page
from mauntic.kernel.pages.refusals import refusals_shown
from mauntic.kernel.pages.selection import selected
from mauntic.kernel.time.calendar import is_in_range, out_of_range
from revops.deals.models.choices import DealStage
from revops.deals.models.deals import DealQuerySet
from revops.deals.selectors.undo import Done
from revops.deals.services.bulk import move_many, set_on_deals
from revops.deals.services.undo import undo_action
from revops.pipeline.views.table import narrowed

Ids = list[UUID]


@login_required
@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    """Apply an action to the selected deals, then return to the list."""
    action = _ACTIONS.get(request.POST.get("action", ""))
    if action is None:
        raise Invalid({"action": _("Use one of {choices}.").format(choices=", ".join(_ACTIONS))})
    ids = selected(request.POST, partial(_matching, request)).ids
    with refusals_shown(request):
        change, message = action(request, ids, signed_in(request))
        messages.success(request, message, extra_tags=change.undo)
    return redirect(next_page(request, reverse("revops:deals")))


def _matching(request: HttpRequest, filters: QueryDict) -> DealQuerySet:
    """Return the deals of the filters that the person can see."""
    found = narrowed(request, filters)
    # A filter that cannot be read narrows nothing: then all deals would be changed.
    checked(found.form)
    return found.qs


@login_required
@require_POST
def undo(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """Undo an action of the person, then return to the page where it was undone."""
    with refusals_shown(request, Conflict):
        count = undo_action(action_id=action_id, by=signed_in(request))
        text = ngettext("{count} deal restored.", "{count} deals restored.", count)
        messages.success(request, text.format(count=display.number(count)))
    return redirect(next_page(request, reverse("revops:deals")))


def _assign(request: HttpRequest, ids: Ids, by: User) -> tuple[Done, str]:
    owner = posted_owner(request.POST.get("owner"))
    done = set_on_deals(deal_ids=ids, field="owner", value=owner.pk if owner else None, by=by)
    if owner is None:
        text = ngettext("{count} deal unassigned.", "{count} deals unassigned.", done.deals)
        return done, text.format(count=display.number(done.deals))
    text = ngettext("{count} deal assigned to {owner}.", "{count} deals assigned to {owner}.", done.deals)
    return done, text.format(count=display.number(done.deals), owner=display.without_stop(owner))


def _move(request: HttpRequest, ids: Ids, by: User) -> tuple[Done, str]:
    stage = request.POST.get("stage", "")
    done = move_many(deal_ids=ids, stage=stage, by=by)
    text = ngettext("{count} deal moved to {stage}.", "{count} deals moved to {stage}.", done.deals)
    return done, text.format(count=display.number(done.deals), stage=DealStage(stage).label)


def _close_on(request: HttpRequest, ids: Ids, by: User) -> tuple[Done, str]:
    if "close_on" not in request.POST:
        raise Invalid({"close_on": _("Choose a date, or leave it empty for none.")})
    day = _day(request.POST["close_on"].strip())
    done = set_on_deals(deal_ids=ids, field="expected_close_on", value=day, by=by)
    text = (
        ngettext(
            "Close date of {count} deal set to {day}.",
            "Close date of {count} deals set to {day}.",
            done.deals,
        )
        if day
        else ngettext(
            "Close date of {count} deal removed.", "Close date of {count} deals removed.", done.deals
        )
    )
    return done, text.format(count=display.number(done.deals), day=display.day(day))


def _day(text: str) -> date | None:
    try:
        day = parse_date(text) if text else None
    except ValueError:
        day = None
    if text and day is None:
        raise Invalid(
            {"close_on": _('"{text}" is not a date. Enter a date such as 2026-12-31.').format(text=text)}
        )
    if day and not is_in_range(day):
        raise Invalid({"close_on": out_of_range()})
    return day


_ACTIONS: dict[str, Callable[[HttpRequest, Ids, User], tuple[Done, str]]] = {
    "assign": _assign,
    "move": _move,
    "close-on": _close_on,
}
