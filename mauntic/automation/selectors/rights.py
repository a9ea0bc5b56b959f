"""With whose rights an action acts, and which records these leave out."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.automation.domain.outcomes import Call, Planned
from mauntic.automation.registry.actions import Action
from mauntic.automation.registry.subjects import subject_of


def planned_for(action: Action, calls: Sequence[Call], settings: Mapping[str, Any]) -> Mapping[UUID, Planned]:
    """Return what an action would do, by run. Records that the person must not see are left out unread.

    Args:
        action: of a step.
        calls: of one version, with the rights of one person.
        settings: of the step.
    """
    why = {} if action.is_flow else _left_out(calls)
    seen = [call for call in calls if call.run_id not in why]
    planned = {run_id: Planned(blocked=reason) for run_id, reason in why.items()}
    return {**planned, **action.plan(seen, settings)} if seen else planned


def _left_out(calls: Sequence[Call]) -> dict[UUID, str]:
    by = calls[0].by
    if by is None:
        return _all(calls, _("The person who turned it on was deleted. Turn it off and on again."))
    if not by.is_active:
        gone = _("{person}, who turned it on, is deactivated. Turn it off and on again.").format(person=by)
        return _all(calls, gone)
    visible = subject_of(calls[0].subject_kind).visible(by)
    ids = set(
        visible.filter(pk__in=[call.subject_id for call in calls]).order_by().values_list("pk", flat=True)
    )
    hidden = _("{person}, who turned it on, has no access to this record.").format(person=by)
    return {call.run_id: hidden for call in calls if call.subject_id not in ids}


def _all(calls: Sequence[Call], reason: str) -> dict[UUID, str]:
    return dict.fromkeys((call.run_id for call in calls), reason)
