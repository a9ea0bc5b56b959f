"""How an alert changes: locked, in sets, with a row that says who did what and what was before."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet

from mauntic.accounts.models import User
from mauntic.kernel.errors import NotFound
from scoring.domain.alerts import AlertMove
from scoring.models import AlertChange, SignalAlert

# What a move can change, and an undo must be able to put back.
CHANGEABLE = (
    "status",
    "assignee_id",
    "acknowledged_at",
    "acknowledged_by_id",
    "escalated_at",
    "escalated_to",
    "snoozed_until",
)


def locked(alerts: QuerySet[SignalAlert]) -> list[SignalAlert]:
    """These alerts, held until the end of the transaction, in one order for all who hold several."""
    whole = alerts.select_related("type", "contact__owner", "acknowledged_by")
    return list(whole.select_for_update(of=("self",)).order_by("pk"))


def locked_for(user: User, alert_ids: Sequence[UUID]) -> list[SignalAlert]:
    """Those of these alerts that the person may see, held; `NotFound` when there are none."""
    found = locked(SignalAlert.objects.visible_to(user).filter(pk__in=alert_ids))
    if not found:
        raise NotFound("There is no such alert, or it is not yours to see.")
    return found


def change(
    alerts: Sequence[SignalAlert],
    move: AlertMove,
    *,
    at: datetime,
    by: User | None = None,
    reason: str = "",
    **values: Any,
) -> list[AlertChange]:
    """Set the same `values` on alerts that are held; what was done, with what it replaced."""
    return change_each([(alert, values) for alert in alerts], move, at=at, by=by, reason=reason)


def change_each(
    wanted: Sequence[tuple[SignalAlert, dict[str, Any]]],
    move: AlertMove,
    *,
    at: datetime,
    by: User | None = None,
    reason: str = "",
) -> list[AlertChange]:
    """Set values of its own on each alert; see `change`."""
    rows = [
        AlertChange(alert=alert, move=move, at=at, by=by, reason=reason, before=_before(alert))
        for alert, _ in wanted
    ]
    for alert, values in wanted:
        for name, value in values.items():
            setattr(alert, name, value)
    SignalAlert.objects.bulk_update([alert for alert, _ in wanted], CHANGEABLE, batch_size=500)
    return AlertChange.objects.bulk_create(rows, batch_size=500)


def replaced_by(change: AlertChange) -> dict[str, Any]:
    """The values that a change replaced."""
    fields = {field.attname: field for field in SignalAlert._meta.concrete_fields}  # noqa: SLF001 (documented)
    return {name: fields[name].to_python(value) for name, value in change.before.items()}


def _before(alert: SignalAlert) -> dict[str, Any]:
    values = {name: getattr(alert, name) for name in CHANGEABLE}
    plain: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return plain
