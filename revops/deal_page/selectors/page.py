"""The data of a deal's page."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mauntic.accounts.models import User
from revops.deals.domain.stages import CLOSED
from revops.deals.models.choices import DealStage
from revops.deals.models.deals import Deal, DealChange, StageMove
from revops.deals.selectors.visible import deal as deal_seen_by
from revops.deals.selectors.visible import deals
from revops.health.selectors.stage_ages import StageAge, yardstick
from scoring.signals.selectors.shown import SignalView, signals_of

SIGNALS_SHOWN, DEALS_SHOWN = 8, 20


@dataclass(frozen=True, slots=True)
class StageStep:
    """A stage of the bar. `days` is the time the deal spent in it; None if it never was in it."""

    stage: str
    label: str
    days: float | None
    is_current: bool
    is_closed: bool


@dataclass(frozen=True, slots=True)
class DealPage:
    """A deal with the age of its stage and the steps of the bar."""

    deal: Deal
    stage_age: StageAge
    steps: list[StageStep]


def deal_page(deal_id: UUID, user: User, at: datetime) -> DealPage:
    """Return the page of a deal, in a constant number of queries.

    Raises:
        NotFound: there is no such deal, or `user` cannot see it.
    """
    deal = deal_seen_by(deal_id, user)
    stage_age = yardstick(at).of(deal)
    return DealPage(deal, stage_age, _steps(deal, stage_age.age))


def active_signals(deal: Deal, at: datetime) -> list[SignalView]:
    """Return the active signals of the deal's contact, at most `SIGNALS_SHOWN`."""
    if not deal.contact_id:
        return []
    return signals_of(deal.contact_id, active_only=True, now=at, limit=SIGNALS_SHOWN)


def deals_of_contact(contact_id: UUID, user: User) -> list[Deal]:
    """Return the deals with a contact that `user` can see, open ones first; at most `DEALS_SHOWN`."""
    rows = deals(user).select_related("health").filter(contact_id=contact_id)
    return list(rows.order_by("-closed_at", "-created_at")[:DEALS_SHOWN])


def _steps(deal: Deal, age: int) -> list[StageStep]:
    stayed = _days(deal)
    stayed[deal.stage] = stayed.get(deal.stage, 0) + age
    return [
        StageStep(
            stage.value, str(stage.label), stayed.get(stage.value), stage == deal.stage, stage.value in CLOSED
        )
        for stage in DealStage
    ]


def _days(deal: Deal) -> dict[str, float]:
    stayed: dict[str, float] = {}
    moves = StageMove.objects.filter(deal=deal).values_list("from_stage", "days")
    for stage, days in moves:
        stayed[stage] = stayed.get(stage, 0) + float(days or 0)
    return stayed


def category_override(deal: Deal) -> DealChange | None:
    """Return who overrode the category, when and why; None where it follows the stage."""
    changes = DealChange.objects.filter(deal=deal, field="category_override").select_related("by")
    return changes.order_by("-at", "-id").first() if deal.category_override else None
