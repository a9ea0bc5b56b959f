"""Change many deals at once. Deals that cannot take the change are left as they are."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.codes import codes_text
from mauntic.kernel.errors import Invalid
from mauntic.kernel.ids import new_id
from revops.deals.domain.leaving import field_problem, move_problem
from revops.deals.domain.stages import OPEN, Stage
from revops.deals.models.deals import Deal
from revops.deals.models.runs import BulkKind
from revops.deals.selectors.undo import Done, Left
from revops.deals.services.create import check_changes, locked_deals
from revops.deals.services.fields import column_of, write_fields
from revops.deals.services.writing import write_moves

_FIELDS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    BulkKind.ASSIGN: ("owner", UUID),
    BulkKind.CLOSE_ON: ("expected_close_on", date.fromisoformat),
}
"""The field that an action sets, and how to read its value."""


def apply_to_deals(
    *, kind: str, value: str, deal_ids: Iterable[UUID], by: User, action_id: UUID | None = None
) -> Done:
    """Move many deals, assign them, or set their close date.

    Args:
        kind: move, assign or close-on.
        value: the stage, the id of the owner or an ISO date; empty is no owner or no date.
        deal_ids: the deals to change.
        by: the acting user.
        action_id: the action that undoes the change; a new one by default.

    Returns: the number of changed deals, the action that undoes the change, and the deals left.

    Raises: what `move_many` and `set_on_deals` raise.

    Publishes: what `move_many` publishes.
    """
    if kind == BulkKind.MOVE:
        return move_many(deal_ids=deal_ids, stage=value, by=by, action_id=action_id)
    field, read = _FIELDS[kind]
    given = read(value) if value else None
    return set_on_deals(deal_ids=deal_ids, field=field, value=given, by=by, action_id=action_id)


def check_bulk(*, kind: str, value: str) -> None:
    """Refuse a value that `apply_to_deals` would refuse.

    Raises:
        Invalid: the value is wrong.
    """
    if kind == BulkKind.MOVE:
        check_stage(value)
    else:
        field, read = _FIELDS[kind]
        check_changes({field: read(value) if value else None})


@transaction.atomic
def set_on_deals(
    *, deal_ids: Iterable[UUID], field: str, value: Any, by: User, action_id: UUID | None = None
) -> Done:
    """Set one field of many deals to the same value.

    Args:
        deal_ids: the deals to change; closed ones that `by` may not change are left as they are.
        field: the name of a field of the deal.
        value: the new value.
        by: the acting user.
        action_id: the action that undoes the change; a new one by default.

    Returns: the number of changed deals, the action that undoes the change, and the deals left.

    Raises:
        Invalid: the field or value is wrong.
        NotFound: `by` does not see one of the deals.
    """
    check_changes({field: value})
    deals = locked_deals(deal_ids, by)
    problems = {deal.pk: _field_problem(deal, field, value, by) for deal in deals}
    wanted = {pk: {field: value} for pk, problem in problems.items() if not problem}
    action_id = action_id or new_id()
    changed = write_fields(deals, wanted, by=by, action_id=action_id)
    return Done(len(changed), action_id, _left(deals, problems))


@transaction.atomic
def move_many(*, deal_ids: Iterable[UUID], stage: str, by: User, action_id: UUID | None = None) -> Done:
    """Move many deals to one open stage. Closing needs a reason or value for each, so it is not offered here.

    Args:
        deal_ids: the deals to move; those at `stage` already, and closed ones, are left as they are.
        stage: an open stage.
        by: the acting user.
        action_id: the action that undoes the moves; a new one by default.

    Returns: the number of moved deals, the action that undoes the moves, and the closed deals.

    Raises:
        Invalid: the stage is not an open one.
        NotFound: `by` does not see one of the deals.

    Publishes: `DealStageChanged` for each moved deal.
    """
    check_stage(stage)
    deals = [deal for deal in locked_deals(deal_ids, by) if deal.stage != stage]
    problems = {deal.pk: move_problem(deal.stage, stage, value=deal.value) for deal in deals}
    moved = [deal for deal in deals if not problems[deal.pk]]
    action_id = action_id or new_id()
    write_moves(moved, Stage(stage), by, action_id=action_id)
    return Done(len(moved), action_id, _left(deals, problems))


def check_stage(stage: str) -> None:
    """Refuse a stage to which deals are not moved together.

    Raises:
        Invalid: the stage is not an open one.
    """
    if stage not in OPEN:
        problem = _("Choose an open stage: {stages}.").format(stages=codes_text("stage", OPEN))
        raise Invalid({"stage": problem})


def _field_problem(deal: Deal, field: str, value: UUID | date | Decimal | str | None, by: User) -> str:
    if getattr(deal, column_of(field)) == value:
        return ""
    return field_problem(deal.stage, field, value, is_manager=by.is_manager)


def _left(deals: Iterable[Deal], problems: dict[UUID, str]) -> list[Left]:
    return [Left(deal.name, problems[deal.pk]) for deal in deals if problems[deal.pk]]
