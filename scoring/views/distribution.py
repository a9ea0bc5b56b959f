"""How scores are spread, and how that moves."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from scoring import selectors
from scoring.selectors.distribution import HOT, Part
from scoring.views.charts import line, single_bars


@dataclass(frozen=True, slots=True)
class Table:
    """Parts of the leads, each with the address of its rows where the list can be narrowed to them."""

    title: str
    rows: Sequence[tuple[Part, str]]


@login_required
@require_GET
def distribution(request: HttpRequest) -> HttpResponse:
    """Scores by tens, grades, tiers of intent, and by owner, source and stage; mean and hot leads by day."""
    found, days = selectors.distribution(), selectors.score_days()
    page = {
        "found": found,
        "days": days,
        "bars": single_bars([(str(low), count) for low, count in found.scores]),
        "grades": selectors.grade_counts(),
        "mean_line": line([day.mean for day in days], most=100),
        "hot_line": line([day.hot for day in days], most=max((day.hot for day in days), default=0)),
        "tables": [
            Table("By owner", [(part, _leads(owner=part.key or "nobody")) for part in found.by_owner]),
            Table("By source", [(part, "") for part in found.by_source]),
            Table("By stage", [(part, "") for part in found.by_stage]),
        ],
        "hot_from": HOT,
    }
    return render(request, "scoring/distribution.html", page)


def _leads(**narrowed: str) -> str:
    """The list of leads, narrowed."""
    return f"{reverse('leads')}?{urlencode(narrowed)}"
