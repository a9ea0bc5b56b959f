"""The timeline of a deal: moves, changes, activities, files and committee, each with person and reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext, ngettext

from mauntic.accounts.models import User
from mauntic.kernel.display import number, span
from revops.activities.models import Activity
from revops.attachments.models import Attachment
from revops.committee.models import CommitteeMember
from revops.deal_page.selectors.words import label_of, shown_value
from revops.deals.models.choices import DealStage
from revops.deals.models.deals import DealChange, StageMove
from revops.deals.selectors.changes import linked_names
from revops.deals.selectors.undo import undo_of

SHOWN = 50


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
            text=_after(move.days),
            by=move.actor or _name(move.by),
            reason=move.reason,
            undo=undo_of(move, user),
        )


def _changes(deal_id: UUID, user: User, limit: int) -> Iterator[DealEntry]:
    rows = DealChange.objects.filter(deal=deal_id).select_related("by", "deal", "action")
    rows = rows.order_by("-at", "-id")
    changes = list(rows[:limit])
    names = linked_names(changes)
    for change in changes:
        label = label_of(change.field)
        old, new = (shown_value(change.field, value, names) for value in (change.old, change.new))
        yield DealEntry(
            at=change.at,
            kind=EntryKind.CHANGE,
            title=f"{label}: {old} → {new}",
            by=change.actor or _name(change.by),
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


def _after(days: Decimal | None) -> str:
    """Return the whole days that had passed, as all pages count them; empty for less than one."""
    count = int(days or 0)
    return (
        ""
        if count < 1
        else ngettext("after {count} day", "after {count} days", count).format(count=number(count))
    )


def _name(person: User | None) -> str:
    return str(person) if person else ""
