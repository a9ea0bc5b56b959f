"""Stop the enrollments of leads when something happened, and pause those of their colleagues."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from revops.sequences.domain.stops import Reason
from revops.sequences.models.enrollments import Enrollment, EnrollmentQuerySet, EnrollmentState
from revops.sequences.services.advance import end


@transaction.atomic
def stop_for(*, contact_ids: Collection[UUID], reason: Reason) -> int:
    """Stop all open enrollments of leads, and cancel their waiting emails.

    After a reply, sequences that say so pause the others of the same company; a person decides there.

    Args:
        contact_ids: the leads.
        reason: what happened.

    Returns: the number of enrollments that were stopped or paused.
    """
    theirs = Enrollment.objects.open().filter(contact__in=contact_ids)
    others = _of_colleagues(contact_ids) if reason == Reason.REPLIED else Enrollment.objects.none()
    ids = [*theirs.values_list("pk", flat=True), *others.values_list("pk", flat=True)]
    # All of them in one order: two replies from one company would otherwise wait for each other.
    locked = list(Enrollment.objects.filter(pk__in=ids).select_related("contact").locked())
    leads = set(contact_ids)
    mine = [row for row in locked if row.contact_id in leads]
    colleagues = [row for row in locked if row.contact_id not in leads]
    end(mine, reason, now())
    end(colleagues, Reason.COLLEAGUE_REPLIED, now(), each=_names(colleagues, leads))
    return len(locked)


def _of_colleagues(contact_ids: Iterable[UUID]) -> EnrollmentQuerySet:
    companies = Contact.objects.filter(pk__in=list(contact_ids), company__isnull=False).values("company")
    found = Enrollment.objects.filter(
        state=EnrollmentState.ACTIVE, sequence__stops_company=True, contact__company__in=companies
    )
    return found.exclude(contact__in=contact_ids)


def _names(colleagues: Iterable[Enrollment], leads: Collection[UUID]) -> dict[UUID, dict[str, str]]:
    who = {lead.company_id: lead.name for lead in Contact.objects.filter(pk__in=leads).order_by("pk")}
    return {row.pk: {"name": who.get(row.contact.company_id, "")} for row in colleagues}
