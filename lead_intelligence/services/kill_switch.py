"""Stopping all paid look-ups at once, and going on."""

import structlog

from lead_intelligence.models import EnrichmentPolicy
from lead_intelligence.services.notify import tell_admins
from mauntic.accounts.models import User
from mauntic.broker import send_on_commit
from mauntic.kernel.clock import now

log = structlog.get_logger(__name__)


def stop_spending(*, by: User) -> bool:
    """Have no vendor asked any more; calls that run end. False when that was so already.

    Jobs wait meanwhile and are lost in no case. Admins are told by mail.
    """
    stopped = EnrichmentPolicy.objects.filter(pk=1, stopped_at=None).update(stopped_at=now(), stopped_by=by)
    if stopped:
        log.warning("enrichment.stopped", by=str(by.pk))
        tell_admins(
            subject="All paid look-ups are stopped",
            text=f"{by} has stopped all paid look-ups. Leads wait to be enriched until somebody goes on.",
        )
    return bool(stopped)


def resume_spending(*, by: User) -> bool:
    """Have vendors asked again, and the workers look for waiting jobs; False when nothing was stopped."""
    resumed = EnrichmentPolicy.objects.filter(pk=1, stopped_at__isnull=False).update(
        stopped_at=None, stopped_by=None
    )
    if resumed:
        log.info("enrichment.resumed", by=str(by.pk))
        send_on_commit("lead_intelligence.resume_jobs")
        tell_admins(subject="Paid look-ups go on", text=f"{by} has let paid look-ups go on.")
    return bool(resumed)
