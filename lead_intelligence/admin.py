"""The administration of all topics; rows are read-only, since services write them and publish events."""

from lead_intelligence.enrichment import admin as enrichment
from lead_intelligence.learning import admin as learning
from lead_intelligence.provenance import admin as provenance
from lead_intelligence.spending import admin as spending
from lead_intelligence.vendors import admin as vendors
from lead_intelligence.waterfall import admin as waterfall

__all__ = ["enrichment", "learning", "provenance", "spending", "vendors", "waterfall"]
