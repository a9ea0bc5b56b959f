"""The schedules of all topics."""

from lead_intelligence.cache import schedules as cache
from lead_intelligence.policy import schedules as policy
from lead_intelligence.quality import schedules as quality
from lead_intelligence.runs import schedules as runs
from lead_intelligence.spending import schedules as spending
from lead_intelligence.vendors import schedules as vendors

__all__ = ["cache", "policy", "quality", "runs", "spending", "vendors"]
