"""The forecast: what will be closed, and how sure is that?"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from mauntic.accounts.context import signed_in
from mauntic.accounts.selectors import visible_people
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.forms import add_errors
from revops.domain.periods import Period
from revops.forms.forecast import CommitForm, ForecastQueryForm
from revops.selectors.calibration import calibration_before
from revops.selectors.forecast import Forecast, ForecastRow, forecast_seen_by
from revops.selectors.forecast_band import band_of
from revops.selectors.forecast_commits import commits_of
from revops.selectors.forecast_outlook import today
from revops.selectors.forecast_risks import risk_alerts, week_of_changes
from revops.selectors.forecast_snapshots import day_snapshots
from revops.selectors.probabilities import stage_probabilities
from revops.services.forecast import set_commit
from revops.views.forecast_charts import error_chart, snapshot_chart

SHOWN_DEALS = 10
METHOD_NAMES = {
    "naive": "as in the last period",
    "mean_of_last_3": "the mean of the last three periods",
    "seasonal_naive": "as in the same season before",
    "seasonal_mean": "the mean of the same seasons before",
    "pipeline": "the open deals, by their learned chance and time, and new ones to come",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of the table, and the address of the deals behind it; empty where no list shows just these."""

    label: str
    amount: Decimal
    url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table; `form` is open where a commit was refused."""

    row: ForecastRow
    cells: list[Cell]
    form: CommitForm


@login_required
@require_GET
def current(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (its signature)
    """The forecast of this quarter."""
    return redirect("revops:forecast-of", Period.quarter_of(today()).code)


@login_required
@require_GET
def forecast(request: HttpRequest, period: str) -> HttpResponse:
    """The forecast of a period as the user sees it; `?rep=` narrows it to one person."""
    return _page(request, _wanted(request, period))


@login_required
@require_POST
def commit(request: HttpRequest, period: str) -> HttpResponse:
    """Say what will close; what was said before stays on record."""
    found = _wanted(request, period)
    form = CommitForm(request.POST)
    if form.is_valid():
        rep_id, value, note = (form.cleaned_data[name] for name in ("rep", "value", "note"))
        try:
            set_commit(period=found.period, value=value, note=note, rep_id=rep_id, by=signed_in(request))
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Committed. What was said before stays on record.")
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
    week, past = week_of_changes(found), calibration_before(found.period, found.owners)
    period, band = found.period, band_of(found)
    page: dict[str, Any] = {
        "forecast": found,
        "rows": [_row(found, row, refused) for row in found.rows],
        "total": _row(found, found.total, refused),
        "band": band,
        "parts": [(METHOD_NAMES[part.method], part) for part in band.outlook.parts] if band.outlook else [],
        "alerts": risk_alerts(found, week=week, past=past),
        "week": week,
        "shown_deals": SHOWN_DEALS,
        "past": past,
        "errors": error_chart(past.by_week),
        "chart": snapshot_chart(day_snapshots([period], found.owners), period),
        "stages": stage_probabilities(),
        "commits": commits_of(period, _whose(found)),
        "people": visible_people(signed_in(request)),
        "query": f"?rep={found.rep.pk}" if found.rep else "",
        **_neighbours(period),
    }
    return render(request, "revops/forecast.html", page, status=400 if refused else 200)


def _whose(found: Forecast) -> list[UUID | None]:
    """Whose commits are told: of the people in the table, and what is said for all to who sees all."""
    people: list[UUID | None] = [row.rep_id for row in found.rows if row.rep_id]
    return [*people, None] if found.owners.ids is None else people


def _neighbours(period: Period) -> dict[str, Any]:
    """Where else the page leads: months and quarters around this one."""
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
    yield Cell("Closed", sums.closed, _deals(owner, tab="won", closed=period))
    for label, category, amount in (
        ("Commit", "commit", sums.commit),
        ("Best case", "best_case", sums.best_case),
        ("Pipeline", "pipeline", sums.pipeline),
    ):
        yield Cell(label, amount, _deals(owner, tab="open", close=period, category=category))
    yield Cell("Omitted", sums.omitted)
    yield Cell("Weighted", sums.weighted)


def _owner(found: Forecast, row: ForecastRow) -> str | None:
    """How the list of deals names the row's owner: empty is everybody, None somebody it does not know."""
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
