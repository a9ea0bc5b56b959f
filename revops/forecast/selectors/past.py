"""The past months of the organization, for a backtest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from revops.deals.selectors.days import today
from revops.forecast.domain.ledger import Ledger
from revops.forecast.domain.methods import Known
from revops.forecast.domain.periods import Period
from revops.forecast.domain.won import WonByDay
from revops.forecast.selectors.ledger import read_ledger
from revops.forecast.selectors.scope import EVERYBODY


@dataclass(frozen=True, slots=True)
class OrganizationPast:
    """The history until today, as known on the first morning of each month."""

    ledger: Ledger
    won: WonByDay

    @property
    def won_days(self) -> Sequence[date]:
        """The days with wins, in order."""
        return sorted(self.won.amounts)

    def outcome(self, period: Period) -> float:
        """Return the amount won in a period."""
        return self.won.of(period)

    def known_on(self, on: date) -> Known:
        """Return what was known on the morning of `on`."""
        return self.ledger.known(on, EVERYBODY.has)


def organization_past() -> OrganizationPast:
    """Return the months since the first win of the last three years, in eight queries."""
    on = today()
    won = read_ledger([on]).won_until(on, EVERYBODY.has)
    known = read_ledger(_mornings(won, on))
    return OrganizationPast(known, won)


def _mornings(won: WonByDay, on: date) -> list[date]:
    month, mornings = Period.month_of(min(won.amounts, default=on)), []
    while month.first <= on:
        mornings.append(month.first)
        month = month.shifted(1)
    return mornings
