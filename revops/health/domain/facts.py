"""The facts of a deal at a given time, from which health and next action are derived."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from revops.deals.domain.stages import CLOSED, Stage

ENGAGEMENT_DAYS = 30
LEAST_MEASURED = 5
"""With fewer, a median is chance."""

# Default days in a stage until five deals have left it; together a sale of about four months.
USUAL_STAGE_DAYS = {
    Stage.PROSPECTING: 21.0,
    Stage.QUALIFICATION: 14.0,
    Stage.DISCOVERY: 21.0,
    Stage.DEMO: 14.0,
    Stage.PROPOSAL: 21.0,
    Stage.NEGOTIATION: 21.0,
}


@dataclass(frozen=True, slots=True)
class Usual:
    """A median of days over `count` deals of `whose`; an empty `whose` marks a default."""

    days: float
    count: int = 0
    whose: str = ""

    @property
    def is_measured(self) -> bool:
        """Whether the median is measured and not a default."""
        return bool(self.whose)


@dataclass(frozen=True, slots=True)
class Person:
    """A person on the buyer's side. `gone` says why they are no longer active, or is empty."""

    name: str
    role: str
    gone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DealFacts:
    """A deal as it was known at a moment; `today` is that day where the organization is.

    `last_touch_at` is when an activity was last done. `pace` is how many days pass between two of them on
    the team's open deals, None where nothing was measured. `usual_stage` is how long deals stay in this
    stage. `first_close_on` is the earliest day that was ever expected. `highest_value` is the most that the
    deal was ever worth in its currency. `planned` counts open activities with a due date. The signals are of
    the people who are not gone, in the last 30 days and in the 30 days before.
    """

    deal_id: UUID
    name: str
    stage: Stage
    value: Decimal
    currency: str
    created_at: datetime
    stage_entered_at: datetime
    today: date
    owner: str = ""
    contact: str = ""
    company: str = ""
    expected_close_on: date | None = None
    next_step: str = ""
    last_touch_at: datetime | None = None
    pace: Usual | None = None
    usual_stage: Usual = Usual(USUAL_STAGE_DAYS[Stage.PROSPECTING])
    slips: int = 0
    first_close_on: date | None = None
    people: tuple[Person, ...] = ()
    highest_value: Decimal | None = None
    planned: int = 0
    overdue: int = 0
    overdue_since: datetime | None = None
    meeting_at: datetime | None = None
    recent_signals: int = 0
    earlier_signals: int = 0

    @property
    def is_closed(self) -> bool:
        """Whether the deal is won or lost."""
        return self.stage in CLOSED

    @property
    def active_people(self) -> list[Person]:
        """The people who are active."""
        return [person for person in self.people if not person.gone]

    def with_role(self, role: str) -> list[Person]:
        """Return the active people with a role."""
        return [person for person in self.active_people if person.role == role]
