"""Pages of runs, and of what they cost."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from mauntic.accounts.context import managers_required, signed_in
from mauntic.kernel.charts.bars import BarSeries, bar_chart
from mauntic.kernel.charts.shapes import SERIES, Chart
from mauntic.kernel.db.paging import Keyset
from mauntic.kernel.display import money, short_day
from mauntic.kernel.pages.parts import later
from revops.agents.llm.domain.requests import Agent
from revops.agents.llm.filters import RunFilter
from revops.agents.llm.labels import agent_name
from revops.agents.llm.selectors.budgets import budget_states
from revops.agents.llm.selectors.lines import policy
from revops.agents.llm.selectors.runs import newest_runs, run_of
from revops.agents.llm.selectors.spend import Spend, spend

PERIODS = (7, 30, 90)


@managers_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List runs, newest first, filtered by the URL."""
    narrowed = RunFilter(request.GET, newest_runs())
    page = Keyset(narrowed.qs, "started_at").page(
        after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    is_narrowed = any(request.GET.get(name) for name in narrowed.filters)
    context = {"filter": narrowed, "page": page, "is_narrowed": is_narrowed}
    return render(request, "revops/agents/runs.html", context)


@managers_required
@require_GET
def show(request: HttpRequest, agent_run_id: UUID) -> HttpResponse:
    """Show a run; its prompt, evidence and answer only to ops and admins."""
    run, may_read = run_of(agent_run_id), signed_in(request).is_ops
    tokens = run.input_tokens + run.cache_read_tokens + run.cache_write_tokens
    context = {"run": run, "tokens_in": tokens, "kept": policy(), "may_read": may_read}
    return render(request, "revops/agents/run.html", context)


@managers_required
@require_GET
def costs(request: HttpRequest) -> HttpResponse:
    """Show budgets and spend."""
    shown = spend(_days(request))
    context = {
        "spend": shown,
        "chart": later(lambda: spend_chart(shown)),
        "budgets": [each for each in budget_states().values() if each.limit is not None or not each.agent],
        "periods": PERIODS,
        "policy": policy(),
    }
    return render(request, "revops/agents/spend.html", context)


def spend_chart(shown: Spend) -> Chart | None:
    """Draw the spend of each day, stacked by agent. Returns: None if nothing was spent."""
    days = list(shown.by_day)
    paying = [agent for agent in Agent if any(amounts[agent] for amounts in shown.by_day.values())]
    tones = dict(zip(Agent, SERIES, strict=False))
    return bar_chart(
        title=_("Spend per day by agent"),
        series=[
            BarSeries(
                agent_name(agent),
                tones.get(agent, "muted"),
                [float(amounts[agent]) for amounts in shown.by_day.values()],
            )
            for agent in paying
        ],
        names=[short_day(day) for day in days],
        labels=(short_day(days[0]), _("today")) if days else (),
        is_stacked=True,
        written=lambda amount: money(amount, "USD"),
    )


def _days(request: HttpRequest) -> int:
    """Return the chosen period; the longest for an unknown one."""
    given = request.GET.get("days", "")
    return next((days for days in PERIODS if str(days) == given), PERIODS[1])
