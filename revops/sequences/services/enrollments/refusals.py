"""Leave leads alone who said no, or wrote, before anything else is done for them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from mauntic.crm.models import Consent
from mauntic.delivery.inbox.selectors.replies import wrote_since
from mauntic.delivery.suppression.selectors import Scope, suppressed
from mauntic.kernel.clock import now as present
from mauntic.kernel.normalize import email_key
from mauntic.kernel.translation import gettext as _
from revops.sequences.domain.stops import Reason
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.models.sequences import Step
from revops.sequences.selectors.limits import ORIGIN
from revops.sequences.services.advance import end
from revops.sequences.services.enrollments.endings import stop_for

Due = tuple[Enrollment, Step]
LOOKED_BACK = timedelta(days=1)
"""Mails that were read within this time are looked at in each sweep; older ones had their effect."""


@transaction.atomic
def stop_written(*, now: datetime | None = None) -> int:
    """Stop the open enrollments of leads who wrote since they were enrolled, whatever they answered.

    `MessageReplied` stops most at once. This finds the others: a lead who wrote before the first email went,
    after ninety days, in the thread of a colleague, or just before they declined an invitation.

    Returns: the number of enrollments that were stopped or paused.
    """
    at = now or present()
    wrote = wrote_since(at - LOOKED_BACK)
    found = Enrollment.objects.open().filter(contact__in=wrote).values_list("contact_id", "begun_at")
    leads = {contact_id for contact_id, begun_at in found if begun_at < wrote[contact_id]}
    return stop_for(contact_ids=leads, reason=Reason.REPLIED) if leads else 0


def without_refused(due: Collection[Due], at: datetime) -> list[Due]:
    """Stop the enrollments of leads who said no, on whatever channel; return the others.

    Args:
        due: locked enrollments with the step that is due, their contacts loaded.
        at: the present.
    """
    scopes = {row.pk: Scope(ORIGIN, row.sequence_id) for row, _step in due}
    addresses = {row.pk: email_key(row.contact.email) for row, _step in due}
    stored = suppressed((addresses[pk], scope) for pk, scope in scopes.items() if addresses[pk])
    words: dict[UUID, dict[str, str]] = {}
    for row, _step in due:
        if row.contact.consent == Consent.REFUSED:
            words[row.pk] = {"words": row.contact.suppressed_reason or _("The lead refused consent.")}
        elif why := stored.get((addresses[row.pk], scopes[row.pk])):
            words[row.pk] = {"words": _("Suppressed: {reason}.").format(reason=why)}
    end([row for row, _step in due if row.pk in words], Reason.CANCELLED, at, each=words)
    return [(row, step) for row, step in due if row.pk not in words]
