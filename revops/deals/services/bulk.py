"""Change many deals at once."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.errors import Invalid
from mauntic.kernel.ids import new_id
from revops.deals.domain.stages import OPEN
from revops.deals.models.deals import DealChange
from revops.deals.selectors.undo import Done
from revops.deals.services.create import change_deals
from revops.deals.services.moves import move_deals


@transaction.atomic
def set_on_deals(*, deal_ids: Iterable[UUID], field: str, value: Any, by: User) -> Done:
    """Set one field of many deals to the same value.

    Args:
        deal_ids: the deals to change.
        field: the name of a field of the deal.
        value: the new value.
        by: the acting user.

    Returns: the number of changed deals, and the action that undoes the change.

    Raises: what `change_deals` raises.
    """
    action_id = new_id()
    change_deals(deal_ids=deal_ids, changes={field: value}, by=by, action_id=action_id)
    return Done(DealChange.objects.filter(action=action_id).count(), action_id)


@transaction.atomic
def move_many(*, deal_ids: Iterable[UUID], stage: str, by: User) -> Done:
    """Move many deals to one open stage. Closing needs a reason or value for each, so it is not offered here.

    Args:
        deal_ids: the deals to move; those at `stage` already are left out.
        stage: an open stage.
        by: the acting user.

    Returns: the number of moved deals, and the action that undoes the moves.

    Raises:
        Invalid: the stage is not an open one.
        Conflict: see `move_deals`.

    Publishes: `DealStageChanged` for each moved deal.
    """
    if stage not in OPEN:
        raise Invalid({"stage": _("Choose an open stage: {stages}.").format(stages=", ".join(OPEN))})
    action_id = new_id()
    moved = move_deals(deal_ids=deal_ids, stage=stage, by=by, action_id=action_id)
    return Done(len(moved), action_id)
