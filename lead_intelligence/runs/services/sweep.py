"""Resume jobs that no worker holds."""

from lead_intelligence.enrichment.models.jobs import EnrichmentJob
from lead_intelligence.enrichment.services.requests import nudge
from lead_intelligence.runs.services import calls, claims
from lead_intelligence.spending.services import reservations
from mauntic.kernel.clock import now


def resume_jobs() -> int:
    """Wake workers for jobs whose message was lost or whose worker died.

    Releases the money that is reserved for calls that are no longer made.

    Returns: the number of waiting jobs.
    """
    calls.close_abandoned(before=now() - claims.LONGEST_CALL)
    reservations.recount(at=now())
    waiting = EnrichmentJob.objects.claimable(now()).count()
    nudge(jobs=waiting)
    return waiting
