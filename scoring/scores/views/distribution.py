"""The page of the distribution of scores."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from mauntic.kernel.pages.parts import later
from scoring.scores.selectors import distribution, grades
from scoring.scores.selectors.distribution import HOT, Part
from scoring.scores.views.charts import distribution_chart, hot_chart, mean_chart
from scoring.signals.models import Tier


@dataclass(frozen=True, slots=True)
class Table:
    """Parts of the leads, each with the address of its leads if the list has a filter for them."""

    title: str
    column: str
    rows: Sequence[tuple[Part, str]]


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show scores by tens, grades, intent tiers, owner, source and stage, and mean and hot leads by day."""
    found = distribution.score_distribution()
    days = later(distribution.score_days)
    page = {
        "found": found,
        "days": days,
        "bars": later(lambda: distribution_chart(found.scores)),
        "grades": later(grades.grade_counts),
        "mean_line": later(lambda: mean_chart(days)),
        "hot_line": later(lambda: hot_chart(days)),
        "tables": [
            Table(
                gettext("By owner"),
                gettext("Owner"),
                [(part, _leads(owner=part.key or "nobody")) for part in found.by_owner],
            ),
            Table(gettext("By source"), gettext("Source"), [(part, "") for part in found.by_source]),
            Table(gettext("By stage"), gettext("Stage"), [(part, "") for part in found.by_stage]),
        ],
        "tiers": [(tier, Tier(tier).label, count) for tier, count in found.tiers],
        "hot_from": HOT,
    }
    return render(request, "scoring/scores/distribution.html", page)


def _leads(**narrowed: str) -> str:
    """Return the address of the filtered list of leads."""
    return f"{reverse('leads')}?{urlencode(narrowed)}"
