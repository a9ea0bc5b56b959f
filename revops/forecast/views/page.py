"""The page of the forecast."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from mauntic.accounts.context import signed_in
from mauntic.accounts.selectors import visible_people
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.parts import later
from mauntic.kernel.pages.rendering import form_page
from revops.deals.models.choices import DealStage
from revops.deals.selectors.days import today
from revops.forecast.domain.blend import Part
from revops.forecast.domain.periods import Period
from revops.forecast.domain.probabilities import StageProbability
from revops.forecast.forms.commits import CommitForm, ForecastQueryForm
from revops.forecast.selectors.band import Band, band_of
from revops.forecast.selectors.calibration import calibration_before
from revops.forecast.selectors.commits import commits_of
from revops.forecast.selectors.page import Forecast, ForecastRow, forecast_seen_by
from revops.forecast.selectors.probabilities import stage_probabilities
from revops.forecast.selectors.risks import risk_alerts, week_of_changes
from revops.forecast.selectors.snapshots import day_snapshots
from revops.forecast.services.commits import set_commit
from revops.forecast.views.charts import error_chart, snapshot_chart

SHOWN_DEALS = 10
METHOD_NAMES = {
    "naive": _("Last period"),
    "mean_of_last_3": _("Mean of the last three periods"),
    "seasonal_naive": _("Same season before"),
    "seasonal_mean": _("Mean of the same seasons"),
    "pipeline": _("Open and new deals by learned probability and time"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """An amount of the table, with the URL of its deals; empty if no list shows exactly these."""

    label: str
    amount: Decimal
    url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table with its commit form, which is open if it has errors."""

    row: ForecastRow
    cells: list[Cell]
    form: CommitForm


@login_required
@require_GET
def current(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (its signature)
    """Redirect to the forecast of this quarter."""
    return redirect("revops:forecast-of", Period.quarter_of(today()).code)


@login_required
@require_GET
def forecast(request: HttpRequest, period: str) -> HttpResponse:
    """Show the forecast of a period; `?rep=` limits it to one rep."""
    return _page(request, _wanted(request, period))


@login_required
@require_POST
def commit(request: HttpRequest, period: str) -> HttpResponse:
    """Set a commit."""
    found = _wanted(request, period)
    form = CommitForm(request.POST)
    if form.is_valid():
        rep_id, value, note = (form.cleaned_data[name] for name in ("rep", "value", "note"))
        try:
            set_commit(period=found.period, value=value, note=note, rep_id=rep_id, by=signed_in(request))
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(request, gettext("Commit for {period} saved.").format(period=found.period.label))
            return redirect(_address(found))
    return _page(request, found, refused=form)


def _wanted(request: HttpRequest, period: str) -> Forecast:
    form = ForecastQueryForm(request.GET)
    rep_id: UUID | None = form.cleaned_data.get("rep") if form.is_valid() else None
    return forecast_seen_by(signed_in(request), Period.parse(period), rep_id)


def _address(found: Forecast) -> str:
    url = reverse("revops:forecast-of", args=[found.period.code])
    return f"{url}?rep={found.rep.pk}" if found.rep else url


def _page(request: HttpRequest, found: Forecast, *, refused: CommitForm | None = None) -> HttpResponse:
    period = found.period
    week = later(lambda: week_of_changes(found))
    past = later(lambda: calibration_before(period, found.owners))
    band = later(lambda: band_of(found))
    page: dict[str, Any] = {
        "forecast": found,
        "rows": [_row(found, row, refused) for row in found.rows],
        "total": _row(found, found.total, refused),
        "band": band,
        "parts": later(lambda: _methods(band)),
        "alerts": later(lambda: risk_alerts(found, week=week, past=past)),
        "week": week,
        "shown_deals": SHOWN_DEALS,
        "past": past,
        "errors": later(lambda: error_chart(past.by_week)),
        "chart": later(lambda: snapshot_chart(day_snapshots([period], found.owners))),
        "stages": later(_stages),
        "commits": later(lambda: commits_of(period, _whose(found))),
        "people": visible_people(signed_in(request)),
        "query": f"?rep={found.rep.pk}" if found.rep else "",
        **_around(period),
    }
    return form_page(request, "revops/forecast/forecast.html", page, is_refused=bool(refused))


def _methods(band: Band) -> list[tuple[str | Promise, Part]]:
    """Return the methods behind the expected amount, with their names."""
    return [(METHOD_NAMES[part.method], part) for part in band.outlook.parts] if band.outlook else []


def _stages() -> list[tuple[str, StageProbability]]:
    """Return the probabilities of the open stages, with the names of the stages."""
    return [(str(DealStage(each.stage).label), each) for each in stage_probabilities()]


def _whose(found: Forecast) -> list[UUID | None]:
    """Return the reps whose commits are listed; None is the commit of all, for users who see all."""
    people: list[UUID | None] = [row.rep_id for row in found.rows if row.rep_id]
    return [*people, None] if found.owners.ids is None else people


def _around(period: Period) -> dict[str, Any]:
    """Return the periods around this one for navigation."""
    return {
        "earlier": period.shifted(-1),
        "later": period.shifted(1),
        "month": Period.month_of(today() if today() in period else period.first),
        "quarter": Period.quarter_of(period.first),
    }


def _row(found: Forecast, row: ForecastRow, refused: CommitForm | None) -> Row:
    sent = refused.data.get("rep", "") if refused else None
    mine = refused if refused and sent == str(row.rep_id or "") else None
    form = mine or CommitForm(
        initial={"rep": row.rep_id, "value": row.target.commit}, auto_id=f"id_{row.rep_id or 'all'}_%s"
    )
    return Row(row, list(_cells(found, row)), form)


def _cells(found: Forecast, row: ForecastRow) -> Iterator[Cell]:
    sums = row.sums
    owner = _owner(found, row)
    period = found.period.code
    yield Cell(gettext("Closed"), sums.closed, _deals(owner, tab="won", closed=period))
    for label, category, amount in (
        (gettext("Commit deals"), "commit", sums.commit),
        (gettext("Best case"), "best_case", sums.best_case),
        (gettext("Pipeline"), "pipeline", sums.pipeline),
    ):
        yield Cell(label, amount, _deals(owner, tab="open", close=period, category=category))
    yield Cell(gettext("Omitted"), sums.omitted)
    yield Cell(gettext("Weighted"), sums.weighted)


def _owner(found: Forecast, row: ForecastRow) -> str | None:
    """Return the owner filter of the list of deals: empty is all, None an owner it cannot filter by."""
    if row is found.total:
        return str(found.rep.pk) if found.rep else ""
    if row.rep_id is None:
        return "nobody"
    return str(row.rep_id) if row.is_known else None


def _deals(owner: str | None, **narrowed: str) -> str:
    if owner is None:
        return ""
    wanted = narrowed | ({"owner": owner} if owner else {})
    return f"{reverse('revops:deals')}?{urlencode(wanted)}"
