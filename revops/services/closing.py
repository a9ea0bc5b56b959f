"""A deal is won or lost, in one step with what that asks for."""

from decimal import Decimal
from uuid import UUID

from django.db import transaction

from mauntic.accounts.models import User
from revops.models import Deal
from revops.services.deals import change_deals
from revops.services.moves import move_deals


@transaction.atomic
def close_deal(
    *,
    deal_id: UUID,
    stage: str,
    by: User,
    version: int,
    lost_reason: str = "",
    value: Decimal | None = None,
) -> Deal:
    """Win or lose a deal; with `value`, it is worth that from now on.

    Refused as `change_deals` and `move_deals` refuse; then neither is written.
    """
    if value is not None:
        changed = change_deals(
            deal_ids=[deal_id], changes={"value": value}, by=by, versions={deal_id: version}
        )
        version = changed[0].version
    move_deals(deal_ids=[deal_id], stage=stage, by=by, lost_reason=lost_reason, versions={deal_id: version})
    return Deal.objects.get(pk=deal_id)
