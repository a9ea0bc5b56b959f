"""The sweep over jobs that nobody works on."""

from lead_intelligence.enrichment.models.jobs import EnrichmentJob
from lead_intelligence.enrichment.services.requests import nudge
from lead_intelligence.runs.services import calls, claims
from lead_intelligence.spending.services import reservations
from mauntic.kernel.clock import now


def resume_jobs() -> int:
    """The sweep: wake workers for jobs whose message was lost or whose worker died; how many jobs wait.

    Money that is held for calls which nobody makes any more is given back.
    """
    calls.close_abandoned(before=now() - claims.LONGEST_CALL)
    reservations.recount(at=now())
    waiting = EnrichmentJob.objects.claimable(now()).count()
    nudge(jobs=waiting)
    return waiting
