"""Change the settings of deal health."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.broker import enqueue
from mauntic.kernel.db.rows import insert_values
from mauntic.kernel.errors import Invalid, NotFound
from revops.health.domain.settings import DEFAULTS, problems
from revops.health.models import HealthWarning
from revops.health.selectors.settings import weighed
from revops.jobs import ASSESS_BY_NEW_RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningChange:
    """New settings of a warning or strength. Without a limit the default one applies."""

    key: str
    enabled: bool
    weight: int
    limit: Decimal | None = None


@transaction.atomic
def set_warnings(*, changes: Sequence[WarningChange]) -> None:
    """Change the settings of warnings and strengths, and assess all open deals again in the background.

    Args:
        changes: new settings by key. Warnings that are left out stay as they are.

    Raises:
        Invalid: names each wrong field as `<key>-weight` or `<key>-limit`. Nothing is written then.
        NotFound: there is no such warning.
    """
    wrong = {
        f"{change.key}-{name}": problem
        for change in changes
        for name, problem in problems(_known(change.key), weight=change.weight, limit=change.limit).items()
    }
    if wrong:
        raise Invalid(wrong)
    before = weighed()
    insert_values(
        HealthWarning.objects,
        # One order of rows, so that two users who save at the same time cannot deadlock.
        [_values(change) for change in sorted(changes, key=attrgetter("key"))],
        unique=["key"],
    )
    if weighed() != before:
        enqueue(ASSESS_BY_NEW_RULES)


@transaction.atomic
def reset_warning(*, key: str) -> None:
    """Reset a warning or strength to its defaults, and assess all open deals again in the background.

    Args:
        key: the key of a warning or strength.

    Raises:
        NotFound: there is no such warning.
    """
    deleted, _ = HealthWarning.objects.filter(key=_known(key)).delete()
    if deleted:
        enqueue(ASSESS_BY_NEW_RULES)


def _known(key: str) -> str:
    if key not in DEFAULTS:
        raise NotFound(
            _('There is no warning "{key}". Use one of {keys}.').format(key=key, keys=", ".join(DEFAULTS))
        )
    return key


def _values(change: WarningChange) -> dict[str, Any]:
    return {
        "key": change.key,
        "enabled": change.enabled,
        "weight": change.weight,
        "limit": change.limit,
    }
