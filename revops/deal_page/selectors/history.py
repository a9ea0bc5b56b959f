"""The history of a deal: its stage moves and changed fields, with the person or program that made them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext

from mauntic.crm.changes.domain.undone import Made, undone_by
from mauntic.crm.changes.selectors.history import Entry, History, Line
from mauntic.kernel.pages.merging import Author
from mauntic.kernel.parsing import moment_of
from revops.deal_page.selectors.words import LABELS, label_of, shown_value
from revops.deals.models.deals import DealChange, StageMove
from revops.deals.selectors.changes import linked_names

PAGE_SIZE = 50
Row = TypeVar("Row", StageMove, DealChange)
STAGE = "stage"


@dataclass(frozen=True, slots=True)
class _Change:
    """A changed field with the row that stores it. A stage move is a change of the stage."""

    row: StageMove | DealChange
    field: str
    old: str
    new: str

    @property
    def who(self) -> str:
        return self.row.actor or (str(self.row.by) if self.row.by else "")


def history_of(deal_id: UUID, *, field: str = "", after: str = "") -> History:
    """Return a page of the history of a deal, newest first, in at most seven queries.

    What one actor changed at once is one entry, and what was changed at once is on one page.
    The caller has checked that the user can see the deal.

    Args:
        deal_id: the id of the deal.
        field: limits the history to one field; `stage` means moves.
        after: the token of an earlier page.
    """
    until = moment_of(after)
    changes = _changes(deal_id, field, until)
    names = linked_names(each.row for each in changes if isinstance(each.row, DealChange))
    undone = _undone(changes)
    moments = [list(group) for _, group in groupby(changes, key=lambda each: each.row.at)]
    has_more = len(changes) > PAGE_SIZE and len(moments) > 1
    shown = moments[:-1] if has_more else moments
    return History(
        entries=[
            _entry(list(group), names, undone)
            for moment in shown
            for _, group in groupby(moment, key=lambda each: each.who)
        ],
        after=shown[-1][0].row.at.isoformat() if has_more else "",
        fields=[(name, label_of(name)) for name in LABELS],
    )


def last_authors(deal_id: UUID, fields: Iterable[str]) -> dict[str, Author]:
    """Return who changed each of the fields of a deal last, in one query."""
    rows = DealChange.objects.filter(deal=deal_id, field__in=list(fields)).select_related("by")
    latest = rows.order_by("field", "-at", "-id").distinct("field")
    return {row.field: Author(_Change(row, row.field, row.old, row.new).who, row.at) for row in latest}


def _changes(deal_id: UUID, field: str, until: datetime | None) -> list[_Change]:
    """Return one change more than a page has, newest first."""
    moves: Iterable[StageMove] = ()
    if field in {"", STAGE}:
        moves = _newest(StageMove.objects.filter(deal=deal_id), until)
    rows = DealChange.objects.filter(deal=deal_id, **({"field": field} if field else {}))
    fields: Iterable[DealChange] = () if field == STAGE else _newest(rows, until)
    found = [
        *(_Change(move, STAGE, move.from_stage, move.to_stage) for move in moves),
        *(_Change(row, row.field, row.old, row.new) for row in fields),
    ]
    return sorted(found, key=lambda each: (each.row.at, each.row.pk), reverse=True)[: PAGE_SIZE + 1]


def _newest(rows: QuerySet[Row], until: datetime | None) -> QuerySet[Row]:
    earlier = rows.filter(at__lt=until) if until else rows
    return earlier.select_related("by").order_by("-at", "-id")[: PAGE_SIZE + 1]


def _undone(changes: Sequence[_Change]) -> dict[tuple[UUID, str], _Change]:
    ordered = list(reversed(changes))
    found = undone_by([Made(each, {each.field: (each.old, each.new)}, each.row.is_undo) for each in ordered])
    return {(ordered[position].row.pk, field): undo for (position, field), undo in found.items()}


def _entry(group: Sequence[_Change], names: dict[str, str], undone: dict[tuple[UUID, str], _Change]) -> Entry:
    first = group[0]
    is_new = any(each.field == STAGE and not each.old for each in group)
    return Entry(
        at=first.row.at,
        actor=first.who,
        actor_page=first.row.actor_page,
        title=gettext("Deal created") if is_new else "",
        reason=next((each.row.reason for each in group if each.row.reason), ""),
        is_undo=any(each.row.is_undo for each in group),
        lines=[_line(each, names, undone.get((each.row.pk, each.field))) for each in group],
    )


def _line(change: _Change, names: dict[str, str], undo: _Change | None) -> Line:
    return Line(
        name=change.field,
        label=label_of(change.field),
        old=shown_value(change.field, change.old, names) if change.old else "–",
        new=shown_value(change.field, change.new, names),
        undone=undo.who if undo else "",
        undone_at=undo.row.at if undo else None,
    )
