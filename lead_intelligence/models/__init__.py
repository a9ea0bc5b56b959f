"""Rows of lead intelligence."""

from lead_intelligence.models.budget import Budget, Period
from lead_intelligence.models.cache import CacheEntry
from lead_intelligence.models.job import EnrichmentBatch, EnrichmentJob, VendorCall
from lead_intelligence.models.policy import EnrichmentPolicy, ProcessingBlock
from lead_intelligence.models.provider import EnrichmentProvider, HealthCheck, ProviderHealth
from lead_intelligence.models.waterfall import WaterfallChange, WaterfallConfig
from lead_intelligence.models.write import FieldWrite, Reversal

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
