"""Reads of lead intelligence."""

from lead_intelligence.selectors.batches import batch_of, batches, progress, progress_of
from lead_intelligence.selectors.blocks import block_told_by, blocked
from lead_intelligence.selectors.estimates import FIELD_CHOICES, PRIORITY_CHOICES, batch_estimate, findable
from lead_intelligence.selectors.jobs import history, job_counts, job_of, jobs, latest_job, obstacles
from lead_intelligence.selectors.new_leads import never_enriched
from lead_intelligence.selectors.overview import Overview, budgets, overview
from lead_intelligence.selectors.provenance import FieldProvenance, Suggestion, provenance
from lead_intelligence.selectors.quality import quality

__all__ = [
    "FIELD_CHOICES",
    "PRIORITY_CHOICES",
    "FieldProvenance",
    "Overview",
    "Suggestion",
    "batch_estimate",
    "batch_of",
    "batches",
    "block_told_by",
    "blocked",
    "budgets",
    "findable",
    "history",
    "job_counts",
    "job_of",
    "jobs",
    "latest_job",
    "never_enriched",
    "obstacles",
    "overview",
    "progress",
    "progress_of",
    "provenance",
    "quality",
]
