"""Pages of enrichment."""

from lead_intelligence.views.leads import accept, enrich, revert
from lead_intelligence.views.overview import budget, job, overview
from lead_intelligence.views.vendors import provider, test_provider
from lead_intelligence.views.waterfall import waterfall

__all__ = [
    "accept",
    "budget",
    "enrich",
    "job",
    "overview",
    "provider",
    "revert",
    "test_provider",
    "waterfall",
]
