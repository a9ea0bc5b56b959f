"""Warnings about factors that are valid but probably wrong."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import ngettext

from mauntic.crm.models import Contact
from mauntic.kernel import clock
from mauntic.kernel.display import number
from scoring.model.domain.factors import FACTORS_BY_KEY
from scoring.model.domain.points import Model
from scoring.scores.selectors.queryset import matches
from scoring.scores.selectors.scope import IdRange


@dataclass(frozen=True, slots=True)
class FactorWarning:
    """A factor that applies to all leads or to none: `leads` of `total`."""

    factor: str
    leads: int
    total: int

    @property
    def message(self) -> str:
        """Return `Matches all 12,345 leads.`"""
        text = (
            ngettext("Matches the only lead.", "Matches all {count} leads.", self.total)
            if self.leads
            else ngettext("Matches none of {count} lead.", "Matches none of {count} leads.", self.total)
        )
        return text.format(count=number(self.total))


def model_warnings(
    model: Model, factors: Collection[str] | None = None, *, now: datetime | None = None
) -> list[FactorWarning]:
    """Return custom factors that match all leads or none.

    Factors that fade are left out: leads without a signal are no mistake.

    Args:
        model: the model to check.
        factors: keys; None for all custom factors.
        now: the time at which facts and signals count; by default the present.
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
    counts = matches(asked, IdRange(), now or clock.now())
    return [FactorWarning(key, count, total) for key, count in counts.items() if count in (0, total)]
