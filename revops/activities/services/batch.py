"""Schedule activities for many leads at once, and take them off the lists for a while."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.crm.contacts.services.locks import hold_contacts
from mauntic.kernel.db.rows import update_rows
from mauntic.kernel.errors import Invalid
from mauntic.kernel.normalize import as_written
from mauntic.kernel.values.stored_text import composed
from revops.activities.models import Activity, ActivityType
from revops.activities.services.drafts import LONGEST_SUBJECT, ActivityDraft
from revops.activities.services.effects import update_deal

PLANNED = frozenset({ActivityType.CALL, ActivityType.LINKEDIN, ActivityType.TASK, ActivityType.EMAIL})
"""Meetings are left out: each of them publishes that it was scheduled."""


@transaction.atomic
def plan_for_leads(
    *, drafts: Sequence[ActivityDraft], due_at: datetime, by: User | None = None
) -> list[Activity]:
    """Schedule calls, LinkedIn messages and tasks of leads, in sets.

    Args:
        drafts: of leads, without deals, recurrence or reminders. Too long subjects are cut.
        due_at: of all of them.
        by: who asks for them; None is Mauntic itself.

    Returns: the activities, in the order of the drafts.
    Raises: `Invalid` for another type, `NotFound` if a lead was deleted.
    """
    if any(draft.type not in PLANNED for draft in drafts):
        raise Invalid({"type": _("Choose a call, a LinkedIn message, an email or a task.")})
    hold_contacts(contact_ids={draft.contact_id for draft in drafts if draft.contact_id})
    rows = [
        Activity(
            type=draft.type,
            subject=as_written(draft.subject)[:LONGEST_SUBJECT],
            contact_id=draft.contact_id,
            owner_id=draft.owner_id,
            notes=composed(draft.notes).strip(),
            due_at=due_at,
            created_by=by,
        )
        for draft in drafts
    ]
    return Activity.objects.bulk_create(rows, batch_size=1_000)


@transaction.atomic
def shelve(*, activity_ids: Collection[UUID], at: datetime) -> int:
    """Take open activities off the lists, as deletions at one moment, by which `unshelve` finds them.

    Args:
        activity_ids: any; completed and deleted ones stay as they are.
        at: the moment.

    Returns: the number of shelved activities.
    """
    rows = list(Activity.objects.to_do().filter(pk__in=activity_ids).order_by("pk").select_for_update())
    _mark(rows, at)
    return len(rows)


@transaction.atomic
def unshelve(*, shelved: Mapping[UUID, datetime]) -> set[UUID]:
    """Bring shelved activities back. Those that a person deleted before stay deleted.

    Args:
        shelved: the moments at which activities were shelved, by id.

    Returns: the ids of those that are kept; others were removed for good in the meantime.
    """
    found = list(Activity.everything.filter(pk__in=shelved).order_by("pk").select_for_update())
    _mark([row for row in found if row.deleted_at == shelved[row.pk]], None)
    return {row.pk for row in found}


def _mark(rows: list[Activity], deleted_at: datetime | None) -> None:
    for row in rows:
        row.deleted_at, row.remind_at = deleted_at, None
    update_rows(Activity.everything, rows, ["deleted_at", "remind_at"])
    for deal_id in {row.deal_id for row in rows if row.deal_id}:  # rare: a person gave the task a deal
        update_deal(deal_id=deal_id)
