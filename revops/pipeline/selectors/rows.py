"""Rows of the table of deals."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mauntic.kernel.display import ago, day, money
from revops.deals.models.choices import DealPriority, DealStage, ForecastCategory
from revops.deals.models.deals import Deal, DealQuerySet
from revops.health.models import HealthLevel
from revops.health.selectors.stage_ages import StageAge, yardstick

_STAGES = dict(DealStage.choices)
_PRIORITIES = dict(DealPriority.choices)
_CATEGORIES = dict(ForecastCategory.choices)
_LEVELS = dict(HealthLevel.choices)
# What a list does not show and may be long.
_UNSHOWN = (
    "search_text",
    "contact__custom_fields",
    "contact__search_text",
    "company__custom_fields",
    "company__tech_stack",
    "health__action",
)


@dataclass(frozen=True, slots=True)
class DealRow:
    """A deal in the table with the age of its stage."""

    deal: Deal
    stage_age: StageAge

    def values(self) -> dict[str, Any]:
        """Return the row as plain values in words, for a template that knows no models."""
        deal, age = self.deal, self.stage_age
        return {
            "id": deal.pk,
            "name": deal.name,
            "next_step": deal.next_step,
            "is_open": deal.is_open,
            **_sold_to(deal),
            "stage": str(_STAGES[deal.stage]),
            "age": age.age,
            "usual": f"{age.usual.days:.0f}",
            "is_slow": age.is_slow,
            "lost_reason": deal.lost_reason,
            "value": money(deal.value, deal.currency),
            "close": day(deal.expected_close_on) if deal.expected_close_on else "",
            "closed": ago(deal.closed_at) if deal.closed_at else "",
            "is_past": age.is_past,
            "owner": deal.owner.short_name if deal.owner else "",
            "priority": str(_PRIORITIES[deal.priority]),
            "category": str(_CATEGORIES[deal.forecast_category]),
            "is_overridden": deal.is_open and bool(deal.category_override),
            **_health(deal),
        }


def _sold_to(deal: Deal) -> dict[str, Any]:
    who = deal.company.name if deal.company else deal.contact.name if deal.contact else ""
    return {"company_id": deal.company_id, "contact_id": deal.contact_id, "who": who}


def _health(deal: Deal) -> dict[str, Any]:
    health = getattr(deal, "health", None)
    if health is None:
        return {"level": ""}
    reason = health.flags[0]["label"] if health.flags else ""
    label = str(_LEVELS[health.level])
    return {"level": health.level, "level_label": label, "score": health.score, "reason": reason}


def deal_rows(deals: Iterable[Deal], at: datetime) -> list[DealRow]:
    """Return deals of `with_relations` as rows of the table, without further queries.

    Args:
        deals: from `with_relations`.
        at: the time by which the age of stages is measured.
    """
    measure = yardstick(at)
    return [DealRow(deal, measure.of(deal)) for deal in deals]


def with_relations(rows: DealQuerySet) -> DealQuerySet:
    """Return the rows with everything that the table shows, and nothing long besides."""
    return rows.select_related("company", "contact", "owner", "health").defer(*_UNSHOWN)
