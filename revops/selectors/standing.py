"""How long a deal is where it is, against what is usual, and whether its date is past."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from mauntic.tenants.context import current_organization
from revops.domain.health_facts import Usual
from revops.domain.stages import OPEN, Stage
from revops.models import Deal
from revops.selectors.health_usual import Habits
from revops.selectors.medians import usual_habits

# So many times the usual days, a stage takes long.
SLOW_FROM = 1.5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whole days in the stage, the usual ones, and whether the deal should have been closed before today."""

    age: int
    usual: Usual
    is_past: bool

    @property
    def is_slow(self) -> bool:
        """Whether it stays clearly longer than is usual."""
        return self.age > self.usual.days * SLOW_FROM


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What deals are held against at a moment."""

    at: datetime
    today: date
    habits: Habits

    def of(self, deal: Deal) -> Standing:
        """Where the deal stands; its owner must be loaded."""
        team_id = deal.owner.team_id if deal.owner else None
        return self.measure(deal.stage, deal.stage_entered_at, team_id, deal.expected_close_on)

    def measure(self, stage: str, since: datetime, team_id: UUID | None, close_on: date | None) -> Standing:
        """The same from the bare values."""
        is_past = stage in OPEN and close_on is not None and close_on < self.today
        return Standing((self.at - since) // _DAY, self.habits.in_stage(team_id, Stage(stage)), is_past)


def yardstick(at: datetime) -> Yardstick:
    """What holds at `at`; what is usual may be a quarter of an hour old."""
    return Yardstick(at, today(at), usual_habits())


def today(at: datetime) -> date:
    """The day of a moment where the organization is."""
    return at.astimezone(ZoneInfo(current_organization().time_zone)).date()
