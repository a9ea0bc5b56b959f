"""Jobs of provenance."""

from lead_intelligence import jobs
from lead_intelligence.provenance.services import reversals
from mauntic.accounts.models import User
from mauntic.broker.queues import BULK

MINUTE = 60_000


@jobs.REVERT_PROVIDER.actor(queue=BULK, time_limit=10 * MINUTE)
def revert_provider(provider: str, by_id: str) -> None:
    """Revert all values of a vendor. Safe to repeat."""
    reversals.revert_provider(provider=provider, by=User.objects.filter(pk=by_id).first())
