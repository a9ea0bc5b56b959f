"""What is allowed in a model and probably not meant."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from mauntic.crm.models import Contact
from mauntic.kernel import clock
from scoring.domain.factors import FACTORS_BY_KEY
from scoring.domain.model import Model
from scoring.selectors.scope import Stretch
from scoring.selectors.scored import matches


@dataclass(frozen=True, slots=True)
class FactorWarning:
    """A factor that tells no leads apart: it applies to `leads` of `total`, which is all of them or none."""

    factor: str
    leads: int
    total: int

    @property
    def message(self) -> str:
        """`Matches everyone: 12,345 leads.`"""
        return (
            f"Matches everyone: {self.leads:,} leads."
            if self.leads
            else f"Matches no one of {self.total:,} leads."
        )


def model_warnings(
    model: Model, factors: Collection[str] | None = None, *, now: datetime | None = None
) -> list[FactorWarning]:
    """Own factors (of these keys, or all) that match everyone or no one. Those that fade are left out.

    Nobody having shown a signal yet is no mistake, and what is built in was not put together by anybody.
    """
    asked = [
        weighted
        for weighted in model.enabled
        if weighted.factor.key not in FACTORS_BY_KEY
        and not weighted.factor.signal
        and (factors is None or weighted.factor.key in factors)
    ]
    total = Contact.objects.count() if asked else 0
    if not total:
        return []
    counts = matches(asked, Stretch(), now or clock.now())
    return [FactorWarning(key, count, total) for key, count in counts.items() if count in (0, total)]
