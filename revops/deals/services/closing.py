"""Close deals as won or lost."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from mauntic.accounts.models import User
from mauntic.kernel.errors import Conflict
from revops.deals.domain.moves import closing_day_problem
from revops.deals.models.deals import Deal
from revops.deals.selectors.days import organization_zone, today
from revops.deals.services.create import change_deals, locked_deals
from revops.deals.services.moves import move_deals

NOON = time(12)


@transaction.atomic
def close_deal(
    *,
    deal_id: UUID,
    stage: str,
    by: User,
    version: int,
    lost_reason: str = "",
    value: Decimal | None = None,
    closed_on: date | None = None,
    action_id: UUID | None = None,
) -> Deal:
    """Close a deal as won or lost, and set its value if `value` is given, in one transaction.

    Args:
        value: in the currency of the deal.
        closed_on: the day on which it was won or lost; today by default.
        action_id: the action that undoes all of it together.

    Returns: the deal.

    Raises:
        Conflict: `closed_on` is before the deal entered its stage, or in the future.
        Besides, what `change_deals` and `move_deals` raise. Nothing is written then.

    Publishes: what `move_deals` publishes.
    """
    if value is not None:
        changed = change_deals(
            deal_ids=[deal_id],
            changes={"value": value},
            by=by,
            versions={deal_id: version},
            action_id=action_id,
        )
        version = changed[0].version
    versions = {deal_id: version}
    move_deals(
        deal_ids=[deal_id],
        stage=stage,
        by=by,
        lost_reason=lost_reason,
        versions=versions,
        at=_moment(locked_deals([deal_id], by, versions)[0], closed_on),
        action_id=action_id,
    )
    return Deal.objects.get(pk=deal_id)


def _moment(deal: Deal, closed_on: date | None) -> datetime | None:
    """Return the moment of a closing on an earlier day; None is now."""
    if closed_on is None or closed_on == today():
        return None
    entered_on = today(deal.stage_entered_at)
    if problem := closing_day_problem(closed_on, entered_on=entered_on, today=today()):
        raise Conflict(problem, details={"closed_on": problem})
    noon = datetime.combine(closed_on, NOON, organization_zone())
    # A history in which a deal leaves a stage before it enters it could not be replayed.
    return max(noon, deal.stage_entered_at + timedelta(seconds=1))
