"""Leads by factor."""

from dataclasses import dataclass
from datetime import datetime

from mauntic.crm.models import Contact
from mauntic.kernel import clock
from scoring.model.models import ModelVersion
from scoring.scores.selectors.queryset import matches
from scoring.scores.selectors.scope import IdRange


@dataclass(frozen=True, slots=True)
class LeadsByFactor:
    """The number of leads, and of those that each factor applies to."""

    total: int
    by_factor: dict[str, int]


def leads_by_factor(version: ModelVersion, *, now: datetime | None = None) -> LeadsByFactor:
    """Return counts for each factor of a version, enabled or not.

    Args:
        version: any stored version.
        now: the time at which facts and signals count; by default the present.
    """
    by_factor = matches(version.model().factors, IdRange(), now or clock.now())
    return LeadsByFactor(Contact.objects.count(), by_factor)
