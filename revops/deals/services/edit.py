"""Edit a deal that other people may edit at the same time."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.errors import EditConflict
from mauntic.kernel.merging import merge
from revops.deals.models.deals import Deal
from revops.deals.services.create import change_deals, locked_deals
from revops.deals.services.fields import column_of


@transaction.atomic
def edit_deal(
    *,
    deal_id: UUID,
    changes: Mapping[str, Any],
    opened: Mapping[str, Any],
    by: User,
    reason: str = "",
    action_id: UUID | None = None,
    version: int | None = None,
) -> Deal:
    """Set fields of a deal, merged with what others changed since the form was opened.

    Fields that `by` left as they were keep the values of the others.

    Args:
        deal_id: the id of the deal.
        changes: values by field, as in `change_deals`.
        opened: the values with which the form was opened, in the same form.
        by: the acting user.
        reason: shown in the history.
        action_id: the action that undoes the changes together.
        version: the version that `by` had seen, for forms that do not know what they were opened with.

    Returns: the deal.

    Raises:
        EditConflict: others changed fields that `by` changed, too. Nothing is written then.
        Conflict: others changed the deal since `version`.
        Invalid, NotFound, NotAllowed: see `change_deals`.
    """
    deal = locked_deals([deal_id], by, {deal_id: version} if version and not opened else None)[0]
    stored = {name: getattr(deal, column_of(name)) for name in changes}
    merged = merge(opened, changes, stored)
    if merged.conflicts:
        problem = _('"{name}" changed since you opened it. Choose a value for each conflict.')
        raise EditConflict(problem.format(name=deal.name), stored=merged.conflicts)
    return change_deals(
        deal_ids=[deal_id], changes=merged.changes, by=by, reason=reason, action_id=action_id
    )[0]
