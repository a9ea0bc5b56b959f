"""How far full recalculations are."""

from datetime import timedelta

from mauntic.kernel.clock import now
from scoring.models import Recalculation

# A worker that is at work gives a sign of life with each chunk, which takes seconds.
SILENCE = timedelta(minutes=5)


def latest_recalculation() -> Recalculation | None:
    """The one that is under way, or the last one."""
    return Recalculation.objects.select_related("started_by").first()


def silent_recalculation() -> Recalculation | None:
    """One that is under way, and whose worker has not been heard of for long."""
    running = Recalculation.objects.filter(state=Recalculation.State.RUNNING)
    return running.filter(progressed_at__lt=now() - SILENCE).first()
