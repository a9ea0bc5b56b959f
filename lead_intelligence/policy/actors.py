"""Jobs of the policy."""

from lead_intelligence import jobs
from lead_intelligence.policy.services import refresh


@jobs.REFRESH_LEADS.actor()
def refresh_leads() -> None:
    """Enrich again what is old, by the policy."""
    refresh.refresh_leads()
