"""Since when runs are known."""

from datetime import datetime, timedelta

from django.conf import settings


def kept_since(at: datetime) -> datetime:
    """Return the time before which runs that ended may be deleted, as the installation says."""
    return at - timedelta(days=settings.MAUNTIC_RUNS_KEPT_DAYS)
