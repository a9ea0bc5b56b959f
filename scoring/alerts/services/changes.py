"""Change locked alerts in sets, with a row of history for each: who, what, and the replaced values."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.utils.translation import gettext

from mauntic.accounts.models import User
from mauntic.kernel.db.rows import insert_rows, update_rows
from mauntic.kernel.errors import NotFound
from mauntic.kernel.ids import new_id
from scoring.alerts.domain.status import AlertMove
from scoring.alerts.models import AlertChange, SignalAlert

# Fields that a change may set and an undo restores.
CHANGEABLE = (
    "status",
    "assignee_id",
    "acknowledged_at",
    "acknowledged_by_id",
    "answered_with",
    "escalated_at",
    "escalated_to",
    "snoozed_until",
)


def locked(alerts: QuerySet[SignalAlert]) -> list[SignalAlert]:
    """Lock alerts until the end of the transaction.

    All callers lock in the order of the primary key, so that two of them cannot deadlock. Only the rows of
    alerts are locked (`of`), not the joined types, contacts and users.

    Args:
        alerts: the alerts to lock, in any order.

    Returns: the alerts with type, contact, owner and the person who acknowledged them.
    """
    whole = alerts.select_related("type", "contact__owner", "acknowledged_by")
    return list(whole.select_for_update(of=("self",)).order_by("pk"))


def locked_for(user: User, alert_ids: Sequence[UUID]) -> list[SignalAlert]:
    """Lock the alerts that the person may see.

    Args:
        user: the person who acts.
        alert_ids: ids; those of alerts that the person may not see are left out.

    Returns: the locked alerts, by id.

    Raises: `NotFound` if there are none.
    """
    found = locked(SignalAlert.objects.visible_to(user).filter(pk__in=alert_ids))
    if not found:
        raise NotFound(gettext("This alert does not exist, or you have no access to it."))
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
    """Set the same `values` on locked alerts.

    Args:
        alerts: locked by `locked` or `locked_for`.
        move: the kind of change, for the history.
        at: the time of the change.
        by: the person who acts; None for an automatic change.
        reason: shown in the history.
        values: new values by column.

    Returns: the rows of history, with the replaced values.
    """
    return change_each([(alert, values) for alert in alerts], move, at=at, by=by, reason=reason)


def change_each(
    wanted: Sequence[tuple[SignalAlert, dict[str, Any]]],
    move: AlertMove,
    *,
    at: datetime,
    by: User | None = None,
    reason: str = "",
) -> list[AlertChange]:
    """Set separate values on each locked alert.

    Args:
        wanted: pairs of a locked alert and its new values by column.
        move: the kind of change, for the history.
        at: the time of the change.
        by: the person who acts; None for an automatic change.
        reason: shown in the history.

    Returns: the rows of history, with the replaced values, in a batch that can be undone as one.
    """
    batch = new_id()
    rows = [
        AlertChange(alert=alert, move=move, at=at, by=by, reason=reason, before=_before(alert), batch=batch)
        for alert, _ in wanted
    ]
    for alert, values in wanted:
        for name, value in values.items():
            setattr(alert, name, value)
    update_rows(SignalAlert.objects, [alert for alert, _ in wanted], CHANGEABLE)
    insert_rows(AlertChange.objects, rows)
    return rows


def replaced_by(change: AlertChange) -> dict[str, Any]:
    """Return the values that a change replaced, as model values.

    Args:
        change: a row of the history.
    """
    fields = {field.attname: field for field in SignalAlert._meta.concrete_fields}  # noqa: SLF001 (documented)
    return {name: fields[name].to_python(value) for name, value in change.before.items()}


def _before(alert: SignalAlert) -> dict[str, Any]:
    values = {name: getattr(alert, name) for name in CHANGEABLE}
    plain: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return plain
