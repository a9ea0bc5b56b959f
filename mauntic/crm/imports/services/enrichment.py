"""What it will cost to enrich the leads that an import creates."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.dispatch import Signal

from mauntic.crm.imports.models import Import, ImportRow
from mauntic.crm.imports.services.matching import Cleaned

LOOKED_AT = 2_000
"""The rows that stand for all of a larger file."""

new_leads_priced = Signal()
"""Sent with `leads`, the clean values of rows, to ask what their enrichment would cost. The receiver returns
a `Price` of all of them together, or None if new leads are not enriched."""


@dataclass(frozen=True, slots=True)
class Price:
    """Likely and highest cost in US dollars. `left` is the rest of the budgets; None without a limit."""

    likely: Decimal
    most: Decimal
    left: Decimal | None


@dataclass(frozen=True, slots=True)
class ImportPrice:
    """The price of enriching the `leads` that an import creates."""

    leads: int
    price: Price

    @property
    def is_over(self) -> bool:
        """Return whether the likely cost is above the rest of the budgets."""
        return self.price.left is not None and self.price.likely > self.price.left


def price_of_enrichment(job: Import, *, new: int) -> ImportPrice | None:
    """Estimate the cost of enriching the leads that an import would create, in a constant number of queries.

    Args:
        job: a checked import.
        new: the number of leads that it would create. The first 2,000 stand for all.

    Returns: the price; None if there is nothing to enrich, or new leads are not enriched.
    """
    rows = job.rows.filter(verdict=ImportRow.Verdict.CREATE).order_by("number")
    leads = [Cleaned.of(stored) for stored in rows.values_list("cleaned", flat=True)[:LOOKED_AT] if stored]
    if not leads:
        return None
    answers: Sequence[tuple[object, Any]] = new_leads_priced.send(sender=Import, leads=leads)
    found = next((price for _receiver, price in answers if price is not None), None)
    if found is None:
        return None
    share = Decimal(max(new, len(leads))) / len(leads)
    return ImportPrice(new, Price(_cents(found.likely * share), _cents(found.most * share), found.left))


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))
