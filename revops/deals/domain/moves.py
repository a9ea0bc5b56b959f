"""The rules for stage moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from mauntic.kernel.translation import gettext as _
from revops.deals.domain.stages import CLOSED, Stage

UNDO_FOR = timedelta(hours=1)
"""How long people can undo their own actions, and owners reopen deals."""


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
        return {"stage": _("The deal is closed. Reopen it first.")}
    if to is Stage.CLOSED_WON and deal.value <= 0:
        return {"value": _("Enter a value above 0 to mark the deal as won.")}
    if to is Stage.CLOSED_LOST and not lost_reason.strip():
        return {"lostReason": _("Enter why the deal was lost.")}
    return {}


def is_owners_to_reopen(closed_at: datetime, now: datetime) -> bool:
    """Return whether the owner of a deal that was closed at `closed_at` may still reopen it."""
    return now - closed_at <= UNDO_FOR


def closing_day_problem(day: date, *, entered_on: date, today: date) -> str:
    """Return why a deal cannot be closed on `day`; empty if it can.

    Args:
        day: the day on which the deal is said to be won or lost.
        entered_on: the day on which the deal entered its stage: it cannot leave a stage before.
        today: the organization's present day.
    """
    if day > today:
        return _("Choose today or an earlier day.")
    if day < entered_on:
        return _("Choose {day} or a later day: the deal entered its stage then.").format(
            day=entered_on.isoformat()
        )
    return ""
