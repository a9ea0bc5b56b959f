"""The lift of factors: how much more often leads with a factor were won."""

from collections.abc import Sequence
from datetime import datetime

from django.core.cache import cache

from scoring.learning.domain.lift import Lift, measure_lift
from scoring.learning.domain.recall import can_tell, matching
from scoring.learning.models import Outcome
from scoring.learning.selectors.outcomes import leads_to_learn_from, readiness
from scoring.model.domain.points import Weighted
from scoring.model.selectors.versions import version_in_force

# The latest leads are enough for an interval, and the page waits for the result.
MOST = 5_000
CACHE_SECONDS = 3_600


def factor_lifts(*, now: datetime | None = None) -> dict[str, Lift | None]:
    """Return the lift of each factor of the model in force; None with too few outcomes or stored facts.

    The leads are the latest 5,000 that a model would be trained with (see `Readiness.rule`). The result is
    cached for an hour, or until there is another outcome.
    """
    version = version_in_force()
    latest = Outcome.objects.order_by("-pk").values_list("pk", flat=True).first()
    if latest is None:
        return dict.fromkeys(weighted.factor.key for weighted in version.model().factors)
    key = f"factor-lifts:{version.pk}:{latest}"
    cached: dict[str, Lift | None] | None = cache.get(key)
    if cached is None:
        cached = _measured(version.model().factors, now)
        cache.set(key, cached, CACHE_SECONDS)
    return cached


def _measured(factors: Sequence[Weighted], now: datetime | None) -> dict[str, Lift | None]:
    leads = leads_to_learn_from(readiness(now=now), most=MOST)
    outcomes = [lead.won for lead in leads]
    known = [(lead.facts, lead.at) for lead in leads]
    return {
        factor.key: measure_lift(matching(factor, known), outcomes) if can_tell(factor) else None
        for factor in (weighted.factor for weighted in factors)
    }
