"""Let scoring learn from deals that were closed before Mauntic knew of them."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from revops.deals.models.choices import DealStage
from revops.deals.models.deals import Deal
from scoring.learning.services.outcomes import (
    PastOutcome,
    forget_outcomes,
    outcome_of_deal,
    record_past_outcomes,
)


def record_outcomes_of(deals: Iterable[Deal]) -> int:
    """Record the outcomes of closed deals, on the days on which they were closed.

    Deals that are open or have no lead are skipped, and so are those that are known already.

    Args:
        deals: stored deals.

    Returns: the number of new outcomes.
    """
    return record_past_outcomes(
        outcomes=[
            PastOutcome(
                contact_id=deal.contact_id,
                kind=outcome_of_deal(is_won=deal.stage == DealStage.CLOSED_WON),
                happened_at=deal.closed_at,
                source=deal.pk,
            )
            for deal in deals
            if deal.contact_id and deal.closed_at
        ]
    )


def forget_outcomes_of(deal_ids: Sequence[UUID]) -> None:
    """Delete the outcomes of imported deals, which are being deleted.

    Args:
        deal_ids: ids of the deals.
    """
    forget_outcomes(sources=deal_ids)
