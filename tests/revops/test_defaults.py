"""The numbers of revenue operations as the contract has them."""

import re
from datetime import time
from decimal import Decimal
from pathlib import Path

import pytest

from mauntic.kernel.clock import now
from revops.activities.models import ActivityType
from revops.deals.domain.stages import WEIGHTS
from revops.deals.models.choices import DealPriority
from revops.deals.models.deals import Deal
from revops.forecast.domain import alerts
from revops.forecast.domain.probabilities import PRIOR_DAYS_TO_WIN, STRENGTH
from revops.forecast.services.snapshots import TAKEN_AT
from revops.health.domain import assessment, facts
from revops.health.domain.next_action import DUE_HOURS, SOON_DAYS
from revops.health.domain.playbooks import remedies
from revops.health.domain.settings import DEFAULTS

CATEGORY_OF = {
    "prospecting": "pipeline",
    "qualification": "pipeline",
    "discovery": "pipeline",
    "demo": "best_case",
    "proposal": "best_case",
    "negotiation": "commit",
    "closed_won": "closed",
    "closed_lost": "omitted",
}
# rule -> (weight, limit)
HEALTH_RULES = {
    "no_activity": (25, "14"),
    "stuck_in_stage": (15, "1.5"),
    "close_date_slipped": (15, "2"),
    "close_date_passed": (20, "1"),
    "single_threaded": (10, "2"),
    "no_next_step": (10, None),
    "champion_gone": (25, None),
    "no_economic_buyer": (15, None),
    "value_cut": (10, "20"),
    "overdue_tasks": (10, "1"),
    "engagement_fading": (10, "50"),
    "engagement_silent": (10, "1"),
    "engaged": (10, "5"),
    "meeting_booked": (5, None),
    "broad_committee": (5, "4"),
}


@pytest.mark.parametrize(("stage", "category"), CATEGORY_OF.items())
def test_a_row_of_a_stage_is_forecast_in_its_category(acme, stage, category):
    Deal.objects.create(name="Wire", stage=stage, closed_at=now() if stage.startswith("closed") else None)
    assert Deal.objects.get().forecast_category == category


def test_the_categories_weigh_in_the_forecast_as_agreed():
    assert {category.value: str(weight) for category, weight in WEIGHTS.items()} == {
        "closed": "1",
        "commit": "1",
        "best_case": "0.5",
        "pipeline": "0.25",
        "omitted": "0",
    }
    assert time(6) == TAKEN_AT


def test_activities_and_priorities_are_those_of_the_contract():
    kinds = ["call", "email", "meeting", "demo", "task", "note", "linkedin", "sms"]
    assert ActivityType.values == kinds
    assert DealPriority.values == ["low", "medium", "high", "critical"]


def test_health_rules_weigh_as_agreed():
    found = {each.key: (each.weight, each.limit and str(each.limit)) for each in DEFAULTS.values()}
    assert found == HEALTH_RULES
    assert (assessment.HEALTHY_FROM, assessment.AT_RISK_FROM, assessment.BEST) == (70, 40, 100)
    assert (facts.ENGAGEMENT_DAYS, facts.LEAST_MEASURED) == (30, 5)


def test_the_guide_names_each_warning_with_its_default_limit_and_points():
    guide = (Path(__file__).parents[2] / "docs/deal-health.md").read_text(encoding="utf-8")
    rows = (re.split(r" *\| *", line)[1:] for line in guide.splitlines() if line.count("|") > 4)
    listed = {cells[0]: (cells[2].partition(" ")[0].rstrip("%"), cells[3], *cells[4:-1]) for cells in rows}
    advice = remedies()
    for key, (weight, limit) in HEALTH_RULES.items():
        remedy = [advice[key]] if key in advice else []
        assert listed[DEFAULTS[key].label] == (limit or "–", str(weight), *remedy)


def test_what_is_urgent_is_due_in_four_hours_and_what_is_not_within_a_week():
    hours = {urgency.value: due for urgency, due in DUE_HOURS.items()}
    assert hours == {"urgent": 4, "high": 24, "medium": 72, "low": 168}
    assert SOON_DAYS == 14


def test_history_outweighs_the_stages_own_numbers_from_20_deals_on():
    assert (STRENGTH, PRIOR_DAYS_TO_WIN) == (20, 60)


def test_a_forecast_is_at_risk_from_these_shares_on():
    assert (Decimal("0.5"), Decimal("0.1")) == (alerts.ONE_DEAL_SHARE, alerts.SLIPPED_SHARE)
    assert (alerts.BIAS_SHARE, alerts.FEWEST_FORECASTS) == (0.1, 4)
