"""Check the settings of an installation for what automation needs."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.translation import gettext as _

from mauntic.automation.domain.retention import SHORTEST_DAYS


@register()
def check_retention(**_options: Any) -> list[CheckMessage]:
    """Return an error if runs are deleted before the lists that count them are over."""
    if settings.MAUNTIC_RUNS_KEPT_DAYS >= SHORTEST_DAYS:
        return []
    return [
        Error(
            _("MAUNTIC_RUNS_KEPT_DAYS is {days}.").format(days=settings.MAUNTIC_RUNS_KEPT_DAYS),
            hint=_("Set it to {shortest} days or more.").format(shortest=SHORTEST_DAYS),
            id="mauntic.E002",
        )
    ]
