"""What happened to a deal: moves, changes, activities, files and people, each with who and why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.db.models import Model

from mauntic.accounts.models import User
from mauntic.crm.models import Company, Contact
from revops.models import (
    Activity,
    Attachment,
    CommitteeMember,
    DealChange,
    DealPriority,
    DealStage,
    ForecastCategory,
    StageMove,
)

SHOWN = 50
NOBODY = "nobody"
_LINKS: Mapping[str, type[Model]] = {"owner": User, "contact": Contact, "company": Company}
_LABELS = {
    "owner": "Owner",
    "contact": "Lead",
    "company": "Company",
    "expected_close_on": "Expected close",
    "category_override": "Forecast category",
    "next_step": "Next step",
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "priority": dict(DealPriority.choices),
    "category_override": dict(ForecastCategory.choices),
}


class EntryKind(StrEnum):
    """What an entry is about."""

    MOVE = "move"
    CHANGE = "change"
    ACTIVITY = "activity"
    FILE = "file"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class DealEntry:
    """Something that happened: `by` is who did it, empty for the house itself; `reason` says why."""

    at: datetime
    kind: EntryKind
    title: str
    text: str = ""
    by: str = ""
    reason: str = ""


def timeline_of(deal_id: UUID, limit: int = SHOWN) -> list[DealEntry]:
    """The latest that happened to a deal, newest first; eight queries at most, however much it is.

    Who asks has seen the deal.
    """
    entries = [
        *_moves(deal_id, limit),
        *_changes(deal_id, limit),
        *_activities(deal_id, limit),
        *_files(deal_id, limit),
        *_people(deal_id, limit),
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:limit]


def _moves(deal_id: UUID, limit: int) -> Iterator[DealEntry]:
    stages = dict(DealStage.choices)
    for move in StageMove.objects.filter(deal=deal_id).select_related("by").order_by("-at", "-id")[:limit]:
        to, was = stages[move.to_stage], stages.get(move.from_stage)
        yield DealEntry(
            at=move.at,
            kind=EntryKind.MOVE,
            title=f"{was} → {to}" if was else f"Deal made at {to}",
            text=f"after {move.days:.0f} days" if move.days else "",
            by=_name(move.by),
            reason=move.reason,
        )


def _changes(deal_id: UUID, limit: int) -> Iterator[DealEntry]:
    rows = DealChange.objects.filter(deal=deal_id).select_related("by").order_by("-at", "-id")
    changes = list(rows[:limit])
    names = _names(changes)
    for change in changes:
        label = _LABELS.get(change.field, change.field.capitalize())
        old, new = (_shown(change.field, value, names) for value in (change.old, change.new))
        yield DealEntry(
            at=change.at,
            kind=EntryKind.CHANGE,
            title=f"{label}: {old} → {new}",
            by=_name(change.by),
            reason=change.reason,
        )


def _activities(deal_id: UUID, limit: int) -> Iterator[DealEntry]:
    rows = Activity.objects.filter(deal=deal_id).done().select_related("owner")
    for one in rows.order_by("-completed_at", "-id")[:limit]:
        said = [one.subject, one.outcome, f"{one.duration_minutes} min" if one.duration_minutes else ""]
        assert one.completed_at is not None  # noqa: S101 (only those that are done)
        yield DealEntry(
            at=one.completed_at,
            kind=EntryKind.ACTIVITY,
            title=" · ".join([one.get_type_display(), *filter(None, said)]),
            text=one.notes,
            by=_name(one.owner),
        )


def _files(deal_id: UUID, limit: int) -> Iterator[DealEntry]:
    for file in Attachment.objects.filter(deal=deal_id).select_related("uploaded_by")[:limit]:
        yield DealEntry(
            at=file.created_at, kind=EntryKind.FILE, title=f"File “{file.name}”", by=_name(file.uploaded_by)
        )


def _people(deal_id: UUID, limit: int) -> Iterator[DealEntry]:
    rows = CommitteeMember.objects.filter(deal=deal_id).select_related("contact").order_by("-added_at", "-id")
    for member in rows[:limit]:
        role = f"{member.contact.name} · {member.get_role_display()}"
        yield DealEntry(at=member.added_at, kind=EntryKind.PERSON, title=f"{role} takes part")
        if member.left_at:
            yield DealEntry(at=member.left_at, kind=EntryKind.PERSON, title=f"{role} has left")


def _names(changes: Iterable[DealChange]) -> dict[str, str]:
    """What the ids in changes of links are called, by id; one query for each kind of link that is there."""
    found: dict[str, str] = {}
    for field, model in _LINKS.items():
        ids = {text for each in changes if each.field == field for text in (each.old, each.new) if text}
        if ids:
            rows = model._default_manager.filter(pk__in=ids)  # noqa: SLF001 (documented API of Django)
            found |= {str(row.pk): getattr(row, "name", "") or str(row) for row in rows}
    return found


def _shown(field: str, value: str, names: Mapping[str, str]) -> str:
    if field in _LINKS:
        return names.get(value, "somebody who is gone") if value else NOBODY
    if value and field == "value":
        return f"{Decimal(value):,.2f}"
    if value and field == "probability":
        return f"{Decimal(value):.0%}"
    return _WORDS.get(field, {}).get(value, value) or "none"


def _name(person: User | None) -> str:
    return str(person) if person else ""
