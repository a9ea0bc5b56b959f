"""How leads are routed, apart from the rules."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from mauntic.accounts.selectors import active_people
from mauntic.kernel.errors import Invalid
from revops.models import RoutingSettings

HIGHEST_SCORE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingPolicy:
    """See `RoutingSettings`."""

    routes_new_leads: bool
    routes_from_score: Decimal | None
    keeps_companies_together: bool
    heeds_working_hours: bool
    fallback_id: UUID | None


def set_routing(*, policy: RoutingPolicy) -> RoutingSettings:
    """Route leads like this from now on; `Invalid` names what cannot be."""
    problems: dict[str, str] = {}
    least = policy.routes_from_score
    if least is not None and not 0 <= least <= HIGHEST_SCORE:
        problems["routes_from_score"] = f"A score is a number from 0 to {HIGHEST_SCORE}."
    if policy.fallback_id and not active_people().filter(pk=policy.fallback_id).exists():
        problems["fallback"] = "This person can no longer sign in. Choose somebody else."
    if problems:
        raise Invalid(problems)
    values: dict[str, Any] = asdict(policy)
    row, _ = RoutingSettings.objects.update_or_create(pk=1, defaults=values)
    return row
