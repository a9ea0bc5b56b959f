"""The timeline of a deal: moves, changes, activities, files and committee, each with person and reason."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import User
from mauntic.crm.models import Company, Contact
from mauntic.kernel.display import day, number, percent, span
from revops.activities.models import Activity
from revops.attachments.models import Attachment
from revops.committee.models import CommitteeMember
from revops.deals.models.choices import DealPriority, DealStage, ForecastCategory
from revops.deals.models.deals import DealChange, StageMove
from revops.deals.selectors.undo import undo_of

SHOWN = 50
_LINKS: Mapping[str, type[Model]] = {"owner": User, "contact": Contact, "company": Company}
_LABELS: Mapping[str, str | Promise] = {
    "name": _("Name"),
    "value": _("Value"),
    "currency": _("Currency"),
    "priority": _("Priority"),
    "probability": _("Probability"),
    "owner": _("Owner"),
    "contact": _("Lead"),
    "company": _("Company"),
    "expected_close_on": _("Expected close"),
    "category_override": _("Forecast category"),
    "next_step": _("Next step"),
}
_CHOICES: Mapping[str, Mapping[str, str | Promise]] = {
    "priority": {str(each): each.label for each in DealPriority},
    "category_override": {str(each): each.label for each in ForecastCategory},
}


class EntryKind(StrEnum):
    """The subject of an entry."""

    MOVE = "move"
    CHANGE = "change"
    ACTIVITY = "activity"
    FILE = "file"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class DealEntry:
    """An entry of the timeline. `by` is the person, empty for Mauntic itself.

    `undo` is the address that undoes it, empty where the reader cannot.
    """

    at: datetime
    kind: EntryKind
    title: str
    text: str = ""
    by: str = ""
    reason: str = ""
    undo: str = ""


def timeline_of(deal_id: UUID, user: User, limit: int = SHOWN) -> list[DealEntry]:
    """Return the latest entries of a deal, newest first, in at most eight queries.

    The caller has checked that the user can see the deal.
    """
    entries = [
        *_moves(deal_id, user, limit),
        *_changes(deal_id, user, limit),
        *_activities(deal_id, limit),
        *_files(deal_id, limit),
        *_people(deal_id, limit),
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:limit]


def _moves(deal_id: UUID, user: User, limit: int) -> Iterator[DealEntry]:
    stages = dict(DealStage.choices)
    rows = StageMove.objects.filter(deal=deal_id).select_related("by", "deal", "action")
    for move in rows.order_by("-at", "-id")[:limit]:
        to, was = stages[move.to_stage], stages.get(move.from_stage)
        yield DealEntry(
            at=move.at,
            kind=EntryKind.MOVE,
            title=f"{was} → {to}" if was else gettext("Created in {stage}").format(stage=to),
            text=_after(move.days) if move.days else "",
            by=_name(move.by),
            reason=move.reason,
            undo=undo_of(move, user),
        )


def _changes(deal_id: UUID, user: User, limit: int) -> Iterator[DealEntry]:
    rows = DealChange.objects.filter(deal=deal_id).select_related("by", "deal", "action")
    rows = rows.order_by("-at", "-id")
    changes = list(rows[:limit])
    names = _names(changes)
    for change in changes:
        label = _LABELS.get(change.field, change.field)
        old, new = (_shown(change.field, value, names) for value in (change.old, change.new))
        yield DealEntry(
            at=change.at,
            kind=EntryKind.CHANGE,
            title=f"{label}: {old} → {new}",
            by=_name(change.by),
            reason=change.reason,
            undo=undo_of(change, user),
        )


def _activities(deal_id: UUID, limit: int) -> Iterator[DealEntry]:
    rows = Activity.objects.filter(deal=deal_id).done().select_related("owner")
    for one in rows.order_by("-completed_at", "-id")[:limit]:
        length = timedelta(minutes=one.duration_minutes or 0)
        details = [one.subject, one.outcome, span(length) if length else ""]
        assert one.completed_at is not None  # noqa: S101 (only those that are done)
        yield DealEntry(
            at=one.completed_at,
            kind=EntryKind.ACTIVITY,
            title=" · ".join([one.get_type_display(), *filter(None, details)]),
            text=one.notes,
            by=_name(one.owner),
        )


def _files(deal_id: UUID, limit: int) -> Iterator[DealEntry]:
    for file in Attachment.objects.filter(deal=deal_id).select_related("uploaded_by")[:limit]:
        yield DealEntry(
            at=file.created_at,
            kind=EntryKind.FILE,
            title=gettext('File "{name}" added').format(name=file.name),
            by=_name(file.uploaded_by),
        )


def _people(deal_id: UUID, limit: int) -> Iterator[DealEntry]:
    rows = CommitteeMember.objects.filter(deal=deal_id).select_related("contact").order_by("-added_at", "-id")
    for member in rows[:limit]:
        role = f"{member.contact.name} · {member.get_role_display()}"
        yield DealEntry(
            at=member.added_at,
            kind=EntryKind.PERSON,
            title=gettext("{member} joined the committee").format(member=role),
        )
        if member.left_at:
            yield DealEntry(
                at=member.left_at,
                kind=EntryKind.PERSON,
                title=gettext("{member} left the committee").format(member=role),
            )


def _names(changes: Iterable[DealChange]) -> dict[str, str]:
    """Return the names behind the ids in changes of links, with one query per kind of link."""
    found: dict[str, str] = {}
    for field, model in _LINKS.items():
        ids = {text for each in changes if each.field == field for text in (each.old, each.new) if text}
        if ids:
            rows = model._default_manager.filter(pk__in=ids)  # noqa: SLF001 (documented API of Django)
            found |= {str(row.pk): getattr(row, "name", "") or str(row) for row in rows}
    return found


def _shown(field: str, value: str, names: Mapping[str, str]) -> str:
    if field in _LINKS:
        return names.get(value, gettext("Deleted")) if value else gettext("None")
    if value and field == "value":
        return number(Decimal(value), 2)
    if value and field == "probability":
        return percent(Decimal(value))
    if value and field == "expected_close_on":
        return day(date.fromisoformat(value))
    return str(_CHOICES.get(field, {}).get(value, value)) or gettext("None")


def _after(days: Decimal) -> str:
    count = round(days)
    return ngettext("after {count} day", "after {count} days", count).format(count=number(count))


def _name(person: User | None) -> str:
    return str(person) if person else ""
