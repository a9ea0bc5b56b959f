"""Why an action on many deals leaves one of them as it is, in words that follow its name in parentheses."""

from decimal import Decimal
from typing import Any

from mauntic.kernel.translation import gettext as _
from revops.deals.domain.stages import CLOSED, Stage

GUARDED = frozenset({"value", "currency", "owner"})
"""What only managers change on closed deals."""


def changed_since() -> str:
    """Return the words for a deal that somebody moved or changed after the action to undo."""
    return _("changed again since")


def move_problem(stage: str, to: str, *, value: Decimal) -> str:
    """Return why a deal cannot go from an open stage to another stage; empty if it can.

    Args:
        stage: the stage of the deal now.
        to: the new stage.
        value: the value of the deal.
    """
    if stage in CLOSED:
        return _("closed, reopen it first")
    if to == Stage.CLOSED_WON and value <= 0:
        return _("won deals need a value above 0")
    return ""


def return_problem(stage: str, *, may_reopen: bool) -> str:
    """Return why a move out of an open stage into `stage` cannot be undone; empty if it can.

    Args:
        stage: the stage of the deal now.
        may_reopen: whether the person owns the deal or is a manager.
    """
    return "" if stage not in CLOSED or may_reopen else _("closed, only its owner or a manager reopens it")


def field_problem(stage: str, field: str, new: Any, *, is_manager: bool) -> str:
    """Return why a field of a deal cannot get another value; empty if it can.

    Args:
        stage: the stage of the deal.
        field: the name of the field.
        new: its new value, which differs from the present one.
        is_manager: whether the person is a manager, ops or admin.
    """
    if stage not in CLOSED:
        return ""
    if field == "probability":
        return _("closed deals have no probability")
    if field in GUARDED and not is_manager:
        return _("closed, only a manager changes its value or owner")
    if stage == Stage.CLOSED_WON and field == "value" and new <= 0:
        return _("won deals need a value above 0")
    return ""
