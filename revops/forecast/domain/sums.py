"""The categories of a forecast, and what they come to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TypeVar

from revops.deals.domain.stages import WEIGHTS, Category
from revops.rates.domain import CENT

ZERO = Decimal(0)
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class CategorySums:
    """Amounts by category in one currency.

    `deals` counts those that are in them (but the omitted), `unconverted` those that are not in them for want
    of an exchange rate, and `apart` their amounts by currency.
    """

    amounts: Mapping[Category, Decimal] = field(default_factory=dict)
    deals: int = 0
    unconverted: int = 0
    apart: Mapping[str, Decimal] = field(default_factory=dict)

    def of(self, category: Category) -> Decimal:
        """The amount of a category."""
        return self.amounts.get(category, ZERO)

    @property
    def pipeline(self) -> Decimal:
        """Open deals that may or may not come."""
        return self.of(Category.PIPELINE)

    @property
    def best_case(self) -> Decimal:
        """Open deals that come if all goes well."""
        return self.of(Category.BEST_CASE)

    @property
    def commit(self) -> Decimal:
        """Open deals that are as good as won."""
        return self.of(Category.COMMIT)

    @property
    def closed(self) -> Decimal:
        """Deals that are won."""
        return self.of(Category.CLOSED)

    @property
    def omitted(self) -> Decimal:
        """Lost deals, and open ones that are not to be counted."""
        return self.of(Category.OMITTED)

    @property
    def weighted(self) -> Decimal:
        """Each category by its weight, to the cent."""
        return self.weighted_with(self.commit)

    def weighted_with(self, commit: Decimal) -> Decimal:
        """`weighted` where so much is committed to, whatever the deals of that category come to."""
        amounts = {**self.amounts, Category.COMMIT: commit}
        whole = sum((WEIGHTS[category] * amount for category, amount in amounts.items()), ZERO)
        return whole.quantize(CENT, rounding=ROUND_HALF_EVEN)


def added(several: Iterable[CategorySums]) -> CategorySums:
    """Sums of several people as one."""
    every = list(several)
    return CategorySums(
        amounts=_added(each.amounts for each in every),
        deals=sum(each.deals for each in every),
        unconverted=sum(each.unconverted for each in every),
        apart=_added(each.apart for each in every),
    )


def _added(maps: Iterable[Mapping[Key, Decimal]]) -> dict[Key, Decimal]:
    sums = defaultdict[Key, Decimal](Decimal)
    for each in maps:
        for key, amount in each.items():
            sums[key] += amount
    return dict(sums)
