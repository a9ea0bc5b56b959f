"""Rows of lead intelligence."""

from lead_intelligence.cache.models import CacheEntry
from lead_intelligence.enrichment.models.blocks import ProcessingBlock
from lead_intelligence.enrichment.models.jobs import EnrichmentBatch, EnrichmentJob, VendorCall
from lead_intelligence.enrichment.models.policy import EnrichmentPolicy
from lead_intelligence.learning.models import WaterfallChange
from lead_intelligence.provenance.models import FieldWrite, Reversal
from lead_intelligence.spending.models import Budget, Period
from lead_intelligence.vendors.models import EnrichmentProvider, HealthCheck, ProviderHealth
from lead_intelligence.waterfall.models import WaterfallConfig

__all__ = [
    "Budget",
    "CacheEntry",
    "EnrichmentBatch",
    "EnrichmentJob",
    "EnrichmentPolicy",
    "EnrichmentProvider",
    "FieldWrite",
    "HealthCheck",
    "Period",
    "ProcessingBlock",
    "ProviderHealth",
    "Reversal",
    "VendorCall",
    "WaterfallChange",
    "WaterfallConfig",
]
