"""The organization's settings of deal health."""

from collections.abc import Mapping

from revops.health.domain.settings import DEFAULTS, Weighed, set_to
from revops.health.models import HealthWarning


def weighed() -> Mapping[str, Weighed]:
    """Return every warning and strength with the organization's settings, in the default order; one query."""
    stored = HealthWarning.objects.filter(key__in=DEFAULTS)
    own = {
        row.key: set_to(row.key, enabled=row.enabled, weight=row.weight, limit=row.limit) for row in stored
    }
    return {**DEFAULTS, **own}
