"""Writes of lead intelligence."""

from lead_intelligence.services.batches import LARGEST as LARGEST_BATCH
from lead_intelligence.services.batches import cancel_batch, may_cancel, request_batch, retry_batch
from lead_intelligence.services.blocks import block_people
from lead_intelligence.services.bounces import refute_addresses
from lead_intelligence.services.budget_alerts import watch_budgets
from lead_intelligence.services.budget_limits import set_budget, set_budgets
from lead_intelligence.services.cache import clean_cache
from lead_intelligence.services.configure import check_provider, save_provider, save_waterfall
from lead_intelligence.services.health import check_providers
from lead_intelligence.services.kill_switch import resume_spending, stop_spending
from lead_intelligence.services.learning import apply_suggestion, set_exploration, suggest, undo_change
from lead_intelligence.services.notify import mail_admins, tell_admins
from lead_intelligence.services.purge import purge_cache
from lead_intelligence.services.quality import assess_quality, enrich_lacking, refresh_quality
from lead_intelligence.services.refresh import refresh_leads, save_policy
from lead_intelligence.services.request import request_enrichment, resume_jobs
from lead_intelligence.services.revert import (
    Reverted,
    TakenBack,
    Undone,
    request_provider_revert,
    revert,
    revert_provider,
    undo_reversal,
)
from lead_intelligence.services.run import run_jobs
from lead_intelligence.services.suggestions import accept_suggestion, dismiss_suggestion

__all__ = [
    "LARGEST_BATCH",
    "Reverted",
    "TakenBack",
    "Undone",
    "accept_suggestion",
    "apply_suggestion",
    "assess_quality",
    "block_people",
    "cancel_batch",
    "check_provider",
    "check_providers",
    "clean_cache",
    "dismiss_suggestion",
    "enrich_lacking",
    "mail_admins",
    "may_cancel",
    "purge_cache",
    "refresh_leads",
    "refresh_quality",
    "refute_addresses",
    "request_batch",
    "request_enrichment",
    "request_provider_revert",
    "resume_jobs",
    "resume_spending",
    "retry_batch",
    "revert",
    "revert_provider",
    "run_jobs",
    "save_policy",
    "save_provider",
    "save_waterfall",
    "set_budget",
    "set_budgets",
    "set_exploration",
    "stop_spending",
    "suggest",
    "tell_admins",
    "undo_change",
    "undo_reversal",
    "watch_budgets",
]
