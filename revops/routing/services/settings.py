"""Settings of routing, apart from the rules."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.accounts.selectors import active_people
from mauntic.kernel.errors import Invalid
from revops.routing.models import RoutingSettings

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
    """Save the settings of routing. They apply to leads from now on.

    Args:
        policy: replaces all settings.

    Returns: the settings.

    Raises:
        Invalid: names the wrong fields.
    """
    problems: dict[str, str] = {}
    least = policy.routes_from_score
    if least is not None and not 0 <= least <= HIGHEST_SCORE:
        problems["routes_from_score"] = _("Enter a score from 0 to {highest}.").format(highest=HIGHEST_SCORE)
    if policy.fallback_id and not active_people().filter(pk=policy.fallback_id).exists():
        problems["fallback"] = _("This user is deactivated. Choose an active user.")
    if problems:
        raise Invalid(problems)
    values: dict[str, Any] = asdict(policy)
    row, _created = RoutingSettings.objects.update_or_create(pk=1, defaults=values)
    return row
