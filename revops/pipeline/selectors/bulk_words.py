"""What an action on many deals does and did, in words."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mauntic.accounts.models import User
from mauntic.kernel.display import day, number, without_stop
from revops.deals.models.choices import DealStage
from revops.deals.models.runs import BulkKind


def done_words(kind: str, value: str, count: int) -> str:
    """Return `12 deals moved to Demo.`

    Args:
        kind: a value of `BulkKind`.
        value: the stage, the id of the owner or an ISO date, or empty.
        count: the number of deals.
    """
    return _text(kind, value, count).format(count=number(count), **_named(kind, value))


def doing_words(kind: str, value: str) -> str:
    """Return `Moving deals to Demo`.

    Args:
        kind: a value of `BulkKind`.
        value: see `done_words`.
    """
    texts = {
        BulkKind.MOVE: _("Moving deals to {stage}"),
        BulkKind.ASSIGN: _("Assigning deals to {owner}") if value else _("Unassigning deals"),
        BulkKind.CLOSE_ON: _("Setting close dates to {day}") if value else _("Removing close dates"),
    }
    return texts.get(BulkKind(kind), _("Undoing a change of deals")).format(**_named(kind, value))


def _text(kind: str, value: str, count: int) -> str:
    match kind, bool(value):
        case BulkKind.MOVE, _any:
            return ngettext("{count} deal moved to {stage}.", "{count} deals moved to {stage}.", count)
        case BulkKind.ASSIGN, True:
            return ngettext("{count} deal assigned to {owner}.", "{count} deals assigned to {owner}.", count)
        case BulkKind.ASSIGN, False:
            return ngettext("{count} deal unassigned.", "{count} deals unassigned.", count)
        case BulkKind.CLOSE_ON, True:
            return ngettext(
                "Close date of {count} deal set to {day}.", "Close date of {count} deals set to {day}.", count
            )
        case BulkKind.CLOSE_ON, False:
            return ngettext(
                "Close date of {count} deal removed.", "Close date of {count} deals removed.", count
            )
    return ngettext("{count} deal restored.", "{count} deals restored.", count)


def _named(kind: str, value: str) -> dict[str, str]:
    """Return what the texts name, by placeholder."""
    if kind == BulkKind.MOVE:
        return {"stage": str(DealStage(value).label)}
    if kind == BulkKind.ASSIGN and value:
        return {"owner": without_stop(User.objects.filter(pk=value).first() or _("a deleted user"))}
    if kind == BulkKind.CLOSE_ON and value:
        return {"day": day(date.fromisoformat(value))}
    return {}
