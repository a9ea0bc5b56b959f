"""The rules for stage moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from mauntic.kernel.translation import gettext as _
from revops.deals.domain.stages import CLOSED, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class DealToMove:
    """The facts of a deal that `refusals` checks."""

    stage: str
    value: Decimal


def refusals(deal: DealToMove, to: Stage, *, lost_reason: str = "") -> Mapping[str, str]:
    """Return why the deal may not move to `to`, by field; empty if it may.

    Any move between open stages is allowed. Winning needs a value, losing a reason, and a closed deal must be
    reopened first.
    """
    if deal.stage in CLOSED:
        return {"stage": _("The deal is closed. Ask a manager to reopen it first.")}
    if to is Stage.CLOSED_WON and deal.value <= 0:
        return {"value": _("Enter a value above 0 to mark the deal as won.")}
    if to is Stage.CLOSED_LOST and not lost_reason.strip():
        return {"lostReason": _("Enter why the deal was lost.")}
    return {}
