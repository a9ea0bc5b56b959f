"""The detection rules of the organization."""

from scoring.domain.detection import Detector
from scoring.models import DetectionRule


def detector() -> Detector:
    """What detects signals now: the rules that are switched on, in one query."""
    rows = DetectionRule.objects.filter(enabled=True)
    return Detector(row.rule() for row in rows)
