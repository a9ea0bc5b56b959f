"""What an organization looks at in a deal."""

from collections.abc import Mapping

from revops.domain.health_settings import DEFAULTS, Weighed, set_to
from revops.models import HealthWarning


def weighed() -> Mapping[str, Weighed]:
    """Every warning and strength as the organization has set it, in the order of the defaults; one query."""
    stored = HealthWarning.objects.filter(key__in=DEFAULTS)
    own = {
        row.key: set_to(row.key, enabled=row.enabled, weight=row.weight, limit=row.limit) for row in stored
    }
    return {**DEFAULTS, **own}
