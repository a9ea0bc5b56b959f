"""Pause the enrollments of leads who are away, until they are back, and stop those of leads who left."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from mauntic.delivery.inbox.selectors.replies import (
    Away,
    said_away,
    said_to_have_left,
    still_away,
)
from mauntic.kernel.clock import now as present
from mauntic.kernel.translation import gettext as _
from revops.sequences.domain.stops import Reason
from revops.sequences.models.enrollments import Enrollment, EnrollmentState
from revops.sequences.services.advance import end

LOOKED_BACK = timedelta(days=1)
"""Automatic replies that were read in this time are looked at in each sweep; older ones had their effect."""


@transaction.atomic
def rest_away(*, now: datetime | None = None) -> int:
    """Pause the active enrollments of leads whose automatic reply says that they are away.

    They resume on the working day on which the lead is back. Without a day that can be trusted, a person
    resumes them. An enrollment that a person resumed after the reply is not paused again.

    Returns: the number of paused enrollments.
    """
    at = now or present()
    away = said_away(since=at - LOOKED_BACK)
    active = Enrollment.objects.filter(state=EnrollmentState.ACTIVE, contact__in=away)
    rows = [row for row in active.locked() if row.begun_at < away[row.contact_id].said_at]
    end(rows, Reason.AWAY, at, until=_ends(rows, away, at))
    return len(rows)


def rest_new(*, rows: list[Enrollment], now: datetime) -> None:
    """Pause new enrollments of leads who are away, by their latest automatic reply, until they are back."""
    away = still_away([row.contact_id for row in rows], now)
    end(
        [row for row in rows if row.contact_id in away],
        Reason.AWAY,
        now,
        until={row.pk: away[row.contact_id] for row in rows if row.contact_id in away},
    )


@transaction.atomic
def stop_left(*, now: datetime | None = None) -> int:
    """Stop the open enrollments of leads whose automatic reply says that they left the company.

    Returns: the number of stopped enrollments.
    """
    at = now or present()
    left = said_to_have_left(since=at - LOOKED_BACK)
    rows = [
        row
        for row in Enrollment.objects.open().filter(contact__in=left).locked()
        if row.begun_at < left[row.contact_id]
    ]
    end(rows, Reason.CANCELLED, at, facts={"words": _("The lead left the company.")})
    return len(rows)


def _ends(rows: list[Enrollment], away: dict[UUID, Away], at: datetime) -> dict[UUID, datetime]:
    ends = {row.pk: away[row.contact_id].back_at for row in rows}
    return {pk: back for pk, back in ends.items() if back and back > at}
