"""The age of deals in their stage against the median, and whether their close date has passed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from revops.deals.domain.stages import OPEN, Stage
from revops.deals.models.deals import Deal
from revops.deals.selectors.days import today
from revops.health.domain.facts import Usual
from revops.health.selectors.medians import usual_habits
from revops.health.selectors.usual import Habits

# A deal is slow from this multiple of the median on.
SLOW_FROM = 1.5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StageAge:
    """Whole days in the stage, the median, and whether the expected close date has passed."""

    age: int
    usual: Usual
    is_past: bool

    @property
    def is_slow(self) -> bool:
        """Whether the deal is in its stage much longer than the median."""
        return self.age > self.usual.days * SLOW_FROM


@dataclass(frozen=True, slots=True)
class Yardstick:
    """The medians and the day to measure deals against."""

    at: datetime
    today: date
    habits: Habits

    def of(self, deal: Deal) -> StageAge:
        """Return the stage age of a deal, whose owner must be loaded."""
        team_id = deal.owner.team_id if deal.owner else None
        return self.measure(deal.stage, deal.stage_entered_at, team_id, deal.expected_close_on)

    def measure(self, stage: str, since: datetime, team_id: UUID | None, close_on: date | None) -> StageAge:
        """Return the stage age from plain values."""
        is_past = stage in OPEN and close_on is not None and close_on < self.today
        return StageAge((self.at - since) // _DAY, self.habits.in_stage(team_id, Stage(stage)), is_past)


def yardstick(at: datetime) -> Yardstick:
    """Return the yardstick for `at`; medians may be 15 minutes old."""
    return Yardstick(at, today(at), usual_habits())
