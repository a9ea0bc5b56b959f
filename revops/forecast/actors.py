"""Jobs of the forecast."""

from revops import jobs
from revops.forecast.services import snapshots

ALL_REPS_MS = 3_600_000


@jobs.SNAPSHOT_FORECAST.actor(time_limit=ALL_REPS_MS)
def snapshot_forecast() -> None:
    """Take the snapshots of today at 06:00 in the organization's time zone."""
    snapshots.take_snapshots_of_today()
