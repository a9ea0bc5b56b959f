"""Pages of enrichment."""

from lead_intelligence.views.batches import batch, batches, cancel_batch, retry_batch
from lead_intelligence.views.call_log import ledger
from lead_intelligence.views.jobs import job, jobs
from lead_intelligence.views.leads import accept, dismiss, enrich, revert
from lead_intelligence.views.learning import apply_suggestion, exploration, suggestion, undo_change
from lead_intelligence.views.overview import overview
from lead_intelligence.views.policy import policy
from lead_intelligence.views.quality import quality
from lead_intelligence.views.reversals import reversal_list, revert_provider, undo_reversal
from lead_intelligence.views.spend import budget, resume, spend, stop
from lead_intelligence.views.vendors import provider, test_provider
from lead_intelligence.views.waterfall import waterfall

__all__ = [
    "accept",
    "apply_suggestion",
    "batch",
    "batches",
    "budget",
    "cancel_batch",
    "dismiss",
    "enrich",
    "exploration",
    "job",
    "jobs",
    "ledger",
    "overview",
    "policy",
    "provider",
    "quality",
    "resume",
    "retry_batch",
    "reversal_list",
    "revert",
    "revert_provider",
    "spend",
    "stop",
    "suggestion",
    "test_provider",
    "undo_change",
    "undo_reversal",
    "waterfall",
]
