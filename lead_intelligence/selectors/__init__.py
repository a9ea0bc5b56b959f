"""Reads of lead intelligence."""

from lead_intelligence.selectors.batches import batch_of, batches, progress, progress_of
from lead_intelligence.selectors.blocks import askable, block_told_by, blocked
from lead_intelligence.selectors.budgets import budget_states
from lead_intelligence.selectors.estimates import FIELD_CHOICES, PRIORITY_CHOICES, batch_estimate, findable
from lead_intelligence.selectors.field_overview import FieldTable, field_table
from lead_intelligence.selectors.hit_rates import FieldFigures, HitRate, field_figures, hit_rates
from lead_intelligence.selectors.jobs import (
    history,
    job_counts,
    job_of,
    jobs,
    latest_job,
    latest_jobs,
    obstacles,
    results_of,
)
from lead_intelligence.selectors.new_leads import never_enriched
from lead_intelligence.selectors.overview import Overview, overview
from lead_intelligence.selectors.provenance import FieldProvenance, Suggestion, provenance
from lead_intelligence.selectors.quality import quality
from lead_intelligence.selectors.vendor_report import VendorReport, vendor_report

__all__ = [
    "FIELD_CHOICES",
    "PRIORITY_CHOICES",
    "FieldFigures",
    "FieldProvenance",
    "FieldTable",
    "HitRate",
    "Overview",
    "Suggestion",
    "VendorReport",
    "askable",
    "batch_estimate",
    "batch_of",
    "batches",
    "block_told_by",
    "blocked",
    "budget_states",
    "field_figures",
    "field_table",
    "findable",
    "history",
    "hit_rates",
    "job_counts",
    "job_of",
    "jobs",
    "latest_job",
    "latest_jobs",
    "never_enriched",
    "obstacles",
    "overview",
    "progress",
    "progress_of",
    "provenance",
    "quality",
    "results_of",
    "vendor_report",
]
