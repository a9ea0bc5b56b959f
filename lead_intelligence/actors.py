"""The actors of all topics."""

from lead_intelligence.cache import actors as cache
from lead_intelligence.policy import actors as policy
from lead_intelligence.provenance import actors as provenance
from lead_intelligence.quality import actors as quality
from lead_intelligence.runs import actors as runs
from lead_intelligence.spending import actors as spending
from lead_intelligence.vendors import actors as vendors

__all__ = ["cache", "policy", "provenance", "quality", "runs", "spending", "vendors"]
