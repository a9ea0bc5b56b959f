"""What was won on which day."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

from revops.forecast.domain.periods import Period

# A period whose first week is not on record was not seen whole.
GRACE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WonByDay:
    """Amounts won by day, all of them before the day `until`; nothing of later is known."""

    amounts: Mapping[date, float]
    until: date
    _days: list[date] = field(init=False, repr=False, compare=False)
    _sums: list[float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        days = sorted(day for day in self.amounts if day < self.until)
        object.__setattr__(self, "_days", days)
        object.__setattr__(self, "_sums", [0.0, *accumulate(self.amounts[day] for day in days)])

    def known_on(self, on: date) -> "WonByDay":
        """What was known of it on the morning of `on`."""
        return WonByDay(self.amounts, min(on, self.until))

    def between(self, first: date, last: date) -> float:
        """What was won from `first` to `last`, both included; nothing where there is no day between."""
        if first > last:
            return 0.0
        return self._sums[bisect_right(self._days, last)] - self._sums[bisect_left(self._days, first)]

    def of(self, period: Period, *, skipping: int = 0) -> float:
        """What was won in a period, without its first `skipping` days."""
        return self.between(period.first + timedelta(days=skipping), period.last)

    def knows(self, period: Period) -> bool:
        """Whether the whole period is on record."""
        return bool(self._days) and self._days[0] < period.first + GRACE and period.last < self.until

    def before(self, period: Period) -> list[tuple[int, Period]]:
        """The periods before that are on record, the latest first, with how many periods they lie back."""
        found: list[tuple[int, Period]] = []
        if not self._days:
            return found
        back = 1
        while (earlier := period.shifted(-back)).first + GRACE > self._days[0]:
            if self.knows(earlier):
                found.append((back, earlier))
            back += 1
        return found
