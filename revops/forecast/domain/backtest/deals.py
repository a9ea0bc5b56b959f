"""What was known on a day of deals that are told by when they began and how they ended."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from revops.forecast.domain.methods import Known, Newcomers, OpenDeals
from revops.forecast.domain.periods import Period
from revops.forecast.domain.probabilities import Spell, WinCurve
from revops.forecast.domain.won import WonByDay

STAGE = "open"
# Until a deal has been closed, as likely won as lost.
PRIOR = 0.5
# New deals a day are counted over the last so many days.
RECENT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class PastDeal:
    """A deal that began on a day and was won or lost (`won` None: neither yet).

    `value` is what came of it. `price` is what its product costs by the list, None where that is not known.
    """

    began: date
    closed_on: date | None
    won: bool | None
    value: float
    product: str = ""
    price: float | None = None


class History:
    """Deals of the past, looked at on any of its days."""

    def __init__(self, deals: Iterable[PastDeal]) -> None:
        self._deals = sorted(deals, key=lambda deal: deal.began)
        amounts = defaultdict[date, float](float)
        for deal in self._deals:
            if deal.won and deal.closed_on:
                amounts[deal.closed_on] += deal.value
        self._won = WonByDay(amounts, date.max)

    @property
    def won_days(self) -> Sequence[date]:
        """The days on which something was won, in order."""
        return sorted(self._won.amounts)

    def outcome(self, period: Period) -> float:
        """What was won in a period."""
        return self._won.of(period)

    def known_on(self, on: date) -> Known:
        """What was known on the morning of `on`: of values and ends only those of deals closed before."""
        begun = [deal for deal in self._deals if deal.began < on]
        closed = [deal for deal in begun if deal.closed_on and deal.closed_on < on]
        prices = _Prices(deal for deal in closed if deal.won)
        spells = [_spell(deal, on) for deal in begun]
        curve = WinCurve(spells, PRIOR)
        decided = [spell.won for spell in spells if spell.won is not None]
        newest = sum(deal.began >= on - RECENT for deal in begun)
        return Known(
            on=on,
            won=self._won.known_on(on),
            open_deals=[
                _open(deal, on, prices) for deal in begun if deal.closed_on is None or deal.closed_on >= on
            ],
            curves={STAGE: curve},
            newcomers=Newcomers(newest / RECENT.days, prices.mean, curve),
            stage_weights={STAGE: fmean(decided) if decided else PRIOR},
        )


class _Prices:
    """What a product is worth: by the list, else as it was won for before, else as all of them were."""

    def __init__(self, won: Iterable[PastDeal]) -> None:
        values = defaultdict[str, list[float]](list)
        for deal in won:
            values[deal.product].append(deal.value)
        self._by_product: Mapping[str, float] = {product: fmean(each) for product, each in values.items()}
        self.mean = fmean([value for each in values.values() for value in each] or [0])

    def of(self, deal: PastDeal) -> float:
        if deal.price is not None:
            return deal.price
        return self._by_product.get(deal.product, self.mean)


def _spell(deal: PastDeal, on: date) -> Spell:
    if deal.closed_on and deal.closed_on < on:
        return Spell((deal.closed_on - deal.began).days, deal.won)
    return Spell((on - deal.began).days, None)


def _open(deal: PastDeal, on: date, prices: _Prices) -> OpenDeals:
    value = prices.of(deal)
    return OpenDeals(STAGE, (on - deal.began).days, 1, value, value * value)
