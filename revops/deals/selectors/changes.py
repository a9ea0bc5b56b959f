"""The history of a deal as rows: its stage moves and changed fields in one order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext

from mauntic.accounts.models import User
from mauntic.crm.models import Company, Contact
from mauntic.events.attribution import MAUNTIC
from mauntic.kernel.db.counting import recent_count
from mauntic.kernel.db.paging import Keyset, merged_page
from revops.deals.models.deals import DealChange, StageMove

STAGE = "stage"
LINKS: Mapping[str, type[Model]] = {"owner": User, "contact": Contact, "company": Company}
_NUMBERS = frozenset({"value", "probability"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOfDeal:
    """A stage move or a changed field, with who made it. A stage move is a change of the field `stage`."""

    id: UUID
    at: datetime
    actor: str
    actor_kind: str
    actor_id: str
    is_new: bool
    is_undo: bool
    reason: str
    pairs: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Changes:
    """A page of the history of a deal, newest first, with the token of the next one."""

    rows: Sequence[ChangeOfDeal]
    after: str


def keysets_of(deal_id: UUID, *, field: str, size: int) -> list[Keyset[Any]]:
    """Return the rows of the history of a deal, by table.

    Args:
        deal_id: the id of the deal.
        field: limits the history to one field; empty is all.
        size: the rows of a page.
    """
    moves = StageMove.objects.filter(deal=deal_id).select_related("by")
    changes = DealChange.objects.filter(deal=deal_id, **({"field": field} if field else {}))
    return [
        *([Keyset(moves, "at", size=size)] if field in {"", STAGE} else ()),
        *([] if field == STAGE else [Keyset(changes.select_related("by"), "at", size=size)]),
    ]


def count_changes(keysets: Iterable[Keyset[Any]]) -> int:
    """Return the number of rows of a history, at most 30 seconds old."""
    return sum(recent_count(each.rows) for each in keysets)


def changes_page(keysets: Sequence[Keyset[Any]], *, after: str = "", skip: int = 0) -> Changes:
    """Return a page of the history of a deal, in at most five queries.

    Args:
        keysets: those of `keysets_of`.
        after: the token of the page before.
        skip: rows to skip without a token.
    """
    page = merged_page(keysets, after=after, skip=skip)
    names = linked_names(row for row in page.rows if isinstance(row, DealChange))
    return Changes([_change(row, names) for row in page.rows], page.after)


def linked_names(changes: Iterable[DealChange]) -> dict[str, str]:
    """Return the names behind the ids in changes of links, with one query per kind of link."""
    found: dict[str, str] = {}
    rows = list(changes)
    for field, model in LINKS.items():
        ids = {text for each in rows if each.field == field for text in (each.old, each.new) if text}
        if ids:
            linked = model._default_manager.filter(pk__in=ids)  # noqa: SLF001 (documented API of Django)
            found |= {str(row.pk): getattr(row, "name", "") or str(row) for row in linked}
    return found


def _change(row: StageMove | DealChange, names: Mapping[str, str]) -> ChangeOfDeal:
    if isinstance(row, StageMove):
        field, old, new = STAGE, row.from_stage, row.to_stage
    else:
        field, old, new = row.field, row.old, row.new
    return ChangeOfDeal(
        id=row.pk,
        at=row.at,
        actor=row.actor or (str(row.by) if row.by else MAUNTIC),
        actor_kind=row.actor_kind,
        actor_id=row.actor_id,
        is_new=isinstance(row, StageMove) and not row.from_stage,
        is_undo=row.is_undo,
        reason=row.reason,
        pairs=[{"field": field, "old": _value(field, old, names), "new": _value(field, new, names)}],
    )


def _value(field: str, text: str, names: Mapping[str, str]) -> Any:
    if not text:
        return None
    if field in LINKS:
        return names.get(text, gettext("Deleted"))
    return float(Decimal(text)) if field in _NUMBERS else text
