"""Facts of a deal against which nothing speaks."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from revops.deals.domain.stages import Stage
from revops.health.domain.assessment import assess
from revops.health.domain.facts import DealFacts, Person, Usual
from revops.health.domain.settings import DEFAULTS

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


DAY = timedelta(days=1)


ANN = Person("Ann Lee", "champion")


BOB = Person("Bob Ray", "economic_buyer")


TEAM = Usual(9.0, 14, "team North")


# Nothing speaks against it, and nothing for it.
SOUND = DealFacts(
    deal_id=UUID(int=1),
    name="Roll-out",
    stage=Stage.PROPOSAL,
    value=Decimal(50_000),
    currency="EUR",
    created_at=NOW - 100 * DAY,
    stage_entered_at=NOW - 9 * DAY,
    today=NOW.date(),
    contact="Ann Lee",
    expected_close_on=date(2026, 12, 20),
    next_step="Send the offer.",
    last_touch_at=NOW - 2 * DAY,
    usual_stage=TEAM,
    people=(ANN, BOB),
    recent_signals=2,
    earlier_signals=3,
)


def said(facts: DealFacts, settings=DEFAULTS, at: datetime = NOW) -> dict[str, str]:
    return {flag.key: flag.reason for flag in assess(facts, settings, at).flags}
