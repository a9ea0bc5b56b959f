"""What an answer to an invitation means for a sequence."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from mauntic.kernel.clock import now
from mauntic.kernel.translation import gettext as _
from revops.activities.models import ActivityType
from revops.activities.services.batch import plan_for_leads
from revops.activities.services.drafts import ActivityDraft
from revops.sequences.models.enrollments import Enrollment


@transaction.atomic
def ask_for_another_time(*, contact_ids: Collection[UUID]) -> int:
    """Plan a task for each lead in a sequence who declined a meeting, or may come. The sequence goes on.

    Args:
        contact_ids: the leads.

    Returns: the number of tasks.
    """
    rows = Enrollment.objects.open().filter(contact__in=contact_ids).select_related("contact")
    by_lead = {row.contact_id: row for row in rows}
    drafts = [
        ActivityDraft(
            type=ActivityType.TASK,
            contact_id=row.contact_id,
            owner_id=row.enrolled_by_id or row.contact.owner_id,
            subject=_("Offer {name} another time: the meeting was not accepted").format(
                name=row.contact.name
            ),
        )
        for row in by_lead.values()
    ]
    return len(plan_for_leads(drafts=drafts, due_at=now()))
