"""The progress of full recalculations."""

from datetime import timedelta

from mauntic.kernel.clock import now
from scoring.recalculation.models import Recalculation

# A worker reports progress with each chunk, which takes seconds.
SILENCE = timedelta(minutes=5)


def latest_recalculation() -> Recalculation | None:
    """Return the running recalculation, or the last one."""
    return Recalculation.objects.select_related("started_by").first()


def silent_recalculation() -> Recalculation | None:
    """Return the running recalculation whose worker reported no progress for 5 minutes."""
    running = Recalculation.objects.filter(state=Recalculation.State.RUNNING)
    return running.filter(progressed_at__lt=now() - SILENCE).first()
