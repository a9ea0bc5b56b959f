"""Write fields of deals that the caller has locked and checked, with their history."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from mauntic.accounts.models import User
from mauntic.broker import enqueue
from mauntic.crm.models import Company, Contact
from mauntic.events.attribution import attribution
from mauntic.kernel.clock import now
from mauntic.kernel.db.rows import insert_rows, update_rows
from revops.deals.models.deals import Deal, DealChange
from revops.deals.services.actions import record_action
from revops.jobs import ASSESS_SOME

LINKS: Mapping[str, Any] = {"owner": User, "contact": Contact, "company": Company}
"""The fields that refer to another record."""


def write_fields(
    deals: Sequence[Deal],
    wanted: Mapping[UUID, Mapping[str, Any]],
    *,
    by: User | None,
    reason: str = "",
    action_id: UUID | None = None,
) -> set[UUID]:
    """Set the fields of locked deals, each to its own values, in a number of statements that does not grow.

    Args:
        deals: locked.
        wanted: values by field, by id of the deal; links are ids or None.
        by: the acting user; None is Mauntic itself.
        reason: shown in the history.
        action_id: the action that undoes the changes together; None if they cannot be undone.

    Returns: the ids of the deals that had another value.
    """
    who = attribution(by=by)
    written = [
        change
        for deal in deals
        for change in _set(deal, wanted.get(deal.pk, {}), by=by, reason=reason, **who)
    ]
    changed = {change.deal_id for change in written}
    record_action(action_id=action_id if changed else None, by=by)
    for change in written:
        change.action_id = action_id
    names = {name for values in wanted.values() for name in values}
    rows = [deal for deal in deals if deal.pk in changed]
    update_rows(Deal.objects, rows, {*names, "version", "updated_at"})
    insert_rows(DealChange.objects, written)
    if changed:
        enqueue(ASSESS_SOME, sorted(map(str, changed)))
    return changed


def _set(deal: Deal, values: Mapping[str, Any], **columns: Any) -> list[DealChange]:
    """Set the fields of one deal, and return the rows for its history."""
    at, written = now(), []
    for name, value in values.items():
        column = column_of(name)
        old = getattr(deal, column)
        if old == value:
            continue
        setattr(deal, column, value)
        written.append(
            DealChange(deal=deal, field=name, old=as_text(old), new=as_text(value), at=at, **columns)
        )
    if written:
        deal.version += 1
    return written


def column_of(name: str) -> str:
    """Return the column of a field of a deal.

    Args:
        name: a field of `WRITABLE`.
    """
    return f"{name}_id" if name in LINKS else name


def as_text(value: object) -> str:
    """Return a value as the history stores it.

    Args:
        value: a date is written in ISO format; None as an empty text.
    """
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
