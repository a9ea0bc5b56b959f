"""What was spent, what may be, and the switch that stops it."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lead_intelligence import services
from lead_intelligence.domain.bars import stacked_bars
from lead_intelligence.forms import BudgetsForm
from lead_intelligence.selectors.budgets import BudgetState, budget_states
from lead_intelligence.selectors.call_log import COLUMNS, Place, calls_after
from lead_intelligence.selectors.policy import stopped
from lead_intelligence.selectors.spend import spend as spend_of
from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.clock import now
from mauntic.kernel.csv_text import csv_lines
from mauntic.kernel.errors import Invalid
from mauntic.tenants.context import current_organization, entered
from mauntic.tenants.models import Organization

PERIODS = (7, 30, 90)
CHUNK = 2000


@login_required
@require_GET
def spend(request: HttpRequest) -> HttpResponse:
    """What was spent against each budget, and for what."""
    states = budget_states()
    return _page(request, states, BudgetsForm(budgets=states))


@ops_required
@require_POST
def budget(request: HttpRequest) -> HttpResponse:
    """Set what may be spent."""
    states = budget_states()
    form = BudgetsForm(request.POST, budgets=states)
    if form.is_valid():
        try:
            services.set_budgets(limits=form.values())
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, "The budgets are set, for now and for the periods to come.")
            return redirect("lead_intelligence:spend")
    return _page(request, states, form, status=400)


@ops_required
@require_GET
def ledger(request: HttpRequest) -> StreamingHttpResponse:
    """Every outside call of the chosen days as a file."""
    since = now() - timedelta(days=_days(request))
    lines = _lines(current_organization(), since)
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="vendor-calls-{now():%Y-%m-%d}.csv"'
    return answer


@ops_required
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest) -> HttpResponse:
    """Stop all paid look-ups, after a page that asks whether that is meant."""
    if request.method == "GET":
        return render(request, "lead_intelligence/stop.html", {"stopped": stopped()})
    if services.stop_spending(by=signed_in(request)):
        messages.success(request, "All paid look-ups are stopped.")
    else:
        messages.info(request, "They were stopped already.")
    return redirect("lead_intelligence:spend")


@ops_required
@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    """Let paid look-ups go on."""
    if services.resume_spending(by=signed_in(request)):
        messages.success(request, "Paid look-ups go on. Waiting leads are taken up within a minute.")
    else:
        messages.info(request, "Nothing was stopped.")
    return redirect("lead_intelligence:spend")


def _page(
    request: HttpRequest, states: list[BudgetState], form: BudgetsForm, *, status: int = 200
) -> HttpResponse:
    shown = spend_of(_days(request))
    page = {
        "spend": shown,
        "chart": stacked_bars(shown.by_day),
        "budgets": [each for each in states if each.limit is not None or not each.slug],
        "form": form,
        "periods": PERIODS,
        "may_change": signed_in(request).is_ops,
        "stopped": stopped(),
    }
    return render(request, "lead_intelligence/spend.html", page, status=status)


def _days(request: HttpRequest) -> int:
    """The chosen period; what is none of them is the month, as links of old may name others."""
    chosen = request.GET.get("days", "")
    return int(chosen) if chosen in {str(days) for days in PERIODS} else 30


async def _lines(organization: Organization, since: datetime) -> AsyncIterator[str]:
    yield csv_lines([COLUMNS])
    place: Place | None = None
    while True:
        text, place = await sync_to_async(_chunk)(organization, since, place)
        yield text
        if place is None:
            return


def _chunk(organization: Organization, since: datetime, place: Place | None) -> tuple[str, Place | None]:
    with entered(organization):
        rows, after = calls_after(place, since=since, size=CHUNK)
        return csv_lines(rows), after
