"""Let messages wait for the end of quiet hours."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.automation.domain.options import options_from
from mauntic.automation.domain.outcomes import Call, Later
from mauntic.automation.domain.quiet import quiet_until
from mauntic.automation.models import Definition
from mauntic.automation.registry.actions import Action
from mauntic.automation.selectors.zones import zones_of


def held_back(definition: Definition, action: Action, calls: Sequence[Call]) -> Mapping[UUID, Later]:
    """Return the runs whose message would go in quiet hours, and until when it waits.

    The zone of the lead counts, or that of the organization where it is in doubt: both as they are now.
    """
    quiet = options_from(definition.options).quiet_hours if action.is_message else None
    if quiet is None or not calls:
        return {}
    at = calls[0].at
    reason = _("Quiet hours from {start} to {end}.").format(
        start=f"{quiet.start:%H:%M}", end=f"{quiet.end:%H:%M}"
    )
    ends = {run_id: quiet_until(at, quiet, zone) for run_id, zone in zones_of(calls, at).items()}
    return {run_id: Later(end, reason) for run_id, end in ends.items() if end}
