"""Close deals as won or lost."""

from decimal import Decimal
from uuid import UUID

from django.db import transaction

from mauntic.accounts.models import User
from revops.deals.models.deals import Deal
from revops.deals.services.create import change_deals
from revops.deals.services.moves import move_deals


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
    """Close a deal as won or lost, and set its value if `value` is given, in one transaction.

    Args:
        value: in the currency of the deal.

    Returns: the deal.

    Raises: what `change_deals` and `move_deals` raise. Nothing is written then.

    Publishes: what `move_deals` publishes.
    """
    if value is not None:
        changed = change_deals(
            deal_ids=[deal_id], changes={"value": value}, by=by, versions={deal_id: version}
        )
        version = changed[0].version
    move_deals(deal_ids=[deal_id], stage=stage, by=by, lost_reason=lost_reason, versions={deal_id: version})
    return Deal.objects.get(pk=deal_id)
