"""Rows of lead intelligence."""

from lead_intelligence.models.budget import Budget, Period
from lead_intelligence.models.cache import CacheEntry
from lead_intelligence.models.job import EnrichmentJob, FieldResult, VendorCall
from lead_intelligence.models.provider import EnrichmentProvider, ProviderHealth
from lead_intelligence.models.waterfall import WaterfallConfig
from lead_intelligence.models.write import FieldWrite

__all__ = [
    "Budget",
    "CacheEntry",
    "EnrichmentJob",
    "EnrichmentProvider",
    "FieldResult",
    "FieldWrite",
    "Period",
    "ProviderHealth",
    "VendorCall",
    "WaterfallConfig",
]
