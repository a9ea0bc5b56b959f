"""Jobs of data quality."""

from lead_intelligence import jobs
from lead_intelligence.quality import services as quality_services
from mauntic.broker.queues import BULK

MINUTE = 60_000


@jobs.REFRESH_QUALITY.actor(queue=BULK, time_limit=5 * MINUTE)
def refresh_quality() -> None:
    """Update the data quality of leads whose data has aged."""
    quality_services.refresh_quality()
