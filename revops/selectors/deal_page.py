"""What the page of one deal shows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mauntic.accounts.models import User
from revops.domain.stages import CLOSED
from revops.models import Deal, DealChange, DealStage, StageMove
from revops.selectors.deals import deal as deal_seen_by
from revops.selectors.deals import deals
from revops.selectors.standing import Standing, yardstick
from scoring.selectors import SignalView, signals_of

SIGNALS_SHOWN, DEALS_SHOWN = 8, 20


@dataclass(frozen=True, slots=True)
class StageStep:
    """A stage on the bar; `days` is how long the deal was in it so far, None where it never was."""

    stage: str
    label: str
    days: float | None
    is_current: bool
    is_closed: bool


@dataclass(frozen=True, slots=True)
class DealPage:
    """A deal with where it stands, and what its contact does."""

    deal: Deal
    standing: Standing
    steps: list[StageStep]
    signals: list[SignalView]
    override: DealChange | None


def deal_page(deal_id: UUID, user: User, at: datetime) -> DealPage:
    """The page of a deal that `user` sees, in a constant number of queries; else `NotFound`."""
    deal = deal_seen_by(deal_id, user)
    standing = yardstick(at).of(deal)
    signals = (
        signals_of(deal.contact_id, active_only=True, now=at, limit=SIGNALS_SHOWN) if deal.contact_id else []
    )
    return DealPage(deal, standing, _steps(deal, standing.age), signals, _override(deal))


def deals_of_contact(contact_id: UUID, user: User) -> list[Deal]:
    """The deals with a contact that `user` sees, open ones first; at most `DEALS_SHOWN`."""
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


def _override(deal: Deal) -> DealChange | None:
    """Who overrode the category, when and why; None where it follows the stage."""
    changes = DealChange.objects.filter(deal=deal, field="category_override").select_related("by")
    return changes.order_by("-at", "-id").first() if deal.category_override else None
