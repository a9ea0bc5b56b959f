"""Jobs of the policy."""

from lead_intelligence import jobs
from lead_intelligence.policy.services import refresh


@jobs.REFRESH_LEADS.actor()
def refresh_leads() -> None:
    """Enrich leads with old data again, as the policy says."""
    refresh.refresh_leads()
