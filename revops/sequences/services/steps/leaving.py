"""Emails and texts of enrollments that cannot be taken back any more."""

from collections.abc import Iterable
from uuid import UUID

from mauntic.delivery.models import Message, MessageState
from revops.sequences.models.enrollments import Enrollment, Outcome, StepRun
from revops.sms.models import Text

BEING_SENT = (MessageState.CLAIMED, MessageState.SENT, MessageState.UNKNOWN)
"""States of emails and texts: what was handed over, or may have been."""


def leaving(rows: Iterable[Enrollment]) -> set[UUID]:
    """Return the enrollments whose email or text is being sent, in three queries."""
    runs = StepRun.objects.filter(enrollment__in=[row.pk for row in rows], outcome=Outcome.QUEUED)
    found = runs.filter(message_id__isnull=False).order_by().values_list("message_id", "enrollment_id")
    waiting = {message: row for message, row in found if message}
    if not waiting:
        return set()
    emails = Message.objects.filter(pk__in=waiting, state__in=BEING_SENT).values_list("pk", flat=True)
    texts = Text.objects.filter(pk__in=waiting, state__in=BEING_SENT).values_list("pk", flat=True)
    return {waiting[pk] for pk in (*emails, *texts)}
