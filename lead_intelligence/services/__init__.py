"""Writes of lead intelligence."""

from lead_intelligence.services.budget_limits import set_budget, set_budgets
from lead_intelligence.services.cache import clean_cache
from lead_intelligence.services.configure import check_provider, save_provider, save_waterfall
from lead_intelligence.services.health import check_providers
from lead_intelligence.services.quality import assess_quality
from lead_intelligence.services.request import request_enrichment, resume_jobs
from lead_intelligence.services.revert import Reverted, accept_suggestion, revert
from lead_intelligence.services.run import run_job

__all__ = [
    "Reverted",
    "accept_suggestion",
    "assess_quality",
    "check_provider",
    "check_providers",
    "clean_cache",
    "request_enrichment",
    "resume_jobs",
    "revert",
    "run_job",
    "save_provider",
    "save_waterfall",
    "set_budget",
    "set_budgets",
]
