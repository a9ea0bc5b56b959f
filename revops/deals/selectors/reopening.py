"""Who may reopen a closed deal, and at which stage it was before."""

from dataclasses import dataclass
from datetime import datetime

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from revops.deals.domain.moves import is_owners_to_reopen
from revops.deals.domain.stages import CLOSED, OPEN
from revops.deals.models.deals import Deal, StageMove


@dataclass(frozen=True, slots=True)
class Reopening:
    """Whether a person may reopen a deal, whether they owe a reason, and the stage that it left."""

    may: bool
    needs_reason: bool
    stage: str


def reopening_of(deal: Deal, user: User) -> Reopening:
    """Return how `user` may reopen a closed deal.

    Managers, ops and admins may at any time, with a reason; owners within an hour after they closed it.

    Args:
        deal: a closed deal that the user can see.
        user: the person who asks.
    """
    closing = StageMove.objects.filter(deal=deal, to_stage__in=CLOSED).select_related("action")
    last = closing.order_by("-at", "-id").first()
    is_fresh = deal.owner_id == user.pk and is_owners_to_reopen(_recorded_at(deal, last), now())
    stage = last.from_stage if last and last.from_stage in OPEN else OPEN[0]
    return Reopening(may=user.is_manager or is_fresh, needs_reason=not is_fresh, stage=stage)


def _recorded_at(deal: Deal, last: StageMove | None) -> datetime:
    """Return when the deal was closed: a closing may be dated to an earlier day than it was entered."""
    if last is None:
        return deal.stage_entered_at
    return last.action.at if last.action else last.at
