"""The detection rules of the organization."""

from scoring.detection.domain.rules import Detector
from scoring.detection.models import DetectionRule


def detector() -> Detector:
    """Return the enabled rules, in one query."""
    rows = DetectionRule.objects.filter(enabled=True)
    return Detector(row.rule() for row in rows)
