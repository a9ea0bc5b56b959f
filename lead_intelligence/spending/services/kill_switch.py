"""The kill switch: stop and resume paid lookups."""

import structlog
from django.utils.translation import gettext as _

from lead_intelligence.enrichment.models.policy import EnrichmentPolicy
from lead_intelligence.jobs import RESUME_JOBS
from lead_intelligence.vendors.services.notify import notify_admins
from mauntic.accounts.models import User
from mauntic.broker import enqueue
from mauntic.kernel.clock import now

log = structlog.get_logger(__name__)


def stop_spending(*, by: User) -> bool:
    """Stop all paid lookups and email admins. Running calls finish, jobs wait.

    Args:
        by: the person who acts, named in the email.

    Returns: False if lookups were already stopped.
    """
    stopped = EnrichmentPolicy.objects.filter(pk=1, stopped_at=None).update(stopped_at=now(), stopped_by=by)
    if stopped:
        log.warning("enrichment.stopped", by=str(by.pk))
        notify_admins(
            subject=_("Paid lookups stopped"),
            text=_(
                "{person} stopped all paid lookups. Enrichment jobs wait until an admin resumes them."
            ).format(person=by),
        )
    return bool(stopped)


def resume_spending(*, by: User) -> bool:
    """Resume paid lookups, start workers for waiting jobs and email admins.

    Args:
        by: the person who acts, named in the email.

    Returns: False if lookups were not stopped.
    """
    resumed = EnrichmentPolicy.objects.filter(pk=1, stopped_at__isnull=False).update(
        stopped_at=None, stopped_by=None
    )
    if resumed:
        log.info("enrichment.resumed", by=str(by.pk))
        enqueue(RESUME_JOBS)
        notify_admins(
            subject=_("Paid lookups resumed"),
            text=_("{person} resumed paid lookups.").format(person=by),
        )
    return bool(resumed)
