"""The organization says what counts for the health of a deal."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from mauntic.broker import send_on_commit
from mauntic.kernel.errors import Invalid, NotFound
from mauntic.kernel.rows import insert_values
from revops.domain.health_settings import DEFAULTS, problems
from revops.models import HealthWarning
from revops.selectors.health_settings import weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningChange:
    """How a warning or strength is to count; no limit leaves the default one."""

    key: str
    enabled: bool
    weight: int
    limit: Decimal | None = None


@transaction.atomic
def set_warnings(*, changes: Sequence[WarningChange]) -> None:
    """Let warnings and strengths count otherwise, and look at all deals again.

    `Invalid` names each wrong field as `<key>-weight` or `<key>-limit`, and nothing is written.
    """
    wrong = {
        f"{change.key}-{name}": said
        for change in changes
        for name, said in problems(_known(change.key), weight=change.weight, limit=change.limit).items()
    }
    if wrong:
        raise Invalid(wrong)
    before = weighed()
    insert_values(
        HealthWarning.objects,
        [_values(change) for change in changes],
        unique=["key"],
    )
    if weighed() != before:
        send_on_commit("revops.assess_deals")


@transaction.atomic
def reset_warning(*, key: str) -> None:
    """Let a warning or strength count as it does by default, and look at all deals again."""
    deleted, _ = HealthWarning.objects.filter(key=_known(key)).delete()
    if deleted:
        send_on_commit("revops.assess_deals")


def _known(key: str) -> str:
    if key not in DEFAULTS:
        raise NotFound(f"There is no warning “{key}”. There are: {', '.join(DEFAULTS)}.")
    return key


def _values(change: WarningChange) -> dict[str, Any]:
    return {
        "key": change.key,
        "enabled": change.enabled,
        "weight": change.weight,
        "limit": change.limit,
    }
