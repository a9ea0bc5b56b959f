"""The progress of qualifying all leads."""

from datetime import timedelta

from mauntic.kernel.clock import now
from revops.prospects.models import QualificationRun

SILENCE = timedelta(minutes=5)
"""A worker reports progress with each chunk, which takes seconds."""


def latest_run() -> QualificationRun | None:
    """Return the running qualification of all leads, or the last one."""
    return QualificationRun.objects.first()


def silent_run() -> QualificationRun | None:
    """Return the running one whose worker reported no progress for 5 minutes."""
    running = QualificationRun.objects.filter(state=QualificationRun.State.RUNNING)
    return running.filter(progressed_at__lt=now() - SILENCE).first()
